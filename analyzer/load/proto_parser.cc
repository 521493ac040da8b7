// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/proto_parser.h"

#include <google/protobuf/arena.h>
#include <google/protobuf/compiler/parser.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <utility>

#include "analyzer/base/source_index.h"
#include "analyzer/base/text.h"
#include "analyzer/load/descriptor_converter.h"
#include "analyzer/load/library_log.h"
#include "analyzer/load/shown_columns.h"
#include "analyzer/load/source_text.h"

namespace protowarden::load {
namespace {

// Bytes of an arena's blocks.
constexpr size_t kFirstBlock = size_t{16} << 10U;
constexpr size_t kLargestBlock = size_t{1} << 20U;

// The tokenizer's words for bytes that cannot stand in a .proto file say little.
std::string Explain(const std::string& message) {
  if (message.starts_with("Interpreting non ascii codepoint")) {
    return "Only ASCII may stand outside of comments and strings. Remove or replace this character "
           "and save the file as UTF-8.";
  }
  if (message.starts_with("Invalid control characters")) {
    return "There is a control character. Remove it, or leave the file out with `exclude` if it "
           "is no text.";
  }
  return Printable(message);
}

class ErrorList : public google::protobuf::io::ErrorCollector {
 public:
  ErrorList(const std::string& display_path, const SourceText& source)
      : display_path_(display_path), source_(source) {}

  std::vector<schema::Diagnostic> Take() { return errors_.Take(); }

  void AddError(int line, int column, const std::string& message) override {
    // Garbage has millions, which would all be put into words.
    if (errors_.IsFull(display_path_)) {
      errors_.Add({display_path_, 0, 0, {}});
      return;
    }
    if (!index_.has_value()) index_.emplace(source_.original);
    const Span span = index_->Shown(source_.Original({line + 1, column + 1, line + 1, column + 1}));
    errors_.Add({display_path_, span.line, span.column, Explain(message)});
  }

 private:
  const std::string& display_path_;
  const SourceText& source_;
  std::optional<SourceIndex> index_;  // made for the first error
  schema::DiagnosticList errors_;
};

bool Contains(const Span& outer, const Span& inner) {
  return std::pair(outer.line, outer.column) <= std::pair(inner.line, inner.column) &&
         std::pair(inner.line, inner.column) < std::pair(outer.end_line, outer.end_column);
}

// Puts back what was blanked out for the parser, at the places where it stood.
class Restorer {
 public:
  Restorer(const SourceText& source, schema::File& file)
      : source_(source), file_(file), taken_(source.reserved_identifiers.size(), false) {}

  void Run() {
    for (schema::Import& import : file_.imports) {
      const auto after = std::upper_bound(source_.option_imports.begin(),
                                          source_.option_imports.end(), import.span);
      if (after != source_.option_imports.begin() && Contains(*std::prev(after), import.span)) {
        import.is_option = true;
      }
    }
    for (schema::Message& message : file_.messages) Visit(message);
    for (schema::Enum& item : file_.enums) Visit(item);
  }

 private:
  void Visit(schema::Message& message) {
    for (schema::Message& nested : message.messages) Visit(nested);
    for (schema::Enum& item : message.enums) Visit(item);
    TakeReserved(message.span, message.reserved_names);
  }

  void Visit(schema::Enum& item) { TakeReserved(item.span, item.reserved_names); }

  // Inner elements take theirs first.
  void TakeReserved(const Span& element, std::vector<schema::ReservedName>& names) {
    const auto& all = source_.reserved_identifiers;
    auto next = std::lower_bound(all.begin(), all.end(), element,
                                 [](const auto& reserved, const Span& key) {
                                   return std::pair(reserved.span.line, reserved.span.column) <
                                          std::pair(key.line, key.column);
                                 });
    for (; next != all.end() && Contains(element, next->span); ++next) {
      const auto index = static_cast<size_t>(next - all.begin());
      if (taken_[index]) continue;
      taken_[index] = true;
      names.push_back({next->name, next->span});
    }
  }

  const SourceText& source_;
  schema::File& file_;
  std::vector<bool> taken_;  // of the reserved identifiers
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
  SilenceLibrary();
  ParsedProto parsed;
  const Result<SourceText> source = PrepareSource(text);
  if (!source.ok()) {
    parsed.errors.push_back(ToDiagnostic(display_path, source.error().message));
    return parsed;
  }
  ErrorList errors(display_path, *source);
  google::protobuf::io::ArrayInputStream stream(source->text().data(),
                                                static_cast<int>(source->text().size()));
  google::protobuf::io::Tokenizer tokenizer(&stream, &errors);
  google::protobuf::compiler::Parser parser;
  parser.RecordErrorsTo(&errors);
  // An arena saves the allocation and release of every single part.
  google::protobuf::ArenaOptions in_large_blocks;
  in_large_blocks.start_block_size = kFirstBlock;
  in_large_blocks.max_block_size = kLargestBlock;
  google::protobuf::Arena arena(in_large_blocks);
  auto& proto =
      *google::protobuf::Arena::CreateMessage<google::protobuf::FileDescriptorProto>(&arena);
  // The parser collects positions outside of the arena and swaps them in, which would copy them.
  google::protobuf::SourceCodeInfo positions;
  proto.unsafe_arena_set_allocated_source_code_info(&positions);
  const bool complete = parser.Parse(&tokenizer, &proto);
  parsed.errors = errors.Take();
  if (!complete || !parsed.errors.empty()) {
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
  ShowColumns(index, file);
  return parsed;
}

}  // namespace protowarden::load
