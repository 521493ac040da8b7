// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/uri.h"

#include <fmt/format.h>

#include <cstdint>

namespace protowarden::report {

std::string RelativeUri(std::string_view path) {
  static constexpr std::string_view kMarks = "-._~/";
  std::string uri;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kMarks.find(c) != std::string_view::npos;
    if (plain) {
      uri.push_back(c);
    } else {
      uri += fmt::format("%{:02X}", static_cast<uint8_t>(c));
    }
  }
  return uri;
}

std::string FileUri(std::string_view path) { return "file://" + RelativeUri(path); }

}  // namespace protowarden::report
