// SPDX-License-Identifier: Apache-2.0
//
// Corrections: reviewed decisions about single fields, kept in a file of their own. They win over
// everything, and like ones propose a rule.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/sensitivity.h"

namespace protowarden::rules::pii {

struct Correction {
  Sensitivity level = Sensitivity::kPublic;
  std::string type;  // empty: what the classifier says, none if PUBLIC
  std::string why;
};

// By the field's full name, so sorted and without duplicates.
using Corrections = std::map<std::string, Correction, std::less<>>;

// The text of a corrections file. Unknown keys, bad values and fields that are corrected twice are
// usage errors with file and line.
[[nodiscard]] Result<Corrections> ReadCorrections(std::string_view text, const std::string& origin);
// The text that ReadCorrections reads back.
[[nodiscard]] std::string RenderCorrections(const Corrections& corrections);

// A rule that would make several corrections unnecessary.
struct Proposal {
  std::string reason;  // one sentence
  std::string toml;    // for protowarden.toml
};

// Three like corrections (same field name and level, different messages) propose a rule. `needed`
// tells whether the policy does not yet say so by itself.
[[nodiscard]] std::vector<Proposal> ProposeRules(
    const Corrections& corrections, const std::function<bool(const std::string& field)>& needed);

}  // namespace protowarden::rules::pii
