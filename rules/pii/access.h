// SPDX-License-Identifier: Apache-2.0
//
// Authorisation rules from annotations: level -> roles, scopes, audit, masking in logs.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/result.h"
#include "analyzer/engine/authorization.h"
#include "analyzer/engine/inventory.h"

namespace protowarden::rules::pii {

// Generated: access.toml, the table that comes with the program.
[[nodiscard]] std::span<const EmbeddedFile> AccessFiles();

// Reads `[[access]]` rows, one a level. Errors name the origin and line.
[[nodiscard]] Result<std::vector<AccessRule>> ReadAccess(std::string_view text,
                                                         const std::string& origin);
[[nodiscard]] const std::vector<AccessRule>& BuiltinAccess();

// The rules of every annotated field and method; with `classified`, of unannotated ones too, by the
// classifier's word. Fields that only hold a message have none: those inside them do.
[[nodiscard]] Authorization AuthorizationOf(const Inventory& inventory,
                                            const std::vector<AccessRule>& access, bool classified);

}  // namespace protowarden::rules::pii
