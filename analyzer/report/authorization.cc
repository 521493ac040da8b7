// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/authorization.h"

#include <nlohmann/json.hpp>

#include "analyzer/report/json_values.h"

namespace protowarden::report {
namespace {

std::string_view SourceOf(bool annotated) { return annotated ? "annotation" : "classifier"; }

}  // namespace

std::string RenderAuthorization(const AuthorizationReport& report) {
  Json fields = Json::object();
  for (const FieldAccess& field : report.authorization.fields) {
    fields[field.element] = {{"field_path", field.field_path},
                             {"sensitivity", Name(field.rule.level)},
                             {"pii_type", field.pii_type.empty() ? Json() : Json(field.pii_type)},
                             {"required_roles", field.rule.required_roles},
                             {"required_scopes", field.rule.required_scopes},
                             {"audit", field.rule.audit},
                             {"mask_in_logs", field.rule.mask_in_logs},
                             {"source", SourceOf(field.annotated)}};
  }
  Json methods = Json::object();
  for (const MethodAccess& method : report.authorization.methods) {
    methods[method.element] = {{"method_path", method.method_path},
                               {"sensitivity", Name(method.level)},
                               {"audit", method.audit},
                               {"source", SourceOf(method.annotated)}};
  }
  Json errors = Json::array();
  for (const schema::Diagnostic& item : report.diagnostics) errors.push_back(Problem(item));
  Json json = ReportHead("pii authz", report.timestamp);
  json["head"] = report.head;
  json["fields"] = std::move(fields);
  json["methods"] = std::move(methods);
  json["unannotated_fields"] = report.authorization.left_out;
  json["notes"] = report.notes;
  json["errors"] = std::move(errors);
  return Dump(json);
}

}  // namespace protowarden::report
