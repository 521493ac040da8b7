// SPDX-License-Identifier: Apache-2.0
//
// What the formats that list findings agree on: which findings, in which order, where each is shown
// and how many there are. Internal to report/.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/report.h"

namespace protowarden::report {

inline constexpr std::array<Severity, 5> kWorstFirst = {
    Severity::kCritical, Severity::kHigh, Severity::kMedium, Severity::kLow, Severity::kNone};

// A finding whose file is gone is shown at its old place.
[[nodiscard]] const Location& PlaceOf(const Finding& finding);

// Lines and columns from 1 on, the end exclusive. Columns count UTF-16 code units, which is what
// SARIF and GitHub take them for.
struct Region {
  int32_t line = 1;
  int32_t column = 1;
  int32_t end_line = 1;
  int32_t end_column = 1;
};
// Where a finding is marked in a file. What is gone is marked at the nearest line that is still
// there (Entry::anchor), because reviewers see only what a diff shows.
[[nodiscard]] Region RegionOf(const Entry& entry);

// The same for its place before the change, which must be known.
[[nodiscard]] Region RegionBefore(const Entry& entry);

// Everything but harmless changes: what may fail the gate before what was accepted, and then the
// worst first, in report order where they are equal.
[[nodiscard]] std::vector<const Entry*> ListedWorstFirst(const Report& report);

// How many findings there are of what, harmless changes and accepted findings apart.
struct Counts {
  bool compared = true;  // with another version; else nothing can break
  size_t breaking = 0;
  size_t privacy = 0;
  size_t other = 0;  // breaks nobody, but asks for something
  size_t accepted = 0;
  size_t harmless = 0;
  std::array<size_t, 5> by_severity{};  // indexed by Severity

  [[nodiscard]] size_t Open() const { return breaking + privacy + other; }
};
[[nodiscard]] Counts CountsOf(const Report& report);

// "2 breaking changes and 1 finding about personal data", or "No breaking changes"; of one version
// alone "1 finding about personal data".
[[nodiscard]] std::string CountsText(const Counts& counts);
// "1 CRITICAL, 2 HIGH"
[[nodiscard]] std::string SeverityText(const Counts& counts);
// "3 of 1,204 files compared with commit 1a2b3c4". Holds foreign text as it is.
[[nodiscard]] std::string FilesText(const Report& report);

// UTF-8 text cut to at most `most` characters (UTF-16 code units), the last one then an ellipsis.
[[nodiscard]] std::string Shortened(std::string_view text, size_t most);
// UTF-16 code units of UTF-8 text.
[[nodiscard]] size_t Utf16Length(std::string_view text);

// The fingerprints of `entries`, told apart where several are equal: "f00d", "f00d-2".
[[nodiscard]] std::vector<std::string> UniqueFingerprints(const std::vector<const Entry*>& entries);

}  // namespace protowarden::report
