// SPDX-License-Identifier: Apache-2.0
//
// Takes the requirement off a field. Internal to fix/.
#pragma once

#include <vector>

#include "analyzer/schema/model.h"
#include "rules/fix/source_body.h"

namespace protowarden::rules::fix {

// The keyword `required`, LEGACY_REQUIRED, and the entries of protoc-gen-validate, protovalidate
// and google.api.field_behavior that demand that the field is set. What is written as part of a
// larger value stays: then there are no edits.
void Relax(const Source& source, const schema::Field& field, std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::fix
