// SPDX-License-Identifier: Apache-2.0
//
// Additions: types, fields, values, services and methods that were not there before.
#include <fmt/format.h>

#include <unordered_set>

#include "analyzer/base/text.h"
#include "analyzer/schema/type_text.h"
#include "rules/semantic/changelog/changelog.h"

namespace protowarden::rules::semantic {
namespace {

using category::kChangelog;
using compare::EnumPair;
using compare::MessagePair;
using compare::ServicePair;
using schema::Field;

void CheckTypes(const RuleContext& context, Reporter& reporter) {
  const compare::Comparison& all = context.comparison;
  ForEachMissingType(all.after(), all.before(), [&](const auto& item, std::string_view kind) {
    reporter.Add({.element = item.full_name,
                  .at = At(item.file, item.span),
                  .description = fmt::format("The {} {} was added.", kind, Quote(item.full_name)),
                  .harmless = true});
  });
}

void CheckServices(const RuleContext& context, Reporter& reporter) {
  const compare::Comparison& all = context.comparison;
  ForEachMissingService(all.after(), all.before(), [&](const schema::Service& item) {
    reporter.Add(
        {.element = item.full_name,
         .at = At(item.file, item.span),
         .description = fmt::format("The service {} with {} was added.", Quote(item.full_name),
                                    Count(item.methods.size(), "RPC")),
         .harmless = true});
  });
}

void CheckMethods(const RuleContext& /*context*/, const ServicePair& pair, Reporter& reporter) {
  std::unordered_set<std::string_view> known;
  for (const schema::Method& method : pair.before.methods) known.insert(method.name);
  for (const schema::Method& method : pair.after.methods) {
    if (known.contains(method.name)) continue;
    reporter.Add({.element = pair.after.full_name + "." + method.name,
                  .at = At(pair.after.file, method.span),
                  .description = fmt::format("RPC {} was added to service {}.", Quote(method.name),
                                             Quote(pair.after.name)),
                  .harmless = true});
  }
}

void CheckFields(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  if (pair.after.is_map_entry) return;
  std::unordered_set<int32_t> known;
  for (const Field& field : pair.before.fields) known.insert(field.number);
  for (const Field& field : pair.after.fields) {
    if (known.contains(field.number)) continue;
    std::string description =
        fmt::format("Field {} ({}, number {}) was added to message {}", Quote(field.name),
                    TypeText(field), field.number, Quote(pair.after.name));
    if (field.oneof != nullptr)
      description += fmt::format(", in oneof {}", Quote(field.oneof->name));
    reporter.Add({.element = field.FullName(),
                  .at = At(pair.after.file, field.span),
                  .description = description + ".",
                  .harmless = true});
  }
}

void CheckOneofs(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  std::unordered_set<std::string_view> known;
  for (const schema::Oneof& oneof : pair.before.oneofs) known.insert(oneof.name);
  for (const schema::Oneof& oneof : pair.after.oneofs) {
    if (oneof.synthetic || known.contains(oneof.name)) continue;
    reporter.Add({.element = pair.after.full_name + "." + oneof.name,
                  .at = At(pair.after.file, oneof.span),
                  .description = fmt::format("Oneof {} was added to message {}.", Quote(oneof.name),
                                             Quote(pair.after.name)),
                  .harmless = true});
  }
}

void CheckExtensions(const RuleContext& context, Reporter& reporter) {
  const compare::Comparison& all = context.comparison;
  ForEachMissingExtension(all.after(), all.before(), [&](const Field& field) {
    reporter.Add(
        {.element = field.FullName(),
         .at = At(field.file, field.span),
         .description = fmt::format("Extension {} ({}, number {}) of message {} was added.",
                                    Quote(field.FullName()), TypeText(field), field.number,
                                    Quote(field.extendee)),
         .harmless = true});
  });
}

void CheckValues(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  std::unordered_set<std::string_view> known;
  for (const schema::EnumValue& value : pair.before.values) known.insert(value.name);
  for (const schema::EnumValue& value : pair.after.values) {
    if (known.contains(value.name)) continue;
    reporter.Add(
        {.element = pair.after.full_name + "." + value.name,
         .at = At(pair.after.file, value.span),
         .description = fmt::format("Value {} (number {}) was added to enum {}.", Quote(value.name),
                                    value.number, Quote(pair.after.name)),
         .harmless = true});
  }
}

constexpr std::string_view kNothing =
    "Nothing: mention it in the release notes. Update whoever reads it before whoever writes it.";

constexpr std::array<Rule, 7> kRules = {{
    {.id = "CHANGELOG_TYPE_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New messages and enums are listed",
     .impact = "Nobody: code and data from before do not know the type and need not know it.",
     .remedy = "Nothing: mention it in the release notes.",
     .source = kUpdating,
     .check = CheckTypes,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_SERVICE_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New services are listed",
     .impact = "Nobody: clients from before do not call it.",
     .remedy = "Nothing: mention it in the release notes. Deploy servers before clients.",
     .source = "https://protobuf.dev/programming-guides/proto3/#services",
     .check = CheckServices,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_RPC_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New RPCs are listed",
     .impact = "Nobody who calls the service: clients from before do not call the method. Servers "
               "that do not implement it yet answer UNIMPLEMENTED.",
     .remedy = "Nothing: mention it in the release notes. Deploy servers before clients.",
     .source = "https://grpc.io/docs/guides/status-codes/",
     .check = CheckMethods,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_FIELD_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New fields are listed",
     .impact = "Nobody in the binary encoding: readers from before skip the field, and data from "
               "before reads as unset. JSON parsers reject unknown names unless they are told to "
               "ignore them.",
     .remedy = kNothing,
     .source = kUpdating,
     .check = CheckFields,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_ONEOF_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New oneofs are listed",
     .impact = "Nobody: a oneof is not encoded; readers from before see its fields as new ones.",
     .remedy = kNothing,
     .source = "https://protobuf.dev/programming-guides/proto3/#oneof",
     .check = CheckOneofs,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_EXTENSION_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New extensions are listed",
     .impact = "Nobody: readers from before keep the extension among the unknown fields.",
     .remedy = kNothing,
     .source = "https://protobuf.dev/programming-guides/proto2/#extensions",
     .check = CheckExtensions,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_ENUM_VALUE_ADDED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "New enum values are listed",
     .impact = "Nobody in the binary encoding who expects unknown numbers: open enums keep them, "
               "closed enums put them into the unknown fields.",
     .remedy = kNothing,
     .source = "https://protobuf.dev/programming-guides/enum/",
     .check = CheckValues,
     .buf_rule = false,
     .yields = true},
}};

}  // namespace

std::span<const Rule> AdditionRules() { return kRules; }

}  // namespace protowarden::rules::semantic
