// SPDX-License-Identifier: Apache-2.0
//
// Authorisation rules as JSON, for interceptors and gateways.
#pragma once

#include <string>
#include <vector>

#include "analyzer/engine/authorization.h"
#include "analyzer/schema/schema.h"

namespace protowarden::report {

struct AuthorizationReport {
  std::string timestamp;
  std::string head;
  Authorization authorization;
  std::vector<std::string> notes;
  std::vector<schema::Diagnostic> diagnostics;
};

// Keyed by full names, which are what a descriptor gives at run time.
[[nodiscard]] std::string RenderAuthorization(const AuthorizationReport& report);

}  // namespace protowarden::report
