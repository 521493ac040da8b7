// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/rule_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

constexpr size_t kIndent = 2;

size_t WidthOf(const TextOptions& options) {
  static constexpr size_t kMinimum = 40;
  return std::max(options.width, kMinimum);
}

std::string Section(const Style& style, std::string_view title, std::string_view text,
                    size_t width) {
  if (text.empty()) return {};
  return fmt::format("\n{}\n{:{}}{}\n", style.Label(title), "", kIndent,
                     Wrap(text, width, kIndent, kIndent));
}

// Source text, indented.
std::string Listing(const Style& style, std::string_view title, std::string_view source) {
  std::string text = fmt::format("\n{}\n", style.Label(title));
  if (Trim(source).empty()) {
    return text + fmt::format("{:{}}{}\n", "", kIndent, style.Faint("(the file does not exist)"));
  }
  while (source.ends_with('\n')) source.remove_suffix(1);
  for (const std::string_view line : Split(source, '\n')) {
    text += line.empty() ? "\n" : fmt::format("{:{}}{}\n", "", kIndent, Printable(line));
  }
  return text;
}

}  // namespace

bool IsOfModel(const Rule& rule) {
  return std::visit([](auto check) { return check == nullptr; }, rule.check);
}

std::string CategoryText(CategorySet categories) {
  std::vector<std::string> names;
  for (const auto& [name, bit] : kCategories) {
    if ((categories & bit) != 0) names.emplace_back(name);
  }
  return names.empty() ? "-" : Join(names, ", ");
}

std::string RenderRuleList(std::span<const Rule* const> rules, const TextOptions& options) {
  const Style style(options.color);
  size_t id_width = 0;
  size_t severity_width = 0;
  size_t category_width = 0;
  for (const Rule* rule : rules) {
    id_width = std::max(id_width, rule->id.size());
    severity_width = std::max(severity_width, Name(rule->severity).size());
    category_width = std::max(category_width, CategoryText(rule->categories).size());
  }
  std::string text;
  for (const Rule* rule : rules) {
    text +=
        fmt::format("{}{:{}}  {}{:{}}  {:{}}  {}{}\n", style.Strong(rule->id), "",
                    id_width - rule->id.size(), style.Badge(rule->severity), "",
                    severity_width - Name(rule->severity).size(), CategoryText(rule->categories),
                    category_width, rule->title, IsOfModel(*rule) ? " [language model]" : "");
  }
  return text;
}

std::string RenderRule(const Rule& rule, const RuleExample& example, const TextOptions& options) {
  const Style style(options.color);
  const size_t width = WidthOf(options);
  std::string text =
      fmt::format("{}  {}  {}\n{}.\n", style.Strong(rule.id), style.Badge(rule.severity),
                  style.Faint(CategoryText(rule.categories)), rule.title);
  text += Section(style, "Breaks", rule.impact, width);
  text += Section(style, "Fix", rule.remedy, width);
  if (!example.before.empty() || !example.after.empty()) {
    text += Listing(style, "Before", example.before);
    text += Listing(style, "After", example.after);
  }
  if (IsOfModel(rule)) {
    text += Section(style, "Language model",
                    "A model reports this where [llm] is configured; no check of protowarden does. "
                    "The severity of a finding is the model's.",
                    width);
  } else if (!rule.buf_rule) {
    text += Section(style, "Compatibility",
                    "buf has no such rule. It is off under `--profile buf`.", width);
  }
  if (!rule.source.empty()) text += fmt::format("\n{}\n  {}\n", style.Label("Source"), rule.source);
  return text;
}

}  // namespace protowarden::report
