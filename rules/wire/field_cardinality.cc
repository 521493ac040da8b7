// SPDX-License-Identifier: Apache-2.0
//
// Rules about how often a field may occur and whether its absence can be told.
#include <fmt/format.h>

#include <array>

#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FieldPair;
using schema::Field;

enum class Cardinality : uint8_t { kExplicit, kImplicit, kRequired, kRepeated, kMap };

Cardinality Of(const Field& field) {
  if (field.IsMap()) return Cardinality::kMap;
  if (field.IsList()) return Cardinality::kRepeated;
  if (field.IsRequired()) return Cardinality::kRequired;
  return field.HasPresence() ? Cardinality::kExplicit : Cardinality::kImplicit;
}

std::string_view Text(Cardinality cardinality) {
  switch (cardinality) {
    case Cardinality::kExplicit:
      return "optional with explicit presence";
    case Cardinality::kImplicit:
      return "optional with implicit presence";
    case Cardinality::kRequired:
      return "required";
    case Cardinality::kRepeated:
      return "repeated";
    case Cardinality::kMap:
      return "map";
  }
  return "";
}

enum class Strictness : uint8_t { kSame, kBinary, kBinaryAndJson };

// Cardinalities that readers cannot tell apart count as one. A map is a repeated entry message on
// the wire, and an object instead of an array in JSON.
Cardinality Representative(Cardinality cardinality, Strictness strictness) {
  if (strictness == Strictness::kSame) return cardinality;
  if (cardinality == Cardinality::kImplicit) return Cardinality::kExplicit;
  if (cardinality == Cardinality::kMap && strictness == Strictness::kBinary) {
    return Cardinality::kRepeated;
  }
  return cardinality;
}

bool IsSingular(Cardinality cardinality) {
  return cardinality != Cardinality::kRepeated && cardinality != Cardinality::kMap;
}

// Whether a type whose definition is not in the tree has presence of its own, as messages do,
// cannot be told.
bool MayBeSame(const Field& before, Cardinality old_one, const Field& after, Cardinality new_one) {
  const auto optional = [](Cardinality cardinality) {
    return cardinality == Cardinality::kExplicit || cardinality == Cardinality::kImplicit;
  };
  return optional(old_one) && optional(new_one) &&
         (before.kind == schema::Kind::kUnresolved || after.kind == schema::Kind::kUnresolved);
}

std::string Impact(Cardinality before, Cardinality after) {
  if (after == Cardinality::kRequired) {
    return "New readers reject every message without the field, stored data included: parsing "
           "fails "
           "for the whole message.";
  }
  if (before == Cardinality::kRequired) {
    return "Old readers reject every message from writers that leave the field out: parsing fails "
           "for the whole message.";
  }
  if (IsSingular(before) && !IsSingular(after)) {
    return "Old readers of a list see only its last element (for messages: all merged), JSON "
           "changes "
           "from a value to an array, and packed numbers cannot be read as a single one by some "
           "parsers. Generated accessors change.";
  }
  if (!IsSingular(before) && IsSingular(after)) {
    return "New readers keep only the last element of lists in old data, and JSON arrays can no "
           "longer "
           "be parsed. Generated accessors change.";
  }
  if (!IsSingular(before)) {
    return "JSON changes between an object and an array; in the binary encoding duplicate keys of "
           "a "
           "map collapse. Generated accessors change.";
  }
  return after == Cardinality::kImplicit
             ? "Encoded data stays readable, but nobody can tell an absent value from a default "
               "one "
               "any more, and generated code loses its `has` accessor."
             : "Encoded data stays readable. Generated code gains a `has` accessor and, in Go and "
               "Rust among others, another field type, so code that uses the field may not "
               "compile; "
               "default values are now sent when set.";
}

Severity SeverityOf(Cardinality before, Cardinality after) {
  if (before == Cardinality::kRequired || after == Cardinality::kRequired) {
    return Severity::kCritical;
  }
  return IsSingular(before) && IsSingular(after) ? Severity::kMedium : Severity::kHigh;
}

template <Strictness kStrictness>
void CheckCardinality(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  // The fields of map entries are generated; their presence means nothing.
  if (pair.before.parent != nullptr && pair.after.parent != nullptr &&
      pair.before.parent->is_map_entry && pair.after.parent->is_map_entry) {
    return;
  }
  const Cardinality before = Of(pair.before);
  const Cardinality after = Of(pair.after);
  if (Representative(before, kStrictness) == Representative(after, kStrictness)) return;
  if (MayBeSame(pair.before, before, pair.after, after)) return;
  reporter.Add({.element = pair.after.FullName(),
                .at = At(pair.after.file, pair.after.span),
                .against = At(pair.before.file, pair.before.span),
                .description = fmt::format("{} changed cardinality from \"{}\" to \"{}\".",
                                           DescribeField(pair.after), Text(before), Text(after)),
                .impact = Impact(before, after),
                .severity = SeverityOf(before, after)});
}

constexpr std::string_view kUpdating = "https://protobuf.dev/programming-guides/proto3/#updating";
constexpr std::string_view kRemedy =
    "Keep the cardinality. Add a new field with the new one and a new number, fill both for a "
    "time, "
    "and reserve the old field when nobody reads it any more.";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FIELD_SAME_CARDINALITY",
     .categories = kFile | kPackage,
     .severity = Severity::kHigh,
     .title = "Fields keep their cardinality and presence",
     .impact =
         "Generated accessors change, so code that uses the field no longer compiles. Between one "
         "value and a list, readers of the other version also lose elements.",
     .remedy = kRemedy,
     .source = "https://protobuf.dev/programming-guides/field_presence/",
     .check = CheckCardinality<Strictness::kSame>,
     .categories_v1beta1 = kFile | kPackage | kWireJson | kWire},
    {.id = "FIELD_WIRE_COMPATIBLE_CARDINALITY",
     .categories = kWire,
     .severity = Severity::kHigh,
     .title = "Fields keep a cardinality that is compatible in the binary encoding",
     .impact = "Readers on the other side lose elements or reject the message.",
     .remedy = kRemedy,
     .source = kUpdating,
     .check = CheckCardinality<Strictness::kBinary>},
    {.id = "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY",
     .categories = kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields keep a cardinality that is compatible in the binary encoding and in JSON",
     .impact = "Readers on the other side lose elements or reject the message.",
     .remedy = kRemedy,
     .source = kUpdating,
     .check = CheckCardinality<Strictness::kBinaryAndJson>},
}};

}  // namespace

std::span<const Rule> FieldCardinalityRules() { return kRules; }

}  // namespace protowarden::rules
