// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/aggregate_parser.h"

#include <fmt/format.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <string>

#include "analyzer/load/source_text.h"

namespace protowarden::load {
namespace {

using google::protobuf::io::Tokenizer;
using schema::Option;
using schema::OptionMerger;
using schema::OptionSet;

// A source file that is nested deeper is refused before it comes here.
constexpr int kMaxAggregateDepth = kMaxNesting;
constexpr int32_t kTabStop = 8;

class IgnoreErrors : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int /*line*/, int /*column*/, const std::string& /*message*/) override {}
};

// Reads protobuf text format without knowing the message type.
// Source: https://protobuf.dev/reference/protobuf/textformat-spec/
class AggregateParser {
 public:
  // `first_line` is the line of the file that the text starts at; 0 when positions are not known.
  // Columns of that line are `shift` less than in the file.
  AggregateParser(std::string_view text, int32_t first_line, int32_t shift)
      : stream_(text.data(), static_cast<int>(text.size())),
        tokenizer_(&stream_, &errors_),
        first_line_(first_line),
        shift_(shift) {
    tokenizer_.set_allow_f_after_float(true);
    tokenizer_.Next();
  }

  // Goes past the `{` of `name = {`.
  void SkipToValue() {
    while (!AtEnd() && !Is("=")) tokenizer_.Next();
    Consume("=");
    Consume("{");
  }

  // Text format refuses a field that occurs twice unless it is repeated.
  std::vector<Option> Fields(std::string_view close, int depth) {
    OptionSet set;
    OptionMerger fields(set);
    while (!AtEnd() && !Is(close)) {
      if (depth > kMaxAggregateDepth || !Field(fields, depth)) break;
    }
    return std::move(set.mutable_nodes());
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

  bool Field(OptionMerger& fields, int depth) {
    Option node;
    const Tokenizer::Token start = tokenizer_.current();
    if (!FieldName(node)) return false;
    const bool colon = Consume(":");
    if (Is("{") || Is("<")) {
      Message(node, depth);
    } else if (!colon) {
      return false;
    } else if (Is("[")) {
      List(node, start, fields, depth);
      return true;
    } else if (!Scalar(node)) {
      return false;
    }
    node.span = SpanSince(start);
    fields.AddItem(std::move(node));
    Separator();
    return true;
  }

  // From a token up to the last one consumed.
  [[nodiscard]] Span SpanSince(const Tokenizer::Token& start) {
    if (first_line_ == 0) return {};
    const Tokenizer::Token& end = tokenizer_.previous();
    const auto column = [this](int line, int at) { return at + 1 + (line == 0 ? shift_ : 0); };
    return {start.line + first_line_, column(start.line, start.column), end.line + first_line_,
            column(end.line, end.end_column)};
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
  void List(const Option& prototype, const Tokenizer::Token& start, OptionMerger& fields,
            int depth) {
    Consume("[");
    while (!AtEnd() && !Is("]")) {
      Option item = prototype;
      if (Is("{") || Is("<")) {
        Message(item, depth);
      } else if (!Scalar(item)) {
        break;
      }
      item.span = SpanSince(start);
      fields.AddItem(std::move(item));
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
  int32_t first_line_;
  int32_t shift_;
};

}  // namespace

std::vector<Option> ParseAggregate(std::string_view text) {
  return AggregateParser(text, 0, 0).Fields("", 0);
}

std::vector<Option> ParseAggregateAt(const SourceIndex& source, const Span& statement) {
  const size_t start = source.Offset(statement.line, statement.column);
  const size_t end = source.Offset(statement.end_line, statement.end_column);
  // Indented so that tabs advance as they do in the file.
  const int32_t indent = (statement.column - 1) % kTabStop;
  std::string text(static_cast<size_t>(indent), ' ');
  text.append(source.text().substr(start, end - std::min(start, end)));
  AggregateParser parser(text, statement.line, statement.column - 1 - indent);
  parser.SkipToValue();
  return parser.Fields("}", 0);
}

}  // namespace protowarden::load
