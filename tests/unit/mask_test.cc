// SPDX-License-Identifier: Apache-2.0
#include "analyzer/mask/mask.h"

#include <gmock/gmock.h>

#include "analyzer/mask/wire_reader.h"
#include "plugins/app/inventory.h"
#include "tests/support/compare_texts.h"

namespace protowarden::mask {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kSchema = R"(syntax = "proto3";
package shop.v1;
import "google/protobuf/any.proto";
import "google/protobuf/wrappers.proto";
message Response { Customer customer = 1; google.protobuf.Any detail = 2; }
message Envelope {
  Customer customer = 1 [(pii.v1.sensitivity) = HIGH];
  Shape shape = 2 [(pii.v1.sensitivity) = HIGH];
  Shape other = 3;
}
message Shape { string outline = 1; }
message Customer {
  string name = 1;
  string ssn = 2;
  string credit_card = 3;
  int32 credit_score = 4;
  repeated string passport_numbers = 5;
  map<string, Customer> relatives = 6;
  Customer spouse = 7;
  oneof login { string password = 8; string badge_color = 9; }
  google.protobuf.StringValue tax_id = 10;
  string note = 11 [(pii.v1.sensitivity) = HIGH];
  string status = 12;
  repeated int64 visits = 13;
}
)";

Options ForReadersOfLow() {
  Options options;
  options.clearance = Sensitivity::kLow;
  return options;
}

class Mask : public testing::Test {
 protected:
  Mask()
      : loaded_(test::LoadTexts({}, {{"shop.proto", kSchema}})),
        inventory_(app::InventoryOf(loaded_.pair.after, {}, 1)),
        index_(inventory_),
        level_of_(LevelsOf(index_)) {}

  const schema::Schema& schema() const { return loaded_.pair.after; }
  const schema::Message& Type(std::string_view name) const {
    return *schema().FindMessage("shop.v1." + std::string(name));
  }
  std::string Json(std::string_view payload, std::string_view type = "Customer") {
    auto masked = MaskJson(payload, schema(), Type(type), level_of_, options_);
    if (!masked.ok()) return masked.error().message;
    fields_ = masked->fields;
    std::string text = std::move(masked->payload);
    std::erase_if(text, [](char letter) { return letter == ' ' || letter == '\n'; });
    return text;
  }
  Result<Masked> Binary(std::string_view payload, std::string_view type = "Customer") {
    return MaskBinary(payload, schema(), Type(type), level_of_, options_);
  }
  std::string BinaryText(std::string_view payload, std::string_view type = "Customer") {
    auto masked = Binary(payload, type);
    return masked.ok() ? masked->payload : masked.error().message;
  }

  test::LoadedTexts loaded_;
  Inventory inventory_;
  InventoryIndex index_;
  LevelOf level_of_;
  Options options_ = ForReadersOfLow();
  std::vector<std::string> fields_;
};

std::string Text(int32_t number, std::string_view text) {
  std::string out;
  AppendBytes(number, text, out);
  return out;
}

std::string Number(int32_t number, uint64_t value) {
  std::string out;
  AppendTag(number, WireType::kVarint, out);
  AppendVarint(value, out);
  return out;
}

TEST_F(Mask, TheNameStaysTheNumbersGo) {
  EXPECT_EQ(Json(R"({"customer": {"name": "John", "ssn": "123-45-6789",
                                  "credit_card": "4111-1111-1111-1111"}})",
                 "Response"),
            R"({"customer":{"name":"John","ssn":"[REDACTED]","credit_card":"[REDACTED]"}})");
  EXPECT_THAT(fields_, ElementsAre("shop.v1.Customer.credit_card", "shop.v1.Customer.ssn"));
}

TEST_F(Mask, WhoMaySeeItSeesIt) {
  options_.clearance = Sensitivity::kHigh;
  const std::string payload = R"({"ssn":"123-45-6789","creditScore":700})";
  EXPECT_EQ(Json(payload), payload);
  EXPECT_THAT(fields_, IsEmpty());
}

TEST_F(Mask, BothNamesOfAFieldCount) {
  EXPECT_EQ(Json(R"({"creditCard":"4111"})"), R"({"creditCard":"[REDACTED]"})");
  EXPECT_EQ(Json(R"({"credit_card":"4111"})"), R"({"credit_card":"[REDACTED]"})");
}

TEST_F(Mask, NumbersAreClearedWhateverJsonTypeTheyHave) {
  EXPECT_EQ(Json(R"({"creditScore":700,"name":"A"})"), R"({"name":"A"})");
  EXPECT_EQ(Json(R"({"creditScore":"700"})"), "{}");
}

TEST_F(Mask, ListsMapsOneofsAndWrappers) {
  EXPECT_EQ(Json(R"({"passportNumbers":["C01X","C02X"]})"),
            R"({"passportNumbers":["[REDACTED]","[REDACTED]"]})");
  EXPECT_EQ(Json(R"({"relatives":{"aunt":{"name":"B","ssn":"1"}}})"),
            R"({"relatives":{"aunt":{"name":"B","ssn":"[REDACTED]"}}})");
  EXPECT_EQ(Json(R"({"password":"hunter2"})"), R"({"password":"[REDACTED]"})");
  EXPECT_EQ(Json(R"({"badgeColor":"red"})"), R"({"badgeColor":"red"})");
  EXPECT_EQ(Json(R"({"taxId":"12-3456789"})"), R"({"taxId":"[REDACTED]"})");
  EXPECT_EQ(Json(R"({"ssn":null})"), R"({"ssn":null})");
}

TEST_F(Mask, AnnotationsDecideWhereNamesDoNot) {
  EXPECT_EQ(Json(R"({"note":"hiv","status":"open"})"), R"({"note":"[REDACTED]","status":"open"})");
}

TEST_F(Mask, AnAnnotationBeyondTheContentTakesTheWholeMessage) {
  EXPECT_EQ(Json(R"({"customer":{"name":"A","ssn":"1"},"shape":{"outline":"x"},
                     "other":{"outline":"y"}})",
                 "Envelope"),
            R"({"customer":{"name":"A","ssn":"[REDACTED]"},"other":{"outline":"y"}})");
  const std::string kept = Text(1, Text(1, "A")) + Text(3, Text(1, "y"));
  EXPECT_EQ(BinaryText(kept + Text(2, Text(1, "x")), "Envelope"), kept);
}

TEST_F(Mask, AnyIsReadByItsType) {
  EXPECT_EQ(
      Json(R"({"detail":{"@type":"type.googleapis.com/shop.v1.Customer","ssn":"1"}})", "Response"),
      R"({"detail":{"@type":"type.googleapis.com/shop.v1.Customer","ssn":"[REDACTED]"}})");
  EXPECT_EQ(Json(R"({"detail":{"@type":"x/other.Type","ssn":"1"}})", "Response"),
            R"({"detail":{"@type":"x/other.Type"}})");
  EXPECT_EQ(Json(R"({"detail":{"ssn":"1"}})", "Response"), R"({"detail":{}})");
}

TEST_F(Mask, WhatTheSchemaDoesNotKnowGoes) {
  EXPECT_EQ(Json(R"({"social":"123-45-6789","name":"A"})"), R"({"name":"A"})");
  // A field that holds something else than its type.
  EXPECT_EQ(Json(R"({"status":{"ssn":"1"},"spouse":"123-45-6789","name":["1"]})"), "{}");
  EXPECT_EQ(Json(R"({"relatives":["123-45-6789"],"visits":[{"ssn":"1"}]})"),
            R"({"visits":[null]})");
  options_.keep_unknown = true;
  EXPECT_EQ(Json(R"({"social":"1","ssn":"1"})"), R"({"social":"1","ssn":"[REDACTED]"})");
}

TEST_F(Mask, WhatIsNoMessageIsAnError) {
  for (const std::string_view payload : {"", "[]", "\"123-45-6789\"", "{\"ssn\":", "{} {}"}) {
    const auto masked = MaskJson(payload, schema(), Type("Customer"), level_of_, options_);
    ASSERT_FALSE(masked.ok()) << payload;
    EXPECT_THAT(masked.error().message, HasSubstr("is no JSON object")) << payload;
    EXPECT_THAT(masked.error().message, Not(HasSubstr("123-45"))) << payload;
  }
}

TEST_F(Mask, DeepNestingEnds) {
  const auto nested = [](size_t depth) {
    std::string text;
    for (size_t i = 0; i < depth; ++i) text += R"({"spouse":)";
    return text + "{}" + std::string(depth, '}');
  };
  EXPECT_THAT(Json(nested(90)), HasSubstr("spouse"));
  EXPECT_THAT(Json(nested(200)), HasSubstr("nests deeper"));
  EXPECT_THAT(Json(nested(100000)), HasSubstr("nests deeper"));
  std::string binary;
  for (size_t i = 0; i < 200; ++i) binary = Text(7, binary);
  EXPECT_THAT(BinaryText(binary), HasSubstr("nests deeper"));
  EXPECT_THAT(BinaryText(std::string(100000, '\x3b')), HasSubstr("nests deeper"));  // groups
}

TEST_F(Mask, Strategies) {
  options_.strategy = Strategy::kPartial;
  EXPECT_EQ(Json(R"({"creditCard":"4111-1111-1111-1234"})"), R"({"creditCard":"****1234"})");
  EXPECT_EQ(Json(R"({"password":"short"})"), R"({"password":"[REDACTED]"})");
  EXPECT_EQ(MaskString("\u00e4\u00f6\u00fc\u00df\u00e4\u00f6\u00fc\u00df", options_),
            "****\u00e4\u00f6\u00fc\u00df");
  options_.strategy = Strategy::kHash;
  const std::string first = MaskString("123-45-6789", options_);
  EXPECT_EQ(first, MaskString("123-45-6789", options_));
  EXPECT_NE(first, MaskString("123-45-6780", options_));
  EXPECT_TRUE(first.starts_with("hash:"));
  options_.hash_key = "key";
  EXPECT_NE(first, MaskString("123-45-6789", options_));
}

TEST_F(Mask, BinaryKeepsWhatMayBeSeen) {
  const std::string relative = Text(1, "aunt") + Text(2, Text(1, "B") + Text(2, "1"));
  const std::string payload = Text(1, "John") + Text(2, "123-45-6789") + Number(4, 700) +
                              Text(5, "C01X") + Text(6, relative) + Text(7, Text(8, "hunter2")) +
                              Text(10, Text(1, "12-34")) + Text(13, "\x01\x02");
  const std::string masked_relative =
      Text(1, "aunt") + Text(2, Text(1, "B") + Text(2, "[REDACTED]"));
  const std::string expected = Text(1, "John") + Text(2, "[REDACTED]") + Text(5, "[REDACTED]") +
                               Text(6, masked_relative) + Text(7, Text(8, "[REDACTED]")) +
                               Text(10, Text(1, "[REDACTED]")) + Text(13, "\x01\x02");
  EXPECT_EQ(BinaryText(payload), expected);
  options_.clearance = Sensitivity::kHigh;
  EXPECT_EQ(BinaryText(payload), payload);
}

TEST_F(Mask, BinaryAnyAndUnknownFields) {
  const std::string url = "type.googleapis.com/shop.v1.Customer";
  EXPECT_EQ(BinaryText(Text(2, Text(1, url) + Text(2, Text(2, "1"))), "Response"),
            Text(2, Text(1, url) + Text(2, Text(2, "[REDACTED]"))));
  EXPECT_EQ(BinaryText(Text(2, Text(1, "x/other") + Text(2, "secret")), "Response"),
            Text(2, Text(1, "x/other")));
  EXPECT_EQ(BinaryText(Text(1, "A") + Text(99, "secret") + Number(100, 5)), Text(1, "A"));
  // A group that nobody knows, and a string where a number belongs.
  EXPECT_EQ(BinaryText("\x9b\x06" + Text(2, "secret") + "\x9c\x06" + Text(1, "A")), Text(1, "A"));
  EXPECT_EQ(BinaryText(Number(1, 5)), "");
  options_.keep_unknown = true;
  EXPECT_EQ(BinaryText(Text(99, "secret")), Text(99, "secret"));
}

TEST_F(Mask, BrokenBinaryIsAnError) {
  for (const std::string& payload :
       {std::string("\x0a\x05"
                    "ab"),
        std::string("\x00\x00", 2), std::string("\x0f"), std::string("\x3b"), std::string("\x3c"),
        std::string(11, '\xff'),
        Text(7,
             "\x0a\x05"
             "ab")}) {
    EXPECT_FALSE(Binary(payload).ok());
  }
  EXPECT_EQ(BinaryText(""), "");
}

}  // namespace
}  // namespace protowarden::mask
