// SPDX-License-Identifier: Apache-2.0
//
// Rules about a message as a whole.
#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

#include "analyzer/base/text.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::MessagePair;
using schema::Field;
using schema::Message;

void CheckDescriptorAccessor(const RuleContext& /*context*/, const MessagePair& pair,
                             Reporter& reporter) {
  static constexpr std::string_view kOption = "no_standard_descriptor_accessor";
  if (pair.before.options.GetBool(kOption, false) || !pair.after.options.GetBool(kOption, false)) {
    return;
  }
  reporter.Add({.element = pair.after.full_name,
                .at = At(pair.after.file, pair.after.options.SpanOf(kOption)),
                .against = At(pair.before.file, pair.before.options.SpanOf(kOption)),
                .description = fmt::format(
                    "Message option \"{}\" changed from \"false\" to \"true\".", kOption)});
}

void CheckJsonFormat(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  using schema::JsonFormat;
  const JsonFormat before = pair.before.features.json_format;
  const JsonFormat after = pair.after.features.json_format;
  if (before != JsonFormat::kAllow || after == JsonFormat::kAllow) return;
  const auto where = [](const Message& message) {
    const schema::Option* option = message.options.Find({"features", "json_format"});
    return At(message.file, option == nullptr ? message.span : option->span);
  };
  reporter.Add({.element = pair.after.full_name,
                .at = where(pair.after),
                .against = where(pair.before),
                .description = fmt::format("Message {} JSON format support changed from {} to {}.",
                                           Quote(pair.after.name), Name(before), Name(after))});
}

std::map<int32_t, const Field*> RequiredFields(const Message& message) {
  std::map<int32_t, const Field*> required;
  for (const Field& field : message.fields) {
    // The keyword counts, as in buf; LEGACY_REQUIRED is a matter of cardinality.
    if (field.label == schema::Label::kRequired) required.emplace(field.number, &field);
  }
  return required;
}

void CheckRequiredFields(const RuleContext& /*context*/, const MessagePair& pair,
                         Reporter& reporter) {
  static constexpr std::string_view kWhy =
      "Required fields must always be sent, so if one side does not know about the required field, "
      "this will result in a breakage.";
  const auto before = RequiredFields(pair.before);
  const auto after = RequiredFields(pair.after);
  for (const auto& [number, field] : before) {
    if (after.contains(number)) continue;
    reporter.Add({.element = pair.before.full_name + "." + field->name,
                  .at = At(pair.after.file, pair.after.span),
                  .against = At(pair.before.file, pair.before.span),
                  .description = fmt::format("Message {} had required field \"{}\" deleted. {}",
                                             Quote(pair.before.name), number, kWhy),
                  .arguments = {"deleted", std::to_string(number)},
                  .impact = "Old readers reject every message from new writers, because the field "
                            "they require is missing: parsing fails for the whole message."});
  }
  for (const auto& [number, field] : after) {
    if (before.contains(number)) continue;
    reporter.Add({.element = pair.after.full_name + "." + field->name,
                  .at = At(pair.after.file, field->span),
                  .against = {},
                  .description = fmt::format("Message {} had required field \"{}\" added. {}",
                                             Quote(pair.after.name), number, kWhy),
                  .arguments = {"added", std::to_string(number)},
                  .impact =
                      "New readers reject every message from old writers and all stored data, "
                      "because the field they require is missing: parsing fails for the whole "
                      "message."});
  }
}

void CheckOneofs(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  std::set<std::string_view> kept;
  for (const schema::Oneof& oneof : pair.after.oneofs) kept.insert(oneof.name);
  for (const schema::Oneof& oneof : pair.before.oneofs) {
    if (oneof.synthetic || kept.contains(oneof.name)) continue;
    reporter.Add(
        {.element = pair.before.full_name + "." + oneof.name,
         .at = At(pair.after.file, pair.after.span),
         .against = At(pair.before.file, pair.before.span),
         .description = fmt::format("Previously present oneof {} on message {} was deleted.",
                                    Quote(oneof.name), Quote(pair.after.name))});
  }
}

constexpr std::array<Rule, 4> kRules = {{
    {.id = "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kLow,
     .title = "Messages keep their standard `descriptor()` accessor",
     .impact = "The generated `descriptor()` accessor disappears; code that calls it no longer "
               "compiles.",
     .remedy = "Do not set `no_standard_descriptor_accessor`. It exists for messages with a field "
               "called `descriptor`; renaming that field is the better way.",
     .source = "https://github.com/protocolbuffers/protobuf/blob/main/src/google/protobuf/"
               "descriptor.proto",
     .check = CheckDescriptorAccessor},
    {.id = "MESSAGE_SAME_JSON_FORMAT",
     .categories = kFile | kPackage | kWireJson | kCsr,
     .severity = Severity::kHigh,
     .title = "Messages keep their JSON support",
     .impact = "JSON is no longer guaranteed to work for the message: conflicting field names are "
               "allowed from now on, and JSON clients may read or write the wrong field.",
     .remedy = "Keep `features.json_format = ALLOW`.",
     .source = "https://protobuf.dev/editions/features/#json_format",
     .check = CheckJsonFormat},
    {.id = "MESSAGE_SAME_REQUIRED_FIELDS",
     .categories = kFile | kPackage | kWireJson | kWire | kCsr,
     .severity = Severity::kCritical,
     .title = "Required fields are neither added nor deleted",
     .impact =
         "One side requires a field that the other does not send: parsing fails for the whole "
         "message.",
     .remedy = "Never add a required field; add an optional one and check it in the application. "
               "Before a required field can go, make it optional everywhere and wait until all "
               "readers run that version.",
     .source = "https://protobuf.dev/best-practices/dos-donts/#add-required",
     .check = CheckRequiredFields,
     .repair = Repair::kMakeOptional},
    {.id = "ONEOF_NO_DELETE",
     .categories = kFile | kPackage | kCsr,
     .severity = Severity::kMedium,
     .title = "Oneofs are not deleted from a message",
     .impact =
         "The generated accessors that tell which member is set disappear, so code that switches "
         "on the oneof no longer compiles; and setting one of the fields no longer clears the "
         "others.",
     .remedy = "Keep the oneof, even with one member, and mark its fields `deprecated`.",
     .source = "https://protobuf.dev/programming-guides/proto3/#backward",
     .check = CheckOneofs,
     .change = ChangeKind::kRemoved},
}};

}  // namespace

std::span<const Rule> MessageRules() { return kRules; }

}  // namespace protowarden::rules
