// SPDX-License-Identifier: Apache-2.0
//
// Rules about types of numbers whose bytes the other side can read, but not all of their values.
#include <fmt/format.h>

#include <array>
#include <optional>

#include "rules/semantic/behaviour/families.h"

namespace protowarden::rules::semantic {
namespace {

using compare::FieldPair;
using schema::Kind;

// The values of an integer type: bits of the positive half, and whether there is a negative one.
struct Range {
  int bits;
  bool negative;
};

std::optional<Range> RangeOf(Kind kind) {
  switch (kind) {
    case Kind::kInt32:
    case Kind::kSint32:
    case Kind::kSfixed32:
      return Range{31, true};
    case Kind::kUint32:
    case Kind::kFixed32:
      return Range{32, false};
    case Kind::kInt64:
    case Kind::kSint64:
    case Kind::kSfixed64:
      return Range{63, true};
    case Kind::kUint64:
    case Kind::kFixed64:
      return Range{64, false};
    default:
      return std::nullopt;
  }
}

// What `after` cannot hold of the values of `before`; empty when it holds all.
std::string Lost(Kind before, Kind after) {
  if (before == Kind::kDouble && after == Kind::kFloat) {
    return "more than seven digits, or a size above 3.4e38";
  }
  const std::optional<Range> wide = RangeOf(before);
  if (!wide.has_value()) return {};
  if (after == Kind::kBool) return "a number other than 0 and 1";
  const std::optional<Range> narrow = RangeOf(after);
  if (!narrow.has_value()) return {};
  std::string lost;
  if (wide->negative && !narrow->negative) lost = "a negative number";
  if (wide->bits > narrow->bits) {
    lost += (lost.empty() ? "" : " or ") + fmt::format("a number of 2^{} and more", narrow->bits);
  }
  return lost;
}

Reporter::Draft Draft(const FieldPair& pair) {
  const std::string_view before = Name(pair.before.kind);
  const std::string_view after = Name(pair.after.kind);
  return {.element = pair.after.FullName(),
          .at = At(pair.after.file, pair.after.type_span),
          .against = At(pair.before.file, pair.before.type_span),
          .description =
              fmt::format("Field `{}` changed from {} to {}", pair.after.name, before, after),
          .arguments = {std::string(before), std::string(after)}};
}

void CheckNarrowed(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  const std::string lost = Lost(pair.before.kind, pair.after.kind);
  // Under another name the number belongs to another field.
  if (lost.empty() || pair.before.name != pair.after.name) return;
  Reporter::Draft draft = Draft(pair);
  draft.description += fmt::format(", which cannot hold {}.", lost);
  reporter.Add(std::move(draft));
}

void CheckWidened(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (!Lost(pair.before.kind, pair.after.kind).empty()) return;
  const std::string lost = Lost(pair.after.kind, pair.before.kind);
  if (lost.empty() || !RangeOf(pair.before.kind).has_value()) return;
  if (pair.before.name != pair.after.name) return;
  Reporter::Draft draft = Draft(pair);
  draft.description += fmt::format(": old readers cannot hold {}.", lost);
  reporter.Add(std::move(draft));
}

// They tell of the new type as well, and what values do.
constexpr std::array<std::string_view, 3> kTypeRules = {
    "FIELD_SAME_TYPE", "FIELD_WIRE_COMPATIBLE_TYPE", "FIELD_WIRE_JSON_COMPATIBLE_TYPE"};

constexpr std::string_view kUpdating = "https://protobuf.dev/programming-guides/proto3/#updating";

constexpr std::array<Rule, 2> kRules = {{
    {.id = "FIELD_RANGE_NARROWED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "Fields go on holding the values that they held",
     .impact = "New readers cut off or misread such values in requests of old clients and in "
               "stored data; JSON parsers refuse them. The binary parser reports no error.",
     .remedy = "Keep the type. Add a new field for the smaller range and validate it.",
     .source = kUpdating,
     .check = CheckNarrowed,
     .buf_rule = false,
     .yields_to = kTypeRules},
    {.id = "FIELD_RANGE_WIDENED",
     .categories = kBehaviourCategories,
     .severity = Severity::kMedium,
     .title = "Fields hold only values that old readers can hold",
     .impact = "Old readers cut off such values without an error. JSON writes 64-bit integers as "
               "strings and 32-bit ones as numbers, so clients that read JSON by hand find "
               "another type.",
     .remedy = "Add a new field of the wider type and fill both until all readers know it.",
     .source = "https://protobuf.dev/programming-guides/json/",
     .check = CheckWidened,
     .buf_rule = false,
     .yields_to = kTypeRules},
}};

}  // namespace

std::span<const Rule> RangeRules() { return kRules; }

}  // namespace protowarden::rules::semantic
