// SPDX-License-Identifier: Apache-2.0
//
// Takes the requirement off a field. Internal to fix/.
#pragma once

#include <vector>

#include "analyzer/schema/model.h"
#include "rules/fix/source_body.h"

namespace protowarden::rules::fix {

// The keyword `required`, LEGACY_REQUIRED, the entries of protoc-gen-validate, protovalidate and
// google.api.field_behavior that demand that the field is set, and the one that begins at
// `finding`. Of a larger value only the entry that demands it goes.
void Relax(const Source& source, const schema::Field& field, const Span& finding,
           std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::fix
