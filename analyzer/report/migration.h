// SPDX-License-Identifier: Apache-2.0
//
// A migration guide out of a report: for each kind of consumer what breaks and what to do, and the
// order of deployment that is safe. Says nothing that no finding says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/report/report.h"

namespace protowarden::report {

// Who depends on a schema.
enum class Consumer : uint8_t { kGeneratedCode, kPeers, kJson, kStoredData };

// Whom a finding concerns, in that order: told by the categories of its rule.
[[nodiscard]] std::vector<Consumer> ConsumersOf(const Finding& finding);

// Markdown.
[[nodiscard]] std::string RenderMigration(const Report& report);

}  // namespace protowarden::report
