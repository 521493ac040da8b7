// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/restore.h"

#include <algorithm>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/compare/structure.h"
#include "rules/pii/annotate/field_options.h"

namespace protowarden::rules::fix {
namespace {

using compare::IsReserved;
using edit::SourceTokens;
using schema::Field;
using schema::File;
using schema::Message;

// The type is still declared in the file that it came from.
template <typename T>
bool StillThere(const T* before, const T* after) {
  return before == nullptr || (after != nullptr && after->file->path == before->file->path);
}

bool TypeIsThere(const Field& field, const Message& now, const schema::Schema& after) {
  if (field.IsMap()) return TypeIsThere(field.message_type->fields.back(), now, after);
  // A group brings its type along.
  const bool nested = field.message_type != nullptr && field.message_type->parent == field.parent;
  if (field.kind == schema::Kind::kGroup && nested) {
    return after.FindMessage(field.type_name) == nullptr;
  }
  return StillThere(field.message_type, after.FindMessage(field.type_name)) &&
         StillThere(field.enum_type, after.FindEnum(field.type_name));
}

bool HasDeprecated(const schema::Element& element) {
  return element.options.Find({"deprecated"}) != nullptr;
}

// Start of the comments that stand right above `begin`, each on lines of its own.
size_t WithComments(const SourceTokens& tokens, size_t begin) {
  const auto& comments = tokens.comments();
  auto comment =
      std::lower_bound(comments.begin(), comments.end(), begin,
                       [](const edit::Range& item, size_t at) { return item.begin < at; });
  while (comment != comments.begin()) {
    --comment;
    const std::string_view gap = tokens.text().substr(comment->end, begin - comment->end);
    const bool above = Trim(gap).empty() && std::count(gap.begin(), gap.end(), '\n') == 1;
    if (!above || !tokens.BeginsLine(comment->begin)) break;
    begin = comment->begin;
  }
  return begin;
}

std::string Reindent(std::string_view text, std::string_view old_indent, std::string_view indent,
                     std::string_view eol) {
  std::string result;
  bool first = true;
  for (std::string_view line : Split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!first) {
      result.append(eol);
      if (line.starts_with(old_indent)) {
        line.remove_prefix(old_indent.size());
        if (!line.empty()) result.append(indent);
      }
    }
    result.append(line);
    first = false;
  }
  return result;
}

}  // namespace

bool SameSurroundings(const File& before, const File& after) {
  if (before.package != after.package || before.IsEditions() != after.IsEditions()) return false;
  std::set<std::string_view> imports;
  for (const schema::Import& import : after.imports) imports.insert(import.path);
  return std::all_of(before.imports.begin(), before.imports.end(),
                     [&](const auto& import) { return imports.contains(import.path); });
}

bool IsRestorable(const Field& field, const Message& now, const schema::Schema& after) {
  if (now.FindField(field.number) != nullptr || now.FindFieldByName(field.name) != nullptr ||
      IsReserved(now.reserved, field.number) || IsReserved(now.reserved, field.name)) {
    return false;
  }
  const auto covers = [&](const auto& range) {
    return range.start <= field.number && field.number <= range.end;
  };
  return std::none_of(now.extension_ranges.begin(), now.extension_ranges.end(), covers) &&
         TypeIsThere(field, now, after);
}

bool IsRestorable(const schema::EnumValue& value, const schema::Enum& now) {
  return !IsReserved(now.reserved, value.number) && !IsReserved(now.reserved, value.name);
}

std::optional<Declaration> DeprecatedDeclaration(const Source& old_source,
                                                 const schema::Element& element,
                                                 const Span& number_span, std::string_view indent,
                                                 std::string_view eol) {
  const SourceTokens& tokens = old_source.tokens;
  const size_t first = old_source.TokenAt(element.span);
  const size_t number = old_source.TokenAt(number_span);
  if (first == SourceTokens::kNone || number == SourceTokens::kNone) return std::nullopt;
  if (HasDeprecated(element) && !element.options.GetBool("deprecated", false)) return std::nullopt;
  const size_t end = old_source.Offset(element.span.end_line, element.span.end_column);
  const size_t begin = WithComments(tokens, tokens[first].begin);
  std::vector<edit::Edit> edits;
  if (!HasDeprecated(element)) {
    pii::AddFieldOptions(tokens, number, {"deprecated = true"}, edits);
    edit::Sort(edits);
    for (edit::Edit& edit : edits) {
      if (edit.offset < begin || edit.offset + edit.length > end) return std::nullopt;
      edit.offset -= begin;
    }
  }
  const std::string text = edit::Apply(tokens.text().substr(begin, end - begin), edits);
  const std::string_view gap = tokens.text().substr(0, begin).substr(tokens.SpaceBefore(begin));
  return Declaration{Reindent(text, tokens.Indent(tokens[first].begin), indent, eol),
                     std::count(gap.begin(), gap.end(), '\n') > 1};
}

std::optional<Declaration> DeprecatedType(const Source& old_source, const schema::Element& element,
                                          std::string_view indent, std::string_view eol) {
  static constexpr std::string_view kDeprecated = "option deprecated = true;";
  const SourceTokens& tokens = old_source.tokens;
  const size_t first = old_source.TokenAt(element.span);
  if (first == SourceTokens::kNone) return std::nullopt;
  if (HasDeprecated(element) && !element.options.GetBool("deprecated", false)) return std::nullopt;
  const size_t end = old_source.Offset(element.span.end_line, element.span.end_column);
  const size_t begin = WithComments(tokens, tokens[first].begin);
  std::vector<edit::Edit> edits;
  if (!HasDeprecated(element)) {
    if (const auto body = Body::Find(old_source, element.span)) {
      body->InsertFirst({std::string(kDeprecated)}, edits);
    } else if (end > 0 && tokens.text()[end - 1] == ';') {
      edits.push_back({end - 1, 1, " { " + std::string(kDeprecated) + " }"});
    } else {
      return std::nullopt;
    }
    for (edit::Edit& edit : edits) {
      if (edit.offset < begin || edit.offset + edit.length > end) return std::nullopt;
      edit.offset -= begin;
    }
  }
  const std::string text = edit::Apply(tokens.text().substr(begin, end - begin), edits);
  return Declaration{Reindent(text, tokens.Indent(tokens[first].begin), indent, eol), true};
}

}  // namespace protowarden::rules::fix
