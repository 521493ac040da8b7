// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/report/pii_groups.h"
#include "analyzer/report/pii_report.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

constexpr std::array<Sensitivity, 3> kLevels = {Sensitivity::kHigh, Sensitivity::kMedium,
                                                Sensitivity::kLow};
constexpr size_t kShown = 10;  // fields of a group without -v

std::string Table(const std::vector<PiiGroup>& groups, GroupBy by, const Style& style) {
  size_t width = Name(by).size();
  for (const PiiGroup& group : groups) width = std::max(width, DisplayWidth(Printable(group.name)));
  std::string title(Name(by));
  title.front() = static_cast<char>(title.front() - 'a' + 'A');
  std::string text = style.Strong(fmt::format("{:<{}}  {:>7}  {:>7}  {:>7}  {:>7}", title, width,
                                              "HIGH", "MEDIUM", "LOW", "all"));
  text += "\n";
  for (const PiiGroup& group : groups) {
    const std::string name = Printable(group.name);
    text += fmt::format("{}{:{}}", name, "", width - DisplayWidth(name));
    for (const Sensitivity level : kLevels) {
      text += fmt::format("  {:>7}", Thousands(group.by_level.at(static_cast<size_t>(level))));
    }
    text += fmt::format("  {:>7}\n", Thousands(group.fields.size()));
  }
  return text;
}

std::string Fields(const PiiGroup& group, const TextOptions& options, const Style& style) {
  std::vector<const FieldRecord*> fields = group.fields;
  std::stable_sort(fields.begin(), fields.end(), [](const FieldRecord* a, const FieldRecord* b) {
    return a->sensitivity > b->sensitivity;
  });
  std::string text = "\n" + style.Strong(Printable(group.name)) + "\n";
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i == kShown && options.verbosity == 0) {
      text += fmt::format("  and {} more (-v lists them)\n", Thousands(fields.size() - i));
      break;
    }
    text += fmt::format("  {:<6}  {}{}\n", protowarden::Name(fields[i]->sensitivity),
                        Printable(fields[i]->element),
                        fields[i]->annotated ? "" : style.Faint("  (not annotated)"));
  }
  return text;
}

}  // namespace

std::string RenderPiiGroups(const PiiReport& report, GroupBy by, const TextOptions& options) {
  const Style style(options.color);
  const std::vector<PiiGroup> groups = GroupsOf(report.inventory, by);
  if (groups.empty()) return "There is no personal data.\n";
  std::string text = Table(groups, by, style);
  if (options.verbosity < 0) return text;
  for (const PiiGroup& group : groups) text += Fields(group, options, style);
  return text;
}

}  // namespace protowarden::report
