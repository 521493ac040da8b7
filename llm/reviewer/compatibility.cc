// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/compatibility.h"

#include <fmt/format.h>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/engine.h"
#include "llm/clean_text.h"
#include "llm/reviewer/evidence.h"

namespace protowarden::llm {
namespace {

constexpr size_t kMostFindings = 40;  // of the rules, of one element

bool IsOpen(const Finding& finding) { return finding.confidence == Confidence::kLow; }

bool IsWorthSending(const Finding& finding) {
  return finding.severity > Severity::kNone && finding.concern == Concern::kCompatibility;
}

Location PlaceOf(const std::map<std::string, Location>& members, const std::string& element,
                 const Location& fallback) {
  const auto found = members.find(element);
  return found == members.end() ? fallback : found->second;
}

// The element that a claim is about: the item itself or a member on either side, else the item.
std::string AboutOf(const ChangedElement& element, const Json& claim) {
  std::string about = TextOf(claim, "element");
  const bool known = element.members.contains(about) || element.old_members.contains(about);
  return known ? about : element.element;
}

}  // namespace

Json CompatibilityTask::DataOf(size_t item) const {
  const ChangedElement& element = elements_[item];
  Json findings = Json::array();
  for (const Finding* finding : element.findings) {
    if (!IsWorthSending(*finding) || findings.size() == kMostFindings) continue;
    findings.push_back({{"fingerprint", finding->fingerprint},
                        {"rule", finding->rule},
                        {"element", finding->element},
                        {"severity", Name(finding->severity)},
                        {"open", IsOpen(*finding)},
                        {"description", CleanText(finding->description, 500)}});
  }
  return {{"kind", element.kind},   {"element", element.element}, {"before", element.before},
          {"after", element.after}, {"used", element.used},       {"rule_findings", findings}};
}

void CompatibilityTask::Take(std::span<const size_t> items, const std::vector<Json>& answers) {
  for (size_t place = 0; place < items.size(); ++place) {
    const ChangedElement& element = elements_[items[place]];
    for (const Json& claim : ItemsOf(Member(answers[place], "findings"))) {
      TakeFinding(element, claim);
    }
    for (const Json& claim : ItemsOf(Member(answers[place], "opinions"))) {
      TakeOpinion(element, claim);
    }
  }
}

void CompatibilityTask::TakeFinding(const ChangedElement& element, const Json& claim) {
  const std::string quote = TextOf(claim, "quote");
  Severity severity{};
  if ((!Occurs(quote, element.before) && !Occurs(quote, element.after)) ||
      !ParseSeverity(TextOf(claim, "severity"), &severity)) {
    ++dropped;
    return;
  }
  Finding finding;
  finding.rule = kCompatibilityRule;
  finding.source = FindingSource::kLlm;
  finding.category = "SEMANTIC";
  finding.categories = category::kSemantic;
  finding.severity = severity;
  finding.confidence = ConfidenceIn(claim);
  finding.element = AboutOf(element, claim);
  finding.subject = element.subject;
  finding.location = PlaceOf(element.members, finding.element, element.location);
  finding.against = PlaceOf(element.old_members, finding.element, element.against);
  finding.description = ShownText(claim, "summary");
  finding.impact = ShownText(claim, "impact");
  finding.recommendation = ShownText(claim, "recommendation");
  const std::string evidence = ShownText(claim, "quote");
  finding.notes = {fmt::format("Evidence: {}.", Quote(evidence))};
  finding.arguments = {evidence};
  finding.fingerprint = Fingerprint(finding);
  for (const Finding* known : element.findings) {
    if (known->concern != Concern::kCompatibility || known->element != finding.element ||
        known->severity < finding.severity) {
      continue;
    }
    opinions.push_back({known->fingerprint, true, finding.confidence, finding.description});
    return;
  }
  findings.push_back(std::move(finding));
}

void CompatibilityTask::TakeOpinion(const ChangedElement& element, const Json& claim) {
  const std::string fingerprint = TextOf(claim, "fingerprint");
  for (const Finding* known : element.findings) {
    if (known->fingerprint != fingerprint || !IsOpen(*known)) continue;
    opinions.push_back({fingerprint, TextOf(claim, "verdict") == "confirm", ConfidenceIn(claim),
                        ShownText(claim, "reason")});
    return;
  }
  ++dropped;
}

}  // namespace protowarden::llm
