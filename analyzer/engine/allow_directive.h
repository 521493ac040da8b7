// SPDX-License-Identifier: Apache-2.0
//
// Acceptances written as text: `protowarden:allow RULE[,RULE] reason [until=2027-01-31]` in a
// comment on or above an element, and `RULE element reason [until=...]` as the value of a commit's
// `Protowarden-Allow` trailer.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/acceptance.h"
#include "analyzer/schema/model.h"

namespace protowarden {

// Stands before the rules in a comment; such a line is no documentation.
inline constexpr std::string_view kAllowMarker = "protowarden:allow";

// What was read, and what of it cannot count.
struct AllowDirectives {
  struct Invalid {
    Acceptance acceptance;
    std::string problem;  // one sentence: what is wrong and how it is written
  };
  std::vector<Acceptance> acceptances;
  std::vector<Invalid> invalid;
};

// Why a rule id does not exist, with a did-you-mean; empty when it does.
using RuleProblem = std::function<std::string(std::string_view rule)>;

// The directives in the comments of every element of a file, added to `directives`. `where` of an
// acceptance is the line of its element: a comment's own line is not known.
void ReadAllowComments(const schema::File& file, const RuleProblem& rule_problem,
                       AllowDirectives& directives);

// One value of a trailer; `where` names the commit.
void ReadAllowTrailer(std::string_view value, const std::string& where,
                      const RuleProblem& rule_problem, AllowDirectives& directives);

}  // namespace protowarden
