// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/finding.h"

#include <array>
#include <tuple>

namespace protowarden {
namespace {

constexpr std::array<std::string_view, 5> kSeverityNames = {"NONE", "LOW", "MEDIUM", "HIGH",
                                                            "CRITICAL"};

}  // namespace

std::string_view Name(Severity severity) {
  return kSeverityNames.at(static_cast<size_t>(severity));
}

bool ParseSeverity(std::string_view text, Severity* severity) {
  std::string upper(text);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  for (size_t i = 0; i < kSeverityNames.size(); ++i) {
    if (kSeverityNames.at(i) == upper) {
      *severity = static_cast<Severity>(i);
      return true;
    }
  }
  return false;
}

std::string_view Name(Confidence confidence) {
  switch (confidence) {
    case Confidence::kLow:
      return "LOW";
    case Confidence::kMedium:
      return "MEDIUM";
    case Confidence::kHigh:
      break;
  }
  return "HIGH";
}

std::string_view Name(FindingSource source) {
  switch (source) {
    case FindingSource::kLlm:
      return "llm";
    case FindingSource::kHistory:
      return "history";
    case FindingSource::kRule:
      break;
  }
  return "rule";
}

std::string_view Name(ChangeKind change) {
  static constexpr std::array<std::string_view, 4> kNames = {"added", "changed", "deprecated",
                                                             "removed"};
  return kNames.at(static_cast<size_t>(change));
}

std::string_view Name(Repair repair) {
  static constexpr std::array<std::string_view, 5> kNames = {"", "reserve", "unreserve",
                                                             "make_optional", "restore"};
  return kNames.at(static_cast<size_t>(repair));
}

bool FindingLess(const Finding& a, const Finding& b) {
  // A finding whose file is gone is listed under its old file.
  const auto key = [](const Finding& finding) {
    const Location& at = finding.location.file.empty() ? finding.against : finding.location;
    return std::tie(at.file, at.span, finding.rule, finding.element, finding.description);
  };
  return key(a) < key(b);
}

}  // namespace protowarden
