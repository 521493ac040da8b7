// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/json_values.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/report.h"

namespace protowarden::report {

namespace {

Json Against(const Location& place) {
  if (place.file.empty()) return nullptr;
  return {{"file", place.file},
          {"line", OrFirst(place.span.line)},
          {"column", OrFirst(place.span.column)}};
}

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json AcceptanceJson(const std::optional<Acceptance>& acceptance) {
  if (!acceptance.has_value()) return nullptr;
  return {{"origin", Name(acceptance->origin)},
          {"reason", acceptance->reason},
          {"until", OrNull(acceptance->until)},
          {"where", acceptance->where},
          {"effective", acceptance->effective}};
}

Json Idle(const IdleAcceptance& idle) {
  const Acceptance& acceptance = idle.acceptance;
  return {{"why", Name(idle.why)},
          {"explanation", idle.explanation},
          {"rule", OrNull(acceptance.rule)},
          {"element", OrNull(acceptance.element)},
          {"fingerprint", OrNull(acceptance.fingerprint)},
          {"origin", Name(acceptance.origin)},
          {"reason", acceptance.reason},
          {"until", OrNull(acceptance.until)},
          {"where", acceptance.where}};
}

Json PiiSummary(const Report& report) {
  return {{"total_fields", report.pii->fields},
          {"pii_fields", report.pii->pii_fields},
          {"unannotated_fields", report.pii->unannotated},
          {"by_sensitivity", LevelCounts(*report.pii)},
          {"newly_exposed", report.newly_exposed},
          {"fail_on", Name(report.gate.ThresholdOf("", category::kPii))}};
}

Json ReviewJson(const Report& report) {
  const ReviewSummary& review = *report.review;
  Json open = Json::array();
  for (const NotReviewed& item : review.not_reviewed) {
    open.push_back({{"element", item.element}, {"reason", item.reason}});
  }
  return {{"reviewer", review.reviewer},
          {"prompts", review.prompts},
          {"replayed", review.replayed},
          {"interrupted", review.interrupted},
          {"required", review.required},
          {"fail_on", Name(report.gate.llm_fail_on())},
          {"elements", review.asked},
          {"reviewed", review.reviewed},
          {"not_reviewed", std::move(open)},
          {"dropped_claims", review.dropped},
          {"cached_answers", review.cached_answers},
          {"requests", review.requests},
          {"retries", review.retries},
          {"input_tokens", review.input_tokens},
          {"output_tokens", review.output_tokens},
          {"cost_usd", review.cost_usd.has_value() ? Json(*review.cost_usd) : Json()}};
}

Json Summary(const Report& report) {
  Json by_severity = Json::object();
  for (const Severity severity : kWorstFirst) {
    by_severity[std::string(Name(severity))] = std::count_if(
        report.entries.begin(), report.entries.end(),
        [severity](const Entry& entry) { return entry.finding.severity == severity; });
  }
  return {{"total_changes", report.entries.size()},
          {"total_breaking_changes",
           std::count_if(report.entries.begin(), report.entries.end(),
                         [](const Entry& entry) { return entry.finding.is_breaking; })},
          {"accepted", CountsOf(report).accepted},
          {"by_severity", std::move(by_severity)},
          {"files_compared", report.proto_files.size()},
          {"files_total", report.files_total}};
}

}  // namespace

Json GateJson(const Report& report) {
  const auto thresholds = [](const std::map<std::string, Threshold>& items) {
    Json json = Json::object();
    for (const auto& [name, threshold] : items) json[name] = Name(threshold);
    return json;
  };
  const Gate& gate = report.gate;
  return {{"mode", Name(gate.mode())},
          {"fail_on", Name(gate.fail_on())},
          {"category", thresholds(gate.categories())},
          {"rule", thresholds(gate.rules())},
          {"min_confidence", Name(gate.min_confidence())},
          {"blocking", CountBlocking(report)}};
}

Json Change(const Entry& entry) {
  const Finding& finding = entry.finding;
  const Location& at = finding.location;
  const bool file_gone = at.file.empty();
  const Location& shown = file_gone ? finding.against : at;
  const auto position = [file_gone](int32_t value) {
    return file_gone ? Json() : Json(OrFirst(value));
  };
  return {{"rule", finding.rule},
          {"category", finding.category},
          {"element", finding.element},
          {"location", fmt::format("{}:{}", shown.file, OrFirst(shown.span.line))},
          {"file", file_gone ? Json() : Json(at.file)},
          {"line", position(at.span.line)},
          {"column", position(at.span.column)},
          {"end_line", position(at.span.end_line)},
          {"end_column", position(at.span.end_column)},
          {"against", Against(finding.against)},
          {"description", finding.description},
          {"change", Name(finding.change)},
          {"is_breaking", finding.is_breaking},
          {"blocks", entry.blocks},
          {"severity", Name(finding.severity)},
          {"confidence", Name(finding.confidence)},
          {"source", Name(finding.source)},
          {"impact", finding.impact},
          {"recommendation", finding.recommendation},
          {"fix", finding.repair == Repair::kNone ? Json() : Json(Name(finding.repair))},
          {"notes", finding.notes},
          {"fingerprint", finding.fingerprint},
          {"acceptance", AcceptanceJson(entry.acceptance)}};
}

Json LevelCounts(const PiiTotals& totals) {
  Json counts = Json::object();
  for (const Sensitivity level :
       {Sensitivity::kHigh, Sensitivity::kMedium, Sensitivity::kLow, Sensitivity::kPublic}) {
    counts[std::string(Name(level))] = totals.by_level[static_cast<size_t>(level)];
  }
  return counts;
}

Json ReportHead(std::string_view command, const std::string& timestamp) {
  return {{"schema_version", kJsonSchemaVersion},
          {"tool", {{"name", "protowarden"}, {"version", PROTOWARDEN_VERSION}}},
          {"timestamp", timestamp.empty() ? Json() : Json(timestamp)},
          {"command", command}};
}

Json Problem(const schema::Diagnostic& diagnostic) {
  const auto position = [](int32_t value) { return value > 0 ? Json(value) : Json(); };
  return {{"file", diagnostic.file},
          {"line", position(diagnostic.line)},
          {"column", position(diagnostic.column)},
          {"message", diagnostic.message}};
}

std::string Dump(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string RenderJson(const Report& report) {
  Json changes = Json::array();
  for (const Entry& entry : report.entries) changes.push_back(Change(entry));
  Json errors = Json::array();
  for (const schema::Diagnostic& item : report.diagnostics) errors.push_back(Problem(item));
  Json idle = Json::array();
  for (const IdleAcceptance& item : report.idle_acceptances) idle.push_back(Idle(item));
  Json policy = Json::array();
  for (const PolicyChange& item : report.policy_changes) {
    policy.push_back({{"file", item.file},
                      {"description", item.description},
                      {"needs_review", item.needs_review},
                      {"blocks", item.blocks}});
  }
  Json json = ReportHead(report.command, report.timestamp);
  json.update({{"base", report.base},
               {"head", report.head},
               {"proto_files", report.proto_files},
               {"summary", Summary(report)},
               {"overall_severity", Name(report.overall_severity)},
               {"fail_on", Name(report.gate.fail_on())},
               {"can_deploy", report.can_deploy},
               {"gate", GateJson(report)},
               {"recommendations", report.recommendations},
               {"changes", std::move(changes)},
               {"idle_acceptances", std::move(idle)},
               {"policy_changes", std::move(policy)},
               {"notes", report.notes},
               {"errors", std::move(errors)}});
  if (report.review.has_value()) json["review"] = ReviewJson(report);
  if (report.pii.has_value()) json["pii"] = PiiSummary(report);
  return Dump(json);
}

}  // namespace protowarden::report
