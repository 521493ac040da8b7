// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/acceptance.h"

#include <array>
#include <charconv>
#include <chrono>
#include <tuple>
#include <utility>

namespace protowarden {
namespace {

std::string TargetOf(const std::string& rule, const std::string& element) {
  return rule + ' ' + element;
}

template <typename Number>
bool ParseDigits(std::string_view digits, Number& number) {
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return parsed.ec == std::errc() && parsed.ptr == digits.data() + digits.size();
}

}  // namespace

std::string_view Name(AcceptanceOrigin origin) {
  static constexpr std::array<std::string_view, 4> kNames = {"comment", "file", "trailer",
                                                             "baseline"};
  return kNames.at(static_cast<size_t>(origin));
}

bool SameAcceptance(const Acceptance& a, const Acceptance& b) {
  const auto meaning = [](const Acceptance& item) {
    return std::tie(item.rule, item.element, item.fingerprint, item.reason, item.until);
  };
  return meaning(a) == meaning(b);
}

bool IsDay(std::string_view text) {
  static constexpr size_t kLength = 10;
  if (text.size() != kLength || text[4] != '-' || text[7] != '-') return false;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  return ParseDigits(text.substr(0, 4), year) && ParseDigits(text.substr(5, 2), month) &&
         ParseDigits(text.substr(8, 2), day) &&
         std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month),
                                     std::chrono::day(day))
             .ok();
}

AcceptanceBook::AcceptanceBook(std::vector<Acceptance> acceptances, std::string today)
    : acceptances_(std::move(acceptances)),
      today_(std::move(today)),
      used_(acceptances_.size(), false) {
  for (size_t i = 0; i < acceptances_.size(); ++i) {
    by_target_[TargetOf(acceptances_[i].rule, acceptances_[i].element)].push_back(i);
  }
}

bool AcceptanceBook::HasEnded(const Acceptance& acceptance) const {
  return !acceptance.until.empty() && acceptance.until < today_;
}

const Acceptance* AcceptanceBook::Find(const Finding& finding) {
  const auto found = by_target_.find(TargetOf(finding.rule, finding.element));
  if (found == by_target_.end()) return nullptr;
  const Acceptance* best = nullptr;
  for (const size_t i : found->second) {
    const Acceptance& acceptance = acceptances_[i];
    if (HasEnded(acceptance)) continue;
    if (!acceptance.fingerprint.empty() && acceptance.fingerprint != finding.fingerprint) continue;
    used_[i] = true;
    if (best == nullptr || (acceptance.effective && !best->effective)) best = &acceptance;
  }
  return best;
}

std::vector<const Acceptance*> AcceptanceBook::Expired() const {
  std::vector<const Acceptance*> expired;
  for (const Acceptance& acceptance : acceptances_) {
    if (HasEnded(acceptance)) expired.push_back(&acceptance);
  }
  return expired;
}

std::vector<const Acceptance*> AcceptanceBook::Unused() const {
  std::vector<const Acceptance*> unused;
  for (size_t i = 0; i < acceptances_.size(); ++i) {
    if (!used_[i] && !HasEnded(acceptances_[i])) unused.push_back(&acceptances_[i]);
  }
  return unused;
}

}  // namespace protowarden
