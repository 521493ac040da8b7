// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/descriptor_converter.h"

#include <google/protobuf/descriptor.pb.h>

#include <string_view>
#include <unordered_map>

#include "analyzer/base/source_index.h"
#include "analyzer/load/location_reader.h"
#include "analyzer/load/option_reader.h"

namespace protowarden::load {
namespace {

using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptorProto;
using google::protobuf::ServiceDescriptorProto;

// lowerCamelCase as protoc derives it.
// Source: https://protobuf.dev/programming-guides/json/ ("json_name").
std::string JsonName(const std::string& name) {
  std::string json;
  json.reserve(name.size());
  bool capitalize = false;
  for (const char c : name) {
    if (c == '_') {
      capitalize = true;
    } else {
      json.push_back(capitalize && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
      capitalize = false;
    }
  }
  return json;
}

class Converter {
 public:
  Converter(const FileDescriptorProto& proto, const MapSpan& map_span, const SourceIndex* source)
      : proto_(proto), locations_(proto.source_code_info(), map_span), source_(source) {}

  std::unique_ptr<schema::File> Run() {
    auto file = std::make_unique<schema::File>();
    file->path = proto_.name();
    file->package = proto_.package();
    file->edition = EditionOf();
    const LocationNode& root = locations_.root();
    file->package_span = root.Child(FileDescriptorProto::kPackageFieldNumber).span;
    const LocationNode& syntax = root.Child(FileDescriptorProto::kSyntaxFieldNumber);
    file->syntax_span = syntax.span;
    if (!syntax.span.known()) file->syntax_span = root.Child(kEditionField).span;
    ConvertOptions(proto_, root.Child(FileDescriptorProto::kOptionsFieldNumber), *file);
    ConvertImports(*file);
    Each(proto_.message_type(), root, FileDescriptorProto::kMessageTypeFieldNumber, file->messages,
         &Converter::Message);
    Each(proto_.enum_type(), root, FileDescriptorProto::kEnumTypeFieldNumber, file->enums,
         &Converter::Enum);
    Each(proto_.service(), root, FileDescriptorProto::kServiceFieldNumber, file->services,
         &Converter::Service);
    Each(proto_.extension(), root, FileDescriptorProto::kExtensionFieldNumber, file->extensions,
         &Converter::Field);
    return file;
  }

 private:
  static constexpr int kEditionField = 14;  // FileDescriptorProto.edition, unknown to 3.21

  template <typename Protos, typename Model>
  void Each(const Protos& protos, const LocationNode& parent, int field, std::vector<Model>& models,
            void (Converter::*convert)(const typename Protos::value_type&, const LocationNode&,
                                       Model&)) {
    const LocationNode& list = parent.Child(field);
    models.reserve(static_cast<size_t>(protos.size()));
    for (int i = 0; i < protos.size(); ++i) {
      (this->*convert)(protos.Get(i), list.Child(i), models.emplace_back());
    }
  }

  template <typename Proto, typename Element>
  void ConvertOptions(const Proto& proto, const LocationNode& at, Element& element) {
    if (!proto.has_options()) return;
    const OptionSpans spans = ReadOptionSpans(at, proto.options());
    ReadOptions(proto.options(), spans.uninterpreted, source_, element.options,
                element.unknown_options);
    ApplySpans(spans, element.options);
  }

  [[nodiscard]] schema::Edition EditionOf() const {
    const auto& unknown = proto_.GetReflection()->GetUnknownFields(proto_);
    for (int i = 0; i < unknown.field_count(); ++i) {
      if (unknown.field(i).number() == kEditionField &&
          unknown.field(i).type() == google::protobuf::UnknownField::TYPE_VARINT) {
        return static_cast<schema::Edition>(unknown.field(i).varint());
      }
    }
    return proto_.syntax() == "proto3" ? schema::Edition::kProto3 : schema::Edition::kProto2;
  }

  void ConvertImports(schema::File& file) {
    const LocationNode& list = locations_.root().Child(FileDescriptorProto::kDependencyFieldNumber);
    for (int i = 0; i < proto_.dependency_size(); ++i) {
      file.imports.push_back({proto_.dependency(i), false, false, list.Child(i).span, nullptr});
    }
    for (const int index : proto_.public_dependency()) {
      if (index >= 0 && index < proto_.dependency_size()) {
        file.imports[static_cast<size_t>(index)].is_public = true;
      }
    }
  }

  static void Named(const std::string& name, const LocationNode& at, schema::Element& element) {
    element.name = name;
    element.span = at.span;
    // Field number 1 is `name` in every descriptor message.
    element.name_span = at.Child(1).span;
    at.CopyComments(element.comments);
  }

  void Message(const DescriptorProto& proto, const LocationNode& at, schema::Message& message) {
    Named(proto.name(), at, message);
    ConvertOptions(proto, at.Child(DescriptorProto::kOptionsFieldNumber), message);
    message.is_map_entry = proto.options().map_entry();
    Each(proto.oneof_decl(), at, DescriptorProto::kOneofDeclFieldNumber, message.oneofs,
         &Converter::Oneof);
    Each(proto.field(), at, DescriptorProto::kFieldFieldNumber, message.fields, &Converter::Field);
    Each(proto.extension(), at, DescriptorProto::kExtensionFieldNumber, message.extensions,
         &Converter::Field);
    Each(proto.nested_type(), at, DescriptorProto::kNestedTypeFieldNumber, message.messages,
         &Converter::Message);
    Each(proto.enum_type(), at, DescriptorProto::kEnumTypeFieldNumber, message.enums,
         &Converter::Enum);
    const LocationNode& extension_list = at.Child(DescriptorProto::kExtensionRangeFieldNumber);
    for (int i = 0; i < proto.extension_range_size(); ++i) {
      const auto& range = proto.extension_range(i);
      message.extension_ranges.push_back(
          {range.start(), int64_t{range.end()} - 1, extension_list.Child(i).span});
    }
    const LocationNode& reserved_list = at.Child(DescriptorProto::kReservedRangeFieldNumber);
    for (int i = 0; i < proto.reserved_range_size(); ++i) {
      const auto& range = proto.reserved_range(i);
      message.reserved_ranges.push_back(
          {range.start(), int64_t{range.end()} - 1, reserved_list.Child(i).span});
    }
    ReservedNames(proto, at.Child(DescriptorProto::kReservedNameFieldNumber),
                  message.reserved_names);
    PlaceMapEntries(message);
  }

  template <typename Proto>
  static void ReservedNames(const Proto& proto, const LocationNode& list,
                            std::vector<schema::ReservedName>& names) {
    for (int i = 0; i < proto.reserved_name_size(); ++i) {
      names.push_back({proto.reserved_name(i), list.Child(i).span});
    }
  }

  // Map entries are not written in the source; they stand where the map field's type stands.
  static void PlaceMapEntries(schema::Message& message) {
    std::unordered_map<std::string_view, schema::Message*> entries;
    for (schema::Message& entry : message.messages) {
      if (entry.is_map_entry && !entry.span.known()) entries.emplace(entry.name, &entry);
    }
    if (entries.empty()) return;
    for (const schema::Field& field : message.fields) {
      // Source has the plain name, a descriptor set the full one.
      std::string_view scope = field.type_name;
      const std::string_view name = scope.substr(scope.rfind('.') + 1);
      scope.remove_suffix(name.size());
      const auto found = entries.find(name);
      if (found == entries.end()) continue;
      if (!scope.empty() && !scope.ends_with("." + message.name + ".")) continue;
      schema::Message& entry = *found->second;
      entry.span = field.type_span;
      for (schema::Field& part : entry.fields) part.span = part.type_span = field.type_span;
    }
  }

  void Oneof(const google::protobuf::OneofDescriptorProto& proto, const LocationNode& at,
             schema::Oneof& oneof) {
    Named(proto.name(), at, oneof);
    ConvertOptions(proto, at.Child(google::protobuf::OneofDescriptorProto::kOptionsFieldNumber),
                   oneof);
  }

  void Field(const FieldDescriptorProto& proto, const LocationNode& at, schema::Field& field) {
    Named(proto.name(), at, field);
    ConvertOptions(proto, at.Child(FieldDescriptorProto::kOptionsFieldNumber), field);
    field.number = proto.number();
    field.label = static_cast<schema::Label>(proto.label());
    field.has_label = at.Child(FieldDescriptorProto::kLabelFieldNumber).span.known();
    field.proto3_optional = proto.proto3_optional();
    if (proto.has_oneof_index()) field.oneof_index = proto.oneof_index();
    field.type_name = proto.type_name();
    if (proto.has_type()) field.kind = static_cast<schema::Kind>(proto.type());
    field.extendee = proto.extendee();
    field.json_name = proto.has_json_name() ? proto.json_name() : JsonName(proto.name());
    if (proto.has_default_value()) field.default_value = proto.default_value();
    field.number_span = at.Child(FieldDescriptorProto::kNumberFieldNumber).span;
    field.json_name_span = at.Child(FieldDescriptorProto::kJsonNameFieldNumber).span;
    field.default_span =
        FromKeyword(at.Child(FieldDescriptorProto::kDefaultValueFieldNumber).span, "default");
    // protoc puts the type of a group at its keyword and the type name at that of its message; buf
    // knows only the type name, and puts it at the keyword.
    const Span& type = at.Child(FieldDescriptorProto::kTypeFieldNumber).span;
    const Span& type_name = at.Child(FieldDescriptorProto::kTypeNameFieldNumber).span;
    const bool group = field.kind == schema::Kind::kGroup;
    const Span& preferred = group ? type : type_name;
    field.type_span = preferred.known() ? preferred : group ? type_name : type;
  }

  // The parser records the value of `default = value` only; everyone else points at the whole.
  [[nodiscard]] Span FromKeyword(Span value, std::string_view keyword) const {
    if (source_ == nullptr || !value.known()) return value;
    const size_t offset = source_->Offset(value.line, value.column);
    const size_t start = source_->text().rfind(keyword, offset);
    if (start == std::string_view::npos) return value;
    const Span position = source_->Position(start);
    value.line = position.line;
    value.column = position.column;
    return value;
  }

  void Enum(const EnumDescriptorProto& proto, const LocationNode& at, schema::Enum& item) {
    Named(proto.name(), at, item);
    ConvertOptions(proto, at.Child(EnumDescriptorProto::kOptionsFieldNumber), item);
    Each(proto.value(), at, EnumDescriptorProto::kValueFieldNumber, item.values,
         &Converter::EnumValue);
    const LocationNode& reserved_list = at.Child(EnumDescriptorProto::kReservedRangeFieldNumber);
    for (int i = 0; i < proto.reserved_range_size(); ++i) {
      // Unlike those of messages, an enum's ranges are inclusive in the descriptor.
      const auto& range = proto.reserved_range(i);
      item.reserved_ranges.push_back({range.start(), range.end(), reserved_list.Child(i).span});
    }
    ReservedNames(proto, at.Child(EnumDescriptorProto::kReservedNameFieldNumber),
                  item.reserved_names);
  }

  void EnumValue(const google::protobuf::EnumValueDescriptorProto& proto, const LocationNode& at,
                 schema::EnumValue& value) {
    using google::protobuf::EnumValueDescriptorProto;
    Named(proto.name(), at, value);
    ConvertOptions(proto, at.Child(EnumValueDescriptorProto::kOptionsFieldNumber), value);
    value.number = proto.number();
    value.number_span = at.Child(EnumValueDescriptorProto::kNumberFieldNumber).span;
  }

  void Service(const ServiceDescriptorProto& proto, const LocationNode& at,
               schema::Service& service) {
    Named(proto.name(), at, service);
    ConvertOptions(proto, at.Child(ServiceDescriptorProto::kOptionsFieldNumber), service);
    Each(proto.method(), at, ServiceDescriptorProto::kMethodFieldNumber, service.methods,
         &Converter::Method);
  }

  void Method(const MethodDescriptorProto& proto, const LocationNode& at, schema::Method& method) {
    Named(proto.name(), at, method);
    ConvertOptions(proto, at.Child(MethodDescriptorProto::kOptionsFieldNumber), method);
    method.input_type = proto.input_type();
    method.output_type = proto.output_type();
    method.client_streaming = proto.client_streaming();
    method.server_streaming = proto.server_streaming();
    method.input_span = at.Child(MethodDescriptorProto::kInputTypeFieldNumber).span;
    method.output_span = at.Child(MethodDescriptorProto::kOutputTypeFieldNumber).span;
  }

  const FileDescriptorProto& proto_;
  LocationTree locations_;
  const SourceIndex* source_;
};

}  // namespace

std::unique_ptr<schema::File> ConvertFile(const FileDescriptorProto& proto, const MapSpan& map_span,
                                          const SourceIndex* source) {
  return Converter(proto, map_span, source).Run();
}

}  // namespace protowarden::load
