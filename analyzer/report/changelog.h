// SPDX-License-Identifier: Apache-2.0
//
// Every change of a report for release notes: Breaking, Added, Changed, Deprecated and Removed, by
// service and type, with the version bump that they ask for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/report.h"

namespace protowarden::report {

// Changes of one service, type or file.
struct ChangelogGroup {
  Subject subject;
  std::vector<const Entry*> entries;  // refer to the report
};

struct ChangelogSection {
  std::string_view title;  // "Breaking", ...
  std::vector<ChangelogGroup> groups;
};

// Sections that are not empty, services first in each. A removed element is listed once, however
// many rules object.
[[nodiscard]] std::vector<ChangelogSection> ChangelogOf(const Report& report);

// "service `todo.v1.Tasks`": the heading of a group; `code` sets names off.
[[nodiscard]] std::string SubjectText(const Subject& subject,
                                      std::string (*code)(std::string_view));

[[nodiscard]] std::string RenderChangelogText(const Report& report, const TextOptions& options);
[[nodiscard]] std::string RenderChangelogMarkdown(const Report& report);
// Described by changelog.schema.json.
[[nodiscard]] std::string RenderChangelogJson(const Report& report);

}  // namespace protowarden::report
