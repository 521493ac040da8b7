// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/relax.h"

#include <algorithm>
#include <array>
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

}  // namespace

void Relax(const Source& source, const schema::Field& field, std::vector<edit::Edit>& edits) {
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
  std::vector<bool> remove;
  for (const pii::WrittenOption& option : brackets->options) {
    remove.push_back(IsRequirement(tokens, option));
  }
  if (std::find(remove.begin(), remove.end(), true) == remove.end()) return;
  pii::RemoveFieldOptions(tokens, *brackets, remove, edits);
}

}  // namespace protowarden::rules::fix
