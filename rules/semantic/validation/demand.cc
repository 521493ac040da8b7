// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/demand.h"

#include <re2/re2.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "rules/http_binding.h"
#include "rules/option_text.h"
#include "rules/semantic/field_behavior.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Field;
using schema::Option;

constexpr std::string_view kOpenApiField =
    "grpc.gateway.protoc_gen_openapiv2.options.openapiv2_field";
constexpr std::string_view kOpenApiSchema =
    "grpc.gateway.protoc_gen_openapiv2.options.openapiv2_schema";
// A message that lists more required fields is not looked at field by field.
constexpr size_t kMaxListed = 500;

bool Lists(const Option* required, const Field& field) {
  const std::vector<std::string_view> names = ScalarsOf(required);
  if (names.size() > kMaxListed) return false;
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return name == field.name || name == field.json_name;
  });
}

const Option* OpenApiDemand(const Field& field) {
  if (const Option* option = field.options.Find({kOpenApiField})) {
    if (Lists(option->Child("required"), field)) return option;
  }
  if (field.parent == nullptr || field.parent->options.empty()) return nullptr;
  const Option* option = field.parent->options.Find({kOpenApiSchema});
  if (option == nullptr) return nullptr;
  const Option* schema = option->Child("json_schema");
  return schema != nullptr && Lists(schema->Child("required"), field) ? option : nullptr;
}

bool IsBound(const schema::Method& method, const std::string& name) {
  const std::vector<HttpBinding> bindings = ReadHttpBindings(method);
  return !bindings.empty() &&
         std::all_of(bindings.begin(), bindings.end(), [&](const HttpBinding& binding) {
           return std::any_of(binding.url.variables.begin(), binding.url.variables.end(),
                              [&](const auto& variable) { return variable.field == name; });
         });
}

}  // namespace

Demand DemandOf(const Field& field, const Constraint& constraint) {
  Demand demand;
  if (field.oneof != nullptr || field.IsRequired()) return demand;
  demand.enforced = !constraint.unset_ok;
  if (demand.enforced) {
    const Option* rules = RulesOption(field);
    demand.span = rules == nullptr ? Span{} : rules->span;
    demand.words =
        constraint.required ? "validation requires it" : "validation refuses its default";
  }
  if (HasBehavior(field, "REQUIRED")) {
    demand.documented = true;
    if (demand.words.empty()) {
      demand.span = field.options.SpanOf("google.api.field_behavior");
      demand.words = "(google.api.field_behavior) is REQUIRED";
    }
  } else if (const Option* option = OpenApiDemand(field)) {
    demand.documented = true;
    if (demand.words.empty()) {
      demand.span = option->span;
      demand.words = "the OpenAPI schema requires it";
    }
  }
  return demand;
}

bool CommentDemands(const schema::Comments& comments) {
  static const RE2 kDemand(
      "(?is)(?:^\\W*required\\s*(?:[.:;,!\\)\\]*-]|$)|[\\(\\[]required[\\)\\]]|"
      "\\b(?:is|are)\\s+(?:always\\s+)?(?:required|mandatory)\\s*(?:[.:;,!]|$)|"
      "\\b(?:required|mandatory)\\s+(?:field|parameter|input)\\b|^\\W*mandatory\\b|"
      "\\bmust\\s+(?:always\\s+)?be\\s+(?:set|specified|provided|present|supplied|given|"
      "filled|populated|non-?empty|defined)\\b\\s*(?:[.:;,!]|$)|"
      "\\b(?:must\\s+not|cannot|can\\s+not|can't|may\\s+not|should\\s+not)\\s+be\\s+"
      "(?:empty|unset|null|blank|omitted)\\s*(?:[.:;,!]|$))");
  static const RE2 kDenial("(?is)\\bnot\\s+(?:required|mandatory)\\b|^\\W*optional\\b");
  for (const std::string* text : {&comments.leading, &comments.trailing}) {
    if (text->empty()) continue;
    if (RE2::PartialMatch(*text, kDemand) && !RE2::PartialMatch(*text, kDenial)) return true;
  }
  return false;
}

bool IsBoundInEveryPath(const RuleContext& context, const Field& before) {
  if (before.parent == nullptr) return false;
  if (!context.usage.before().Referrers(*before.parent).empty()) return false;
  size_t requests = 0;
  for (const schema::Method* method : context.usage.before().DirectMethods(*before.parent)) {
    if (method->input != before.parent) continue;
    ++requests;
    if (!IsBound(*method, before.name)) return false;
  }
  return requests > 0;
}

}  // namespace protowarden::rules::semantic
