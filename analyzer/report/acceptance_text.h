// SPDX-License-Identifier: Apache-2.0
//
// Acceptances in words. What is returned holds foreign text as it is: escape it for the format.
// Internal to report/.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/report/report.h"

namespace protowarden::report {

// "comment at todo/v1/todo.proto:12, until 2027-01-31"
[[nodiscard]] std::string OriginText(const Acceptance& acceptance);

// "Accepted (comment at todo.proto:12): reason", or "Awaits a reviewer (...): reason" while it is
// not effective.
[[nodiscard]] std::string AcceptanceText(const Acceptance& acceptance);

// What it is about: "FIELD_NO_DELETE todo.v1.Task.size", or a fingerprint.
[[nodiscard]] std::string TargetText(const Acceptance& acceptance);

[[nodiscard]] std::string_view Name(IdleAcceptance::Why why);  // "unused", ...

}  // namespace protowarden::report
