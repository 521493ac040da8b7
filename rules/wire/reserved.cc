// SPDX-License-Identifier: Apache-2.0
//
// Rules about number ranges: reserved ones of messages and enums, and extension ranges.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "rules/wire/families.h"
#include "rules/wire/number_ranges.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::EnumPair;
using compare::MessagePair;
using schema::NumberRange;

// Source: https://protobuf.dev/programming-guides/proto3/#assigning and descriptor.proto.
constexpr int64_t kMaxFieldNumber = 536870911;
constexpr int64_t kMaxMessageSetNumber = 2147483646;
constexpr int64_t kMaxEnumNumber = 2147483647;

int64_t MaxNumber(const schema::Message& message) {
  return message.options.GetBool("message_set_wire_format", false) ? kMaxMessageSetNumber
                                                                   : kMaxFieldNumber;
}

// Reports each old range that is no longer wholly covered.
template <typename T>
void CheckRanges(const compare::Pair<T>& pair, std::string_view kind, std::string_view element_kind,
                 const std::vector<NumberRange>& before, const std::vector<NumberRange>& after,
                 int64_t max, Reporter& reporter) {
  const std::vector<NumberRange> covered = Coalesce(after);
  for (const NumberRange& range : before) {
    const std::vector<NumberRange> missing = Subtract(range, covered);
    if (missing.empty()) continue;
    std::vector<std::string> texts;
    for (const NumberRange& gap : missing) texts.push_back(RangeText(gap, max));
    reporter.Add(
        {.element = pair.after.full_name,
         .at = At(pair.after.file, pair.after.span),
         .against = At(pair.before.file, pair.before.span),
         .description = fmt::format(
             "Previously present {} range \"{}\" on {} {} is missing values: {} were removed.",
             kind, RangeText(range, max), element_kind, Quote(pair.after.name), Join(texts, ", ")),
         .arguments = {std::string(kind), RangeText(range, max)}});
  }
}

template <typename T>
void CheckNames(const compare::Pair<T>& pair, std::string_view element_kind, Reporter& reporter) {
  std::set<std::string_view> kept;
  for (const auto& reserved : pair.after.reserved_names) kept.insert(reserved.name);
  for (const auto& reserved : pair.before.reserved_names) {
    if (kept.contains(reserved.name)) continue;
    reporter.Add(
        {.element = pair.after.full_name,
         .at = At(pair.after.file, pair.after.span),
         .against = At(pair.before.file, pair.before.span),
         .description = fmt::format("Previously present reserved name {} on {} {} was deleted.",
                                    Quote(reserved.name), element_kind, Quote(pair.after.name)),
         .arguments = {"name", reserved.name}});
  }
}

void CheckReservedEnum(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  CheckRanges(pair, "reserved", "enum", pair.before.reserved_ranges, pair.after.reserved_ranges,
              kMaxEnumNumber, reporter);
  CheckNames(pair, "enum", reporter);
}

void CheckReservedMessage(const RuleContext& /*context*/, const MessagePair& pair,
                          Reporter& reporter) {
  CheckRanges(pair, "reserved", "message", pair.before.reserved_ranges, pair.after.reserved_ranges,
              MaxNumber(pair.after), reporter);
  CheckNames(pair, "message", reporter);
}

void CheckExtensionRanges(const RuleContext& /*context*/, const MessagePair& pair,
                          Reporter& reporter) {
  CheckRanges(pair, "extension", "message", pair.before.extension_ranges,
              pair.after.extension_ranges, MaxNumber(pair.after), reporter);
}

constexpr std::string_view kReservedSource =
    "https://protobuf.dev/programming-guides/proto3/#fieldreserved";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "RESERVED_ENUM_NO_DELETE",
     .categories = kFile | kPackage | kWireJson | kWire | kCsr,
     .severity = Severity::kMedium,
     .title = "Reserved enum numbers and names stay reserved",
     .impact =
         "Nothing breaks today, but the number or name may now be given to a new value: stored "
         "and in-flight data with the old meaning would be read as the new one.",
     .remedy =
         "Put the `reserved` statement back. To bring the old value back under its old number "
         "and name, accept this change on purpose.",
     .source = kReservedSource,
     .check = CheckReservedEnum,
     .repair = Repair::kUnreserve},
    {.id = "RESERVED_MESSAGE_NO_DELETE",
     .categories = kFile | kPackage | kWireJson | kWire | kCsr,
     .severity = Severity::kMedium,
     .title = "Reserved field numbers and names stay reserved",
     .impact =
         "Nothing breaks today, but the number or name may now be given to a new field: stored "
         "and in-flight data with the old meaning would be read as the new one.",
     .remedy =
         "Put the `reserved` statement back. To bring the old field back under its old number, "
         "name and type, accept this change on purpose.",
     .source = kReservedSource,
     .check = CheckReservedMessage,
     .repair = Repair::kUnreserve},
    {.id = "EXTENSION_MESSAGE_NO_DELETE",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kHigh,
     .title = "Extension ranges are not deleted from a message",
     .impact =
         "Extensions with these numbers, which may be declared in other repositories, no longer "
         "compile, and the numbers may be given to fields with another meaning.",
     .remedy =
         "Keep the range. When no extension in it is used any more, turn it into a `reserved` "
         "range and accept this change on purpose.",
     .source = "https://protobuf.dev/programming-guides/proto2/#extensions",
     .check = CheckExtensionRanges,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
}};

}  // namespace

std::span<const Rule> ReservedRules() { return kRules; }

}  // namespace protowarden::rules
