// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"

namespace protowarden {
namespace {

struct DeprecatedId {
  std::string_view id;
  std::array<std::string_view, 3> replacements;
};
// Source: buf's release notes of 1.32 and 1.34; these ids exist in v1beta1 and v1 only.
constexpr std::array<DeprecatedId, 3> kDeprecated = {
    {{"FIELD_SAME_CTYPE", {"FIELD_SAME_CPP_STRING_TYPE"}},
     {"FIELD_SAME_LABEL",
      {"FIELD_SAME_CARDINALITY", "FIELD_WIRE_COMPATIBLE_CARDINALITY",
       "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY"}},
     {"FILE_SAME_JAVA_STRING_CHECK_UTF8", {"FIELD_SAME_JAVA_UTF8_VALIDATION"}}}};

const DeprecatedId* FindDeprecated(std::string_view id) {
  const auto found = std::find_if(kDeprecated.begin(), kDeprecated.end(),
                                  [&](const DeprecatedId& item) { return item.id == id; });
  return found == kDeprecated.end() ? nullptr : &*found;
}

// Resolves ids and categories of one configuration against the catalogue.
class Resolver {
 public:
  Resolver(const PolicySpec& spec, std::span<const Rule> catalogue)
      : spec_(spec), catalogue_(catalogue) {}

  // The rules that an id or category stands for.
  Result<std::vector<const Rule*>> Resolve(const std::string& name, std::string_view key) {
    std::vector<const Rule*> rules;
    const CategorySet category = CategoryOf(name);
    for (const Rule& rule : catalogue_) {
      if (rule.id == name && Exists(rule)) rules.push_back(&rule);
      // buf knows nothing else: its profile leaves the other categories alone.
      const bool bufs_matter = (rule.categories & category::kBuf) != 0;
      if (!rule.buf_rule && spec_.buf_profile && bufs_matter) continue;
      if ((rule.CategoriesIn(spec_.version) & category) != 0) rules.push_back(&rule);
    }
    if (!rules.empty() || category != 0) return rules;
    const DeprecatedId* deprecated = FindDeprecated(name);
    if (deprecated != nullptr && spec_.version != ConfigVersion::kV2) {
      return ResolveDeprecated(*deprecated);
    }
    return UsageError(
        fmt::format("{}: {} in `{}` is neither a rule nor a category.{} `protowarden "
                    "rules` lists them.",
                    Origin(), Quote(name), key, DidYouMean(name, Names())));
  }

  [[nodiscard]] std::string Origin() const {
    return spec_.origin.empty() ? "command line" : Printable(spec_.origin);
  }
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

 private:
  [[nodiscard]] bool Exists(const Rule& rule) const {
    return !rule.buf_rule || rule.CategoriesIn(spec_.version) != 0;
  }

  Result<std::vector<const Rule*>> ResolveDeprecated(const DeprecatedId& deprecated) {
    std::vector<const Rule*> rules;
    std::vector<std::string> names;
    for (const Rule& rule : catalogue_) {
      const auto& ids = deprecated.replacements;
      if (std::find(ids.begin(), ids.end(), rule.id) == ids.end() || !Exists(rule)) continue;
      rules.push_back(&rule);
      names.emplace_back(rule.id);
    }
    notes_.push_back(fmt::format("{}: {} is deprecated; it stands for {}.", Origin(), deprecated.id,
                                 Join(names, ", ")));
    return rules;
  }

  [[nodiscard]] std::vector<std::string_view> Names() const {
    std::vector<std::string_view> names;
    for (const Rule& rule : catalogue_) {
      if (Exists(rule)) names.push_back(rule.id);
    }
    for (const auto& [name, bit] : kCategories) names.push_back(name);
    return names;
  }

  const PolicySpec& spec_;
  std::span<const Rule> catalogue_;
  std::vector<std::string> notes_;
};

using RuleSet = std::set<const Rule*>;

Result<RuleSet> ResolveAll(Resolver& resolver, const std::vector<std::string>& names,
                           std::string_view key) {
  RuleSet all;
  for (const std::string& name : names) {
    const auto rules = resolver.Resolve(name, key);
    if (!rules.ok()) return rules.error();
    all.insert(rules->begin(), rules->end());
  }
  return all;
}

// Digits at the start; the rest.
std::string_view SkipDigits(std::string_view text) {
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') text.remove_prefix(1);
  return text;
}

}  // namespace

Result<Policy> Policy::Create(const PolicySpec& spec, std::span<const Rule> catalogue) {
  Policy policy;
  policy.base_ = spec.base;
  policy.ignore_ = spec.ignore;
  policy.ignore_unstable_packages_ = spec.ignore_unstable_packages;
  policy.buf_profile_ = spec.buf_profile;
  policy.origin_ = spec.origin;
  Resolver resolver(spec, catalogue);

  const std::vector<std::string> use =
      spec.use.empty() ? std::vector<std::string>{"FILE"} : spec.use;
  std::map<const Rule*, std::string> selected;
  for (const std::string& name : use) {
    const auto rules = resolver.Resolve(name, "use");
    if (!rules.ok()) return rules.error();
    for (const Rule* rule : *rules) {
      selected.emplace(rule, CategoryOf(name) == 0 ? std::string() : name);
    }
  }
  const Result<RuleSet> except = ResolveAll(resolver, spec.except, "except");
  if (!except.ok()) return except.error();
  for (const auto& [name, paths] : spec.ignore_only) {
    const auto rules = resolver.Resolve(name, "ignore_only");
    if (!rules.ok()) return rules.error();
    for (const Rule* rule : *rules) {
      auto& patterns = policy.ignore_only_[std::string(rule->id)];
      patterns.insert(patterns.end(), paths.begin(), paths.end());
    }
  }
  std::map<const Rule*, Severity> severities;
  for (const auto& [name, text] : spec.severity) {
    const auto rules = resolver.Resolve(name, "severity");
    if (!rules.ok()) return rules.error();
    Severity severity{};
    if (!ParseSeverity(text, &severity)) {
      return UsageError(
          fmt::format("{}: {} is not a severity. Use NONE, LOW, MEDIUM, HIGH or "
                      "CRITICAL.",
                      resolver.Origin(), Quote(text)));
    }
    for (const Rule* rule : *rules) severities[rule] = severity;
  }
  // In catalogue order, so that the outcome does not depend on addresses.
  for (const Rule& rule : catalogue) {
    const auto found = selected.find(&rule);
    if (found == selected.end() || except->contains(&rule)) continue;
    if (spec.disable_builtin && rule.buf_rule) continue;
    const auto severity = severities.find(&rule);
    const bool configured = severity != severities.end();
    policy.rules_.push_back(
        {&rule, found->second, configured ? severity->second : rule.severity, configured});
  }
  policy.notes_ = resolver.notes();
  if (spec.disable_builtin) {
    policy.notes_.push_back(
        fmt::format("{}: `disable_builtin` turns buf's rules off.", resolver.Origin()));
  }
  return policy;
}

const Policy::SelectedRule* Policy::Find(std::string_view id) const {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const SelectedRule& selected) {
    return selected.rule->id == id;
  });
  return found == rules_.end() ? nullptr : &*found;
}

bool Policy::IgnoresPath(const std::string& rule, const std::string& path,
                         bool by_name_only) const {
  if (path.empty()) return false;
  const std::string full = base_.empty() ? path : base_ + "/" + path;
  const auto matches = [&](const std::string& pattern) { return PathMatches(pattern, full); };
  if (!by_name_only && std::any_of(ignore_.begin(), ignore_.end(), matches)) return true;
  const auto only = ignore_only_.find(rule);
  return only != ignore_only_.end() &&
         std::any_of(only->second.begin(), only->second.end(), matches);
}

bool Policy::Ignores(const Finding& finding, const std::string& before_package,
                     const std::string& after_package) const {
  // Either side's path or package hides a finding, as in buf. But to buf an option that was not set
  // has no place on the old side. What is ignored as a breaking change may still not leak: findings
  // about personal data are ignored by name only.
  const bool privacy = finding.concern == Concern::kPrivacy;
  const bool has_against =
      !buf_profile_ || finding.against.span.known() || finding.location.path.empty();
  if (ignore_unstable_packages_ && !privacy &&
      ((has_against && IsUnstablePackage(before_package)) || IsUnstablePackage(after_package))) {
    return true;
  }
  return IgnoresPath(finding.rule, finding.location.path, privacy) ||
         (has_against && IgnoresPath(finding.rule, finding.against.path, privacy));
}

std::map<std::string, bool> Policy::IgnoreEntries(const std::vector<std::string>& all_paths) const {
  std::set<std::string> patterns(ignore_.begin(), ignore_.end());
  for (const auto& [rule, paths] : ignore_only_) patterns.insert(paths.begin(), paths.end());
  std::map<std::string, bool> entries;
  for (const std::string& pattern : patterns) {
    entries[pattern] = std::any_of(all_paths.begin(), all_paths.end(), [&](const auto& path) {
      return PathMatches(pattern, base_.empty() ? path : base_ + "/" + path);
    });
  }
  return entries;
}

bool IsUnstablePackage(std::string_view package) {
  const size_t dot = package.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string_view version = package.substr(dot + 1);
  if (!version.starts_with('v')) return false;
  version.remove_prefix(1);
  std::string_view rest = SkipDigits(version);
  if (rest.size() == version.size()) return false;
  if (rest.starts_with("test")) return true;
  if (rest.starts_with('p')) {  // v1p1beta1
    const std::string_view patch = rest.substr(1);
    rest = SkipDigits(patch);
    if (rest.size() == patch.size()) return false;
  }
  for (const std::string_view stage : {"alpha", "beta"}) {
    if (rest.starts_with(stage)) return SkipDigits(rest.substr(stage.size())).empty();
  }
  return false;
}

}  // namespace protowarden
