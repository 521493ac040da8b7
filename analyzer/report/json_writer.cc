// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/json_writer.h"

#include <array>
#include <charconv>
#include <utility>

#include "analyzer/base/text.h"

namespace protowarden::report {
namespace {

constexpr size_t kIndent = 2;

std::string DumpTree(const Json& tree) {
  return tree.dump(kIndent, ' ', false, Json::error_handler_t::replace);
}

// The letters that stand in JSON as they are.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (size_t letter = ' '; letter <= '~'; ++letter) plain.at(letter) = true;
  plain.at('"') = false;
  plain.at('\\') = false;
  return plain;
}();

bool IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return kPlain[static_cast<unsigned char>(letter)]; });
}

}  // namespace

void JsonWriter::NewLine() {
  if (in_record_) return;
  text_ += '\n';
  text_.append(depth_ * kIndent, ' ');
}

void JsonWriter::Begin(char bracket) {
  text_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonWriter::End(char bracket) {
  --depth_;
  if (!first_) NewLine();
  text_ += bracket;
  first_ = false;
}

void JsonWriter::BeginRecord() {
  in_record_ = true;
  Begin('{');
}

void JsonWriter::EndRecord() {
  End('}');
  in_record_ = false;
}

void JsonWriter::Item() {
  if (!first_) text_ += in_record_ ? ", " : ",";
  first_ = false;
  NewLine();
}

void JsonWriter::Key(std::string_view key) {
  Item();
  Value(key);
  text_ += ": ";
}

void JsonWriter::Value(std::string_view text) {
  if (!IsPlain(text)) {
    text_ += DumpTree(Json(text));
    return;
  }
  text_ += '"';
  text_ += text;
  text_ += '"';
}

void JsonWriter::Value(double number) {
  static constexpr size_t kLongest = 32;
  std::array<char, kLongest> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  const std::string_view text(digits.data(), static_cast<size_t>(end - digits.data()));
  text_ += text;
  if (text.find_first_of(".e") == std::string_view::npos) text_ += ".0";
}

void JsonWriter::Value(const std::vector<std::string>& items) {
  BeginList();
  for (const std::string& item : items) {
    Item();
    Value(item);
  }
  EndList();
}

void JsonWriter::Value(const Json& tree) {
  const std::string dumped = DumpTree(tree);
  if (!tree.is_structured()) {
    text_ += dumped;
    return;
  }
  // Line ends inside strings are escaped, so every one is followed by an indent.
  const std::vector<std::string_view> lines = Split(dumped, '\n');
  for (size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) NewLine();
    text_ += lines[i];
  }
}

void JsonWriter::Members(const Json& object) {
  for (const auto& [key, value] : object.items()) Member(key, value);
}

std::string JsonWriter::Take() {
  text_ += '\n';
  return std::move(text_);
}

}  // namespace protowarden::report
