// SPDX-License-Identifier: Apache-2.0
//
// The families of compatibility rules; rules/catalogue.cc concatenates them.
#pragma once

#include <span>

#include "analyzer/engine/rule.h"

namespace protowarden::rules {

[[nodiscard]] std::span<const Rule> FileIdentityRules();
[[nodiscard]] std::span<const Rule> FileOptionRules();
[[nodiscard]] std::span<const Rule> FileDeletionRules();
[[nodiscard]] std::span<const Rule> PackageDeletionRules();
[[nodiscard]] std::span<const Rule> MessageRules();
[[nodiscard]] std::span<const Rule> ReservedRules();
[[nodiscard]] std::span<const Rule> FieldDeletionRules();
[[nodiscard]] std::span<const Rule> FieldTypeRules();
[[nodiscard]] std::span<const Rule> FieldCardinalityRules();
[[nodiscard]] std::span<const Rule> FieldIdentityRules();
[[nodiscard]] std::span<const Rule> FieldDefaultRules();
[[nodiscard]] std::span<const Rule> FieldEncodingRules();
[[nodiscard]] std::span<const Rule> EnumRules();
[[nodiscard]] std::span<const Rule> RpcRules();

}  // namespace protowarden::rules
