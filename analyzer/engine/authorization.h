// SPDX-License-Identifier: Apache-2.0
//
// Who may read which field: what an interceptor enforces. Plain data; rules/pii fills it.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/sensitivity.h"

namespace protowarden {

// What reading data of one level takes: one of the roles and all of the scopes.
struct AccessRule {
  Sensitivity level = Sensitivity::kHigh;
  std::vector<std::string> required_roles;
  std::vector<std::string> required_scopes;
  bool audit = false;
  bool mask_in_logs = false;
};

struct FieldAccess {
  std::string element;     // full name
  std::string field_path;  // without the package
  std::string pii_type;    // empty when unknown
  bool annotated = false;  // else the classifier's word
  AccessRule rule;
};

struct MethodAccess {
  std::string element;
  std::string method_path;
  Sensitivity level = Sensitivity::kPublic;
  bool audit = false;
  bool annotated = false;
};

struct Authorization {
  std::vector<FieldAccess> fields;
  std::vector<MethodAccess> methods;
  size_t left_out = 0;  // fields that would have a rule if they were annotated
};

}  // namespace protowarden
