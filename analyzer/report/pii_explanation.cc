// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/report/pii_report.h"
#include "analyzer/report/style.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {

std::string RenderExplanationText(const ExplanationReport& report, const TextOptions& options) {
  const Style style(options.color);
  const FieldRecord& field = report.field;
  std::string text = fmt::format(
      "{}  {}\n", style.Strong(Printable(field.element)),
      style.Faint(fmt::format("{}, {}:{}", Printable(field.type), Printable(field.location.file),
                              std::max(field.location.span.line, 1))));
  size_t width = 0;
  for (const TraceStep& step : report.steps) width = std::max(width, step.step.size());
  const size_t indent = width + 4;
  for (const TraceStep& step : report.steps) {
    text += fmt::format("  {:<{}}  {}\n", step.step, width,
                        Wrap(Printable(step.text), options.width, indent, indent));
  }
  return text;
}

std::string RenderSuggestions(const std::vector<PiiSuggestion>& suggestions,
                              const TextOptions& options) {
  if (suggestions.empty()) return {};
  const Style style(options.color);
  std::string text = style.Strong("Suggested rules") + "\n";
  for (const PiiSuggestion& suggestion : suggestions) {
    text += "  " + Wrap(Printable(suggestion.reason), options.width, 2, 2) + "\n";
    for (const std::string_view line : Split(Trim(suggestion.toml), '\n')) {
      text += fmt::format("    {}\n", Printable(line));
    }
  }
  return text + "\n";
}

}  // namespace protowarden::report
