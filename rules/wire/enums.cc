// SPDX-License-Identifier: Apache-2.0
//
// Rules about enums and their values. A value is identified by its number; several names for one
// number (allow_alias) belong together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/compare/structure.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::EnumPair;
using compare::EnumValuesPair;
using compare::IsReserved;
using schema::Enum;
using schema::EnumValue;

Location FeatureLocation(const Enum& item, std::string_view feature) {
  const schema::Option* option = item.options.Find({"features", feature});
  return At(item.file, FirstKnown({option == nullptr ? Span{} : option->span, item.span}));
}

void CheckType(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  if (pair.before.IsClosed() == pair.after.IsClosed()) return;
  const auto state = [](const Enum& item) { return item.IsClosed() ? "closed" : "open"; };
  reporter.Add({.element = pair.after.full_name,
                .at = FeatureLocation(pair.after, "enum_type"),
                .against = FeatureLocation(pair.before, "enum_type"),
                .description = fmt::format("Enum {} changed from {} to {}.", Quote(pair.after.name),
                                           state(pair.before), state(pair.after))});
}

void CheckJsonFormat(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  using schema::JsonFormat;
  const JsonFormat before = pair.before.features.json_format;
  const JsonFormat after = pair.after.features.json_format;
  if (before != JsonFormat::kAllow || after == JsonFormat::kAllow) return;
  reporter.Add({.element = pair.after.full_name,
                .at = FeatureLocation(pair.after, "json_format"),
                .against = FeatureLocation(pair.before, "json_format"),
                .description = fmt::format("Enum {} JSON format support changed from {} to {}.",
                                           Quote(pair.after.name), Name(before), Name(after))});
}

std::vector<std::string> SortedNames(const std::vector<const EnumValue*>& values) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const EnumValue* value : values) names.push_back(value->name);
  std::sort(names.begin(), names.end());
  return names;
}

// Names may be added to a number, not taken away.
void CheckValueName(const RuleContext& /*context*/, const EnumValuesPair& pair,
                    Reporter& reporter) {
  const std::vector<std::string> before = SortedNames(pair.before);
  const std::vector<std::string> after = SortedNames(pair.after);
  if (std::includes(after.begin(), after.end(), before.begin(), before.end())) return;
  const Enum& item = pair.parent.after;
  for (const EnumValue* value : pair.after) {
    const auto same = std::find_if(pair.before.begin(), pair.before.end(),
                                   [&](const auto* old) { return old->name == value->name; });
    const EnumValue* old = same == pair.before.end() ? pair.before.front() : *same;
    reporter.Add({.element = item.full_name + "." + value->name,
                  .at = At(item.file, value->number_span),
                  .against = At(pair.parent.before.file, old->number_span),
                  .description = fmt::format(
                      "Enum value \"{}\" on enum {} changed name{} from {} to {}.", pair.number,
                      Quote(item.name), before.size() > 1 && after.size() > 1 ? "s" : "",
                      QuoteAll(before), QuoteAll(after)),
                  .arguments = before});
  }
}

enum class Unless : uint8_t { kNever, kNameReserved, kNumberReserved };

std::string Remedy(int32_t number, const std::vector<std::string>& names) {
  return fmt::format(
      "Keep the value and mark it `deprecated = true`. If nobody uses it any more, "
      "replace it by `reserved {}; reserved {};` so that neither is used again.",
      number, QuoteAll(names));
}

template <Unless kUnless>
void CheckValueDeleted(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  std::map<int32_t, std::vector<const EnumValue*>> deleted;
  for (const EnumValue& value : pair.before.values) deleted[value.number].push_back(&value);
  for (const EnumValue& value : pair.after.values) deleted.erase(value.number);
  for (const auto& [number, values] : deleted) {
    const std::vector<std::string> names = SortedNames(values);
    const bool number_reserved = IsReserved(pair.after.reserved, number);
    const bool names_reserved = std::all_of(names.begin(), names.end(), [&](const auto& name) {
      return IsReserved(pair.after.reserved, name);
    });
    std::string condition;
    if (kUnless == Unless::kNameReserved) {
      if (names_reserved) continue;
      condition = fmt::format(" without reserving the name{} {}", names.size() > 1 ? "s" : "",
                              QuoteAll(names));
    }
    if (kUnless == Unless::kNumberReserved) {
      if (number_reserved) continue;
      condition = fmt::format(" without reserving the number \"{}\"", number);
    }
    std::vector<std::string> notes;
    if (kUnless == Unless::kNever && number_reserved && names_reserved) {
      notes.emplace_back(
          "Number and name are reserved, so WIRE and WIRE_JSON pass; generated code that uses the "
          "value still breaks.");
    }
    reporter.Add({.element = pair.before.full_name + "." + values.front()->name,
                  .at = At(pair.after.file, pair.after.span),
                  .against = At(pair.before.file, values.front()->span),
                  .description =
                      fmt::format("Previously present enum value \"{}\" on enum {} was deleted{}.",
                                  number, Quote(pair.after.name), condition),
                  .arguments = {std::to_string(number)},
                  .notes = std::move(notes),
                  .recommendation = Remedy(number, names)});
  }
}

constexpr std::string_view kEnums = "https://protobuf.dev/programming-guides/enum/";
constexpr std::string_view kDeleted = "https://protobuf.dev/best-practices/dos-donts/";
constexpr std::string_view kRemedy =
    "Keep the value and mark it `deprecated = true`. If nobody uses it any more, reserve its "
    "number "
    "and its name so that neither is used again.";

constexpr std::array<Rule, 6> kRules = {{
    {.id = "ENUM_SAME_JSON_FORMAT",
     .categories = kFile | kPackage | kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Enums keep their JSON support",
     .impact =
         "JSON is no longer guaranteed to work for the enum: conflicting value names are allowed "
         "from now on, and JSON clients may read or write the wrong value.",
     .remedy = "Keep `features.json_format = ALLOW`.",
     .source = "https://protobuf.dev/editions/features/#json_format",
     .check = CheckJsonFormat},
    {.id = "ENUM_SAME_TYPE",
     .categories = kFile | kPackage,
     .severity = Severity::kHigh,
     .title = "Enums stay open or closed",
     .impact =
         "Unknown numbers are treated differently: an open enum keeps them in the field, a closed "
         "one moves them to the unknown fields, where the field looks unset. Generated code for "
         "`switch` and `has` changes with it.",
     .remedy = "Keep the enum's type: in editions set `features.enum_type` to what it was.",
     .source = kEnums,
     .check = CheckType},
    {.id = "ENUM_VALUE_NO_DELETE",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kHigh,
     .title = "Enum values are not deleted from an enum",
     .impact =
         "Code that names the value no longer compiles. Data that holds its number is read as an "
         "unknown value (open enums) or as if the field were unset (closed enums).",
     .remedy = kRemedy,
     .source = kDeleted,
     .check = CheckValueDeleted<Unless::kNever>,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
    {.id = "ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED",
     .categories = kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Enum values are not deleted from an enum unless their names are reserved",
     .impact =
         "The name is free again. If a later value takes it, JSON from old clients is parsed into "
         "the new value; until then JSON parsers reject the unknown name.",
     .remedy = kRemedy,
     .source = kDeleted,
     .check = CheckValueDeleted<Unless::kNameReserved>,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
    {.id = "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
     .categories = kWireJson | kWire | kCsr,
     .severity = Severity::kHigh,
     .title = "Enum values are not deleted from an enum unless their number is reserved",
     .impact =
         "The number is free again. If a later value takes it, stored data and messages from old "
         "clients get the new meaning.",
     .remedy = kRemedy,
     .source = kDeleted,
     .check = CheckValueDeleted<Unless::kNumberReserved>,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
    {.id = "ENUM_VALUE_SAME_NAME",
     .categories = kFile | kPackage | kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Enum values keep their names",
     .impact =
         "Code that names the value no longer compiles, and JSON, which holds the name, can no "
         "longer be parsed by the other side. If the number got another meaning, binary data "
         "silently changes its meaning, too.",
     .remedy =
         "Keep the name. To rename, set `allow_alias`, add the new name for the same number and "
         "keep the old one.",
     .source = kEnums,
     .check = CheckValueName},
}};

}  // namespace

std::span<const Rule> EnumRules() { return kRules; }

}  // namespace protowarden::rules
