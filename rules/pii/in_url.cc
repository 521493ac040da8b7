// SPDX-License-Identifier: Apache-2.0
//
// Personal data in URLs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "rules/http_binding.h"
#include "rules/pii/describe.h"
#include "rules/pii/families.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Method;

// Resource names are made of the ids of persons; that is how REST works.
constexpr std::string_view kReference = "CUSTOMER_ID";

// A request field that a URL holds.
struct Bound {
  ExposedField exposed;
  std::string path;  // "user.email", as in the URL
  std::string_view place;
  const HttpBinding* binding;
};

std::string Dotted(const std::vector<const Field*>& path) {
  std::vector<std::string> names;
  names.reserve(path.size());
  for (const Field* field : path) names.push_back(field->name);
  return Join(names, ".");
}

// Query parameters are primitives, lists of primitives and fields of messages that do not repeat.
bool FitsQuery(const ExposedField& exposed) {
  const Field& last = *exposed.path.back();
  if (last.IsMap() || (last.IsList() && last.message_type != nullptr)) return false;
  return std::none_of(exposed.path.begin(), exposed.path.end() - 1,
                      [](const Field* field) { return field->label == schema::Label::kRepeated; });
}

// Where the URL of a binding holds a field: "path", "query string" or nowhere.
std::string_view PlaceOf(const HttpBinding& binding, const ExposedField& exposed,
                         const std::string& path) {
  const auto variable =
      std::find_if(binding.url.variables.begin(), binding.url.variables.end(),
                   [&](const UrlTemplate::Variable& item) { return item.field == path; });
  const bool low = exposed.level == Sensitivity::kLow;
  if (variable != binding.url.variables.end()) {
    // The `name` of a resource is made of ids.
    return low && variable->has_pattern ? "" : "path";
  }
  const bool in_body = binding.body == "*" || binding.body == exposed.path.front()->name;
  return in_body || !FitsQuery(exposed) ? "" : "query string";
}

std::vector<Bound> BoundFields(const Method& method, const std::vector<HttpBinding>& bindings,
                               const Exposure& exposure) {
  std::vector<Bound> bound;
  std::set<std::pair<std::string, std::string_view>> seen;
  const std::vector<ExposedField> fields = exposure.Of(method.input);
  for (const HttpBinding& binding : bindings) {
    for (const ExposedField& exposed : fields) {
      if (exposed.level == Sensitivity::kLow && TypesOf(*exposed.record) == kReference) continue;
      const std::string path = Dotted(exposed.path);
      const std::string_view place = PlaceOf(binding, exposed, path);
      if (place.empty() || !seen.emplace(path, place).second) continue;
      bound.push_back({exposed, path, place, &binding});
    }
  }
  return bound;
}

void Check(const RuleContext& context, const MethodRecordPair& pair, Reporter& reporter) {
  const Method* method = FindMethod(context.comparison.after(), pair.after);
  if (method == nullptr) return;
  const std::vector<HttpBinding> bindings = ReadHttpBindings(*method);
  if (bindings.empty()) return;
  std::set<std::pair<std::string, std::string_view>> known;
  if (pair.before != nullptr) {
    const Method* before = FindMethod(context.comparison.before(), *pair.before);
    const std::vector<HttpBinding> old = ReadHttpBindings(*before);
    for (const Bound& item : BoundFields(*before, old, *context.exposure_before)) {
      known.emplace(item.path, item.place);
    }
  }
  const Span span = method->options.SpanOf("google.api.http");
  for (const Bound& item : BoundFields(*method, bindings, *context.exposure_after)) {
    if (known.contains({item.path, item.place})) continue;
    reporter.Add({.element = pair.after.element,
                  .at = At(method->parent->file, FirstKnown({span, method->span})),
                  .against = pair.before == nullptr ? Location{} : pair.before->location,
                  .description = fmt::format(
                      "RPC {} puts {} into the {} of {} {}: `{}`.", Quote(pair.after.method_path),
                      DataOf(*item.exposed.record, item.exposed.level), item.place,
                      item.binding->verb, item.binding->path, item.path),
                  .arguments = {std::string(item.place), item.path},
                  .severity = SeverityOf(item.exposed.level),
                  .confidence = ConfidenceOf(item.exposed.record->confidence)});
  }
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "PII_IN_URL",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "No personal data in the path or query string of a URL",
     .impact = "Servers, proxies and load balancers write URLs to access logs; browsers keep them "
               "in their history and pass them on as Referer. The data ends up there unmasked.",
     .remedy = "Send the field in the body (`post` with `body: \"*\"`), or look the person up by "
               "an opaque id.",
     .source = "https://www.rfc-editor.org/rfc/rfc9110#section-17.9",
     .check = Check,
     .buf_rule = false,
     .needs_inventory = true,
     .about_state = true},
}};

}  // namespace

std::span<const Rule> UrlRules() { return kRules; }

}  // namespace protowarden::rules::pii
