// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/corrections.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/config/toml_values.h"
#include "rules/pii/vocabulary.h"

namespace protowarden::rules::pii {
namespace {

constexpr std::string_view kHeader =
    "# Reviewed decisions about personal data. `protowarden pii correct` writes this file; they "
    "win\n"
    "# over names, patterns, overrides and annotations.\n";
constexpr size_t kLike = 3;

std::string FieldNameOf(const std::string& full_name) {
  return full_name.substr(full_name.rfind('.') + 1);
}

std::string RuleFor(const std::string& name, Sensitivity level, const std::string& type) {
  const std::string typed =
      type.empty() ? "" : fmt::format("type = {}\n", config::TomlString(type));
  // A harmless name is one as a whole, and names that are one word are part of many others.
  const std::vector<std::string> words = SplitName(name);
  if (level == Sensitivity::kPublic || words.size() < 2) {
    return fmt::format("[[pii.pattern]]\nname = {0}\npattern = {0}\n{1}level = \"{2}\"\n",
                       config::TomlString(name), typed, Name(level));
  }
  return fmt::format("[[pii.term]]\n{}level = \"{}\"\nwords = [{}]\n", typed, Name(level),
                     config::TomlString(Join(words, " ")));
}

}  // namespace

Result<Corrections> ReadCorrections(std::string_view text, const std::string& origin) {
  auto table = config::ParseTomlText(text, origin);
  if (!table.ok()) return table.error();
  Corrections corrections;
  config::TomlValues values;
  values.SetOrigin(origin);
  values.CheckKeys(*table, {"correction"});
  const toml::node* list = table->get("correction");
  if (list != nullptr) {
    values.Tables("correction", *list, [&](const toml::table& row) {
      values.CheckKeys(row, {"field", "level", "type", "why"});
      const std::string field = values.Text(row, "field", true);
      Correction correction;
      correction.level = values.Level(row, "level", true).value_or(Sensitivity::kHigh);
      correction.type = values.Text(row, "type");
      correction.why = values.Text(row, "why", true);
      if (!corrections.emplace(field, std::move(correction)).second) {
        values.Fail(row.source(), fmt::format("{} is corrected twice. Keep one.", Quote(field)));
      }
    });
  }
  if (values.error().has_value()) return UsageError(*values.error());
  return corrections;
}

std::string RenderCorrections(const Corrections& corrections) {
  std::string text(kHeader);
  for (const auto& [field, correction] : corrections) {
    text += fmt::format("\n[[correction]]\nfield = {}\nlevel = \"{}\"\n", config::TomlString(field),
                        Name(correction.level));
    if (!correction.type.empty())
      text += fmt::format("type = {}\n", config::TomlString(correction.type));
    text += fmt::format("why = {}\n", config::TomlString(correction.why));
  }
  return text;
}

std::vector<Proposal> ProposeRules(const Corrections& corrections,
                                   const std::function<bool(const std::string& field)>& needed) {
  // Full names differ, so like names stand in different messages.
  std::map<std::pair<std::string, Sensitivity>, std::vector<const Corrections::value_type*>> like;
  for (const auto& row : corrections) {
    like[{FieldNameOf(row.first), row.second.level}].push_back(&row);
  }
  std::vector<Proposal> proposals;
  for (const auto& [key, rows] : like) {
    if (rows.size() < kLike) continue;
    if (std::none_of(rows.begin(), rows.end(), [&](const auto* row) { return needed(row->first); }))
      continue;
    const std::string& type = rows.front()->second.type;
    const bool one_type = std::all_of(rows.begin(), rows.end(),
                                      [&](const auto* row) { return row->second.type == type; });
    const auto& [name, level] = key;
    proposals.push_back({fmt::format("{} corrections say that `{}` is {}; this rule in "
                                     "protowarden.toml would say so for every message.",
                                     rows.size(), name, Name(level)),
                         RuleFor(name, level, one_type ? type : std::string())});
  }
  return proposals;
}

}  // namespace protowarden::rules::pii
