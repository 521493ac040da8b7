// SPDX-License-Identifier: Apache-2.0
//
// Rules about google.api.field_behavior, REQUIRED aside: who writes a field and who reads it.
// Most annotations only catch up with what the comment said all along.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "rules/http_binding.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/direction.h"
#include "rules/semantic/field_behavior.h"

namespace protowarden::rules::semantic {
namespace {

using compare::FieldPair;
using schema::Field;
using schema::Message;
using schema::Method;
using schema::Usage;

constexpr std::string_view kOption = "google.api.field_behavior";

// Under another name the number may belong to another field.
bool Added(const FieldPair& pair, std::string_view behavior) {
  return pair.before.name == pair.after.name && pair.after.parent != nullptr &&
         pair.before.parent != nullptr && HasBehavior(pair.after, behavior) &&
         !HasBehavior(pair.before, behavior);
}

// What comments say instead of an annotation. They are matched without regard to case and with
// any white space between words.
bool CommentSays(const schema::Element& element, const RE2& phrase) {
  return RE2::PartialMatch(element.comments.leading, phrase) ||
         RE2::PartialMatch(element.comments.trailing, phrase);
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
  static const RE2 kName(
      "^(Batch)?(Update|Patch|Set|Modify|Edit|Replace|Upsert|Save|Mutate|Put)([A-Z]|$)");
  if (RE2::PartialMatch(method.name, kName)) return true;
  const std::vector<HttpBinding> bindings = ReadHttpBindings(method);
  return std::any_of(bindings.begin(), bindings.end(), [](const HttpBinding& binding) {
    return binding.verb == "PATCH" || binding.verb == "PUT";
  });
}

bool IsAny(const Method& /*method*/) { return true; }

// A standard field that servers keep, https://google.aip.dev/148: nobody ever wrote it.
bool IsKeptByServers(const Field& field) {
  static const RE2 kTime(
      "(last_)?(creat(e|ed|ion)|updated?|modif(y|ied|ication)|delet(e|ed|ion))(_time|_at)?");
  const bool time = field.type_name == "google.protobuf.Timestamp";
  return field.name == "uid" || (time && RE2::FullMatch(field.name, kTime));
}

// Whether a method has the message itself on that side, &Method::input or &Method::output.
bool IsDirectly(const Message* Method::*side, const Message& message, const Usage& usage) {
  const std::vector<const Method*> methods = usage.DirectMethods(message);
  return std::any_of(methods.begin(), methods.end(),
                     [&](const Method* method) { return method->*side == &message; });
}

// Whether something says that clients wrote the field.
bool WasWritten(const RuleContext& context, const Field& field) {
  static const RE2 kPhrase("(?i)^\\W*(optional|required|immutable)\\b");
  return HasBehavior(field, "OPTIONAL") || HasBehavior(field, "REQUIRED") ||
         HasBehavior(field, "IMMUTABLE") || HasBehavior(field, "INPUT_ONLY") ||
         CommentSays(field, kPhrase) ||
         IsDirectly(&Method::input, *field.parent, context.usage.before());
}

// Whether something says that responses held the field.
bool WasRead(const RuleContext& context, const Field& field) {
  return ServerWrites(field) || HasBehavior(field, "IMMUTABLE") ||
         IsDirectly(&Method::output, *field.parent, context.usage.before());
}

// Whether the comment, if there is one, speaks to those who write the field.
bool MayBeWritten(const Field& field) {
  static const RE2 kPhrase(
      R"((?i)\b(must|should|shall|can|may|cannot|could)\s+(not\s+)?(only\s+)?(be|have|contain|start|)"
      R"(point|match|use|refer)\b|\b(specif(y|ies)|provide|choose|supply)\b|)"
      R"(\b(if|when|unless)\s+(\w+\s+)?(not\s+)?(set|specified|provided|given|omitted|empty|unset)\b)");
  const schema::Comments& comments = field.comments;
  return (comments.leading.empty() && comments.trailing.empty()) || CommentSays(field, kPhrase);
}

// Update requests list the fields that can be updated: "the only supported fields are `labels`".
bool IsLeftOutOfMasks(const RuleContext& context, const Field& field) {
  static const RE2 kList(R"((?i)\b(supported|allowed|updatable|can\s+be\s+updated|valid)\b)");
  bool listed = false;
  for (const Field* holder : context.usage.before().Referrers(*field.parent)) {
    if (holder->parent == nullptr || holder->parent->name.find("Update") == std::string::npos) {
      continue;
    }
    for (const Field& mask : holder->parent->fields) {
      if (mask.type_name != "google.protobuf.FieldMask" || !CommentSays(mask, kList)) continue;
      const std::string& text = mask.comments.leading;
      if (text.find('`') == std::string::npos && text.find('\'') == std::string::npos) continue;
      if (RE2::PartialMatch(text, R"(\b)" + RE2::QuoteMeta(field.name) + R"(\b)")) return false;
      listed = true;
    }
  }
  return listed;
}

// Proven: the old contract let clients do what is now without effect. Without a word about it the
// annotation most likely says what has always been so.
enum class Evidence : uint8_t { kNone, kPossible, kProven };

void Report(const FieldPair& pair, std::string_view behavior, Evidence evidence,
            std::string_view consequence, Reporter& reporter) {
  const bool proven = evidence == Evidence::kProven;
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = At(pair.after.file, FirstKnown({pair.after.options.SpanOf(kOption), pair.after.span})),
       .against = At(pair.before.file, pair.before.span),
       .description = fmt::format("Field `{}` of message `{}` became {}: {}.", pair.after.name,
                                  pair.after.parent->name, behavior, consequence),
       .arguments = {std::string(behavior)},
       .severity = proven ? Severity::kHigh : Severity::kMedium,
       .confidence = proven                            ? Confidence::kHigh
                     : evidence == Evidence::kPossible ? Confidence::kMedium
                                                       : Confidence::kLow});
}

void CheckOutputOnly(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (!Added(pair, "OUTPUT_ONLY")) return;
  if (HasBehavior(pair.before, "IDENTIFIER") || IsResourceName(pair.before)) return;
  if (ServerWrites(pair.before) || IsKeptByServers(pair.before)) return;
  const Direction direction = DirectionOf(context, pair);
  if (!direction.MaybeRequest()) return;
  if (direction.request && !ClientsSend(context.usage.before(), *pair.before.parent, IsAny)) return;
  const bool proven = direction.request && WasWritten(context, pair.before);
  Report(pair, "OUTPUT_ONLY",
         proven                      ? Evidence::kProven
         : MayBeWritten(pair.before) ? Evidence::kPossible
                                     : Evidence::kNone,
         "what clients send in it is ignored", reporter);
}

void CheckInputOnly(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (!Added(pair, "INPUT_ONLY")) return;
  if (CommentSays(pair.before, InputOnlyPhrase())) return;
  const Direction direction = DirectionOf(context, pair);
  if (!direction.MaybeResponse()) return;
  const bool proven = direction.response && WasRead(context, pair.before);
  Report(pair, "INPUT_ONLY", proven ? Evidence::kProven : Evidence::kPossible,
         "responses no longer hold it", reporter);
}

void CheckImmutable(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (!Added(pair, "IMMUTABLE")) return;
  if (ServerWrites(pair.before) || HasBehavior(pair.after, "OUTPUT_ONLY")) return;
  if (HasBehavior(pair.before, "IDENTIFIER") || IsResourceName(pair.before)) return;
  if (CommentSays(pair.before, ImmutablePhrase())) return;
  const Direction direction = DirectionOf(context, pair);
  if (!direction.MaybeRequest()) return;
  if (direction.request && !ClientsSend(context.usage.before(), *pair.before.parent, IsUpdate)) {
    return;
  }
  Report(pair, "IMMUTABLE",
         IsLeftOutOfMasks(context, pair.before) ? Evidence::kNone : Evidence::kPossible,
         "it can no longer be changed once it is set", reporter);
}

void CheckDeclared(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kDeclared = {
      {{"IDENTIFIER", "it names the resource, and the server decides what creation does with it"},
       {"UNORDERED_LIST", "its elements may come back in another order than they were sent in"},
       {"NON_EMPTY_DEFAULT", "the server fills in a value where clients leave it empty"}}};
  for (const auto& [behavior, consequence] : kDeclared) {
    if (!Added(pair, behavior)) continue;
    if (behavior == "IDENTIFIER" && IsResourceName(pair.after)) continue;
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
     .severity = Severity::kMedium,
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
