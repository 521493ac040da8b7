// SPDX-License-Identifier: Apache-2.0
//
// Evidence besides the name: options (validation rules, formats, debug_redact).
#pragma once

#include "analyzer/schema/model.h"
#include "rules/pii/classifier.h"
#include "rules/pii/policy.h"
#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

// Formats that validation rules and documentation options ask for: protoc-gen-validate,
// protovalidate, openapiv2, google.api.field_info; and udpa.annotations.sensitive. True when they
// decide. Whether a field is redacted in logs is another question than what it holds: debug_redact
// alone decides nothing.
bool ByOptions(const Policy& policy, const schema::Field& field, Kinds kinds,
               const SubjectOf& outer, Classification& result);

}  // namespace protowarden::rules::pii
