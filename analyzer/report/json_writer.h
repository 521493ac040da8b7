// SPDX-License-Identifier: Apache-2.0
//
// Writes what Dump would, member by member: a report of hundreds of thousands of fields need not
// stand in memory as a tree first. Internal to report/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/json_values.h"

namespace protowarden::report {

class JsonWriter {
 public:
  // Where a report's size is known roughly, the text need not be moved as it grows.
  explicit JsonWriter(size_t expected_size = 0) { text_.reserve(expected_size); }

  void BeginObject() { Begin('{'); }
  void EndObject() { End('}'); }
  void BeginList() { Begin('['); }
  void EndList() { End(']'); }
  // Before each item of a list.
  void Item();
  // Before each member of an object; its value follows.
  void Key(std::string_view key);

  void Value(std::string_view text);
  void Value(const std::string& text) { Value(std::string_view(text)); }
  void Value(const char* text) { Value(std::string_view(text)); }
  void Value(bool truth) { text_ += truth ? "true" : "false"; }
  void Value(int32_t number) { text_ += std::to_string(number); }
  void Value(const std::vector<std::string>& items);
  void Value(const Json& tree);

  template <typename T>
  void Member(std::string_view key, const T& value) {
    Key(key);
    Value(value);
  }
  // The members of an object.
  void Members(const Json& object);

  // The whole text, with a newline at the end.
  [[nodiscard]] std::string Take();

 private:
  void Begin(char bracket);
  void End(char bracket);
  void NewLine();

  std::string text_;
  size_t depth_ = 0;
  bool first_ = true;  // nothing stands in the innermost object or list yet
};

}  // namespace protowarden::report
