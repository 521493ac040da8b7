// SPDX-License-Identifier: Apache-2.0
//
// Rules about what long-running operations hold (google.longrunning.operation_info) and how calls
// are routed (google.api.routing).
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "analyzer/schema/operation_info.h"
#include "rules/option_text.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/api/field_path.h"
#include "rules/url_template.h"

namespace protowarden::rules::semantic {
namespace {

using compare::MethodPair;
using schema::Method;
using schema::Option;

using schema::kOperationInfo;
constexpr std::string_view kRouting = "google.api.routing";
// More than any method has; each is compared with each.
constexpr size_t kManyParameters = 64;

Reporter::Draft Draft(const MethodPair& pair, std::string_view option) {
  return {.element = pair.after.FullName(),
          .at = At(pair.after.parent->file,
                   FirstKnown({pair.after.options.SpanOf(option), pair.after.span})),
          .against = At(pair.before.parent->file,
                        FirstKnown({pair.before.options.SpanOf(option), pair.before.span}))};
}

// Where a definition is not in the tree, one name may be the end of the other.
bool SameType(const std::string& a, const std::string& b) {
  return a == b || a.ends_with("." + b) || b.ends_with("." + a);
}

void CheckOperation(const RuleContext& context, const MethodPair& pair, Reporter& reporter) {
  const Option* before = pair.before.options.Find({kOperationInfo});
  const Option* after = pair.after.options.Find({kOperationInfo});
  // A method that returns another type now is RPC_SAME_RESPONSE_TYPE's concern.
  if (before == nullptr || pair.before.output_type != pair.after.output_type) return;
  if (after == nullptr && HasUndecoded(pair.after.options)) return;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kKinds = {
      {{"response_type", "response"}, {"metadata_type", "metadata"}}};
  for (const auto& [key, kind] : kKinds) {
    const std::string old_type = OperationType(context.comparison.before(), pair.before, key);
    const std::string new_type = OperationType(context.comparison.after(), pair.after, key);
    if (old_type.empty()) continue;
    if (SameType(old_type, new_type)) continue;
    Reporter::Draft draft = Draft(pair, kOperationInfo);
    draft.description = new_type.empty()
                            ? fmt::format("Operations of RPC {} no longer declare {} as their {}.",
                                          Quote(pair.after.name), old_type, kind)
                            : fmt::format("Operations of RPC {} hold {} as their {} instead of {}.",
                                          Quote(pair.after.name), new_type, kind, old_type);
    draft.arguments = {std::string(key), old_type, new_type};
    if (key == "metadata_type") draft.severity = Severity::kMedium;
    reporter.Add(std::move(draft));
  }
}

struct Parameter {
  std::string field;
  std::string path;
  UrlTemplate url;
};

std::vector<Parameter> ParametersOf(const Method& method) {
  std::vector<Parameter> parameters;
  const Option* routing = method.options.Find({kRouting});
  if (routing == nullptr) return parameters;
  for (const Option& item : schema::ItemsOf(routing->Child("routing_parameters"))) {
    const std::string path = ChildText(item, "path_template");
    parameters.push_back({ChildText(item, "field"), path, ParseUrlTemplate(path)});
  }
  return parameters;
}

// The key of the header, {routing_id=projects/*}, by default the field's name.
std::string KeyOf(const Parameter& parameter) {
  return parameter.url.variables.empty() ? parameter.field : parameter.url.variables.front().field;
}

void CheckRouting(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  const std::vector<Parameter> before = ParametersOf(pair.before);
  const std::vector<Parameter> after = ParametersOf(pair.after);
  if (std::max(before.size(), after.size()) > kManyParameters) return;
  if (after.empty() && HasUndecoded(pair.after.options)) return;
  for (const Parameter& old : before) {
    const bool kept = std::any_of(after.begin(), after.end(), [&](const Parameter& now) {
      return KeyOf(old) == KeyOf(now) &&
             SameField(pair.before.input, old.field, pair.after.input, now.field) &&
             (now.path.empty() || Covers(now.url, old.url));
    });
    if (kept) continue;
    Reporter::Draft draft = Draft(pair, kRouting);
    draft.description = fmt::format("RPC {} is no longer routed by `{}`{}.", Quote(pair.after.name),
                                    old.field, old.path.empty() ? "" : " as " + old.path);
    draft.arguments = {old.field, old.path};
    reporter.Add(std::move(draft));
  }
}

constexpr std::array<Rule, 2> kRules = {{
    {.id = "OPERATION_TYPE_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Long-running operations keep the types of their response and metadata",
     .impact = "The operation is the same message on the wire, but old clients fail to unpack "
               "what it holds: the type inside its Any is another one. Generated clients return "
               "another type.",
     .remedy = "Keep the type and add fields to it, or add a new method.",
     .source = "https://google.aip.dev/151",
     .check = CheckOperation,
     .buf_rule = false},
    {.id = "ROUTING_PARAMETER_REMOVED",
     .categories = kApiContractCategories,
     .severity = Severity::kMedium,
     .title = "Calls are routed by the fields that they were routed by",
     .impact = "Old clients send the old `x-goog-request-params` header: their calls may reach "
               "the wrong region or shard, or none.",
     .remedy = "Keep the old routing parameter and add the new one below it: the last one that "
               "matches wins.",
     .source = "https://github.com/googleapis/googleapis/blob/master/google/api/routing.proto",
     .check = CheckRouting,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> OperationRules() { return kRules; }

}  // namespace protowarden::rules::semantic
