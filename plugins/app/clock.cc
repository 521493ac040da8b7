// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/clock.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace protowarden::app {

std::string Timestamp() {
  std::time_t seconds = std::time(nullptr);
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
    const std::string_view text(epoch);
    std::time_t given = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), given);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) seconds = given;
  }
  std::tm utc{};
  if (gmtime_r(&seconds, &utc) == nullptr) return {};
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", utc);
}

std::string Today() { return Timestamp().substr(0, std::string_view("2027-01-31").size()); }

}  // namespace protowarden::app
