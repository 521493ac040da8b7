// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/field_behavior.h"

#include <re2/re2.h>

#include <algorithm>
#include <unordered_set>
#include <vector>

namespace protowarden::rules::semantic {

using schema::Field;
using schema::Message;
using schema::Method;
using schema::Usage;

bool HasBehavior(const Field& field, std::string_view behavior) {
  const auto behaviors = schema::ItemsOf(field.options.Find({"google.api.field_behavior"}));
  return std::any_of(behaviors.begin(), behaviors.end(),
                     [&](const schema::Option& item) { return item.text == behavior; });
}

bool ServerWrites(const Field& field) {
  static const RE2 kPhrase(
      R"((?i)\boutput[\s_-]*only\b|\bread[\s_-]*only\b|\b(server|system|service)[\s-]+)"
      R"((assigned|generated|defined|set|populated)\b|\b(set|assigned|generated|populated|)"
      R"(provided|filled\s+in|computed|calculated|maintained)\s+by\s+(the\s+)?(\w+\s+){0,2})"
      R"((server|system|service|backend)\b|\bignored\s+(on|in|when|if|for|during)\b|)"
      R"(\bonly\s+(set|returned|present|populated)\s+in\s+(the\s+)?(response|output)s?\b)");
  return HasBehavior(field, "OUTPUT_ONLY") || RE2::PartialMatch(field.comments.leading, kPhrase) ||
         RE2::PartialMatch(field.comments.trailing, kPhrase);
}

bool ClientsSend(const Usage& usage, const Message& message, bool (*is)(const Method&)) {
  // More messages than lie between any field and its methods.
  static constexpr size_t kMany = 1000;
  std::unordered_set<const Message*> seen{&message};
  std::vector<const Message*> pending{&message};
  while (!pending.empty()) {
    const Message& current = *pending.back();
    pending.pop_back();
    const std::vector<const Method*> methods = usage.DirectMethods(current);
    if (seen.size() > kMany || methods.size() > kMany) return true;
    if (std::any_of(methods.begin(), methods.end(), [&](const Method* method) {
          return method->input == &current && is(*method);
        })) {
      return true;
    }
    for (const Field* field : usage.Referrers(current)) {
      if (field->parent == nullptr || ServerWrites(*field)) continue;
      if (seen.insert(field->parent).second) pending.push_back(field->parent);
    }
  }
  return false;
}

}  // namespace protowarden::rules::semantic
