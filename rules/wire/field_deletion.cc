// SPDX-License-Identifier: Apache-2.0
//
// Rules about fields that are gone from a message. A field is identified by its number: a field
// that kept its number and changed its name is a rename (field_identity.cc).
#include <fmt/format.h>

#include <array>
#include <unordered_set>

#include "analyzer/base/text.h"
#include "analyzer/compare/structure.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::IsReserved;
using compare::MessagePair;
using schema::Field;

enum class Unless : uint8_t { kNever, kNameReserved, kNumberReserved };

std::vector<std::string> Notes(const Field& field, const schema::Message& now, Unless unless) {
  std::vector<std::string> notes;
  if (const Field* renumbered = now.FindFieldByName(field.name)) {
    notes.push_back(
        fmt::format("A field `{}` still exists under number {}: to readers and writers "
                    "that is another field.",
                    field.name, renumbered->number));
  }
  if (unless == Unless::kNever && IsReserved(now.reserved, field.number) &&
      IsReserved(now.reserved, field.name)) {
    notes.emplace_back(
        "Number and name are reserved, so WIRE and WIRE_JSON pass; generated code that uses the "
        "field still breaks.");
  }
  return notes;
}

// A field that only got another number is misread by everybody, and nothing tells.
std::optional<Severity> SeverityOf(const Field& field, const schema::Message& now) {
  if (now.FindFieldByName(field.name) == nullptr) return std::nullopt;
  return Severity::kCritical;
}

// What to write into the message, for this very field.
std::string Remedy(const Field& field) {
  return fmt::format(
      "Keep the field and mark it `deprecated = true`. If nobody reads or writes it "
      "any more, replace it by `reserved {}; reserved \"{}\";` so that neither is "
      "used again.",
      field.number, field.name);
}

template <Unless kUnless>
void CheckDeleted(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  std::unordered_set<int32_t> kept;
  for (const Field& field : pair.after.fields) kept.insert(field.number);
  for (const Field& field : pair.before.fields) {
    if (kept.contains(field.number)) continue;
    std::string condition;
    if (kUnless == Unless::kNameReserved) {
      if (IsReserved(pair.after.reserved, field.name)) continue;
      condition = " without reserving the name " + Quote(field.name);
    }
    if (kUnless == Unless::kNumberReserved) {
      if (IsReserved(pair.after.reserved, field.number)) continue;
      condition = fmt::format(" without reserving the number \"{}\"", field.number);
    }
    std::string what = DescribeField(field);
    what.front() = 'f';
    reporter.Add(
        {.element = field.FullName(),
         .at = At(pair.after.file, pair.after.span),
         .against = At(pair.before.file, field.span),
         .description = fmt::format("Previously present {} was deleted{}.", what, condition),
         .arguments = {std::to_string(field.number)},
         .notes = Notes(field, pair.after, kUnless),
         .recommendation = Remedy(field),
         .severity = SeverityOf(field, pair.after)});
  }
}

constexpr std::string_view kSource = "https://protobuf.dev/programming-guides/proto3/#deleting";
constexpr std::string_view kRemedy =
    "Keep the field and mark it `deprecated = true`. If nobody reads or writes it any more, "
    "reserve "
    "its number and its name so that neither is used again.";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FIELD_NO_DELETE",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields are not deleted from a message",
     .impact =
         "Code that reads or sets the field no longer compiles. Clients that still send it have "
         "the value silently dropped; clients that still read it see the default.",
     .remedy = kRemedy,
     .source = kSource,
     .check = CheckDeleted<Unless::kNever>,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
    {.id = "FIELD_NO_DELETE_UNLESS_NAME_RESERVED",
     .categories = kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields are not deleted from a message unless their name is reserved",
     .impact = "The name is free again. If a later field takes it, JSON from old clients is parsed "
               "into the new field. Until then JSON parsers reject the unknown name by default.",
     .remedy = kRemedy,
     .source = kSource,
     .check = CheckDeleted<Unless::kNameReserved>,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
    {.id = "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
     .categories = kWireJson | kWire | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields are not deleted from a message unless their number is reserved",
     .impact =
         "The number is free again. If a later field takes it, stored data and messages from old "
         "clients are parsed into the new field: wrong values or parse errors.",
     .remedy = kRemedy,
     .source = kSource,
     .check = CheckDeleted<Unless::kNumberReserved>,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kReserve},
}};

}  // namespace

std::span<const Rule> FieldDeletionRules() { return kRules; }

}  // namespace protowarden::rules
