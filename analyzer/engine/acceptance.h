// SPDX-License-Identifier: Apache-2.0
//
// Changes that somebody accepts on purpose: a finding that an acceptance names stays in every
// report, with the reason, and does not fail the gate. Pure: where acceptances are read from and
// what day it is are the caller's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/finding.h"

namespace protowarden {

// Where an acceptance is written.
enum class AcceptanceOrigin : uint8_t {
  kComment,   // `// protowarden:allow RULE reason` in a schema
  kFile,      // .protowarden/accepted.toml, or [[accept]] of protowarden.toml
  kTrailer,   // `Protowarden-Allow: RULE element reason` of a commit message
  kBaseline,  // .protowarden/baseline.toml: what was there when the tool was adopted
};
// "comment", "file", ...
[[nodiscard]] std::string_view Name(AcceptanceOrigin origin);

struct Acceptance {
  AcceptanceOrigin origin = AcceptanceOrigin::kFile;
  std::string rule{};         // an id of the catalogue
  std::string element{};      // full name; of what concerns a file its path
  std::string fingerprint{};  // that finding alone; empty: every finding of the rule on the element
  std::string reason{};
  std::string until{};  // the last day on which it holds, "2027-01-31"; empty: for ever
  std::string where{};  // for people: "todo/v1/todo.proto:12", "commit 1a2b3c4"
  // False while the change under judgement brings it along and nobody who may has agreed.
  bool effective = true;
};

// True when both accept the same for the same reason and time, wherever they stand.
[[nodiscard]] bool SameAcceptance(const Acceptance& a, const Acceptance& b);

// "2027-01-31": a day of the calendar. Days in this form compare as text.
[[nodiscard]] bool IsDay(std::string_view text);

// All acceptances of a run.
class AcceptanceBook {
 public:
  // `today` in the form of IsDay; acceptances that ended before it never match.
  AcceptanceBook(std::vector<Acceptance> acceptances, std::string today);

  // The acceptance of a finding, an effective one if there is any; nullptr when nobody accepts it.
  // All that match count as used.
  [[nodiscard]] const Acceptance* Find(const Finding& finding);

  // In the order given.
  [[nodiscard]] std::vector<const Acceptance*> Expired() const;
  [[nodiscard]] std::vector<const Acceptance*> Unused() const;

 private:
  [[nodiscard]] bool HasEnded(const Acceptance& acceptance) const;

  std::vector<Acceptance> acceptances_;
  std::string today_;
  std::vector<bool> used_;
  std::unordered_map<std::string, std::vector<size_t>> by_target_;  // "RULE element"
};

}  // namespace protowarden
