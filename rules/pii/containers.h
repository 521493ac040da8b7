// SPDX-License-Identifier: Apache-2.0
//
// Levels of what holds other fields: containers take the level of what they hold, messages the
// highest of their fields, methods the highest of request and response.
#pragma once

#include "analyzer/schema/schema.h"
#include "rules/pii/classifier.h"

namespace protowarden::rules::pii {

// Completes `classified`, whose scalar fields are judged. Recursive messages end.
void SpreadLevels(const schema::Schema& schema, const SubjectIndex& subjects,
                  const NameCache& names, Classified& classified);

}  // namespace protowarden::rules::pii
