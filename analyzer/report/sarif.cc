// SPDX-License-Identifier: Apache-2.0
//
// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) as GitHub's code
// scanning reads it
// (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/rule_text.h"
#include "analyzer/report/text_layout.h"
#include "analyzer/report/uri.h"

namespace protowarden::report {
namespace {

constexpr size_t kMostResults = 25'000;
constexpr size_t kMostLocations = 1'000;    // of one result; notifications keep to it, too
constexpr size_t kMostDescription = 1'024;  // characters of a rule's fullDescription
constexpr std::string_view kSourceRoot = "%SRCROOT%";
constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view LevelOf(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
    case Severity::kHigh:
      return "error";
    case Severity::kMedium:
      return "warning";
    case Severity::kLow:
    case Severity::kNone:
      break;
  }
  return "note";
}

// GitHub's scale: over 9.0 is critical, 7.0 high, 4.0 medium.
std::string_view SecuritySeverity(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "9.5";
    case Severity::kHigh:
      return "8.0";
    case Severity::kMedium:
      return "5.5";
    case Severity::kLow:
    case Severity::kNone:
      break;
  }
  return "2.0";
}

// A message's text may hold links, [text](target), and placeholders, {0}: foreign text holds none
// (SARIF 3.11.5 and 3.11.6).
std::string MessageText(std::string_view text) {
  const std::string plain = Printable(text, true);
  const size_t last_link = plain.rfind("](");
  std::string escaped;
  for (size_t i = 0; i < plain.size(); ++i) {
    const char c = plain[i];
    const bool digit = i + 1 < plain.size() && plain[i + 1] >= '0' && plain[i + 1] <= '9';
    if (c == '{' && digit) escaped.push_back('{');
    if (c == '[' && last_link != std::string::npos && i < last_link) escaped.push_back('\\');
    if (c == ']' && plain.compare(i, 2, "](") == 0) escaped.push_back('\\');
    escaped.push_back(c);
  }
  return escaped;
}

Json Message(std::string_view text) { return {{"text", MessageText(text)}}; }

Json Artifact(const std::string& file) {
  if (file.starts_with('/')) return {{"uri", FileUri(file)}};
  return {{"uri", RelativeUri(file)}, {"uriBaseId", kSourceRoot}};
}

Json Physical(const std::string& file, const Region& region) {
  return {{"artifactLocation", Artifact(file)},
          {"region",
           {{"startLine", region.line},
            {"startColumn", region.column},
            {"endLine", region.end_line},
            {"endColumn", region.end_column}}}};
}

Json Locations(const Entry& entry) {
  const Finding& finding = entry.finding;
  Json location = {{"physicalLocation", Physical(PlaceOf(finding).file, RegionOf(entry))}};
  if (!finding.element.empty()) {
    location["logicalLocations"] = Json::array({{{"fullyQualifiedName", finding.element}}});
  }
  return Json::array({std::move(location)});
}

// The place before the change.
Json RelatedLocations(const Entry& entry) {
  const Finding& finding = entry.finding;
  if (finding.location.file.empty() || finding.against.file.empty()) return Json::array();
  return Json::array({{{"id", 1},
                       {"physicalLocation", Physical(finding.against.file, RegionBefore(entry))},
                       {"message", Message("Before the change")}}});
}

Json Suppressions(const Acceptance& acceptance) {
  const bool in_source = acceptance.origin == AcceptanceOrigin::kComment;
  return Json::array(
      {{{"kind", in_source ? "inSource" : "external"},
        {"status", acceptance.effective ? "accepted" : "underReview"},
        {"justification", MessageText(acceptance.reason + " (" + OriginText(acceptance) + ")")}}});
}

std::string ResultText(const Entry& entry) {
  const Finding& finding = entry.finding;
  std::string text = finding.description;
  const auto add = [&](std::string_view label, std::string_view part) {
    if (!part.empty()) text += fmt::format("\n{}{}", label, part);
  };
  add(finding.concern == Concern::kPrivacy ? "Risk: " : "Breaks: ", finding.impact);
  add("Fix: ", finding.recommendation);
  for (const std::string& note : finding.notes) add("Note: ", note);
  if (entry.acceptance.has_value()) add("", AcceptanceText(*entry.acceptance));
  return text;
}

class SarifRun {
 public:
  explicit SarifRun(const Report& report) : report_(report), shown_(ListedWorstFirst(report)) {
    if (shown_.size() > kMostResults) {
      left_out_ = shown_.size() - kMostResults;
      shown_.resize(kMostResults);
    }
    for (const Entry* entry : shown_) {
      Severity& worst = rules_[entry->finding.rule];
      worst = std::max(worst, entry->finding.severity);
    }
  }

  [[nodiscard]] Json Run() const {
    return {{"tool",
             {{"driver",
               {{"name", "protowarden"},
                {"informationUri", "https://github.com/" PROTOWARDEN_REPOSITORY},
                {"version", PROTOWARDEN_VERSION},
                {"semanticVersion", PROTOWARDEN_VERSION},
                {"rules", Rules()}}}}},
            {"automationDetails", {{"id", "protowarden/" + report_.command + "/"}}},
            {"columnKind", "utf16CodeUnits"},
            {"originalUriBaseIds",
             {{kSourceRoot, {{"description", Message("The folder that the run started in.")}}}}},
            {"invocations", Json::array({{{"executionSuccessful", report_.diagnostics.empty()},
                                          {"toolExecutionNotifications", Notifications()}}})},
            {"results", Results()},
            {"properties",
             {{"base", report_.base},
              {"head", report_.head},
              {"canDeploy", report_.can_deploy},
              {"overallSeverity", Name(report_.overall_severity)}}}};
  }

 private:
  [[nodiscard]] Json Rules() const {
    Json rules = Json::array();
    for (const auto& [id, worst] : rules_) rules.push_back(RuleJson(id, worst));
    return rules;
  }

  [[nodiscard]] Json RuleJson(const std::string& id, Severity worst) const {
    const auto rule = std::find_if(report_.catalogue.begin(), report_.catalogue.end(),
                                   [&](const Rule& row) { return row.id == id; });
    if (rule == report_.catalogue.end()) {
      return {{"id", id}, {"defaultConfiguration", {{"level", LevelOf(worst)}}}};
    }
    const std::string impact(rule->impact);
    const std::string remedy(rule->remedy);
    Json tags = Json::array();
    for (const auto& [name, bit] : kCategories) {
      if ((rule->categories & bit) != 0) tags.push_back(name);
    }
    Json properties = {{"precision", IsOfModel(*rule) ? "medium" : "high"}};
    if ((rule->categories & category::kPii) != 0) {
      tags.push_back("security");
      properties["security-severity"] = SecuritySeverity(rule->severity);
    }
    properties["tags"] = std::move(tags);
    Json json = {{"id", id},
                 {"shortDescription", {{"text", std::string(rule->title) + "."}}},
                 {"fullDescription", {{"text", Shortened(impact, kMostDescription)}}},
                 {"help",
                  {{"text", fmt::format("{}\nFix: {}", impact, remedy)},
                   {"markdown",
                    fmt::format("{}\n\n**Fix:** {}\n\n`protowarden explain {}` shows an example.",
                                impact, remedy, id)}}},
                 {"defaultConfiguration", {{"level", LevelOf(rule->severity)}}},
                 {"properties", std::move(properties)}};
    if (rule->source.starts_with("https://")) json["helpUri"] = rule->source;
    return json;
  }

  [[nodiscard]] Json Results() const {
    const std::vector<std::string> fingerprints = UniqueFingerprints(shown_);
    Json results = Json::array();
    for (size_t i = 0; i < shown_.size(); ++i) {
      results.push_back(Result(*shown_[i], fingerprints[i]));
    }
    return results;
  }

  [[nodiscard]] Json Result(const Entry& entry, const std::string& fingerprint) const {
    const Finding& finding = entry.finding;
    Json result = {{"ruleId", finding.rule},
                   {"ruleIndex", std::distance(rules_.begin(), rules_.find(finding.rule))},
                   {"level", LevelOf(finding.severity)},
                   {"message", Message(ResultText(entry))},
                   {"locations", Locations(entry)},
                   {"partialFingerprints",
                    {{"primaryLocationLineHash", fingerprint}, {"protowarden/v1", fingerprint}}},
                   {"properties",
                    {{"severity", Name(finding.severity)},
                     {"confidence", Name(finding.confidence)},
                     {"category", finding.category},
                     {"blocks", entry.blocks}}}};
    Json related = RelatedLocations(entry);
    if (!related.empty()) result["relatedLocations"] = std::move(related);
    if (entry.acceptance.has_value()) result["suppressions"] = Suppressions(*entry.acceptance);
    return result;
  }

  [[nodiscard]] Json Notifications() const {
    Json list = Json::array();
    const auto add = [&](std::string_view level, const std::string& text) {
      list.push_back({{"level", level}, {"message", Message(text)}});
    };
    for (const schema::Diagnostic& problem : report_.diagnostics) {
      if (list.size() == kMostLocations) break;
      const Region at{std::max(problem.line, 1), std::max(problem.column, 1),
                      std::max(problem.line, 1), std::max(problem.column, 1)};
      list.push_back(
          {{"level", "error"},
           {"message", Message(problem.message)},
           {"locations", Json::array({{{"physicalLocation", Physical(problem.file, at)}}})}});
    }
    for (const PolicyChange& change : report_.policy_changes) {
      add(change.needs_review ? "warning" : "note",
          fmt::format("{}: {}", change.file, change.description));
    }
    for (const IdleAcceptance& idle : report_.idle_acceptances) {
      add("warning", fmt::format("Acceptance of {} ({}), {}: {}", TargetText(idle.acceptance),
                                 OriginText(idle.acceptance), Name(idle.why), idle.explanation));
    }
    if (left_out_ > 0) {
      add("warning",
          fmt::format("{} more findings are left out, the least severe: GitHub accepts {} results.",
                      Thousands(left_out_), Thousands(kMostResults)));
    }
    for (const std::string& note : report_.notes) add("note", note);
    return list;
  }

  const Report& report_;
  std::vector<const Entry*> shown_;
  size_t left_out_ = 0;
  std::map<std::string, Severity> rules_;  // those of `shown_`, with the worst severity
};

}  // namespace

std::string RenderSarif(const Report& report) {
  return Dump({{"$schema", kSchema},
               {"version", "2.1.0"},
               {"runs", Json::array({SarifRun(report).Run()})}});
}

}  // namespace protowarden::report
