// SPDX-License-Identifier: Apache-2.0
//
// Reads of JSON that others wrote: what is absent or of another type is empty, nothing throws.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace protowarden::llm {

// Objects keep their keys sorted, so that equal values have equal texts.
using Json = nlohmann::json;

// A discarded value (is_discarded()) when the text is no JSON.
[[nodiscard]] inline Json ParseJson(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

// On one line. What is not UTF-8 becomes U+FFFD.
[[nodiscard]] inline std::string DumpJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The member of an object; null when there is none.
[[nodiscard]] inline const Json& Member(const Json& json, std::string_view key) {
  static const Json kNull;
  if (!json.is_object()) return kNull;
  const auto found = json.find(key);
  return found == json.end() ? kNull : *found;
}

[[nodiscard]] inline std::string TextOf(const Json& json, std::string_view key) {
  const Json& member = Member(json, key);
  return member.is_string() ? member.get<std::string>() : std::string();
}

[[nodiscard]] inline int64_t NumberOf(const Json& json, std::string_view key) {
  const Json& member = Member(json, key);
  return member.is_number_integer() ? member.get<int64_t>() : 0;
}

[[nodiscard]] inline bool FlagOf(const Json& json, std::string_view key) {
  const Json& member = Member(json, key);
  return member.is_boolean() && member.get<bool>();
}

// The items of an array; nothing for anything else.
[[nodiscard]] inline const Json::array_t& ItemsOf(const Json& json) {
  static const Json::array_t kNone;
  return json.is_array() ? json.get_ref<const Json::array_t&>() : kNone;
}

}  // namespace protowarden::llm
