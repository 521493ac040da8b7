// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/proto_parser.h"

#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <charconv>

#include "analyzer/base/source_index.h"
#include "analyzer/base/text.h"
#include "analyzer/load/descriptor_converter.h"
#include "analyzer/load/source_text.h"

namespace protowarden::load {
namespace {

class ErrorList : public google::protobuf::io::ErrorCollector {
 public:
  ErrorList(const std::string& display_path, const SourceText& source,
            std::vector<schema::Diagnostic>& errors)
      : display_path_(display_path), source_(source), errors_(errors) {}

  void AddError(int line, int column, const std::string& message) override {
    const Span span = source_.Original({line + 1, column + 1, line + 1, column + 1});
    errors_.push_back({display_path_, span.line, span.column, Printable(message)});
  }

 private:
  const std::string& display_path_;
  const SourceText& source_;
  std::vector<schema::Diagnostic>& errors_;
};

bool Contains(const Span& outer, const Span& inner) {
  return std::pair(outer.line, outer.column) <= std::pair(inner.line, inner.column) &&
         std::pair(inner.line, inner.column) < std::pair(outer.end_line, outer.end_column);
}

// Puts back what was blanked out for the parser, at the places where it stood.
class Restorer {
 public:
  Restorer(const SourceText& source, schema::File& file) : source_(source), file_(file) {}

  void Run() {
    for (schema::Import& import : file_.imports) {
      for (const Span& statement : source_.option_imports) {
        if (Contains(statement, import.span)) import.is_option = true;
      }
    }
    for (schema::Message& message : file_.messages) Visit(message);
    for (schema::Enum& item : file_.enums) Visit(item);
  }

 private:
  void Visit(schema::Message& message) {
    ExtendToModifier(message.span);
    for (schema::Message& nested : message.messages) Visit(nested);
    for (schema::Enum& item : message.enums) Visit(item);
    for (const auto& reserved : source_.reserved_identifiers) {
      if (!Contains(message.span, reserved.span)) continue;
      const auto inside = [&](const auto& nested) { return Contains(nested.span, reserved.span); };
      if (std::any_of(message.messages.begin(), message.messages.end(), inside) ||
          std::any_of(message.enums.begin(), message.enums.end(), inside)) {
        continue;
      }
      message.reserved_names.push_back({reserved.name, reserved.span});
    }
  }

  void Visit(schema::Enum& item) {
    ExtendToModifier(item.span);
    for (const auto& reserved : source_.reserved_identifiers) {
      if (Contains(item.span, reserved.span)) {
        item.reserved_names.push_back({reserved.name, reserved.span});
      }
    }
  }

  void ExtendToModifier(Span& span) {
    for (const auto& modifier : source_.modifiers) {
      if (modifier.keyword_line == span.line && modifier.keyword_column == span.column) {
        span.line = modifier.span.line;
        span.column = modifier.span.column;
        return;
      }
    }
  }

  const SourceText& source_;
  schema::File& file_;
};

// "line:column: message" as PrepareSource reports it.
schema::Diagnostic ToDiagnostic(const std::string& display_path, const std::string& text) {
  schema::Diagnostic diagnostic{display_path, 0, 0, text};
  const char* end = text.data() + text.size();
  const auto line = std::from_chars(text.data(), end, diagnostic.line);
  const auto column = std::from_chars(std::min(line.ptr + 1, end), end, diagnostic.column);
  diagnostic.message.assign(std::min(column.ptr + 2, end), end);
  return diagnostic;
}

}  // namespace

ParsedProto ParseProto(const std::string& path, const std::string& display_path,
                       std::string_view text) {
  ParsedProto parsed;
  const Result<SourceText> source = PrepareSource(text);
  if (!source.ok()) {
    parsed.errors.push_back(ToDiagnostic(display_path, source.error().message));
    return parsed;
  }
  ErrorList errors(display_path, *source, parsed.errors);
  google::protobuf::io::ArrayInputStream stream(source->text().data(),
                                                static_cast<int>(source->text().size()));
  google::protobuf::io::Tokenizer tokenizer(&stream, &errors);
  google::protobuf::compiler::Parser parser;
  parser.RecordErrorsTo(&errors);
  google::protobuf::FileDescriptorProto proto;
  if (!parser.Parse(&tokenizer, &proto) || !parsed.errors.empty()) {
    if (parsed.errors.empty()) {
      parsed.errors.push_back({display_path, 0, 0, "The file could not be parsed."});
    }
    return parsed;
  }
  const SourceIndex index(source->original);
  parsed.file = ConvertFile(
      proto, [&](const Span& span) { return source->Original(span); }, &index);
  schema::File& file = *parsed.file;
  file.path = path;
  file.display_path = display_path;
  if (source->edition != schema::Edition::kUnknown) {
    file.edition = source->edition;
    file.syntax_span = source->edition_span;
    Restorer(*source, file).Run();
  } else if (source->has_prefix) {
    file.syntax_span = {};
  }
  return parsed;
}

}  // namespace protowarden::load
