// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/engine.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/base/hash.h"

namespace protowarden {
namespace {

// Runs one check over every pair of its kind.
struct CheckRunner {
  const RuleContext& context;
  Reporter& reporter;

  void operator()(FileCheck check) const { All(check, context.comparison.files()); }
  void operator()(MessageCheck check) const { All(check, context.comparison.messages()); }
  void operator()(FieldCheck check) const { All(check, context.comparison.fields()); }
  void operator()(EnumCheck check) const { All(check, context.comparison.enums()); }
  void operator()(EnumValuesCheck check) const { All(check, context.comparison.enum_values()); }
  void operator()(ServiceCheck check) const { All(check, context.comparison.services()); }
  void operator()(MethodCheck check) const { All(check, context.comparison.methods()); }
  void operator()(FieldRecordCheck check) const { All(check, context.records->fields()); }
  void operator()(MethodRecordCheck check) const { All(check, context.records->methods()); }
  void operator()(SchemaCheck check) const { check(context, reporter); }

 private:
  template <typename Function, typename Pairs>
  void All(Function check, const Pairs& pairs) const {
    for (const auto& pair : pairs) check(context, pair, reporter);
  }
};

std::string PackageOf(const schema::Schema& schema, const Location& location) {
  const schema::File* file = schema.FindFile(location.path);
  return file == nullptr ? std::string() : file->package;
}

// The type or service of that name on either side.
std::optional<Subject::Kind> KindOf(const compare::Comparison& comparison, std::string_view name) {
  for (const schema::Schema* side : {&comparison.after(), &comparison.before()}) {
    if (side->FindMessage(name) != nullptr) return Subject::Kind::kMessage;
    if (side->FindEnum(name) != nullptr) return Subject::Kind::kEnum;
    if (side->FindService(name) != nullptr) return Subject::Kind::kService;
  }
  return std::nullopt;
}

// An element is a type or service, or a member of one; anything else belongs to its file.
Subject SubjectOf(const compare::Comparison& comparison, const Finding& finding,
                  std::string package) {
  const std::string parent = finding.element.substr(0, finding.element.rfind('.'));
  for (const std::string& name : {finding.element, parent}) {
    if (const auto kind = KindOf(comparison, name)) return {*kind, name, std::move(package)};
  }
  const bool gone = finding.location.path.empty();
  return {Subject::Kind::kFile, gone ? finding.against.file : finding.location.file,
          std::move(package)};
}

// The policy of the module that a finding belongs to: that of the new file, else of the old one.
const Policy& PolicyOf(const EngineInput& input, const Finding& finding) {
  return input.policy_of(finding.location.path.empty() ? finding.against.path
                                                       : finding.location.path);
}

// Applies one policy's choices to a finding; false when the finding does not count there.
bool Accept(const Policy& policy, const compare::Comparison& comparison, Finding& finding) {
  const Policy::SelectedRule* selected = policy.Find(finding.rule);
  if (selected == nullptr) return false;
  std::string before_package = PackageOf(comparison.before(), finding.against);
  std::string after_package = PackageOf(comparison.after(), finding.location);
  if (policy.Ignores(finding, before_package, after_package)) return false;
  finding.category = selected->category;
  if (selected->severity_configured) finding.severity = selected->severity;
  finding.is_breaking = finding.is_breaking && finding.severity > Severity::kNone &&
                        finding.concern == Concern::kCompatibility;
  finding.fingerprint = Fingerprint(finding);
  finding.subject =
      SubjectOf(comparison, finding,
                std::move(finding.location.path.empty() ? before_package : after_package));
  return true;
}

}  // namespace

std::string Fingerprint(const Finding& finding) {
  std::string identity = finding.rule;
  identity.push_back('\0');
  identity.append(finding.element);
  for (const std::string& argument : finding.arguments) {
    identity.push_back('\0');
    identity.append(argument);
  }
  return Sha256Hex(identity).substr(0, 16);
}

namespace {

// Both sides' data about personal data, owned for one run.
struct PrivacyContext {
  PrivacyContext(const EngineInput& input, RuleContext& context) {
    context.inventory_after =
        input.index_after != nullptr ? input.index_after : &after.emplace(*input.inventory_after);
    context.exposure_after =
        input.exposure_after != nullptr
            ? input.exposure_after
            : &exposure_after.emplace(input.comparison.after(), context.usage.after(),
                                      *context.inventory_after);
    if (input.inventory_before != nullptr && !input.one_sided) {
      before.emplace(*input.inventory_before);
      exposure_before.emplace(input.comparison.before(), context.usage.before(), *before);
      context.inventory_before = &*before;
      context.exposure_before = &*exposure_before;
    }
    context.records =
        &pairs.emplace(input.comparison, context.inventory_before, *context.inventory_after);
  }

  std::optional<InventoryIndex> after;
  std::optional<Exposure> exposure_after;
  std::optional<InventoryIndex> before;
  std::optional<Exposure> exposure_before;
  std::optional<RecordPairs> pairs;
};

// Each rule that can run, once, however many policies select it.
std::set<const Rule*> RulesOf(const EngineInput& input) {
  std::set<const Rule*> rules;
  for (const Policy* policy : input.policies) {
    for (const Policy::SelectedRule& selected : policy->rules()) {
      const Rule& rule = *selected.rule;
      if (input.one_sided && !rule.about_state) continue;
      if (rule.needs_inventory && input.inventory_after == nullptr) continue;
      rules.insert(&rule);
    }
  }
  return rules;
}

void SortUnique(std::vector<Finding>& findings) {
  std::sort(findings.begin(), findings.end(), FindingLess);
  const auto same = [](const Finding& a, const Finding& b) {
    return !FindingLess(a, b) && !FindingLess(b, a);
  };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
}

// Drops findings that only say that something changed where others say what that means.
void Yield(const std::set<const Rule*>& rules, std::vector<Finding>& findings) {
  std::set<std::string_view> yielding;
  for (const Rule* rule : rules) {
    if (rule->yields) yielding.insert(rule->id);
  }
  if (yielding.empty()) return;
  std::unordered_set<std::string> judged;
  for (const Finding& finding : findings) {
    if (finding.concern == Concern::kCompatibility && !yielding.contains(finding.rule)) {
      judged.insert(finding.element);
    }
  }
  std::erase_if(findings, [&](const Finding& finding) {
    if (!yielding.contains(finding.rule)) return false;
    // A file that is gone speaks for all that it declared.
    const bool file_judged = finding.location.path.empty() && judged.contains(finding.against.path);
    return file_judged || judged.contains(finding.element);
  });
}

// Drops findings that others on the same element make superfluous.
void YieldToOthers(const std::set<const Rule*>& rules, std::vector<Finding>& findings) {
  std::map<std::string_view, std::span<const std::string_view>> yielding;
  for (const Rule* rule : rules) {
    if (!rule->yields_to.empty()) yielding.emplace(rule->id, rule->yields_to);
  }
  if (yielding.empty()) return;
  std::unordered_multimap<std::string, std::pair<std::string, Severity>> judged;
  for (const Finding& finding : findings) {
    judged.emplace(finding.element, std::pair(finding.rule, finding.severity));
  }
  std::erase_if(findings, [&](const Finding& finding) {
    const auto row = yielding.find(finding.rule);
    if (row == yielding.end()) return false;
    const auto [first, last] = judged.equal_range(finding.element);
    return std::any_of(first, last, [&](const auto& item) {
      const auto& [rule, severity] = item.second;
      return severity >= finding.severity &&
             std::find(row->second.begin(), row->second.end(), rule) != row->second.end();
    });
  });
}

}  // namespace

std::vector<Finding> RunRules(const EngineInput& input) {
  const std::set<const Rule*> rules = RulesOf(input);
  const bool buf_profile = std::all_of(input.policies.begin(), input.policies.end(),
                                       [](const Policy* policy) { return policy->buf_profile(); });
  const ChangeUsage own_usage(input.comparison.before(), input.comparison.after());
  RuleContext context{input.comparison, input.usage != nullptr ? *input.usage : own_usage,
                      buf_profile};
  SharedWork shared;
  context.shared = &shared;
  std::optional<PrivacyContext> privacy;
  if (std::any_of(rules.begin(), rules.end(),
                  [](const Rule* rule) { return rule->needs_inventory; })) {
    privacy.emplace(input, context);
  }
  std::vector<Finding> findings;
  for (const Rule* rule : rules) {
    Reporter reporter(*rule, findings);
    std::visit(CheckRunner{context, reporter}, rule->check);
  }
  std::erase_if(findings, [&](Finding& finding) {
    return !Accept(PolicyOf(input, finding), input.comparison, finding);
  });
  YieldToOthers(rules, findings);
  Yield(rules, findings);
  SortUnique(findings);
  return findings;
}

}  // namespace protowarden
