// SPDX-License-Identifier: Apache-2.0
//
// Rules about google.api.field_behavior, REQUIRED aside: who writes a field and who reads it.
// Most annotations only catch up with what the comment said all along.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "rules/http_binding.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/direction.h"

namespace protowarden::rules::semantic {
namespace {

using compare::FieldPair;
using schema::Field;
using schema::Message;
using schema::Method;
using schema::Usage;

constexpr std::string_view kOption = "google.api.field_behavior";

bool Has(const Field& field, std::string_view behavior) {
  const auto behaviors = schema::ItemsOf(field.options.Find({kOption}));
  return std::any_of(behaviors.begin(), behaviors.end(),
                     [&](const schema::Option& item) { return item.text == behavior; });
}

bool Added(const FieldPair& pair, std::string_view behavior) {
  return Has(pair.after, behavior) && !Has(pair.before, behavior);
}

// What comments say instead of an annotation. They are matched without regard to case and with
// any white space between words.
bool CommentSays(const schema::Element& element, const RE2& phrase) {
  return RE2::PartialMatch(element.comments.leading, phrase) ||
         RE2::PartialMatch(element.comments.trailing, phrase);
}

const RE2& OutputOnlyPhrase() {
  static const RE2 kPhrase(
      R"((?i)\boutput[\s_-]*only\b|\bread[\s_-]*only\b|\b(server|system|service)[\s-]+)"
      R"((assigned|generated|defined|set|populated)\b|\b(set|assigned|generated|populated|)"
      R"(provided|filled\s+in|computed|calculated|maintained)\s+by\s+(the\s+)?(\w+\s+){0,2})"
      R"((server|system|service|backend)\b|\bignored\s+(on|in|when|if|for|during)\b|)"
      R"(\bonly\s+(set|returned|present|populated)\s+in\s+(the\s+)?(response|output)s?\b)");
  return kPhrase;
}

const RE2& InputOnlyPhrase() {
  static const RE2 kPhrase(
      R"((?i)\binput[\s_-]*only\b|\bwrite[\s_-]*only\b|\b(never|not)\s+(be\s+)?(returned|included|)"
      R"(present|populated)\b|\bonly\s+(used|valid)\s+(in|for|on|when|during)\s+(\w+\s+)?)"
      R"((create|creat|updat|insert|request|input))");
  return kPhrase;
}

const RE2& ImmutablePhrase() {
  static const RE2 kPhrase(
      R"((?i)\bimmutable\b|\b(cannot|can\s*not|can't|can\s+never|may\s+not|must\s+not)\s+be\s+)"
      R"((\w+\s+)?(changed|modified|updated|edited|altered|reset)\b|\b(not|never|n't)\s+(be\s+)?)"
      R"((change|changed|modifiable|updatable|mutable|editable)\b|\bonly\s+(be\s+)?(set|specified|)"
      R"(settable|configurable)\s+(\w+\s+)?(at|on|during|when|upon)\b|\bcreate[\s_-]*only\b|)"
      R"(\b(at|during|on|upon)\s+creation\b|\bonce\s+(it\s+is\s+)?(set|created)\b)");
  return kPhrase;
}

bool ServerWrites(const Field& field) {
  return Has(field, "OUTPUT_ONLY") || CommentSays(field, OutputOnlyPhrase());
}

// Whether some request holds the message outside of fields that clients do not write.
bool ClientsWrite(const Usage& usage, const Message& message) {
  std::unordered_set<const Message*> seen{&message};
  std::vector<const Message*> pending{&message};
  while (!pending.empty()) {
    const Message& current = *pending.back();
    pending.pop_back();
    const std::vector<const Method*> methods = usage.DirectMethods(current);
    if (std::any_of(methods.begin(), methods.end(),
                    [&](const Method* method) { return method->input == &current; })) {
      return true;
    }
    for (const Field* field : usage.Referrers(current)) {
      if (field->parent == nullptr || ServerWrites(*field)) continue;
      if (seen.insert(field->parent).second) pending.push_back(field->parent);
    }
  }
  return false;
}

// The resource name identifies: no client could ever write another one into a resource.
bool IsResourceName(const Field& field) {
  const schema::Option* resource =
      field.parent == nullptr ? nullptr : field.parent->options.Find({"google.api.resource"});
  if (resource == nullptr) return false;
  const schema::Option* named = resource->Child("name_field");
  return field.name == (named == nullptr ? "name" : named->text);
}

// Methods that change what exists.
bool IsUpdate(const Method& method) {
  static const RE2 kName("^(Batch)?(Update|Patch|Set|Modify|Edit|Replace|Upsert|Save|Mutate|Put)");
  if (RE2::PartialMatch(method.name, kName)) return true;
  const std::vector<HttpBinding> bindings = ReadHttpBindings(method);
  return std::any_of(bindings.begin(), bindings.end(), [](const HttpBinding& binding) {
    return binding.verb == "PATCH" || binding.verb == "PUT";
  });
}

bool ReachesUpdate(const Usage& usage, const Message& message) {
  const std::vector<const Method*> methods = usage.RequestMethods(message);
  return std::any_of(methods.begin(), methods.end(),
                     [](const Method* method) { return IsUpdate(*method); });
}

void Report(const FieldPair& pair, std::string_view behavior, Confidence confidence,
            std::string_view consequence, Reporter& reporter) {
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = At(pair.after.file, FirstKnown({pair.after.options.SpanOf(kOption), pair.after.span})),
       .against = At(pair.before.file, pair.before.span),
       .description = fmt::format("Field `{}` of message `{}` became {}: {}.", pair.after.name,
                                  pair.after.parent->name, behavior, consequence),
       .arguments = {std::string(behavior)},
       .confidence = confidence});
}

void CheckOutputOnly(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (!Added(pair, "OUTPUT_ONLY") || pair.before.parent == nullptr) return;
  if (Has(pair.before, "IDENTIFIER") || IsResourceName(pair.before)) return;
  if (CommentSays(pair.before, OutputOnlyPhrase())) return;
  const Direction direction = DirectionOf(context, pair);
  if (!direction.MaybeRequest()) return;
  if (direction.request && !ClientsWrite(*context.usage_before, *pair.before.parent)) return;
  Report(pair, "OUTPUT_ONLY", direction.Sureness(), "what clients send in it is ignored", reporter);
}

void CheckInputOnly(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (!Added(pair, "INPUT_ONLY") || pair.before.parent == nullptr) return;
  if (CommentSays(pair.before, InputOnlyPhrase())) return;
  const Direction direction = DirectionOf(context, pair);
  if (!direction.MaybeResponse()) return;
  Report(pair, "INPUT_ONLY", direction.Sureness(), "responses no longer hold it", reporter);
}

void CheckImmutable(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (!Added(pair, "IMMUTABLE") || pair.before.parent == nullptr) return;
  if (ServerWrites(pair.before) || Has(pair.after, "OUTPUT_ONLY")) return;
  if (Has(pair.before, "IDENTIFIER") || IsResourceName(pair.before)) return;
  if (CommentSays(pair.before, ImmutablePhrase())) return;
  const Direction direction = DirectionOf(context, pair);
  if (!direction.MaybeRequest()) return;
  if (direction.request && !(ReachesUpdate(*context.usage_before, *pair.before.parent) &&
                             ClientsWrite(*context.usage_before, *pair.before.parent))) {
    return;
  }
  Report(pair, "IMMUTABLE", direction.Sureness(), "it can no longer be changed once it is set",
         reporter);
}

void CheckDeclared(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kDeclared = {
      {{"IDENTIFIER", "it names the resource, and the server decides what creation does with it"},
       {"UNORDERED_LIST", "its elements may come back in another order than they were sent in"},
       {"NON_EMPTY_DEFAULT", "the server fills in a value where clients leave it empty"}}};
  if (pair.after.parent == nullptr) return;
  for (const auto& [behavior, consequence] : kDeclared) {
    if (!Added(pair, behavior)) continue;
    reporter.Add({.element = pair.after.FullName(),
                  .at = At(pair.after.file,
                           FirstKnown({pair.after.options.SpanOf(kOption), pair.after.span})),
                  .against = At(pair.before.file, pair.before.span),
                  .description =
                      fmt::format("Field `{}` of message `{}` is declared {}: {}.", pair.after.name,
                                  pair.after.parent->name, behavior, consequence),
                  .arguments = {std::string(behavior)},
                  .harmless = true});
  }
}

constexpr std::string_view kAip = "https://google.aip.dev/203";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "FIELD_BECAME_OUTPUT_ONLY",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Fields that clients write do not become output only",
     .impact = "Old clients send a value that the server ignores from now on: their writes are "
               "lost, and nobody gets an error.",
     .remedy = "Let clients go on writing the field, or add a new output-only field and deprecate "
               "this one. If the server never took the value, say so in the comment first.",
     .source = kAip,
     .check = CheckOutputOnly,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_BECAME_INPUT_ONLY",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Fields that responses hold do not become input only",
     .impact = "Clients that read the field find it empty, and those that read, change and write "
               "back a resource erase it.",
     .remedy = "Go on returning the field. If it is a secret, deprecate it and add an input-only "
               "field for new clients.",
     .source = kAip,
     .check = CheckInputOnly,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_BECAME_IMMUTABLE",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Fields that clients update do not become immutable",
     .impact = "Updates that change the field are rejected, most often with INVALID_ARGUMENT.",
     .remedy = "Keep accepting updates, or add a new immutable field and deprecate this one.",
     .source = kAip,
     .check = CheckImmutable,
     .buf_rule = false,
     .needs_usage = true},
    {.id = "FIELD_BEHAVIOR_DECLARED",
     .categories = kApiContractCategories,
     .severity = Severity::kLow,
     .title = "Declared behaviour of a field is worth knowing to those who use it",
     .impact = "Nothing breaks if the server always did so. Clients that relied on the order of a "
               "list, on an empty value or on their choice of a name should know.",
     .remedy = "Tell in the release notes whether the server has changed or only the annotation.",
     .source = kAip,
     .check = CheckDeclared,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> FieldBehaviorRules() { return kRules; }

}  // namespace protowarden::rules::semantic
