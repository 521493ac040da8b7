// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/engine.h"

#include <algorithm>
#include <optional>
#include <set>

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

// The policy of the module that a finding belongs to: that of the new file, else of the old one.
const Policy& PolicyOf(const EngineInput& input, const Finding& finding) {
  return input.policy_of(finding.location.path.empty() ? finding.against.path
                                                       : finding.location.path);
}

// Applies one policy's choices to a finding; false when the finding does not count there.
bool Accept(const Policy& policy, const compare::Comparison& comparison, Finding& finding) {
  const Policy::SelectedRule* selected = policy.Find(finding.rule);
  if (selected == nullptr) return false;
  if (policy.Ignores(finding, PackageOf(comparison.before(), finding.against),
                     PackageOf(comparison.after(), finding.location))) {
    return false;
  }
  finding.category = selected->category;
  if (selected->severity_configured) finding.severity = selected->severity;
  finding.is_breaking = finding.severity > Severity::kNone;
  finding.fingerprint = Fingerprint(finding);
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

std::vector<Finding> RunRules(const EngineInput& input) {
  // Each rule runs once, however many policies select it.
  std::set<const Rule*> rules;
  bool buf_profile = true;
  for (const Policy* policy : input.policies) {
    buf_profile = buf_profile && policy->buf_profile();
    for (const Policy::SelectedRule& selected : policy->rules()) {
      rules.insert(selected.rule);
    }
  }
  RuleContext context{input.comparison, buf_profile};
  std::optional<schema::Usage> usage_before;
  std::optional<schema::Usage> usage_after;
  if (std::any_of(rules.begin(), rules.end(), [](const Rule* rule) { return rule->needs_usage; })) {
    context.usage_before = &usage_before.emplace(input.comparison.before());
    context.usage_after = &usage_after.emplace(input.comparison.after());
  }
  std::vector<Finding> findings;
  for (const Rule* rule : rules) {
    Reporter reporter(*rule, findings);
    std::visit(CheckRunner{context, reporter}, rule->check);
  }
  std::erase_if(findings, [&](Finding& finding) {
    return !Accept(PolicyOf(input, finding), input.comparison, finding);
  });
  std::sort(findings.begin(), findings.end(), FindingLess);
  const auto same = [](const Finding& a, const Finding& b) {
    return !FindingLess(a, b) && !FindingLess(b, a);
  };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
  return findings;
}

}  // namespace protowarden
