// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "rules/pii/name_matcher.h"

namespace protowarden::rules::pii {
namespace {

using schema::Option;

constexpr double kByFormat = 0.85;
constexpr double kBySensitive = 0.6;
constexpr double kByComment = 0.6;

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

// The comment's first clause as a name: "The user's e-mail address. ..." -> "user e mail address".
std::string FirstClause(std::string_view comment) {
  static constexpr size_t kLongest = 80;
  static constexpr std::array<std::string_view, 12> kLabels = {
      "Required.", "Optional.", "Output only.", "Input only.", "Immutable.", "Identifier.",
      "REQUIRED.", "OPTIONAL.", "Deprecated.",  "[Required]",  "[Optional]", "Required:"};
  std::string_view text = Trim(comment);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view label : kLabels) {
      if (!text.starts_with(label)) continue;
      text = Trim(text.substr(label.size()));
      again = true;
    }
  }
  const size_t end = text.find_first_of(".,;:(\n");
  return std::string(text.substr(0, std::min({end, text.size(), kLongest})));
}

}  // namespace

std::string FirstSentence(const schema::Comments& comments) {
  static constexpr size_t kLongest = 160;
  std::string_view text = Trim(comments.leading.empty() ? comments.trailing : comments.leading);
  text = text.substr(0, kLongest);
  return std::string(text.substr(0, text.find(". ")));
}

bool ByOptions(const Policy& policy, const schema::Field& field, Kinds kinds,
               const SubjectOf& outer, Classification& result) {
  if ((kinds & (kind::kText | kind::kBytes)) == 0 || field.options.empty()) return false;
  const std::string name = FormatOf(field.options);
  for (const Format& format : kFormats) {
    if (name != format.name || !outer.Is(format.where)) continue;
    Take(policy, format.type, kByFormat, result);
    result.origin = Origin::kOption;
    result.reason = fmt::format("its options ask for the format `{}`", name);
    return true;
  }
  const Option* sensitive = field.options.Find({"udpa.annotations.sensitive"});
  if (sensitive != nullptr && sensitive->text == "true") {
    Take(policy, "API_KEY", kBySensitive, result);
    result.origin = Origin::kOption;
    result.reason = "udpa.annotations.sensitive marks it";
    return true;
  }
  return false;
}

bool ByComment(const Policy& policy, const schema::Comments& comments, Kinds kinds,
               const SubjectOf& outer, Classification& result) {
  static constexpr size_t kLatestStart = 4;
  const std::string& comment = comments.leading.empty() ? comments.trailing : comments.leading;
  const std::string clause = FirstClause(comment);
  if (clause.empty()) return false;
  // What the clause is about stands before "of", "for", "that", ...
  static constexpr std::array<std::string_view, 10> kEnds = {
      " of ", " for ", " that ", " which ", " used ",
      " to ", " in ",  " is ",   " from ",  " associated "};
  std::string_view head = clause;
  for (const std::string_view end : kEnds) head = head.substr(0, head.find(end));
  NameReading reading = ReadName(policy, head);
  for (const Candidate& candidate : reading.candidates) {
    const Term& term = *candidate.term;
    if (term.level == Sensitivity::kPublic) return false;
    if ((term.kinds & kinds) == 0 || candidate.begin > kLatestStart || !candidate.sure_tail)
      continue;
    if (!term.identity && !term.certain) continue;
    if (!outer.Is(term.where)) continue;
    const Type* type = policy.FindType(term.type);
    result.level = term.level;
    if (type != nullptr) result.types = {type->id};
    result.confidence = kByComment;
    result.origin = Origin::kComment;
    result.reason = fmt::format("its comment begins \"{}\"", Printable(clause));
    return true;
  }
  return false;
}

}  // namespace protowarden::rules::pii
