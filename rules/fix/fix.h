// SPDX-License-Identifier: Apache-2.0
//
// Mechanical fixes of findings as edits of the new sources: what Finding::repair promises.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/edit/edits.h"
#include "analyzer/engine/finding.h"
#include "analyzer/schema/schema.h"

namespace protowarden::rules::fix {

// What to do about fields and enum values that are gone.
enum class Deleted : uint8_t {
  kReserve,  // reserve number and name
  kKeep,     // bring them back, deprecated; where that would not compile, reserve
};

struct FixContext {
  const schema::Schema& before;
  const schema::Schema& after;
  Deleted deleted = Deleted::kReserve;
  // The source of a file by its path (schema::File::path), before and after the change; nullopt
  // when it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_before;
  std::function<std::optional<std::string>(const std::string& path)> read_after;
};

// The edits of one file of the new side.
struct FileFix {
  const schema::File* file = nullptr;
  std::string text;               // that the edits are for
  std::vector<edit::Edit> edits;  // sorted; at least one
};

// Sorted by path. Findings that have no fix, or whose fix would be no valid schema, are left out;
// the result of a fix needs no further one.
[[nodiscard]] std::vector<FileFix> FixAll(const FixContext& context,
                                          const std::vector<const Finding*>& findings);

}  // namespace protowarden::rules::fix
