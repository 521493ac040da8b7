// SPDX-License-Identifier: Apache-2.0
//
// The families of rules about personal data; rules/catalogue.cc concatenates them.
#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::pii {

[[nodiscard]] std::span<const Rule> UnannotatedRules();
[[nodiscard]] std::span<const Rule> AnnotationRules();
[[nodiscard]] std::span<const Rule> NewlyExposedRules();
[[nodiscard]] std::span<const Rule> ListingRules();
[[nodiscard]] std::span<const Rule> UrlRules();
[[nodiscard]] std::span<const Rule> AuditRules();

}  // namespace protowarden::rules::pii
