// SPDX-License-Identifier: Apache-2.0
//
// The annotations that a schema carries already: pii.v1 or another organisation's options.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/sensitivity.h"
#include "analyzer/schema/model.h"

namespace protowarden::rules::pii {

// Names of the options, without parentheses. The defaults are those of pii/v1/sensitivity.proto. A
// name may go on into a message: `acme.privacy.level` is the option of that name or the field
// `level` of the option `acme.privacy`.
struct OptionNames {
  std::string sensitivity = "pii.v1.sensitivity";
  std::string type = "pii.v1.pii_type";
  std::string types = "pii.v1.pii_types";
  std::string method_sensitivity = "pii.v1.method_sensitivity";
  std::string audit = "pii.v1.audit_pii_access";
  std::string message_sensitivity = "pii.v1.message_sensitivity";
  // What another organisation calls the levels and types: "RESTRICTED" -> HIGH. Numbers count too.
  std::map<std::string, Sensitivity, std::less<>> levels{};
  std::map<std::string, std::string, std::less<>> type_names{};
};

struct FieldAnnotation {
  std::optional<Sensitivity> level;
  std::vector<std::string> types;
};

[[nodiscard]] FieldAnnotation ReadAnnotation(const schema::Field& field, const OptionNames& names);
// The level that the option `name` sets.
[[nodiscard]] std::optional<Sensitivity> ReadLevel(const schema::OptionSet& options,
                                                   const std::string& name,
                                                   const OptionNames& names = {});
[[nodiscard]] std::optional<bool> ReadFlag(const schema::OptionSet& options,
                                           const std::string& name);

}  // namespace protowarden::rules::pii
