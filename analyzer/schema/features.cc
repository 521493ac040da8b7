// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/features.h"

#include <algorithm>
#include <array>
#include <utility>

namespace protowarden::schema {
namespace {

template <typename Enum, size_t kCount>
using Names = std::array<std::pair<std::string_view, Enum>, kCount>;

constexpr Names<Edition, 3> kEditions{
    {{"2023", Edition::k2023}, {"2024", Edition::k2024}, {"2026", Edition::k2026}}};

// Value names of google.protobuf.FeatureSet, pb.CppFeatures and pb.JavaFeatures.
constexpr Names<FieldPresence, 3> kFieldPresence{
    {{"EXPLICIT", FieldPresence::kExplicit},
     {"IMPLICIT", FieldPresence::kImplicit},
     {"LEGACY_REQUIRED", FieldPresence::kLegacyRequired}}};
constexpr Names<EnumType, 2> kEnumType{{{"OPEN", EnumType::kOpen}, {"CLOSED", EnumType::kClosed}}};
constexpr Names<RepeatedEncoding, 2> kRepeatedEncoding{
    {{"PACKED", RepeatedEncoding::kPacked}, {"EXPANDED", RepeatedEncoding::kExpanded}}};
constexpr Names<Utf8Validation, 2> kUtf8Validation{
    {{"VERIFY", Utf8Validation::kVerify}, {"NONE", Utf8Validation::kNone}}};
constexpr Names<MessageEncoding, 2> kMessageEncoding{
    {{"LENGTH_PREFIXED", MessageEncoding::kLengthPrefixed},
     {"DELIMITED", MessageEncoding::kDelimited}}};
constexpr Names<JsonFormat, 2> kJsonFormat{
    {{"ALLOW", JsonFormat::kAllow}, {"LEGACY_BEST_EFFORT", JsonFormat::kLegacyBestEffort}}};
constexpr Names<CppStringType, 3> kCppStringType{{{"VIEW", CppStringType::kView},
                                                  {"CORD", CppStringType::kCord},
                                                  {"STRING", CppStringType::kString}}};
constexpr Names<JavaUtf8Validation, 2> kJavaUtf8Validation{
    {{"DEFAULT", JavaUtf8Validation::kDefault}, {"VERIFY", JavaUtf8Validation::kVerify}}};

template <typename Enum, size_t kCount>
void Read(const Option& features, std::string_view name, const Names<Enum, kCount>& names,
          Enum& value) {
  const Option* node = features.Child(name);
  if (node == nullptr) return;
  // A descriptor set's enum values may arrive as numbers.
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& item) {
    return item.first == node->text || std::to_string(static_cast<int>(item.second)) == node->text;
  });
  if (found != names.end()) value = found->second;
}

template <typename Enum, size_t kCount>
std::string_view NameIn(const Names<Enum, kCount>& names, Enum value) {
  for (const auto& [name, item] : names) {
    if (item == value) return name;
  }
  return "";
}

}  // namespace

Edition EditionOf(std::string_view name) {
  for (const auto& [edition_name, edition] : kEditions) {
    if (edition_name == name) return edition;
  }
  return Edition::kUnknown;
}

Features DefaultFeatures(Edition edition) {
  Features features;
  if (edition <= Edition::kProto2) {
    features.enum_type = EnumType::kClosed;
    features.repeated_field_encoding = RepeatedEncoding::kExpanded;
    features.utf8_validation = Utf8Validation::kNone;
    features.json_format = JsonFormat::kLegacyBestEffort;
  } else if (edition == Edition::kProto3) {
    features.field_presence = FieldPresence::kImplicit;
  } else if (edition >= Edition::k2024) {
    features.cpp_string_type = CppStringType::kView;
  }
  return features;
}

Features MergeFeatures(const Features& parent, const OptionSet& options) {
  Features features = parent;
  const Option* own = options.Find({"features"});
  if (own == nullptr) return features;
  Read(*own, "field_presence", kFieldPresence, features.field_presence);
  Read(*own, "enum_type", kEnumType, features.enum_type);
  Read(*own, "repeated_field_encoding", kRepeatedEncoding, features.repeated_field_encoding);
  Read(*own, "utf8_validation", kUtf8Validation, features.utf8_validation);
  Read(*own, "message_encoding", kMessageEncoding, features.message_encoding);
  Read(*own, "json_format", kJsonFormat, features.json_format);
  if (const Option* cpp = own->Child("pb.cpp")) {
    Read(*cpp, "string_type", kCppStringType, features.cpp_string_type);
  }
  if (const Option* java = own->Child("pb.java")) {
    Read(*java, "utf8_validation", kJavaUtf8Validation, features.java_utf8_validation);
  }
  return features;
}

std::string_view Name(Utf8Validation value) { return NameIn(kUtf8Validation, value); }
std::string_view Name(JsonFormat value) { return NameIn(kJsonFormat, value); }
std::string_view Name(CppStringType value) { return NameIn(kCppStringType, value); }

}  // namespace protowarden::schema
