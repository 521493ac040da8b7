// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/style.h"

#include <fmt/format.h>

namespace protowarden::report {
namespace {

std::string_view ColorOf(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "1;35";
    case Severity::kHigh:
      return "1;31";
    case Severity::kMedium:
      return "1;33";
    case Severity::kLow:
      return "1;34";
    case Severity::kNone:
      break;
  }
  return "2";
}

}  // namespace

std::string Style::Badge(Severity severity) const { return InColorOf(severity, Name(severity)); }

std::string Style::InColorOf(Severity severity, std::string_view text) const {
  return Paint(ColorOf(severity), text);
}

std::string Style::Paint(std::string_view code, std::string_view text) const {
  if (!color_ || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

}  // namespace protowarden::report
