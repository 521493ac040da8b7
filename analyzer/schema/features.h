// SPDX-License-Identifier: Apache-2.0
//
// Resolved protobuf features: what an element's syntax or edition and its own and enclosing
// `features` options amount to. Checks read these, never the syntax keyword.
// Source: https://protobuf.dev/editions/features/ and https://protobuf.dev/editions/implementation/
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/schema/option.h"

namespace protowarden::schema {

// Numeric values are those of google.protobuf.Edition.
enum class Edition : int32_t {
  kUnknown = 0,
  kProto2 = 998,
  kProto3 = 999,
  k2023 = 1000,
  k2024 = 1001,
  k2026 = 1002,
};
// The editions by the names that `edition = "..."` uses; kUnknown for a name that is none of them.
[[nodiscard]] Edition EditionOf(std::string_view name);

enum class FieldPresence : uint8_t { kExplicit = 1, kImplicit = 2, kLegacyRequired = 3 };
enum class EnumType : uint8_t { kOpen = 1, kClosed = 2 };
enum class RepeatedEncoding : uint8_t { kPacked = 1, kExpanded = 2 };
enum class Utf8Validation : uint8_t { kVerify = 2, kNone = 3 };
enum class MessageEncoding : uint8_t { kLengthPrefixed = 1, kDelimited = 2 };
enum class JsonFormat : uint8_t { kAllow = 1, kLegacyBestEffort = 2 };
// (pb.cpp).string_type
enum class CppStringType : uint8_t { kView = 1, kCord = 2, kString = 3 };
// (pb.java).utf8_validation
enum class JavaUtf8Validation : uint8_t { kDefault = 1, kVerify = 2 };

struct Features {
  FieldPresence field_presence = FieldPresence::kExplicit;
  EnumType enum_type = EnumType::kOpen;
  RepeatedEncoding repeated_field_encoding = RepeatedEncoding::kPacked;
  Utf8Validation utf8_validation = Utf8Validation::kVerify;
  MessageEncoding message_encoding = MessageEncoding::kLengthPrefixed;
  JsonFormat json_format = JsonFormat::kAllow;
  CppStringType cpp_string_type = CppStringType::kString;
  JavaUtf8Validation java_utf8_validation = JavaUtf8Validation::kDefault;

  friend bool operator==(const Features&, const Features&) = default;
};

// What an edition means before any `features` option is seen.
[[nodiscard]] Features DefaultFeatures(Edition edition);

// `parent` overridden by the `features` option among an element's own options. Values that are
// not known are left as they are in `parent`.
[[nodiscard]] Features MergeFeatures(const Features& parent, const OptionSet& options);

// Names as descriptor.proto spells them ("EXPLICIT", "LEGACY_BEST_EFFORT", ...).
[[nodiscard]] std::string_view Name(Utf8Validation value);
[[nodiscard]] std::string_view Name(JsonFormat value);
[[nodiscard]] std::string_view Name(CppStringType value);

}  // namespace protowarden::schema
