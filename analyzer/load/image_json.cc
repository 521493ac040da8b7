// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/image_json.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analyzer/load/option_decoder.h"

namespace protowarden::load {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::UnknownFieldSet;
using nlohmann::json;

// A field of FeatureSet: its JSON name, number and values, of which the first has number
// `first_value`. Source: google/protobuf/descriptor.proto, cpp_features.proto, java_features.proto.
struct Feature {
  std::string_view name;
  int number;
  int first_value;
  std::array<std::string_view, 3> values;
};
constexpr std::array<Feature, 6> kFeatures = {
    {{"fieldPresence", 1, 1, {"EXPLICIT", "IMPLICIT", "LEGACY_REQUIRED"}},
     {"enumType", 2, 1, {"OPEN", "CLOSED", ""}},
     {"repeatedFieldEncoding", 3, 1, {"PACKED", "EXPANDED", ""}},
     {"utf8Validation", 4, 2, {"VERIFY", "NONE", ""}},
     {"messageEncoding", 5, 1, {"LENGTH_PREFIXED", "DELIMITED", ""}},
     {"jsonFormat", 6, 1, {"ALLOW", "LEGACY_BEST_EFFORT", ""}}}};
struct Language {
  std::string_view name;
  int number;
  Feature feature;
};
constexpr std::array<Language, 2> kLanguages = {
    {{"[pb.cpp]", 1000, {"stringType", 2, 1, {"VIEW", "CORD", "STRING"}}},
     {"[pb.java]", 1001, {"utf8Validation", 2, 1, {"DEFAULT", "VERIFY", ""}}}}};

const json& Member(const json& object, std::string_view name) {
  static const json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

void AddFeature(const json& features, const Feature& feature, UnknownFieldSet& fields) {
  const json& value = Member(features, feature.name);
  if (value.is_number_integer()) {
    fields.AddVarint(feature.number, value.get<uint64_t>());
  } else if (value.is_string()) {
    const auto* const found = std::find(feature.values.begin(), feature.values.end(),
                                        value.get_ref<const std::string&>());
    if (found == feature.values.end()) return;
    const auto index = found - feature.values.begin();
    fields.AddVarint(feature.number, static_cast<uint64_t>(index + feature.first_value));
  }
}

void AddMessage(int number, const UnknownFieldSet& message, UnknownFieldSet& fields) {
  if (!message.empty()) message.SerializeToString(fields.AddLengthDelimited(number));
}

// `element` is the JSON object of something that has options.
template <typename T>
void AddFeatures(const json& element, T& proto) {
  const json& features = Member(Member(element, "options"), "features");
  if (!features.is_object()) return;
  UnknownFieldSet fields;
  for (const Feature& feature : kFeatures) AddFeature(features, feature, fields);
  for (const Language& language : kLanguages) {
    UnknownFieldSet nested;
    AddFeature(Member(features, language.name), language.feature, nested);
    AddMessage(language.number, nested, fields);
  }
  auto& options = *proto.mutable_options();
  AddMessage(FeaturesFieldNumber(options.GetDescriptor()->name()), fields,
             *options.GetReflection()->MutableUnknownFields(&options));
}

// Calls visit(JSON item, proto item) for two lists of the same elements.
template <typename Repeated, typename Visitor>
void ForEach(const json& list, Repeated& items, const Visitor& visit) {
  if (!list.is_array()) return;
  const size_t count = std::min(list.size(), static_cast<size_t>(items.size()));
  for (size_t i = 0; i < count; ++i) visit(list[i], items[static_cast<int>(i)]);
}

constexpr auto kAddFeatures = [](const json& element, auto& proto) { AddFeatures(element, proto); };

void AddToEnum(const json& element, EnumDescriptorProto& proto) {
  AddFeatures(element, proto);
  ForEach(Member(element, "value"), *proto.mutable_value(), kAddFeatures);
}

void AddToMessage(const json& element, DescriptorProto& proto) {
  AddFeatures(element, proto);
  ForEach(Member(element, "field"), *proto.mutable_field(), kAddFeatures);
  ForEach(Member(element, "extension"), *proto.mutable_extension(), kAddFeatures);
  ForEach(Member(element, "oneofDecl"), *proto.mutable_oneof_decl(), kAddFeatures);
  ForEach(Member(element, "enumType"), *proto.mutable_enum_type(), AddToEnum);
  ForEach(Member(element, "nestedType"), *proto.mutable_nested_type(), AddToMessage);
}

constexpr int kEdition = 14;  // FileDescriptorProto.edition

// `name` as google.protobuf.Edition has it.
void AddEdition(std::string_view name, UnknownFieldSet& fields) {
  static constexpr std::string_view kPrefix = "EDITION_";
  if (!name.starts_with(kPrefix)) return;
  const schema::Edition edition = schema::EditionOf(name.substr(kPrefix.size()));
  if (edition != schema::Edition::kUnknown) {
    fields.AddVarint(kEdition, static_cast<uint64_t>(edition));
  }
}

void AddToFile(const json& element, FileDescriptorProto& proto) {
  static constexpr int kBufExtension = 8042;  // buf.alpha.image.v1.ImageFile
  UnknownFieldSet& fields = *proto.GetReflection()->MutableUnknownFields(&proto);
  const json& edition = Member(element, "edition");
  if (edition.is_string()) AddEdition(edition.get<std::string>(), fields);
  if (edition.is_number_integer()) fields.AddVarint(kEdition, edition.get<uint64_t>());
  if (Member(Member(element, "bufExtension"), "isImport") == true) {
    UnknownFieldSet extension;
    extension.AddVarint(1, 1);
    AddMessage(kBufExtension, extension, fields);
  }
  AddFeatures(element, proto);
  ForEach(Member(element, "messageType"), *proto.mutable_message_type(), AddToMessage);
  ForEach(Member(element, "enumType"), *proto.mutable_enum_type(), AddToEnum);
  ForEach(Member(element, "extension"), *proto.mutable_extension(), kAddFeatures);
  ForEach(Member(element, "service"), *proto.mutable_service(), kAddFeatures);
}

}  // namespace

void AddJsonExtensions(std::string_view text, google::protobuf::FileDescriptorSet& set) {
  const json parsed = json::parse(text, nullptr, /*allow_exceptions=*/false);
  ForEach(Member(parsed, "file"), *set.mutable_file(), AddToFile);
}

}  // namespace protowarden::load
