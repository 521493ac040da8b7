// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/path_set.h"

#include <algorithm>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic {
namespace {

using Paths = std::vector<std::string>;

// The root of all paths is the empty one.
bool Covers(std::string_view root, std::string_view path) {
  return root.empty() || path == root || (path.starts_with(root) && path[root.size()] == '.');
}

bool CoveredBy(const Paths& roots, std::string_view path) {
  return std::any_of(roots.begin(), roots.end(),
                     [&](const std::string& root) { return Covers(root, path); });
}

Paths RootsOf(const PathSet& set) { return set.in.value_or(Paths{""}); }

bool AcceptsPath(const PathSet& set, std::string_view path) {
  return (!set.in || CoveredBy(*set.in, path)) && !CoveredBy(set.not_in, path);
}

Paths IntersectRoots(const Paths& a, const Paths& b) {
  Paths common;
  for (const std::string& one : a) {
    for (const std::string& other : b) {
      if (Covers(one, other)) {
        common.push_back(other);
      } else if (Covers(other, one)) {
        common.push_back(one);
      }
    }
  }
  std::sort(common.begin(), common.end());
  common.erase(std::unique(common.begin(), common.end()), common.end());
  return common;
}

}  // namespace

bool PathSet::Accepts(const Paths& paths) const {
  if (exact && *exact != paths) return false;
  return std::all_of(paths.begin(), paths.end(),
                     [&](const std::string& path) { return AcceptsPath(*this, path); });
}

bool PathSet::IsSubsetOf(const PathSet& other) const {
  if (exact) return !Accepts(*exact) || other.Accepts(*exact);
  const Paths roots = RootsOf(*this);
  const auto is_empty = [&](const std::string& root) { return CoveredBy(not_in, root); };
  if (other.exact) {
    // The empty mask is accepted in any case.
    return other.exact->empty() && std::all_of(roots.begin(), roots.end(), is_empty);
  }
  const Paths others = RootsOf(other);
  return std::all_of(roots.begin(), roots.end(), [&](const std::string& root) {
    if (is_empty(root)) return true;
    if (!CoveredBy(others, root)) return false;
    return std::all_of(other.not_in.begin(), other.not_in.end(), [&](const std::string& refused) {
      const bool apart = !Covers(root, refused) && !Covers(refused, root);
      return apart || is_empty(Covers(root, refused) ? refused : root);
    });
  });
}

PathSet PathSet::Intersect(const PathSet& other) const {
  PathSet both = *this;
  if (in && other.in) {
    both.in = IntersectRoots(*in, *other.in);
  } else if (other.in) {
    both.in = other.in;
  }
  both.not_in.insert(both.not_in.end(), other.not_in.begin(), other.not_in.end());
  std::sort(both.not_in.begin(), both.not_in.end());
  both.not_in.erase(std::unique(both.not_in.begin(), both.not_in.end()), both.not_in.end());
  if (!both.exact) {
    both.exact = other.exact;
  } else if (other.exact && *other.exact != *both.exact) {
    // No mask is both.
    both.in = Paths{};
  }
  return both;
}

std::string Describe(const PathSet& paths) {
  if (paths.exact) return "exactly the paths " + Join(*paths.exact, ", ");
  std::string text;
  if (paths.in) text = "paths in " + Join(*paths.in, ", ");
  if (!paths.not_in.empty()) {
    text += (text.empty() ? "no path in " : " but not in ") + Join(paths.not_in, ", ");
  }
  return text;
}

}  // namespace protowarden::rules::semantic
