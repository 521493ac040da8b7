// SPDX-License-Identifier: Apache-2.0
//
// The annotations that a schema carries already: pii.v1 or another organisation's options.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/sensitivity.h"
#include "analyzer/schema/model.h"

namespace protowarden::rules::pii {

// Names of the options, without parentheses. The defaults are those of pii/v1/sensitivity.proto.
struct OptionNames {
  std::string sensitivity = "pii.v1.sensitivity";
  std::string type = "pii.v1.pii_type";
  std::string types = "pii.v1.pii_types";
  std::string method_sensitivity = "pii.v1.method_sensitivity";
  std::string audit = "pii.v1.audit_pii_access";
  std::string message_sensitivity = "pii.v1.message_sensitivity";
};

struct FieldAnnotation {
  std::optional<Sensitivity> level;
  std::vector<std::string> types;
};

[[nodiscard]] FieldAnnotation ReadAnnotation(const schema::Field& field, const OptionNames& names);
[[nodiscard]] std::optional<Sensitivity> ReadLevel(const schema::OptionSet& options,
                                                   const std::string& name);
[[nodiscard]] std::optional<bool> ReadFlag(const schema::OptionSet& options,
                                           const std::string& name);

}  // namespace protowarden::rules::pii
