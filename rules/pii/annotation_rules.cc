// SPDX-License-Identifier: Apache-2.0
//
// Rules about annotations: removed, lowered, or saying less than the data they stand on.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/base/text.h"
#include "rules/pii/describe.h"
#include "rules/pii/families.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {
namespace {

// What fields, messages and methods have in common.
struct Annotated {
  std::string_view kind;  // "Field", ...
  const std::string& element;
  const std::string& path;
  const Location& location;
  Sensitivity found;
  std::optional<Sensitivity> annotation;
};

Annotated View(const FieldRecord& field) {
  return {"Field",        field.element, field.field_path,
          field.location, field.Found(), field.annotation};
}
Annotated View(const MessageRecord& message) {
  return {"Message",        message.element,     message.message_path,
          message.location, message.sensitivity, message.annotation};
}
Annotated View(const MethodRecord& method) {
  return {"RPC",           method.element,     method.method_path,
          method.location, method.sensitivity, method.annotation};
}

// Calls visit(before, after) for every element that is on both sides.
template <typename Visitor>
void ForEachKept(const RecordPairs& records, const Visitor& visit) {
  const auto all = [&](const auto& pairs) {
    for (const auto& pair : pairs) {
      if (pair.before != nullptr) visit(View(*pair.before), View(pair.after));
    }
  };
  all(records.fields());
  all(records.messages());
  all(records.methods());
}

void ReportRemoved(const Annotated& before, const Annotated& after, Reporter& reporter) {
  if (!before.annotation.has_value() || after.annotation.has_value()) return;
  if (*before.annotation == Sensitivity::kPublic) return;  // says nothing that could be lost
  reporter.Add({.element = after.element,
                .at = after.location,
                .against = before.location,
                .description = fmt::format("{} {} lost its annotation {}.", after.kind,
                                           Quote(after.path), Name(*before.annotation)),
                .severity = SeverityOf(*before.annotation)});
}

void ReportAuditRemoved(const MethodRecordPair& pair, Reporter& reporter) {
  if (pair.before == nullptr) return;
  if (!pair.before->audit_annotation.value_or(false)) return;
  if (pair.after.audit_annotation.value_or(false) || !pair.after.audit_pii_access) return;
  reporter.Add(
      {.element = pair.after.element,
       .at = pair.after.location,
       .against = pair.before->location,
       .description = fmt::format("RPC {} touches {} personal data and is no longer "
                                  "audited: audit_pii_access was taken away.",
                                  Quote(pair.after.method_path), Name(pair.after.sensitivity)),
       .arguments = {"audit"},
       .severity = SeverityOf(pair.after.sensitivity)});
}

void CheckRemoved(const RuleContext& context, Reporter& reporter) {
  ForEachKept(*context.records, [&](const Annotated& before, const Annotated& after) {
    ReportRemoved(before, after, reporter);
  });
  for (const MethodRecordPair& pair : context.records->methods()) {
    ReportAuditRemoved(pair, reporter);
  }
}

void CheckLowered(const RuleContext& context, Reporter& reporter) {
  ForEachKept(*context.records, [&](const Annotated& before, const Annotated& after) {
    if (!before.annotation.has_value() || !after.annotation.has_value()) return;
    if (*after.annotation >= *before.annotation) return;
    const bool agrees = after.found <= *after.annotation;
    reporter.Add(
        {.element = after.element,
         .at = after.location,
         .against = before.location,
         .description =
             fmt::format("{} {} was lowered from {} to {}.", after.kind, Quote(after.path),
                         Name(*before.annotation), Name(*after.annotation)),
         .notes = {agrees ? "The classifier finds no more than the new level."
                          : fmt::format("The classifier finds {} data.", Name(after.found))},
         .severity = agrees ? Severity::kLow : SeverityOf(*before.annotation)});
  });
}

// Why an annotation says too little.
struct Contradiction {
  std::string description;
  Sensitivity level = Sensitivity::kPublic;  // the right one
  double confidence = 1;
};

// The message a container field holds, or nullptr.
const schema::Message* HeldBy(const schema::Schema& schema, const FieldRecord& record) {
  const size_t dot = record.element.rfind('.');
  const schema::Message* parent =
      dot == std::string::npos ? nullptr : schema.FindMessage(record.element.substr(0, dot));
  const schema::Field* field =
      parent == nullptr ? nullptr : parent->FindFieldByName(record.field_name);
  if (field == nullptr || field->message_type == nullptr || !field->IsMap()) {
    return field == nullptr ? nullptr : field->message_type;
  }
  const schema::Field* value = field->message_type->FindField(2);
  return value == nullptr ? nullptr : value->message_type;
}

// What `root` holds beyond an annotation, if the fields are annotated so or surely hold it.
std::optional<Contradiction> Beyond(const Annotated& element, const schema::Message* root,
                                    const Exposure& exposure) {
  std::optional<Contradiction> worst;
  for (const ExposedField& field : exposure.Of(root)) {
    const double confidence = field.record->annotation.has_value() ? 1 : field.record->confidence;
    if (field.level <= *element.annotation || confidence < kSure) continue;
    if (worst.has_value() && worst->level >= field.level) continue;
    worst = {fmt::format("{} {} is annotated {} and carries {}: `{}`.", element.kind,
                         Quote(element.path), Name(*element.annotation),
                         DataOf(*field.record, field.level), field.PathFrom(*root)),
             field.level, confidence};
  }
  return worst;
}

std::optional<Contradiction> OfType(const FieldRecord& field) {
  for (const std::string& id : field.annotation_types) {
    const Type* type = BuiltinPolicy().FindType(id);
    // One step lower may be right: the expiry date of a card is no card number.
    if (type == nullptr || type->level != Sensitivity::kHigh) continue;
    if (*field.annotation > Sensitivity::kLow) continue;
    return Contradiction{fmt::format("Field {} is annotated {} and {}, which is HIGH.",
                                     Quote(field.field_path), Name(*field.annotation), id),
                         type->level, 1};
  }
  // Names that are sure wherever they stand.
  static constexpr double kUnmistakable = 0.95;
  const Disagreement& found = *field.beside_annotation;
  if (field.annotation_types.empty() || found.pii_types.empty()) return std::nullopt;
  if (found.confidence < kUnmistakable) return std::nullopt;
  // An organisation's own type may be a better name for the same.
  if (BuiltinPolicy().FindType(field.annotation_types.front()) == nullptr) return std::nullopt;
  const bool shared = std::any_of(
      field.annotation_types.begin(), field.annotation_types.end(), [&](const std::string& id) {
        return std::find(found.pii_types.begin(), found.pii_types.end(), id) !=
               found.pii_types.end();
      });
  if (shared) return std::nullopt;
  return Contradiction{
      fmt::format("Field {} is annotated {}, but {}, that is {}.", Quote(field.field_path),
                  Join(field.annotation_types, ", "), found.reason, Join(found.pii_types, ", ")),
      Sensitivity::kLow, found.confidence};
}

std::optional<Contradiction> Judge(const FieldRecord& field, const schema::Schema& schema,
                                   const Exposure& exposure) {
  if (!field.annotation.has_value()) return std::nullopt;
  if (field.container) return Beyond(View(field), HeldBy(schema, field), exposure);
  // A reviewed decision stands above both.
  if (!field.beside_annotation.has_value()) return std::nullopt;
  const Disagreement& found = *field.beside_annotation;
  if (found.sensitivity > *field.annotation && found.confidence >= kSure) {
    return Contradiction{
        fmt::format("Field {} is annotated {} and holds {} personal data ({}): {}.",
                    Quote(field.field_path), Name(*field.annotation), Name(found.sensitivity),
                    found.pii_types.empty() ? "no type" : Join(found.pii_types, ", "),
                    found.reason),
        found.sensitivity, found.confidence};
  }
  return OfType(field);
}

std::optional<Contradiction> Judge(const MessageRecord& message, const schema::Schema& schema,
                                   const Exposure& exposure) {
  if (!message.annotation.has_value()) return std::nullopt;
  return Beyond(View(message), schema.FindMessage(message.element), exposure);
}

std::optional<Contradiction> Judge(const MethodRecord& record, const schema::Schema& schema,
                                   const Exposure& exposure) {
  if (!record.annotation.has_value()) return std::nullopt;
  const schema::Method* method = FindMethod(schema, record);
  if (method == nullptr) return std::nullopt;
  std::optional<Contradiction> worst;
  for (const schema::Message* message : {method->input, method->output}) {
    auto found = Beyond(View(record), message, exposure);
    if (found.has_value() && (!worst.has_value() || worst->level < found->level)) worst = found;
  }
  return worst;
}

void CheckContradicts(const RuleContext& context, Reporter& reporter) {
  const auto judge = [&](const auto& pair) {
    const auto now = Judge(pair.after, context.comparison.after(), *context.exposure_after);
    if (!now.has_value()) return;
    if (pair.before != nullptr) {
      // PII_ANNOTATION_LOWERED speaks of these.
      if (pair.before->annotation > pair.after.annotation) return;
      const auto then = Judge(*pair.before, context.comparison.before(), *context.exposure_before);
      if (then.has_value() && then->level >= now->level) return;
    }
    const Annotated element = View(pair.after);
    reporter.Add({.element = element.element,
                  .at = element.location,
                  .against = pair.before == nullptr ? Location{} : pair.before->location,
                  .description = now->description,
                  .severity = SeverityOf(now->level),
                  .confidence = ConfidenceOf(now->confidence)});
  };
  for (const FieldRecordPair& pair : context.records->fields()) judge(pair);
  for (const MessageRecordPair& pair : context.records->messages()) judge(pair);
  for (const MethodRecordPair& pair : context.records->methods()) judge(pair);
}

constexpr std::string_view kOptions =
    "https://protobuf.dev/programming-guides/proto3/#customoptions";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "PII_ANNOTATION_CONTRADICTS",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "Annotations say no less than the data they stand on",
     .impact = "Interceptors, log filters and reviewers trust the annotation and let the data "
               "through to callers who may not see it.",
     .remedy = "Raise the annotation to the level of the data. If the classifier is wrong, record "
               "the decision and its reason in protowarden.toml.",
     .source = kOptions,
     .check = CheckContradicts,
     .buf_rule = false,
     .needs_inventory = true,
     .about_state = true},
    {.id = "PII_ANNOTATION_LOWERED",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "Annotations of personal data are not lowered",
     .impact = "With the next build, whatever reads the annotation lets more callers see the data "
               "and stops masking it in logs.",
     .remedy = "Keep the level. If the data is indeed less sensitive, let those responsible for "
               "privacy confirm it and lower the annotation in a change of its own.",
     .source = kOptions,
     .check = CheckLowered,
     .buf_rule = false,
     .needs_inventory = true},
    {.id = "PII_ANNOTATION_REMOVED",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "Annotations of personal data are not removed",
     .impact = "With the next build, whatever reads the annotation treats the data as public: it "
               "is neither masked nor audited any more.",
     .remedy = "Put the annotation back. If the element no longer holds personal data, annotate it "
               "PUBLIC, so that the decision is visible.",
     .source = kOptions,
     .check = CheckRemoved,
     .buf_rule = false,
     .needs_inventory = true},
}};

}  // namespace

std::span<const Rule> AnnotationRules() { return kRules; }

}  // namespace protowarden::rules::pii
