// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {
namespace {

using schema::Option;

constexpr double kByFormat = 0.85;
constexpr double kBySensitive = 0.6;

// A format and the type it stands for, where the message is about one of the subjects.
struct Format {
  std::string_view name;
  std::string_view type;
  Subjects where;
};
constexpr Subjects kNotMachine = subject::kMain & ~subject::kMachine & ~subject::kOrganisation;
constexpr std::array<Format, 6> kFormats = {{
    {"email", "EMAIL_PERSONAL", kNotMachine},
    {"password", "PASSWORD", subject::kMain},
    {"ip", "IP_ADDRESS", subject::kPerson},
    {"ipv4", "IP_ADDRESS", subject::kPerson},
    {"ipv6", "IP_ADDRESS", subject::kPerson},
    {"phone", "PHONE_PERSONAL", kNotMachine},
}};

// The rules of a string field, also for the items of a repeated one.
const Option* StringRules(const schema::OptionSet& options, std::string_view extension) {
  if (const Option* rules = options.Find({extension, "string"})) return rules;
  return options.Find({extension, "repeated", "items", "string"});
}

// The format that an option names, in lower case; empty when there is none.
std::string FormatOf(const schema::OptionSet& options) {
  for (const std::string_view extension : {"validate.rules", "buf.validate.field"}) {
    const Option* rules = StringRules(options, extension);
    if (rules == nullptr) continue;
    for (const Format& format : kFormats) {
      const Option* rule = rules->Child(format.name);
      if (rule != nullptr && rule->text == "true") return std::string(format.name);
    }
  }
  for (const auto& path :
       {options.Find({"grpc.gateway.protoc_gen_openapiv2.options.openapiv2_field", "format"}),
        options.Find({"google.api.field_info", "format"})}) {
    if (path == nullptr) continue;
    return ToLower(path->text);
  }
  return {};
}

void Take(const Policy& policy, std::string_view type_id, double confidence,
          Classification& result) {
  const Type* type = policy.FindType(type_id);
  if (type == nullptr) return;
  result.level = type->level;
  result.types = {type->id};
  result.confidence = confidence;
}

bool BySensitive(const Policy& policy, const schema::Field& field, Classification& result) {
  const Option* sensitive = field.options.Find({"udpa.annotations.sensitive"});
  if (sensitive == nullptr || sensitive->text != "true") return false;
  Take(policy, "API_KEY", kBySensitive, result);
  result.origin = Origin::kOption;
  result.reason = "udpa.annotations.sensitive marks it";
  return true;
}

}  // namespace

bool ByOptions(const Policy& policy, const schema::Field& field, Kinds kinds,
               const SubjectOf& outer, Classification& result) {
  if (field.options.empty()) return false;
  if ((kinds & (kind::kText | kind::kBytes)) == 0) return BySensitive(policy, field, result);
  const std::string name = FormatOf(field.options);
  for (const Format& format : kFormats) {
    if (name != format.name || !outer.Is(format.where)) continue;
    Take(policy, format.type, kByFormat, result);
    result.origin = Origin::kOption;
    result.reason = fmt::format("its options ask for the format `{}`", name);
    return true;
  }
  return BySensitive(policy, field, result);
}

}  // namespace protowarden::rules::pii
