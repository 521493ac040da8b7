// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::load {
namespace {

constexpr std::array<std::string_view, 8> kImageEndings = {
    ".binpb", ".pb", ".bin", ".json", ".binpb.gz", ".pb.gz", ".bin.gz", ".json.gz"};

bool LooksLikeImage(std::string_view path) {
  return std::any_of(kImageEndings.begin(), kImageEndings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); });
}

// buf's form: PATH.git#branch=main,subdir=proto.
Result<Spec> ParseBufGit(std::string_view path, std::string_view options) {
  Spec spec{Spec::Kind::kGitRevision, "HEAD", "", ""};
  std::string_view repository = path;
  if (repository == ".git") repository = ".";
  if (repository.ends_with("/.git")) repository.remove_suffix(5);
  spec.repository = repository;
  for (const std::string_view option : Split(options, ',')) {
    const size_t equals = option.find('=');
    const std::string_view key = option.substr(0, equals);
    const std::string value(equals == std::string_view::npos ? "" : option.substr(equals + 1));
    if (key == "branch" || key == "tag" || key == "ref" || key == "commit") {
      spec.text = value;
    } else if (key == "subdir") {
      spec.subdir = value;
    } else if (key != "depth" && key != "recurse_submodules" && key != "format") {
      return UsageError(fmt::format(
          "{} in --against is not known. Use branch, tag, commit, ref or subdir.", Quote(option)));
    }
  }
  return spec;
}

}  // namespace

Result<Spec> ParseSpec(const std::string& text, bool exists_as_folder, bool exists_as_file) {
  struct Prefix {
    std::string_view text;
    Spec::Kind kind;
  };
  static constexpr std::array<Prefix, 4> kPrefixes = {{{"git:", Spec::Kind::kGitRevision},
                                                       {"merge-base:", Spec::Kind::kMergeBase},
                                                       {"dir:", Spec::Kind::kFolder},
                                                       {"image:", Spec::Kind::kImage}}};
  for (const Prefix& prefix : kPrefixes) {
    if (!text.starts_with(prefix.text)) continue;
    Spec spec{prefix.kind, text.substr(prefix.text.size()), "", ""};
    if (spec.text.empty() && prefix.kind != Spec::Kind::kMergeBase) {
      return UsageError(fmt::format("`{}` needs something after the colon.", prefix.text));
    }
    return spec;
  }
  const size_t hash = text.find('#');
  const std::string_view path = std::string_view(text).substr(0, hash);
  if (path.ends_with(".git") && (hash != std::string::npos || exists_as_folder)) {
    return ParseBufGit(path, hash == std::string::npos ? "ref=HEAD" : text.substr(hash + 1));
  }
  if (text.empty()) return Spec{Spec::Kind::kMergeBase, "", "", ""};
  if (exists_as_folder) return Spec{Spec::Kind::kFolder, text, "", ""};
  if (exists_as_file) return Spec{Spec::Kind::kImage, text, "", ""};
  if (LooksLikeImage(text)) {
    return UsageError(
        fmt::format("The file {} does not exist. For a git revision of that name "
                    "write `git:{}`.",
                    Quote(text), Printable(text)));
  }
  return Spec{Spec::Kind::kGitRevision, text, "", ""};
}

}  // namespace protowarden::load
