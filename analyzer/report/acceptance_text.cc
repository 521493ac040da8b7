// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/acceptance_text.h"

#include <fmt/format.h>

#include <array>

namespace protowarden::report {

std::string OriginText(const Acceptance& acceptance) {
  std::string text(Name(acceptance.origin));
  if (!acceptance.where.empty()) text += " at " + acceptance.where;
  if (!acceptance.until.empty()) text += ", until " + acceptance.until;
  return text;
}

std::string AcceptanceText(const Acceptance& acceptance) {
  return fmt::format("{} ({}): {}", acceptance.effective ? "Accepted" : "Awaits a reviewer",
                     OriginText(acceptance), acceptance.reason);
}

std::string TargetText(const Acceptance& acceptance) {
  if (acceptance.rule.empty()) return "fingerprint " + acceptance.fingerprint;
  if (acceptance.element.empty()) return acceptance.rule;
  return acceptance.rule + " " + acceptance.element;
}

std::string_view Name(IdleAcceptance::Why why) {
  static constexpr std::array<std::string_view, 3> kNames = {"unused", "expired", "invalid"};
  return kNames.at(static_cast<size_t>(why));
}

}  // namespace protowarden::report
