// SPDX-License-Identifier: Apache-2.0
//
// Which field masks rules accept: every path must lie in an allowed subtree and in no refused one.
// Source: FieldMaskRules of https://github.com/bufbuild/protovalidate
// (proto/protovalidate/buf/validate/validate.proto); "a.b" lies in the subtree of "a".
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace protowarden::rules::semantic {

struct PathSet {
  std::optional<std::vector<std::string>> in;     // nullopt: any path
  std::vector<std::string> not_in;                // refused with all below
  std::optional<std::vector<std::string>> exact;  // nothing but this list, in this order

  [[nodiscard]] bool IsAny() const { return !in && not_in.empty() && !exact; }
  [[nodiscard]] bool Accepts(const std::vector<std::string>& paths) const;
  // True when whatever this set accepts, `other` accepts.
  [[nodiscard]] bool IsSubsetOf(const PathSet& other) const;
  // What both accept.
  [[nodiscard]] PathSet Intersect(const PathSet& other) const;

  friend bool operator==(const PathSet&, const PathSet&) = default;
};

// "paths in a, b, not in a.c"; empty when everything is accepted.
[[nodiscard]] std::string Describe(const PathSet& paths);

}  // namespace protowarden::rules::semantic
