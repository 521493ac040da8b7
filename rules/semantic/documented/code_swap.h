// SPDX-License-Identifier: Apache-2.0
//
// One code in place of another in otherwise the same words: "JSON" for "XML", "ICD-10" for
// "SNOMED CT". What it means need not be known.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {

// Both codes as written; nullopt where anything else differs, and for versions, dates and links.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> FindCodeSwap(
    const Sentence& before, const Sentence& after);

}  // namespace protowarden::rules::semantic::documented
