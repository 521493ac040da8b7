// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/option_decoder.h"

#include <fmt/format.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace protowarden::load {
namespace {

using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;
using google::protobuf::internal::WireFormatLite;
using schema::Field;
using schema::Kind;
using schema::Option;
using schema::OptionSet;
using schema::Schema;

constexpr int kMaxDepth = 100;

// Numbers from google/protobuf/descriptor.proto, cpp_features.proto and java_features.proto.
struct Numbered {
  std::string_view name;
  int number;
};
constexpr std::array<Numbered, 9> kFeaturesField = {{{"FileOptions", 50},
                                                     {"MessageOptions", 12},
                                                     {"FieldOptions", 21},
                                                     {"OneofOptions", 1},
                                                     {"ExtensionRangeOptions", 50},
                                                     {"EnumOptions", 7},
                                                     {"EnumValueOptions", 2},
                                                     {"ServiceOptions", 34},
                                                     {"MethodOptions", 35}}};
// A feature and the names of its values, by number.
struct Feature {
  std::string_view name;
  int number;
  std::array<std::string_view, 5> values;
};
constexpr std::array<Feature, 8> kFeatures = {
    {{"field_presence", 1, {"", "EXPLICIT", "IMPLICIT", "LEGACY_REQUIRED"}},
     {"enum_type", 2, {"", "OPEN", "CLOSED"}},
     {"repeated_field_encoding", 3, {"", "PACKED", "EXPANDED"}},
     {"utf8_validation", 4, {"", "", "VERIFY", "NONE"}},
     {"message_encoding", 5, {"", "LENGTH_PREFIXED", "DELIMITED"}},
     {"json_format", 6, {"", "ALLOW", "LEGACY_BEST_EFFORT"}},
     {"enforce_naming_style", 7, {"", "STYLE2024", "STYLE_LEGACY"}},
     {"default_symbol_visibility",
      8,
      {"", "EXPORT_ALL", "EXPORT_TOP_LEVEL", "LOCAL_ALL", "STRICT"}}}};
constexpr Numbered kCppFeatures = {"pb.cpp", 1000};
constexpr Feature kCppStringType = {"string_type", 2, {"", "VIEW", "CORD", "STRING"}};
constexpr Numbered kJavaFeatures = {"pb.java", 1001};
constexpr Feature kJavaUtf8Validation = {"utf8_validation", 2, {"", "DEFAULT", "VERIFY"}};

Option Node(std::string_view name, bool is_extension = false) {
  Option node;
  node.name = name;
  node.is_extension = is_extension;
  return node;
}

// Adds the value of a feature as sources write it; one that is not known as its number.
void AddFeature(const UnknownField& field, const Feature& feature, const std::vector<Option>& path,
                OptionSet& result) {
  if (field.number() != feature.number || field.type() != UnknownField::TYPE_VARINT) return;
  Option leaf = Node(feature.name);
  const uint64_t value = field.varint();
  if (value < feature.values.size() && !feature.values[value].empty()) {
    leaf.text = feature.values[value];
  } else {
    leaf.kind = Option::Kind::kInteger;
    leaf.text = std::to_string(value);
  }
  result.Add(path, std::move(leaf));
}

bool ParseNested(const UnknownField& field, UnknownFieldSet& nested) {
  return field.type() == UnknownField::TYPE_LENGTH_DELIMITED &&
         nested.ParseFromString(field.length_delimited());
}

void ReadLanguageFeatures(const UnknownField& field, const Numbered& language,
                          const Feature& feature, OptionSet& result) {
  UnknownFieldSet nested;
  if (field.number() != language.number || !ParseNested(field, nested)) return;
  for (int i = 0; i < nested.field_count(); ++i) {
    AddFeature(nested.field(i), feature, {Node("features"), Node(language.name, true)}, result);
  }
}

// Decodes one message's fields by the definitions in a schema.
class Decoder {
 public:
  explicit Decoder(const Schema& schema) : schema_(schema) {}

  void Fields(const UnknownFieldSet& fields, std::string_view type, int skip, int depth,
              OptionSet& set) {
    schema::OptionMerger result(set);
    const schema::Message* message = schema_.FindMessage(type);
    for (int i = 0; i < fields.field_count(); ++i) {
      const UnknownField& field = fields.field(i);
      if (field.number() == skip) continue;
      const Field* definition = schema_.FindExtension(type, field.number());
      if (definition == nullptr && message != nullptr) {
        definition = message->FindField(field.number());
      }
      Value(field, definition, depth, result);
    }
  }

 private:
  void Value(const UnknownField& field, const Field* definition, int depth,
             schema::OptionMerger& result) {
    if (definition == nullptr || depth > kMaxDepth) {
      Option node = Node(std::to_string(field.number()));
      node.kind = Option::Kind::kUnknown;
      if (field.type() == UnknownField::TYPE_LENGTH_DELIMITED) {
        node.text = field.length_delimited();
      } else if (field.type() == UnknownField::TYPE_VARINT) {
        node.text = std::to_string(field.varint());
      }
      result.Add({}, std::move(node));
      return;
    }
    Option node = Node(definition->IsExtension() ? definition->FullName() : definition->name,
                       definition->IsExtension());
    switch (field.type()) {
      case UnknownField::TYPE_VARINT:
        Varint(field.varint(), *definition, node);
        break;
      case UnknownField::TYPE_FIXED32:
        Fixed32(field.fixed32(), *definition, node);
        break;
      case UnknownField::TYPE_FIXED64:
        Fixed64(field.fixed64(), *definition, node);
        break;
      case UnknownField::TYPE_LENGTH_DELIMITED:
        if (Packed(field.length_delimited(), *definition, node, result)) return;
        Bytes(field.length_delimited(), *definition, depth, node);
        break;
      case UnknownField::TYPE_GROUP:
        Nested(field.group(), *definition, depth, node);
        break;
    }
    if (definition->label == schema::Label::kRepeated) {
      result.AddItem(std::move(node));
    } else {
      result.Add({}, std::move(node));
    }
  }

  static void Integer(std::string text, Option& node) {
    node.kind = Option::Kind::kInteger;
    node.text = std::move(text);
  }

  static void Varint(uint64_t value, const Field& definition, Option& node) {
    switch (definition.kind) {
      case Kind::kBool:
        node.text = value != 0 ? "true" : "false";
        break;
      case Kind::kEnum:
        EnumValue(static_cast<int32_t>(value), definition, node);
        break;
      case Kind::kSint32:
        Integer(std::to_string(WireFormatLite::ZigZagDecode32(static_cast<uint32_t>(value))), node);
        break;
      case Kind::kSint64:
        Integer(std::to_string(WireFormatLite::ZigZagDecode64(value)), node);
        break;
      case Kind::kUint32:
      case Kind::kUint64:
        Integer(std::to_string(value), node);
        break;
      default:
        Integer(std::to_string(static_cast<int64_t>(value)), node);
        break;
    }
  }

  static void EnumValue(int32_t number, const Field& definition, Option& node) {
    if (definition.enum_type != nullptr) {
      for (const schema::EnumValue& value : definition.enum_type->values) {
        if (value.number == number) {
          node.text = value.name;
          return;
        }
      }
    }
    Integer(std::to_string(number), node);
  }

  static void Fixed32(uint32_t value, const Field& definition, Option& node) {
    if (definition.kind == Kind::kFloat) {
      node.kind = Option::Kind::kFloat;
      node.text = fmt::format("{}", std::bit_cast<float>(value));
    } else if (definition.kind == Kind::kSfixed32) {
      Integer(std::to_string(static_cast<int32_t>(value)), node);
    } else {
      Integer(std::to_string(value), node);
    }
  }

  static void Fixed64(uint64_t value, const Field& definition, Option& node) {
    if (definition.kind == Kind::kDouble) {
      node.kind = Option::Kind::kFloat;
      node.text = fmt::format("{}", std::bit_cast<double>(value));
    } else if (definition.kind == Kind::kSfixed64) {
      Integer(std::to_string(static_cast<int64_t>(value)), node);
    } else {
      Integer(std::to_string(value), node);
    }
  }

  void Bytes(const std::string& bytes, const Field& definition, int depth, Option& node) {
    UnknownFieldSet nested;
    if (definition.kind == Kind::kMessage && nested.ParseFromString(bytes)) {
      Nested(nested, definition, depth, node);
      return;
    }
    node.kind = Option::Kind::kString;
    node.text = bytes;
  }

  void Nested(const UnknownFieldSet& fields, const Field& definition, int depth, Option& node) {
    OptionSet children;
    Fields(fields, definition.type_name, 0, depth + 1, children);
    node.kind = Option::Kind::kMessage;
    node.children = std::move(children.mutable_nodes());
  }

  // Packed repeated scalars. False when the bytes are not a packed list.
  static bool Packed(const std::string& bytes, const Field& definition, const Option& prototype,
                     schema::OptionMerger& result) {
    const bool length_delimited = definition.kind == Kind::kString ||
                                  definition.kind == Kind::kBytes ||
                                  definition.kind == Kind::kMessage;
    if (definition.label != schema::Label::kRepeated || length_delimited) return false;
    google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()),
                                                 static_cast<int>(bytes.size()));
    while (input.CurrentPosition() < static_cast<int>(bytes.size())) {
      Option item = prototype;
      uint64_t wide = 0;
      uint32_t narrow = 0;
      if (definition.kind == Kind::kFixed64 || definition.kind == Kind::kSfixed64 ||
          definition.kind == Kind::kDouble) {
        if (!input.ReadLittleEndian64(&wide)) break;
        Fixed64(wide, definition, item);
      } else if (definition.kind == Kind::kFixed32 || definition.kind == Kind::kSfixed32 ||
                 definition.kind == Kind::kFloat) {
        if (!input.ReadLittleEndian32(&narrow)) break;
        Fixed32(narrow, definition, item);
      } else {
        if (!input.ReadVarint64(&wide)) break;
        Varint(wide, definition, item);
      }
      result.AddItem(std::move(item));
    }
    return true;
  }

  const Schema& schema_;
};

}  // namespace

int FeaturesFieldNumber(std::string_view options_name) {
  const auto found = std::find_if(kFeaturesField.begin(), kFeaturesField.end(),
                                  [&](const Numbered& item) { return item.name == options_name; });
  return found == kFeaturesField.end() ? 0 : found->number;
}

std::string_view FeatureName(int number) {
  const auto found = std::find_if(kFeatures.begin(), kFeatures.end(),
                                  [&](const Feature& item) { return item.number == number; });
  return found == kFeatures.end() ? std::string_view{} : found->name;
}

std::vector<std::string> LanguageFeaturePath(int language, int feature) {
  for (const auto& [extension, known] :
       {std::pair(kCppFeatures, kCppStringType), std::pair(kJavaFeatures, kJavaUtf8Validation)}) {
    if (extension.number == language && known.number == feature) {
      return {std::string(extension.name), std::string(known.name)};
    }
  }
  return {};
}

void ReadFeatures(std::string_view options_name, const UnknownFieldSet& fields, OptionSet& result) {
  const int features_field = FeaturesFieldNumber(options_name);
  for (int i = 0; i < fields.field_count(); ++i) {
    UnknownFieldSet features;
    if (fields.field(i).number() != features_field || !ParseNested(fields.field(i), features)) {
      continue;
    }
    for (int j = 0; j < features.field_count(); ++j) {
      const UnknownField& field = features.field(j);
      for (const Feature& feature : kFeatures) {
        AddFeature(field, feature, {Node("features")}, result);
      }
      ReadLanguageFeatures(field, kCppFeatures, kCppStringType, result);
      ReadLanguageFeatures(field, kJavaFeatures, kJavaUtf8Validation, result);
    }
  }
}

void DecodeOptions(const Schema& schema, std::string_view options_type, const std::string& bytes,
                   OptionSet& result) {
  UnknownFieldSet fields;
  if (!fields.ParseFromString(bytes)) return;
  const std::string_view short_name = options_type.substr(options_type.rfind('.') + 1);
  Decoder(schema).Fields(fields, options_type, FeaturesFieldNumber(short_name), 0, result);
}

}  // namespace protowarden::load
