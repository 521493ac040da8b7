// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/base/text_width.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

// What a code point takes in UTF-16, by its first byte in UTF-8; 0 for the bytes that follow.
size_t Utf16Units(char c) {
  const auto byte = static_cast<uint8_t>(c);
  if ((byte & 0xC0U) == 0x80U) return 0;
  return byte >= 0xF0U ? 2 : 1;
}

// From a column that counts what a reader sees (base/span.h) to UTF-16 units; both from 1 on.
int32_t Utf16Column(std::string_view line, int32_t column) {
  size_t shown = 0;
  int32_t units = 1;
  while (!line.empty() && shown + 1 < static_cast<size_t>(column)) {
    const std::string_view character = line.substr(0, FirstCharacter(line).length);
    shown = NextColumn(shown, character);
    units += std::max(static_cast<int32_t>(Utf16Length(character)), 1);
    line.remove_prefix(character.size());
  }
  return units;
}

Region WholeLine(const LineAnchor& anchor) {
  const size_t indent = anchor.text.find_first_not_of(" \t");
  const std::string_view text = anchor.text;
  const std::string_view blank = text.substr(0, std::min(indent, text.size()));
  const auto column = [](std::string_view before) {
    return static_cast<int32_t>(Utf16Length(before)) + 1;
  };
  return {anchor.line, column(blank), anchor.line, column(text)};
}

// `line` is the first one of `span`, where it was read.
Region RegionIn(const Span& span, const std::optional<std::string>& line) {
  if (!span.known()) return {};
  Region region{span.line, std::max(span.column, 1), std::max(span.end_line, span.line),
                std::max(span.end_column, 1)};
  const bool one_line = region.end_line == region.line;
  if (line.has_value()) {
    region.column = Utf16Column(*line, region.column);
    if (one_line) region.end_column = Utf16Column(*line, region.end_column);
  }
  if (one_line) region.end_column = std::max(region.end_column, region.column);
  return region;
}

}  // namespace

const Location& PlaceOf(const Finding& finding) {
  return finding.location.file.empty() ? finding.against : finding.location;
}

Region RegionOf(const Entry& entry) {
  if (entry.anchor.has_value()) return WholeLine(*entry.anchor);
  if (entry.finding.location.file.empty()) return RegionBefore(entry);
  return RegionIn(entry.finding.location.span, entry.after_line);
}

Region RegionBefore(const Entry& entry) {
  return RegionIn(entry.finding.against.span, entry.before_line);
}

std::vector<const Entry*> ListedWorstFirst(const Report& report) {
  std::vector<const Entry*> listed;
  for (const Entry& entry : report.entries) {
    if (!IsHarmless(entry.finding)) listed.push_back(&entry);
  }
  std::stable_sort(listed.begin(), listed.end(), [](const Entry* a, const Entry* b) {
    if (a->IsAccepted() != b->IsAccepted()) return b->IsAccepted();
    return a->finding.severity > b->finding.severity;
  });
  return listed;
}

Counts CountsOf(const Report& report) {
  Counts counts;
  counts.compared = !report.base.empty();
  for (const Entry& entry : report.entries) {
    const Finding& finding = entry.finding;
    if (entry.IsAccepted()) {
      ++counts.accepted;
      continue;
    }
    if (IsHarmless(finding)) {
      ++counts.harmless;
      continue;
    }
    ++counts.by_severity.at(static_cast<size_t>(finding.severity));
    if (finding.is_breaking) {
      ++counts.breaking;
    } else {
      ++(finding.concern == Concern::kPrivacy ? counts.privacy : counts.other);
    }
  }
  return counts;
}

std::string CountsText(const Counts& counts) {
  if (!counts.compared) {
    return counts.privacy == 0 ? "No findings about personal data"
                               : Count(counts.privacy, "finding") + " about personal data";
  }
  std::string text = counts.breaking == 0
                         ? "No breaking changes"
                         : fmt::format("{} breaking {}", Thousands(counts.breaking),
                                       counts.breaking == 1 ? "change" : "changes");
  if (counts.privacy > 0) {
    text += fmt::format("{} {} about personal data", counts.other > 0 ? "," : " and",
                        Count(counts.privacy, "finding"));
  }
  if (counts.other > 0) {
    text += fmt::format(" and {} that {} nobody", Count(counts.other, "change"),
                        counts.other == 1 ? "breaks" : "break");
  }
  return text;
}

std::string SeverityText(const Counts& counts) {
  std::vector<std::string> texts;
  for (const Severity severity : kWorstFirst) {
    const size_t count = counts.by_severity.at(static_cast<size_t>(severity));
    if (count > 0) texts.push_back(fmt::format("{} {}", Thousands(count), Name(severity)));
  }
  return Join(texts, ", ");
}

std::string FilesText(const Report& report) {
  const size_t compared = report.proto_files.size();
  const std::string total = Thousands(report.files_total);
  if (report.base.empty()) {
    return fmt::format("{} {} scanned", total, report.files_total == 1 ? "file" : "files");
  }
  if (compared == 0) {
    return report.files_total == 1
               ? "the only file is the same as in " + report.base
               : fmt::format("all {} files are the same as in {}", total, report.base);
  }
  // Deleted files count as compared but are no longer among the files.
  if (compared > report.files_total) {
    return fmt::format("{} {} compared with {}", Thousands(compared),
                       compared == 1 ? "file" : "files", report.base);
  }
  return fmt::format("{} of {} {} compared with {}", Thousands(compared), total,
                     report.files_total == 1 ? "file" : "files", report.base);
}

size_t Utf16Length(std::string_view text) {
  size_t units = 0;
  for (const char c : text) units += Utf16Units(c);
  return units;
}

std::string Shortened(std::string_view text, size_t most) {
  if (text.size() <= most || Utf16Length(text) <= most) return std::string(text);
  size_t units = 0;
  size_t end = 0;
  while (end < text.size() && units + Utf16Units(text[end]) < most)
    units += Utf16Units(text[end++]);
  // Never within a character.
  while (end > 0 && Utf16Units(text[end]) == 0) --end;
  return std::string(text.substr(0, end)) + "\u2026";
}

std::vector<std::string> UniqueFingerprints(const std::vector<const Entry*>& entries) {
  std::map<std::string_view, size_t> seen;
  std::vector<std::string> unique;
  unique.reserve(entries.size());
  for (const Entry* entry : entries) {
    const std::string& fingerprint = entry->finding.fingerprint;
    const size_t times = ++seen[fingerprint];
    unique.push_back(times == 1 ? fingerprint : fmt::format("{}-{}", fingerprint, times));
  }
  return unique;
}

}  // namespace protowarden::report
