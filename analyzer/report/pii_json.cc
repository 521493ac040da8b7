// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analyzer/report/json_values.h"
#include "analyzer/report/json_writer.h"
#include "analyzer/report/pii_report.h"

namespace protowarden::report {
namespace {

// Bytes of JSON for one field, roughly.
constexpr size_t kExpectedRecord = 600;

// Two decimals, so that reports do not differ in noise.
double Rounded(double confidence) {
  static constexpr double kHundred = 100;
  return std::round(confidence * kHundred) / kHundred;
}

void Level(std::string_view key, const std::optional<Sensitivity>& level, JsonWriter& json) {
  if (level.has_value()) {
    json.Member(key, Name(*level));
  } else {
    json.Key(key);
    json.Null();
  }
}

void Place(const Location& location, JsonWriter& json) {
  json.Member("file", location.file);
  json.Member("line", OrFirst(location.span.line));
}

void WriteDisagreement(const std::optional<Disagreement>& other, JsonWriter& json) {
  json.Key("disagreement");
  if (!other.has_value()) return json.Null();
  json.BeginObject();
  json.Member("sensitivity", Name(other->sensitivity));
  json.Member("pii_types", other->pii_types);
  json.Member("reason", other->reason);
  json.EndObject();
}

void Write(const FieldRecord& record, JsonWriter& json) {
  json.BeginRecord();
  json.Member("field_path", record.field_path);
  json.Member("field_name", record.field_name);
  json.Member("element", record.element);
  json.Member("type", record.type);
  Place(record.location, json);
  json.Member("sensitivity", Name(record.sensitivity));
  json.Key("pii_type");
  if (record.pii_types.empty()) {
    json.Null();
  } else {
    json.Value(record.pii_types.front());
  }
  json.Member("pii_types", record.pii_types);
  json.Member("reason", record.reason);
  json.Member("source", record.source);
  json.Member("confidence", Rounded(record.confidence));
  json.Member("annotated", record.annotated);
  Level("annotation", record.annotation, json);
  json.Member("annotation_types", record.annotation_types);
  WriteDisagreement(record.disagreement, json);
  json.Member("regulations", record.regulations);
  json.Member("protections", record.protections);
  json.Member("services", record.services);
  json.EndRecord();
}

void Write(const MessageRecord& record, JsonWriter& json) {
  json.BeginRecord();
  json.Member("message_path", record.message_path);
  json.Member("element", record.element);
  Place(record.location, json);
  json.Member("sensitivity", Name(record.sensitivity));
  json.Member("annotated", record.annotation.has_value());
  Level("annotation", record.annotation, json);
  json.EndRecord();
}

void Write(const MethodRecord& record, JsonWriter& json) {
  json.BeginRecord();
  json.Member("method_path", record.method_path);
  json.Member("element", record.element);
  Place(record.location, json);
  json.Member("sensitivity", Name(record.sensitivity));
  json.Member("audit_pii_access", record.audit_pii_access);
  json.Member("annotated", record.annotation.has_value());
  Level("annotation", record.annotation, json);
  json.Key("audit_annotation");
  if (record.audit_annotation.has_value()) {
    json.Value(*record.audit_annotation);
  } else {
    json.Null();
  }
  json.EndRecord();
}

template <typename Records>
void WriteList(std::string_view key, const Records& records, unsigned jobs, JsonWriter& json) {
  json.Key(key);
  json.BeginList();
  json.Items(records.size(), jobs,
             [&](size_t i, JsonWriter& writer) { Write(records[i], writer); });
  json.EndList();
}

// {"GDPR": {"total": 12, "by_sensitivity": {...}, "fields": ["shop.v1.Account.ssn", ...]}, ...}
void WriteGroups(std::string_view key, const Inventory& inventory, GroupBy by, JsonWriter& json) {
  json.Key(key);
  json.BeginObject();
  for (const PiiGroup& group : GroupsOf(inventory, by)) {
    const auto count = [&](Sensitivity level) {
      return group.by_level.at(static_cast<size_t>(level));
    };
    json.Key(group.name);
    json.BeginObject();
    json.Member("total", Json(group.fields.size()));
    json.Member("by_sensitivity", Json{{"HIGH", count(Sensitivity::kHigh)},
                                       {"MEDIUM", count(Sensitivity::kMedium)},
                                       {"LOW", count(Sensitivity::kLow)}});
    json.Key("fields");
    json.BeginList();
    for (const FieldRecord* field : group.fields) {
      json.Item();
      json.Value(field->element);
    }
    json.EndList();
    json.EndObject();
  }
  json.EndObject();
}

// `changes` are what a change brings, `findings` what is so without looking at a change.
Json Verdict(const PiiReport& report) {
  const auto entries = [](const Report& run) {
    Json list = Json::array();
    for (const Entry& entry : run.entries) list.push_back(Change(entry));
    return list;
  };
  const Report& run = report.findings;
  return {{"overall_severity", Name(run.overall_severity)},
          {"fail_on", report.gated ? Json(Name(run.gate.ThresholdOf("", category::kPii))) : Json()},
          {"can_deploy", report.gated ? Json(run.can_deploy) : Json()},
          {"gate", report.gated ? GateJson(run) : Json()},
          {"recommendations", run.recommendations},
          {"changes", report.compared ? entries(run) : Json::array()},
          {"findings", report.compared ? Json::array() : entries(run)}};
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

std::string RenderPiiJson(const PiiReport& report, unsigned jobs) {
  const PiiTotals totals = TotalsOf(report.inventory);
  const Inventory& inventory = report.inventory;
  JsonWriter json(kExpectedRecord *
                  (inventory.fields.size() + inventory.messages.size() + inventory.methods.size()));
  json.BeginObject();
  json.Members(ReportHead("pii", report.timestamp));
  json.Member("base", report.compared ? Json(report.findings.base) : Json());
  json.Member("head", report.head);
  json.Member("proto_files", report.proto_files);
  json.Member("total_fields", Json(totals.fields));
  json.Member("pii_fields", Json(totals.pii_fields));
  json.Member("unannotated_fields", Json(totals.unannotated));
  json.Member("by_sensitivity", LevelCounts(totals));
  WriteGroups("by_regulation", inventory, GroupBy::kRegulation, json);
  WriteGroups("by_service", inventory, GroupBy::kService, json);
  WriteGroups("by_type", inventory, GroupBy::kType, json);
  WriteList("fields", inventory.fields, jobs, json);
  WriteList("messages", inventory.messages, jobs, json);
  WriteList("methods", inventory.methods, jobs, json);
  Json suggestions = Json::array();
  for (const PiiSuggestion& suggestion : report.suggestions) {
    suggestions.push_back({{"reason", suggestion.reason}, {"toml", suggestion.toml}});
  }
  json.Member("suggestions", suggestions);
  json.Members(Verdict(report));
  json.Member("notes", report.notes);
  Json errors = Json::array();
  for (const schema::Diagnostic& diagnostic : report.diagnostics) {
    errors.push_back(Problem(diagnostic));
  }
  json.Member("errors", errors);
  json.EndObject();
  return json.Take();
}

std::string RenderExplanationJson(const ExplanationReport& report) {
  JsonWriter json;
  json.BeginObject();
  json.Members(ReportHead("pii --explain", report.timestamp));
  json.Member("head", report.head);
  json.Key("field");
  Write(report.field, json);
  Json trace = Json::array();
  for (const TraceStep& step : report.steps) {
    trace.push_back({{"step", step.step}, {"text", step.text}});
  }
  json.Member("trace", trace);
  json.EndObject();
  return json.Take();
}

}  // namespace protowarden::report
