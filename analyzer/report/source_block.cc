// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/source_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

using Sign = SourceRow::Sign;

bool IsBlock(const Span& span) { return span.end_line > span.line; }

std::string Colored(const Style& style, Sign sign, std::string_view text) {
  switch (sign) {
    case Sign::kRemoved:
      return style.Removed(text);
    case Sign::kAdded:
      return style.Added(text);
    case Sign::kNone:
      break;
  }
  return std::string(text);
}

std::string_view Text(Sign sign) {
  switch (sign) {
    case Sign::kRemoved:
      return "-";
    case Sign::kAdded:
      return "+";
    case Sign::kNone:
      break;
  }
  return " ";
}

}  // namespace

std::vector<SourceRow> SourceRows(const Entry& entry) {
  const Span& after = entry.finding.location.span;
  const Span& before = entry.finding.against.span;
  const bool has_after = entry.after_line.has_value() && after.known();
  const bool has_before = entry.before_line.has_value() && before.known();
  std::vector<SourceRow> rows;
  if (has_before && has_after) {
    const std::string& old_line = *entry.before_line;
    const std::string& new_line = *entry.after_line;
    if (IsBlock(after) && !IsBlock(before)) {
      rows.push_back({Sign::kNone, false, after, new_line});
      rows.push_back({Sign::kRemoved, true, before, old_line});
    } else if (IsBlock(before) && !IsBlock(after)) {
      rows.push_back({Sign::kNone, false, before, old_line});
      rows.push_back({Sign::kAdded, true, after, new_line});
    } else if (Trim(old_line) == Trim(new_line)) {
      rows.push_back({Sign::kNone, true, after, new_line});
    } else {
      rows.push_back({Sign::kRemoved, true, before, old_line});
      rows.push_back({Sign::kAdded, true, after, new_line});
    }
  } else if (has_after) {
    const bool is_new = entry.finding.against.file.empty();
    rows.push_back({is_new ? Sign::kAdded : Sign::kNone, true, after, *entry.after_line});
  } else if (has_before) {
    rows.push_back({Sign::kRemoved, true, before, *entry.before_line});
  }
  return rows;
}

std::string RenderSource(const Entry& entry, const Style& style, size_t indent, size_t width) {
  static constexpr size_t kMinimum = 20;
  const std::vector<SourceRow> rows = SourceRows(entry);
  size_t number_width = 0;
  for (const SourceRow& row : rows) {
    number_width = std::max(number_width, std::to_string(row.span.line).size());
  }
  const size_t gutter = indent + number_width + 5;  // number, space, sign, space, bar, space
  const size_t room = width > gutter + kMinimum ? width - gutter : kMinimum;
  std::string block;
  for (const SourceRow& row : rows) {
    const ShownLine shown =
        ShowLine(row.line, row.span.column, IsBlock(row.span) ? 0 : row.span.end_column, room);
    block += fmt::format("{:{}}{} {} {} {}\n", "", indent,
                         style.Faint(fmt::format("{:>{}}", row.span.line, number_width)),
                         Colored(style, row.sign, Text(row.sign)), style.Faint("|"),
                         Colored(style, row.sign, shown.text));
    if (!row.underlined) continue;
    std::string underline = "^";
    underline.append(shown.length - 1, '~');
    block += fmt::format("{:{}}{} {:{}}{}\n", "", indent + number_width + 3, style.Faint("|"), "",
                         shown.underline, style.InColorOf(entry.finding.severity, underline));
  }
  return block;
}

}  // namespace protowarden::report
