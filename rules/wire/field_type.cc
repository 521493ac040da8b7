// SPDX-License-Identifier: Apache-2.0
//
// Rules about the type of a field that kept its number.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "analyzer/compare/structure.h"
#include "analyzer/compare/type_groups.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::Encoding;
using compare::FieldPair;
using compare::SameGroup;
using schema::Enum;
using schema::Field;
using schema::Kind;

constexpr std::string_view kBinaryHint =
    " See https://developers.google.com/protocol-buffers/docs/proto3#updating for wire "
    "compatibility rules.";
constexpr std::string_view kJsonHint =
    " See https://developers.google.com/protocol-buffers/docs/proto3#updating for wire "
    "compatibility rules and https://developers.google.com/protocol-buffers/docs/proto3#json for "
    "JSON compatibility rules.";
constexpr std::string_view kUtf8Hint =
    " Note that while string and bytes are compatible if the data is valid UTF-8, there is no way "
    "to enforce that a bytes field is UTF-8, so these fields may be incompatible.";

bool IsNamed(Kind kind) {
  return kind == Kind::kMessage || kind == Kind::kGroup || kind == Kind::kEnum ||
         kind == Kind::kUnresolved;
}

// Two kinds that differ for certain: a type name without definition may be either.
bool KindsDiffer(const FieldPair& pair) {
  const Kind before = pair.before.kind;
  const Kind after = pair.after.kind;
  if (before == after) return false;
  if (before == Kind::kUnresolved) return !IsNamed(after);
  if (after == Kind::kUnresolved) return !IsNamed(before);
  return true;
}

std::string KindText(const Field& field) {
  const bool written_as_group = field.file->edition <= schema::Edition::kProto2;
  if (field.kind == Kind::kGroup && !written_as_group) return "message (delimited encoding)";
  return std::string(field.kind == Kind::kUnresolved ? "message" : Name(field.kind));
}

// Who notices a change of kind, in the direction it took.
std::string KindImpact(Kind before, Kind after) {
  if (before == Kind::kString && after == Kind::kBytes) {
    return "The binary encoding is the same, but JSON now holds base64: JSON clients read and send "
           "the wrong text. Generated accessors change their type.";
  }
  if (before == Kind::kBytes && after == Kind::kString) {
    return "Old data that is not valid UTF-8 can no longer be parsed, and JSON no longer holds "
           "base64. Generated accessors change their type.";
  }
  if (!SameGroup(before, after, Encoding::kBinary)) {
    return "The two types have different encodings: new readers cannot make sense of old data and "
           "old readers not of new data; values get lost or turn into garbage. Generated accessors "
           "change their type.";
  }
  if (!SameGroup(before, after, Encoding::kBinaryAndJson)) {
    return "The binary encoding can be read, values out of range are truncated; JSON writes the "
           "two "
           "types differently, so JSON clients may fail. Generated accessors change their type.";
  }
  return "Encoded data can be read, values out of the smaller type's range are truncated. "
         "Generated "
         "accessors change their type, so code that uses the field no longer compiles.";
}

void ReportKind(const FieldPair& pair, std::string_view hint, Reporter& reporter) {
  reporter.Add({.element = pair.after.FullName(),
                .at = At(pair.after.file, pair.after.type_span),
                .against = At(pair.before.file, pair.before.type_span),
                .description = fmt::format("{} changed type from \"{}\" to \"{}\".{}",
                                           DescribeField(pair.after), KindText(pair.before),
                                           KindText(pair.after), hint),
                .arguments = {KindText(pair.before), KindText(pair.after)},
                .impact = KindImpact(pair.before.kind, pair.after.kind)});
}

Reporter::Draft TypeNameDraft(const FieldPair& pair) {
  return {.element = pair.after.FullName(),
          .at = At(pair.after.file, pair.after.type_span),
          .against = At(pair.before.file, pair.before.type_span),
          .description = fmt::format("{} changed type from {} to {}.", DescribeField(pair.after),
                                     Quote(pair.before.type_name), Quote(pair.after.type_name)),
          .arguments = {pair.before.type_name, pair.after.type_name}};
}

bool TypeNamesDiffer(const FieldPair& pair) {
  return IsNamed(pair.after.kind) && pair.before.type_name != pair.after.type_name;
}

// The first structural difference between the old and the new type, if both are known.
std::optional<std::string> Difference(const FieldPair& pair, Encoding encoding) {
  if (pair.before.message_type != nullptr && pair.after.message_type != nullptr) {
    return compare::FirstDifference(*pair.before.message_type, *pair.after.message_type, encoding);
  }
  if (pair.before.enum_type != nullptr && pair.after.enum_type != nullptr) {
    return compare::FirstDifference(*pair.before.enum_type, *pair.after.enum_type, encoding);
  }
  return "the definition of one of the types is not in the tree";
}

void CheckSameType(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (KindsDiffer(pair)) {
    ReportKind(pair, "", reporter);
  } else if (TypeNamesDiffer(pair)) {
    Reporter::Draft draft = TypeNameDraft(pair);
    if (!Difference(pair, Encoding::kBinary).has_value()) {
      draft.severity = Severity::kMedium;
      draft.impact =
          "The two types have the same structure, so encoded data stays readable. "
          "Generated accessors change their type: code that uses the field no longer "
          "compiles.";
    }
    reporter.Add(std::move(draft));
  }
}

// Enums of the same short name may grow; buf judges nothing else as the same enum.
bool IsGrownEnum(const FieldPair& pair) {
  const Enum* before = pair.before.enum_type;
  const Enum* after = pair.after.enum_type;
  if (before == nullptr || after == nullptr || before->name != after->name) return false;
  return std::all_of(before->values.begin(), before->values.end(), [&](const auto& value) {
    return std::any_of(after->values.begin(), after->values.end(), [&](const auto& other) {
      return other.name == value.name && other.number == value.number;
    });
  });
}

template <Encoding kEncoding>
void CheckCompatibleType(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  const Kind before = pair.before.kind;
  const Kind after = pair.after.kind;
  if (KindsDiffer(pair) && !SameGroup(before, after, kEncoding)) {
    std::string hint(kEncoding == Encoding::kBinary ? kBinaryHint : kJsonHint);
    if (kEncoding == Encoding::kBinary) {
      // The bytes of a string are valid bytes, not the other way round.
      if (before == Kind::kString && after == Kind::kBytes) return;
      if (before == Kind::kBytes && after == Kind::kString) hint += kUtf8Hint;
    }
    ReportKind(pair, hint, reporter);
    return;
  }
  if (!TypeNamesDiffer(pair) || !context.buf_profile) return;
  if (after == Kind::kEnum && IsGrownEnum(pair)) return;
  reporter.Add(TypeNameDraft(pair));
}

// The structural verdict, in place of the verdict by name.
template <Encoding kEncoding>
void CheckStructure(const RuleContext& context, const FieldPair& pair, Reporter& reporter) {
  if (context.buf_profile || KindsDiffer(pair) || !TypeNamesDiffer(pair)) return;
  const std::optional<std::string> difference = Difference(pair, kEncoding);
  if (!difference.has_value()) return;
  Reporter::Draft draft = TypeNameDraft(pair);
  draft.description.back() = ',';
  draft.description += fmt::format(" which is not compatible: {}.", *difference);
  reporter.Add(std::move(draft));
}

constexpr std::string_view kUpdating = "https://protobuf.dev/programming-guides/proto3/#updating";
constexpr std::string_view kRemedy =
    "Keep the type. Add a new field with the new type and a new number, fill both for a time, and "
    "reserve the old field when nobody reads it any more.";

constexpr std::array<Rule, 5> kRules = {{
    {.id = "FIELD_SAME_TYPE",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields keep their type",
     .impact =
         "Data written with the old type is read as the new one and the other way round: values "
         "get lost or misread. Generated accessors change their type.",
     .remedy = kRemedy,
     .source = kUpdating,
     .check = CheckSameType,
     .categories_v1beta1 = kFile | kPackage | kWireJson | kWire},
    {.id = "FIELD_WIRE_COMPATIBLE_TYPE",
     .categories = kWire,
     .severity = Severity::kHigh,
     .title = "Fields keep a type that is compatible in the binary encoding",
     .impact =
         "Old and new readers decode each other's bytes as another type: values get lost, turn "
         "into garbage, or the message cannot be parsed.",
     .remedy = kRemedy,
     .source = kUpdating,
     .check = CheckCompatibleType<Encoding::kBinary>,
     .categories_v1beta1 = 0},
    {.id = "FIELD_WIRE_JSON_COMPATIBLE_TYPE",
     .categories = kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields keep a type that is compatible in the binary encoding and in JSON",
     .impact = "Old and new readers decode each other's messages, binary or JSON, as another type: "
               "values get lost, turn into garbage, or the message cannot be parsed.",
     .remedy = kRemedy,
     .source = "https://protobuf.dev/programming-guides/json/",
     .check = CheckCompatibleType<Encoding::kBinaryAndJson>,
     .categories_v1beta1 = 0},
    {.id = "PROTOWARDEN_FIELD_WIRE_JSON_STRUCTURE",
     .categories = kWireJson,
     .severity = Severity::kHigh,
     .title = "Fields that change to another type keep its structure and its JSON names",
     .impact =
         "The new type lacks or redefines fields or values of the old one: old and new readers "
         "lose or misread parts of each other's messages.",
     .remedy =
         "Make the new type a superset of the old one (same numbers, types and JSON names), or "
         "keep the old type and add a new field for the new one.",
     .source = kUpdating,
     .check = CheckStructure<Encoding::kBinaryAndJson>,
     .categories_v1 = 0,
     .buf_rule = false},
    {.id = "PROTOWARDEN_FIELD_WIRE_STRUCTURE",
     .categories = kWire,
     .severity = Severity::kHigh,
     .title = "Fields that change to another message or enum keep its binary structure",
     .impact =
         "The new type lacks or redefines fields or values of the old one: old and new readers "
         "lose or misread parts of each other's messages.",
     .remedy =
         "Make the new type a superset of the old one (same numbers and types), or keep the old "
         "type and add a new field for the new one.",
     .source = kUpdating,
     .check = CheckStructure<Encoding::kBinary>,
     .categories_v1 = 0,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> FieldTypeRules() { return kRules; }

}  // namespace protowarden::rules
