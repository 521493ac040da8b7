// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/report_formats.h"

#include <algorithm>

namespace protowarden::cli {

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const report::Format& format : report::Formats()) names.emplace_back(format.name);
  return names;
}

bool NeedSource(const std::vector<Destination>& destinations, bool quiet) {
  return std::any_of(destinations.begin(), destinations.end(), [&](const Destination& to) {
    return report::FindFormat(to.format)->shows_source && !(quiet && to.format == "text");
  });
}

bool NeedServices(const std::vector<Destination>& destinations) {
  return std::any_of(destinations.begin(), destinations.end(), [](const Destination& to) {
    return report::FindFormat(to.format)->shows_services;
  });
}

}  // namespace protowarden::cli
