// SPDX-License-Identifier: Apache-2.0
//
// What a field's comment says: whose the value is ("of the user", "the driver's"), and what it is.
#pragma once

#include <string>
#include <vector>

#include "analyzer/schema/model.h"
#include "rules/pii/classifier.h"
#include "rules/pii/policy.h"
#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

// The first sentence of an element's comment, shortened.
[[nodiscard]] std::string FirstSentence(const schema::Comments& comments);

// True when the comment begins with something of a person: "A position of the driver".
[[nodiscard]] bool IsOfPerson(const Policy& policy, const schema::Comments& comments);

// True when the comment begins with something of a person, or a person, and calls it by the words
// alone: "Address of the user's client", "The holder's name", but not "Name of the customer's
// bucket".
[[nodiscard]] bool SpeaksOfPerson(const Policy& policy, const schema::Comments& comments,
                                  const std::vector<std::string>& words);

// The first words of a comment, for names that say nothing by themselves. True when they decide.
bool ByComment(const Policy& policy, const schema::Comments& comments, Kinds kinds,
               const SubjectOf& outer, Classification& result);

// A comment that names what the field holds and whose it is ("Number plate of the driver's car"),
// or the person that it stands for ("The user who did it"), for names that match nothing. True when
// it decides.
bool ByPersonInComment(const Policy& policy, const schema::Comments& comments, Kinds kinds,
                       Classification& result);

}  // namespace protowarden::rules::pii
