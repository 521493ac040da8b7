// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/relax.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "rules/pii/annotate/field_options.h"

namespace protowarden::rules::fix {
namespace {

using edit::SourceTokens;

// Entries as they are written, and the value that demands something.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kRequirements = {
    {{"features.field_presence", "LEGACY_REQUIRED"},
     {"(validate.rules).message.required", "true"},
     {"(validate.rules).any.required", "true"},
     {"(validate.rules).duration.required", "true"},
     {"(validate.rules).timestamp.required", "true"},
     {"(buf.validate.field).required", "true"},
     {"(google.api.field_behavior)", "REQUIRED"}}};

bool IsRequirement(const SourceTokens& tokens, const pii::WrittenOption& option) {
  std::string name = option.name;
  if (name.starts_with("(.")) name.erase(1, 1);
  return std::any_of(kRequirements.begin(), kRequirements.end(), [&](const auto& item) {
    return item.first == name && tokens.Is(option.value, item.second);
  });
}

// One entry of a {value}.
struct Entry {
  size_t first = 0;
  size_t last = 0;
};

// The entry that demands something in `(buf.validate.field) = {required: true, ...}`; nullopt when
// there is none.
std::optional<Entry> RequirementIn(const SourceTokens& tokens, const pii::WrittenOption& option) {
  std::string_view name = option.name;
  if (name.starts_with("(.")) name.remove_prefix(2);
  if (name.starts_with('(')) name.remove_prefix(1);
  const bool rules = name.starts_with("validate.rules)") || name == "buf.validate.field)";
  if (!rules || !tokens.Is(option.value, "{")) return std::nullopt;
  const size_t close = tokens.Closing(option.value);
  if (close == SourceTokens::kNone) return std::nullopt;
  for (size_t at = option.value + 1; at < close; ++at) {
    if (tokens.Is(at, "required") && tokens.Is(at + 1, ":") && tokens.Is(at + 2, "true")) {
      return Entry{at, at + 2};
    }
    const bool nested = tokens.Is(at, "{") || tokens.Is(at, "[");
    // (validate.rules) = {message: {required: true}} is one level deeper.
    if (nested && name != "validate.rules)") at = tokens.Closing(at);
    if (at == SourceTokens::kNone) return std::nullopt;
  }
  return std::nullopt;
}

// Removes the entry with one of the marks beside it; false when it is the only one.
bool RemoveEntry(const SourceTokens& tokens, const Entry& entry, std::vector<edit::Edit>& edits) {
  const auto is_mark = [&](size_t at) { return tokens.Is(at, ",") || tokens.Is(at, ";"); };
  const bool marked = is_mark(entry.last + 1);
  const size_t behind = entry.last + (marked ? 2 : 1);
  const bool first = tokens.Is(entry.first - 1, "{");
  const bool last = tokens.Is(behind, "}");
  if (first && last) return false;
  // What follows moves up; behind the last one only a mark may be left over.
  const size_t begin = !last                      ? tokens[entry.first].begin
                       : is_mark(entry.first - 1) ? tokens[entry.first - 1].begin
                                                  : tokens[entry.first - 1].end;
  const size_t end = last ? tokens[behind - 1].end : tokens[behind].begin;
  if (tokens.HasComment(begin, end)) return true;
  edits.push_back({begin, end - begin, ""});
  return true;
}

}  // namespace

void Relax(const Source& source, const schema::Field& field, const Span& finding,
           std::vector<edit::Edit>& edits) {
  const SourceTokens& tokens = source.tokens;
  const size_t first = source.TokenAt(field.span);
  if (first != SourceTokens::kNone && field.label == schema::Label::kRequired &&
      tokens.Is(first, "required")) {
    edits.push_back({tokens[first].begin, tokens[first].end - tokens[first].begin, "optional"});
  }
  const size_t number = source.TokenAt(field.number_span);
  if (number == SourceTokens::kNone || !tokens.Is(number + 1, "[")) return;
  const auto brackets = pii::ReadBrackets(tokens, number + 1);
  if (!brackets) return;
  const size_t demand = source.TokenAt(finding);
  std::vector<bool> remove;
  for (const pii::WrittenOption& option : brackets->options) {
    const auto entry = RequirementIn(tokens, option);
    const bool inside = entry.has_value() && RemoveEntry(tokens, *entry, edits);
    remove.push_back(
        !inside && (entry.has_value() || option.first == demand || IsRequirement(tokens, option)));
  }
  if (std::find(remove.begin(), remove.end(), true) == remove.end()) return;
  pii::RemoveFieldOptions(tokens, *brackets, remove, edits);
}

}  // namespace protowarden::rules::fix
