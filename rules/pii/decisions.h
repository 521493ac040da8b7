// SPDX-License-Identifier: Apache-2.0
//
// What decides over the classifier's own view of a field. The last that speaks wins: annotations of
// like fields, the user's patterns, the field's annotation, the user's overrides, corrections.
#pragma once

#include "rules/pii/classifier.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/subject.h"
#include "rules/pii/trace.h"

namespace protowarden::rules::pii {

// Applies them to `classified`, whose fields are judged by themselves; what annotations, overrides
// and corrections replace is kept as Classification::opinion.
void Decide(const Policy& policy, const schema::Schema& schema, const SubjectIndex& subjects,
            const NameCache& names, const ClassifyOptions& options, Trace& trace,
            Classified& classified);

// True when the level of a field was decided for it: a container then does not take that of what it
// holds.
[[nodiscard]] bool IsDecided(Origin origin);

}  // namespace protowarden::rules::pii
