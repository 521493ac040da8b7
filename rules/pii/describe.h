// SPDX-License-Identifier: Apache-2.0
//
// Phrases and scales that the rules about personal data share.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/exposure.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/inventory.h"

namespace protowarden::rules::pii {

[[nodiscard]] Confidence ConfidenceOf(double confidence);
// The confidence from which the classifier's word stands against an annotation.
inline constexpr double kSure = 0.9;

// "SSN, TAX_ID"; "personal data" without a type.
[[nodiscard]] std::string TypesOf(const FieldRecord& record);
// "HIGH personal data (SSN)".
[[nodiscard]] std::string DataOf(const FieldRecord& record, Sensitivity level);

// "`a`, `b` and 3 more".
[[nodiscard]] std::string Shortened(const std::vector<std::string>& items, size_t shown);

// The method of a record; nullptr when there is none of that name.
[[nodiscard]] const schema::Method* FindMethod(const schema::Schema& schema,
                                               const MethodRecord& record);

// "SSN (`ListUsersResponse.users.ssn`), EMAIL_PERSONAL (`...`) and 3 more"; worst levels first.
[[nodiscard]] std::string Paths(const schema::Message& root, std::vector<ExposedField> fields);

}  // namespace protowarden::rules::pii
