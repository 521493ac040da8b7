// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/acceptance.h"

#include <array>

namespace protowarden {

std::string_view Name(AcceptanceOrigin origin) {
  static constexpr std::array<std::string_view, 5> kNames = {"comment", "file", "trailer", "label",
                                                             "baseline"};
  return kNames.at(static_cast<size_t>(origin));
}

}  // namespace protowarden
