// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analyzer/report/json_values.h"
#include "analyzer/report/pii_report.h"

namespace protowarden::report {
namespace {

// Two decimals, so that reports do not differ in noise.
double Rounded(double confidence) {
  static constexpr double kHundred = 100;
  return std::round(confidence * kHundred) / kHundred;
}

template <typename T>
Json OrNull(const std::optional<T>& value) {
  return value.has_value() ? Json(*value) : Json();
}

Json LevelOrNull(const std::optional<Sensitivity>& level) {
  return level.has_value() ? Json(Name(*level)) : Json();
}

Json Place(const Location& location) {
  return {{"file", location.file}, {"line", OrFirst(location.span.line)}};
}

Json DisagreementJson(const std::optional<Disagreement>& other) {
  if (!other.has_value()) return nullptr;
  return {{"sensitivity", Name(other->sensitivity)},
          {"pii_types", other->pii_types},
          {"reason", other->reason}};
}

Json FieldJson(const FieldRecord& record) {
  Json json = {{"field_path", record.field_path},
               {"field_name", record.field_name},
               {"element", record.element},
               {"type", record.type}};
  json.update(Place(record.location));
  json["sensitivity"] = Name(record.sensitivity);
  json["pii_type"] = record.pii_types.empty() ? Json() : Json(record.pii_types.front());
  json["pii_types"] = record.pii_types;
  json["reason"] = record.reason;
  json["source"] = record.source;
  json["confidence"] = Rounded(record.confidence);
  json["annotated"] = record.annotated;
  json["annotation"] = LevelOrNull(record.annotation);
  json["annotation_types"] = record.annotation_types;
  json["disagreement"] = DisagreementJson(record.disagreement);
  json["regulations"] = record.regulations;
  json["protections"] = record.protections;
  json["services"] = record.services;
  return json;
}

Json MessageJson(const MessageRecord& record) {
  Json json = {{"message_path", record.message_path}, {"element", record.element}};
  json.update(Place(record.location));
  json["sensitivity"] = Name(record.sensitivity);
  json["annotated"] = record.annotation.has_value();
  json["annotation"] = LevelOrNull(record.annotation);
  return json;
}

Json MethodJson(const MethodRecord& record) {
  Json json = {{"method_path", record.method_path}, {"element", record.element}};
  json.update(Place(record.location));
  json["sensitivity"] = Name(record.sensitivity);
  json["audit_pii_access"] = record.audit_pii_access;
  json["annotated"] = record.annotation.has_value();
  json["annotation"] = LevelOrNull(record.annotation);
  json["audit_annotation"] = OrNull(record.audit_annotation);
  return json;
}

template <typename Records, typename Convert>
Json ListOf(const Records& records, const Convert& convert) {
  Json list = Json::array();
  for (const auto& record : records) list.push_back(convert(record));
  return list;
}

// {"GDPR": {"total": 12, "by_sensitivity": {...}, "fields": ["shop.v1.Account.ssn", ...]}, ...}
Json Groups(const Inventory& inventory, GroupBy by) {
  Json groups = Json::object();
  for (const PiiGroup& group : GroupsOf(inventory, by)) {
    Json elements = Json::array();
    for (const FieldRecord* field : group.fields) elements.push_back(field->element);
    const auto count = [&](Sensitivity level) {
      return group.by_level.at(static_cast<size_t>(level));
    };
    groups[group.name] = {{"total", group.fields.size()},
                          {"by_sensitivity",
                           {{"HIGH", count(Sensitivity::kHigh)},
                            {"MEDIUM", count(Sensitivity::kMedium)},
                            {"LOW", count(Sensitivity::kLow)}}},
                          {"fields", std::move(elements)}};
  }
  return groups;
}

// `changes` are what a change brings, `findings` what is so without looking at a change.
void AddVerdict(const PiiReport& report, Json& json) {
  const auto entries = [](const Report& run) {
    Json list = Json::array();
    for (const Entry& entry : run.entries) list.push_back(Change(entry));
    return list;
  };
  const Report& run = report.findings;
  json["overall_severity"] = Name(run.overall_severity);
  json["fail_on"] = report.gated ? Json(Name(run.gate.ThresholdOf("", category::kPii))) : Json();
  json["can_deploy"] = report.gated ? Json(run.can_deploy) : Json();
  json["gate"] = report.gated ? GateJson(run) : Json();
  json["recommendations"] = run.recommendations;
  json["changes"] = report.compared ? entries(run) : Json::array();
  json["findings"] = report.compared ? Json::array() : entries(run);
}

}  // namespace

PiiTotals TotalsOf(const Inventory& inventory) {
  PiiTotals totals;
  totals.fields = inventory.fields.size();
  for (const FieldRecord& record : inventory.fields) {
    ++totals.by_level[static_cast<size_t>(record.sensitivity)];
    if (record.sensitivity == Sensitivity::kPublic) continue;
    ++totals.pii_fields;
    if (!record.annotated) ++totals.unannotated;
  }
  return totals;
}

std::string RenderPiiJson(const PiiReport& report) {
  const PiiTotals totals = TotalsOf(report.inventory);
  Json json = ReportHead("pii", report.timestamp);
  json["base"] = report.compared ? Json(report.findings.base) : Json();
  json["head"] = report.head;
  json["proto_files"] = report.proto_files;
  json["total_fields"] = totals.fields;
  json["pii_fields"] = totals.pii_fields;
  json["unannotated_fields"] = totals.unannotated;
  json["by_sensitivity"] = LevelCounts(totals);
  json["by_regulation"] = Groups(report.inventory, GroupBy::kRegulation);
  json["by_service"] = Groups(report.inventory, GroupBy::kService);
  json["by_type"] = Groups(report.inventory, GroupBy::kType);
  json["fields"] = ListOf(report.inventory.fields, FieldJson);
  json["messages"] = ListOf(report.inventory.messages, MessageJson);
  json["methods"] = ListOf(report.inventory.methods, MethodJson);
  json["suggestions"] = ListOf(report.suggestions, [](const PiiSuggestion& suggestion) {
    return Json{{"reason", suggestion.reason}, {"toml", suggestion.toml}};
  });
  AddVerdict(report, json);
  json["notes"] = report.notes;
  json["errors"] = ListOf(report.diagnostics, Problem);
  return Dump(json);
}

std::string RenderExplanationJson(const ExplanationReport& report) {
  Json json = ReportHead("pii --explain", report.timestamp);
  json["head"] = report.head;
  json["field"] = FieldJson(report.field);
  json["trace"] = ListOf(report.steps, [](const TraceStep& step) {
    return Json{{"step", step.step}, {"text", step.text}};
  });
  return Dump(json);
}

}  // namespace protowarden::report
