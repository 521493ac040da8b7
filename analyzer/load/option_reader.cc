// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/option_reader.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include "analyzer/load/aggregate_parser.h"
#include "analyzer/load/option_decoder.h"

namespace protowarden::load {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::UninterpretedOption;
using schema::Option;
using schema::OptionSet;

void ReadUninterpreted(const UninterpretedOption& option, const Span& span,
                       const SourceIndex* source, schema::OptionMerger& result) {
  std::vector<Option> path;
  for (const auto& part : option.name()) {
    Option node;
    node.name = part.name_part();
    node.is_extension = part.is_extension();
    path.push_back(std::move(node));
  }
  if (path.empty()) return;
  // The statement sets the last name of the path; those before it have no place of their own.
  Option leaf = std::move(path.back());
  path.pop_back();
  leaf.span = span;
  if (option.has_identifier_value()) {
    leaf.kind = Option::Kind::kIdentifier;
    leaf.text = option.identifier_value();
  } else if (option.has_positive_int_value()) {
    leaf.kind = Option::Kind::kInteger;
    leaf.text = std::to_string(option.positive_int_value());
  } else if (option.has_negative_int_value()) {
    leaf.kind = Option::Kind::kInteger;
    leaf.text = std::to_string(option.negative_int_value());
  } else if (option.has_double_value()) {
    leaf.kind = Option::Kind::kFloat;
    leaf.text = fmt::format("{}", option.double_value());
  } else if (option.has_string_value()) {
    leaf.kind = Option::Kind::kString;
    leaf.text = option.string_value();
  } else if (option.has_aggregate_value()) {
    leaf.kind = Option::Kind::kMessage;
    leaf.children = source != nullptr && span.known() ? ParseAggregateAt(*source, span)
                                                      : ParseAggregate(option.aggregate_value());
  }
  result.Add(path, std::move(leaf));
}

Option ReadKnownScalar(const google::protobuf::Message& options, const FieldDescriptor& field) {
  const google::protobuf::Reflection& reflection = *options.GetReflection();
  Option node;
  node.name = field.name();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      node.text = reflection.GetBool(options, &field) ? "true" : "false";
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      node.text = reflection.GetEnum(options, &field)->name();
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      node.kind = Option::Kind::kString;
      node.text = reflection.GetString(options, &field);
      break;
    default:
      // descriptor.proto's options are booleans, enums and strings.
      node.kind = Option::Kind::kUnknown;
      break;
  }
  return node;
}

}  // namespace

void ReadOptions(const google::protobuf::Message& options, const std::vector<Span>& spans,
                 const SourceIndex* source, OptionSet& result, std::string& unknown) {
  const google::protobuf::Reflection& reflection = *options.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(options, &fields);
  schema::OptionMerger merger(result);
  for (const FieldDescriptor* field : fields) {
    if (field->number() == google::protobuf::FieldOptions::kUninterpretedOptionFieldNumber) {
      for (int i = 0; i < reflection.FieldSize(options, field); ++i) {
        const auto& option = static_cast<const UninterpretedOption&>(
            reflection.GetRepeatedMessage(options, field, i));
        const auto index = static_cast<size_t>(i);
        ReadUninterpreted(option, index < spans.size() ? spans[index] : Span{}, source, merger);
      }
    } else if (field->name() == "features") {
      // A libprotobuf that knows features: read them the same way.
      google::protobuf::UnknownFieldSet all;
      if (all.ParseFromString(options.SerializePartialAsString())) {
        ReadFeatures(options.GetDescriptor()->name(), all, result);
      }
    } else if (!field->is_repeated() && !field->is_extension() &&
               field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      merger.Add({}, ReadKnownScalar(options, *field));
    }
  }
  const google::protobuf::UnknownFieldSet& bytes = reflection.GetUnknownFields(options);
  if (bytes.empty()) return;
  ReadFeatures(options.GetDescriptor()->name(), bytes, result);
  bytes.SerializeToString(&unknown);
}

}  // namespace protowarden::load
