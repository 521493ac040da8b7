// SPDX-License-Identifier: Apache-2.0
//
// Writes what Dump would, member by member: a report of hundreds of thousands of fields need not
// stand in memory as a tree first. Records, of which a report has very many, take one line each.
// Internal to report/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/parallel.h"
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
  // An object that stands on one line with all that it holds.
  void BeginRecord();
  void EndRecord();
  // Before each item of a list.
  void Item();
  // Before each member of an object; its value follows.
  void Key(std::string_view key);

  void Value(std::string_view text);
  void Value(const std::string& text) { Value(std::string_view(text)); }
  void Value(const char* text) { Value(std::string_view(text)); }
  void Value(bool truth) { text_ += truth ? "true" : "false"; }
  void Value(int32_t number) { text_ += std::to_string(number); }
  void Value(double number);  // finite
  void Null() { text_ += "null"; }
  void Value(const std::vector<std::string>& items);
  void Value(const Json& tree);

  template <typename T>
  void Member(std::string_view key, const T& value) {
    Key(key);
    Value(value);
  }
  // The members of an object.
  void Members(const Json& object);
  // `count` items of the list that was begun; write(i, writer) writes the value of item i. Works on
  // up to `jobs` threads; the text does not depend on them.
  template <typename Write>
  void Items(size_t count, unsigned jobs, const Write& write);

  // The whole text, with a newline at the end.
  [[nodiscard]] std::string Take();

 private:
  void Begin(char bracket);
  void End(char bracket);
  void NewLine();

  std::string text_;
  size_t depth_ = 0;
  bool first_ = true;  // nothing stands in the innermost object or list yet
  bool in_record_ = false;
};

template <typename Write>
void JsonWriter::Items(size_t count, unsigned jobs, const Write& write) {
  static constexpr size_t kItemsOfSlice = 1024;
  static constexpr size_t kSlicesOfJob = 8;
  const size_t items_of_round = kItemsOfSlice * kSlicesOfJob * jobs;
  // In rounds, so that the slices take little memory beside the whole.
  for (size_t begin = 0; begin < count; begin += items_of_round) {
    const size_t end = std::min(count, begin + items_of_round);
    std::vector<JsonWriter> slices((end - begin + kItemsOfSlice - 1) / kItemsOfSlice);
    ParallelFor(slices.size(), jobs, [&](size_t i) {
      JsonWriter& slice = slices[i];
      slice.depth_ = depth_;
      slice.first_ = first_ && i == 0;
      const size_t from = begin + i * kItemsOfSlice;
      for (size_t item = from; item < std::min(end, from + kItemsOfSlice); ++item) {
        slice.Item();
        write(item, slice);
      }
    });
    for (const JsonWriter& slice : slices) text_ += slice.text_;
    first_ = false;
  }
}

}  // namespace protowarden::report
