// SPDX-License-Identifier: Apache-2.0
//
// Which rules apply where: the meaning of `use`, `except`, `ignore`, `ignore_only` and
// `ignore_unstable_packages`, as buf.yaml has them. Values in, no I/O.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/rule.h"

namespace protowarden {

// A policy as a configuration file spells it, not yet checked against the catalogue.
struct PolicySpec {
  ConfigVersion version = ConfigVersion::kV2;
  std::vector<std::string> use;     // rule ids and categories; empty means {"FILE"}
  std::vector<std::string> except;  // rule ids and categories
  // Paths (files, folders or globs with *, ** and ?) relative to `base`.
  std::vector<std::string> ignore;
  std::map<std::string, std::vector<std::string>> ignore_only;  // rule id or category -> paths
  bool ignore_unstable_packages = false;
  bool disable_builtin = false;                 // buf.yaml: none of the rules that buf has
  bool buf_profile = false;                     // buf's verdict on renamed message types
  std::map<std::string, std::string> severity;  // rule id -> severity name
  // File paths start with this prefix before `ignore` paths are compared; empty at the root.
  std::string base;
  std::string origin;  // the file it was read from, for messages
};

// A checked policy.
class Policy {
 public:
  // Fails with a usage error on unknown ids (with a did-you-mean) and unknown severities.
  // Deprecated ids resolve to their replacements and add a note.
  static Result<Policy> Create(const PolicySpec& spec, std::span<const Rule> catalogue);

  struct SelectedRule {
    const Rule* rule;
    std::string category;  // the category of `use` that brings it in, or "" if named by id
    Severity severity;     // the rule's own or the configured one
    bool severity_configured;
  };
  [[nodiscard]] const std::vector<SelectedRule>& rules() const { return rules_; }
  [[nodiscard]] bool buf_profile() const { return buf_profile_; }
  // Deprecated ids and the like.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  // True when the finding is ignored by path or by an unstable package. `before_package` and
  // `after_package` are the packages of the files of both locations.
  [[nodiscard]] bool Ignores(const Finding& finding, const std::string& before_package,
                             const std::string& after_package) const;

  // Every entry of `ignore` and `ignore_only`, and whether it matches one of the paths (File::path
  // of both sides). One that matches nothing is likely a typo.
  [[nodiscard]] std::map<std::string, bool> IgnoreEntries(
      const std::vector<std::string>& all_paths) const;
  [[nodiscard]] const std::string& origin() const { return origin_; }
  // The selected rule of that id, or nullptr.
  [[nodiscard]] const SelectedRule* Find(std::string_view id) const;

 private:
  std::vector<SelectedRule> rules_;
  [[nodiscard]] bool IgnoresPath(const std::string& rule, const std::string& path,
                                 bool by_name_only) const;

  std::vector<std::string> ignore_;
  std::map<std::string, std::vector<std::string>, std::less<>> ignore_only_;  // by rule id
  std::string base_;
  std::string origin_;
  bool ignore_unstable_packages_ = false;
  bool buf_profile_ = false;
  std::vector<std::string> notes_;
};

// True for packages whose last component is unstable by buf's convention: v1alpha1, v1beta2,
// v1p1beta1, v1test... and that have at least two components.
[[nodiscard]] bool IsUnstablePackage(std::string_view package);

}  // namespace protowarden
