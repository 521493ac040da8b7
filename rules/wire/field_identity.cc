// SPDX-License-Identifier: Apache-2.0
//
// Rules about what a field is called and which oneof it belongs to.
#include <fmt/format.h>

#include <array>

#include "analyzer/base/text.h"
#include "rules/wire/describe.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::FieldPair;
using schema::Field;

void CheckName(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  const bool extension = pair.before.IsExtension();
  const std::string before = extension ? pair.before.FullName() : pair.before.name;
  const std::string after = extension ? pair.after.FullName() : pair.after.name;
  if (before == after) return;
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = At(pair.after.file, pair.after.name_span),
       .against = At(pair.before.file, pair.before.name_span),
       .description = fmt::format("{} changed name from {} to {}.", DescribeFieldNumber(pair.after),
                                  Quote(before), Quote(after)),
       .arguments = {before}});
}

void CheckJsonName(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  // Extensions have no JSON name of their own.
  if (pair.before.IsExtension() || pair.before.json_name == pair.after.json_name) return;
  const auto where = [](const Field& field) {
    return At(field.file, FirstKnown({field.json_name_span, field.span}));
  };
  reporter.Add({.element = pair.after.FullName(),
                .at = where(pair.after),
                .against = where(pair.before),
                .description = fmt::format("{} changed option \"json_name\" from {} to {}.",
                                           DescribeField(pair.after), Quote(pair.before.json_name),
                                           Quote(pair.after.json_name)),
                .arguments = {pair.before.json_name, pair.after.json_name}});
}

void CheckOneof(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  if (pair.before.IsExtension()) return;
  const schema::Oneof* before = pair.before.oneof;
  const schema::Oneof* after = pair.after.oneof;
  if (before == nullptr && after == nullptr) return;
  if (before != nullptr && after != nullptr && before->name == after->name) return;
  std::string how;
  std::string impact;
  if (before != nullptr && after != nullptr) {
    how = fmt::format("moved from oneof {} to oneof {}", Quote(before->name), Quote(after->name));
  } else if (after != nullptr) {
    how = "moved from outside to inside a oneof";
    impact =
        "When old writers set the field together with another member of the oneof, new readers "
        "keep only the last one on the wire: data is lost. Generated accessors change.";
  } else {
    how = "moved from inside to outside a oneof";
    impact =
        "New writers may set the field together with members of the oneof; old readers then "
        "keep only the last one on the wire: data is lost. Generated accessors change.";
  }
  reporter.Add({.element = pair.after.FullName(),
                .at = At(pair.after.file, pair.after.span),
                .against = At(pair.before.file, pair.before.span),
                .description = fmt::format("{} {}.", DescribeField(pair.after), how),
                .impact = std::move(impact)});
}

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FIELD_SAME_JSON_NAME",
     .categories = kFile | kPackage | kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields keep their JSON name",
     .impact =
         "JSON clients send the old name, which the new server does not know (by default it "
         "rejects the message), and do not find the old name in responses. Field masks in JSON "
         "use it, too.",
     .remedy = "Keep the JSON name: set `json_name` to the old one.",
     .source = "https://protobuf.dev/programming-guides/json/",
     .check = CheckJsonName},
    {.id = "FIELD_SAME_NAME",
     .categories = kFile | kPackage | kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields keep their name",
     .impact =
         "Generated accessors get another name, so code that uses the field no longer compiles; "
         "JSON, text format and field masks that use the old name fail. The binary encoding does "
         "not notice.",
     .remedy =
         "Keep the name. To rename, add a new field, fill both for a time and deprecate the old "
         "one.",
     .source = "https://protobuf.dev/programming-guides/proto3/#updating",
     .check = CheckName},
    {.id = "FIELD_SAME_ONEOF",
     .categories = kFile | kPackage | kWireJson | kWire | kCsr,
     .severity = Severity::kHigh,
     .title = "Fields stay inside or outside their oneof",
     .impact =
         "Old and new readers disagree on which fields exclude each other: when one side sets "
         "two of them, the other keeps only the last one. Generated accessors change.",
     .remedy = "Leave the field where it is and add a new one in the right place.",
     .source = "https://protobuf.dev/programming-guides/proto3/#backward",
     .check = CheckOneof},
}};

}  // namespace

std::span<const Rule> FieldIdentityRules() { return kRules; }

}  // namespace protowarden::rules
