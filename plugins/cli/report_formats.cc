// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/report_formats.h"

#include <algorithm>

namespace protowarden::cli {

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
