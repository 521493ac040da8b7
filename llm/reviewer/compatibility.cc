// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/compatibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/engine.h"
#include "llm/clean_text.h"
#include "llm/reviewer/evidence.h"
#include "llm/reviewer/votes.h"

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

Severity SeverityIn(const Json& claim) {
  Severity severity = Severity::kNone;
  return ParseSeverity(TextOf(claim, "severity"), &severity) ? severity : Severity::kNone;
}

// With words of the schema, and a severity that exists.
bool IsShown(const ChangedElement& element, const Json& claim) {
  const std::string quote = TextOf(claim, "quote");
  return SeverityIn(claim) != Severity::kNone &&
         (Occurs(quote, element.before) || Occurs(quote, element.after));
}

// Each ballot is a list of claims about one element; most say how severe it is, and the first that
// says so gives the words.
Json MajorityClaims(const std::vector<Json>& ballots, size_t answers) {
  std::vector<Severity> votes;
  for (const Json& claims : ballots) {
    Severity worst = Severity::kNone;
    for (const Json& claim : claims) worst = std::max(worst, SeverityIn(claim));
    votes.push_back(worst);
  }
  const Severity severity = MostVoted(votes).value;
  const auto first = std::find(votes.begin(), votes.end(), severity) - votes.begin();
  Json claims = ballots[static_cast<size_t>(first)];
  for (Json& claim : claims) claim["confidence"] = Name(AgreementOf(ballots.size(), answers));
  return claims;
}

// On a tie what leaves the finding of the rules as it is.
Json MajorityOpinion(const std::vector<Json>& ballots) {
  std::vector<bool> votes;
  for (const Json& ballot : ballots) votes.push_back(TextOf(ballot, "verdict") == "confirm");
  const Winner<bool> winner = MostVoted(votes);
  const auto first = std::find(votes.begin(), votes.end(), winner.value) - votes.begin();
  Json opinion = ballots[static_cast<size_t>(first)];
  opinion["confidence"] = Name(AgreementOf(winner.votes, votes.size()));
  return opinion;
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

bool CompatibilityTask::IsDoubtful(size_t /*item*/, const Json& answer, const Doubt& doubt) const {
  const auto& claims = ItemsOf(Member(answer, "findings"));
  return std::any_of(claims.begin(), claims.end(), [&](const Json& claim) {
    return doubt.Has(SeverityIn(claim), ConfidenceIn(claim));
  });
}

Json CompatibilityTask::MajorityOf(size_t item, const std::vector<Json>& answers) {
  const ChangedElement& element = elements_[item];
  // By element, what each answer that speaks of it says; by fingerprint its opinions.
  std::map<std::string, std::vector<Json>> findings;
  std::map<std::string, std::vector<Json>> opinions;
  for (const Json& answer : answers) {
    std::map<std::string, Json> own;
    for (const Json& claim : ItemsOf(Member(answer, "findings"))) {
      if (!IsShown(element, claim)) {
        ++dropped;
        continue;
      }
      own[AboutOf(element, claim)].push_back(claim);
    }
    for (auto& [about, claims] : own) findings[about].push_back(std::move(claims));
    for (const Json& opinion : ItemsOf(Member(answer, "opinions"))) {
      opinions[TextOf(opinion, "fingerprint")].push_back(opinion);
    }
  }
  Json taken = {{"findings", Json::array()}, {"opinions", Json::array()}};
  for (const auto& [about, ballots] : findings) {
    if (ballots.size() * 2 < answers.size()) continue;
    for (Json& claim : MajorityClaims(ballots, answers.size())) {
      taken["findings"].push_back(std::move(claim));
    }
  }
  for (const auto& [fingerprint, ballots] : opinions) {
    taken["opinions"].push_back(MajorityOpinion(ballots));
  }
  return taken;
}

void CompatibilityTask::TakeFinding(const ChangedElement& element, const Json& claim) {
  if (!IsShown(element, claim)) {
    ++dropped;
    return;
  }
  const Severity severity = SeverityIn(claim);
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
