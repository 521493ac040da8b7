// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/option_reader.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/unknown_field_set.h>

#include <cmath>

#include "analyzer/load/option_decoder.h"

namespace protowarden::load {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::UninterpretedOption;
using google::protobuf::io::Tokenizer;
using schema::Option;
using schema::OptionSet;

constexpr int kMaxAggregateDepth = 100;

class IgnoreErrors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int /*line*/, int /*column*/, const std::string& /*message*/) override {}
};

// Reads protobuf text format without knowing the message type.
// Source: https://protobuf.dev/reference/protobuf/textformat-spec/
class AggregateParser {
 public:
  AggregateParser(std::string_view text, const Span& span)
      : stream_(text.data(), static_cast<int>(text.size())),
        tokenizer_(&stream_, &errors_),
        span_(span) {
    tokenizer_.set_comment_style(Tokenizer::SH_COMMENT_STYLE);
    tokenizer_.set_allow_f_after_float(true);
    tokenizer_.Next();
  }

  std::vector<Option> Fields(std::string_view close, int depth) {
    OptionSet fields;
    while (!AtEnd() && !Is(close)) {
      if (depth > kMaxAggregateDepth || !Field(fields, depth)) break;
    }
    return std::move(fields.mutable_nodes());
  }

 private:
  [[nodiscard]] bool AtEnd() { return tokenizer_.current().type == Tokenizer::TYPE_END; }
  [[nodiscard]] bool Is(std::string_view text) {
    return !AtEnd() && !text.empty() && tokenizer_.current().text == text;
  }
  bool Consume(std::string_view text) {
    if (!Is(text)) return false;
    tokenizer_.Next();
    return true;
  }

  bool Field(OptionSet& fields, int depth) {
    Option node;
    node.span = span_;
    if (!FieldName(node)) return false;
    const bool colon = Consume(":");
    if (Is("{") || Is("<")) {
      Message(node, depth);
    } else if (!colon) {
      return false;
    } else if (Is("[")) {
      List(node, fields, depth);
      return true;
    } else if (!Scalar(node)) {
      return false;
    }
    fields.Add({}, std::move(node));
    Separator();
    return true;
  }

  void Separator() {
    if (!Consume(",")) Consume(";");
  }

  bool FieldName(Option& node) {
    if (Consume("[")) {
      node.is_extension = true;
      while (!AtEnd() && !Is("]")) {
        node.name += tokenizer_.current().text;
        tokenizer_.Next();
      }
      return Consume("]");
    }
    if (tokenizer_.current().type != Tokenizer::TYPE_IDENTIFIER) return false;
    node.name = tokenizer_.current().text;
    tokenizer_.Next();
    return true;
  }

  void Message(Option& node, int depth) {
    const std::string close = Is("{") ? "}" : ">";
    tokenizer_.Next();
    node.kind = Option::Kind::kMessage;
    node.children = Fields(close, depth + 1);
    Consume(close);
  }

  // A list is its items set one after the other.
  void List(const Option& prototype, OptionSet& fields, int depth) {
    Consume("[");
    while (!AtEnd() && !Is("]")) {
      Option item = prototype;
      if (Is("{") || Is("<")) {
        Message(item, depth);
      } else if (!Scalar(item)) {
        break;
      }
      fields.Add({}, std::move(item));
      if (!Consume(",")) break;
    }
    Consume("]");
    Separator();
  }

  bool Scalar(Option& node) {
    const bool negative = Consume("-");
    const Tokenizer::Token token = tokenizer_.current();
    switch (token.type) {
      case Tokenizer::TYPE_IDENTIFIER:
        node.kind = Option::Kind::kIdentifier;
        node.text = (negative ? "-" : "") + token.text;
        break;
      case Tokenizer::TYPE_INTEGER: {
        uint64_t value = 0;
        if (!Tokenizer::ParseInteger(token.text, UINT64_MAX, &value)) return false;
        node.kind = Option::Kind::kInteger;
        node.text = (negative ? "-" : "") + std::to_string(value);
        break;
      }
      case Tokenizer::TYPE_FLOAT:
        node.kind = Option::Kind::kFloat;
        node.text = fmt::format("{}", (negative ? -1 : 1) * Tokenizer::ParseFloat(token.text));
        break;
      case Tokenizer::TYPE_STRING:
        node.kind = Option::Kind::kString;
        while (tokenizer_.current().type == Tokenizer::TYPE_STRING) {
          Tokenizer::ParseStringAppend(tokenizer_.current().text, &node.text);
          tokenizer_.Next();
        }
        return true;
      default:
        return false;
    }
    tokenizer_.Next();
    return true;
  }

  google::protobuf::io::ArrayInputStream stream_;
  IgnoreErrors errors_;
  Tokenizer tokenizer_;
  Span span_;
};

void ReadUninterpreted(const UninterpretedOption& option, const Span& span, OptionSet& result) {
  std::vector<Option> path;
  for (const auto& part : option.name()) {
    Option node;
    node.name = part.name_part();
    node.is_extension = part.is_extension();
    node.span = span;
    path.push_back(std::move(node));
  }
  if (path.empty()) return;
  Option leaf = std::move(path.back());
  path.pop_back();
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
    leaf.children = ParseAggregate(option.aggregate_value(), span);
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

std::vector<Option> ParseAggregate(std::string_view text, const Span& span) {
  return AggregateParser(text, span).Fields("", 0);
}

void ReadOptions(const google::protobuf::Message& options, const std::vector<Span>& spans,
                 OptionSet& result, std::string& unknown) {
  const google::protobuf::Reflection& reflection = *options.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(options, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->number() == google::protobuf::FieldOptions::kUninterpretedOptionFieldNumber) {
      for (int i = 0; i < reflection.FieldSize(options, field); ++i) {
        const auto& option = static_cast<const UninterpretedOption&>(
            reflection.GetRepeatedMessage(options, field, i));
        const auto index = static_cast<size_t>(i);
        ReadUninterpreted(option, index < spans.size() ? spans[index] : Span{}, result);
      }
    } else if (field->name() == "features") {
      // A libprotobuf that knows features: read them the same way.
      google::protobuf::UnknownFieldSet all;
      if (all.ParseFromString(options.SerializePartialAsString())) {
        ReadFeatures(options.GetDescriptor()->name(), all, result);
      }
    } else if (!field->is_repeated() && !field->is_extension() &&
               field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      result.Add({}, ReadKnownScalar(options, *field));
    }
  }
  const google::protobuf::UnknownFieldSet& bytes = reflection.GetUnknownFields(options);
  if (bytes.empty()) return;
  ReadFeatures(options.GetDescriptor()->name(), bytes, result);
  bytes.SerializeToString(&unknown);
}

}  // namespace protowarden::load
