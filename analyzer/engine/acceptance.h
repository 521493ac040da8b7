// SPDX-License-Identifier: Apache-2.0
//
// Changes that somebody accepts on purpose: a finding that an acceptance names stays in every
// report, with the reason, and does not fail the gate. Pure: where acceptances are read from and
// what day it is are the caller's business.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"

namespace protowarden {

// Where an acceptance is written.
enum class AcceptanceOrigin : uint8_t {
  kComment,   // `// protowarden:allow RULE reason` in a schema
  kFile,      // .protowarden/accepted.toml, or [[accept]] of protowarden.toml
  kTrailer,   // `Protowarden-Allow: RULE element reason` of a commit message
  kLabel,     // a reviewer's label on the pull request: everything that the change accepts itself
  kBaseline,  // .protowarden/baseline.json: what was there when the tool was adopted
};
// "comment", "file", ...
[[nodiscard]] std::string_view Name(AcceptanceOrigin origin);

struct Acceptance {
  AcceptanceOrigin origin = AcceptanceOrigin::kFile;
  std::string rule;         // an id of the catalogue; empty only beside a fingerprint
  std::string element;      // full name; empty only beside a fingerprint
  std::string fingerprint;  // that finding alone; empty: every finding of the rule on the element
  std::string reason;
  std::string until;  // the last day on which it holds, "2027-01-31"; empty: for ever
  std::string where;  // for people: "todo/v1/todo.proto:12", "commit 1a2b3c4"
  // False while the change under judgement brings it along and nobody who may has agreed.
  bool effective = true;

  friend bool operator==(const Acceptance&, const Acceptance&) = default;
};

}  // namespace protowarden
