// SPDX-License-Identifier: Apache-2.0
//
// The file of a labelled set: text in, checked rows out. Whether the schemas and elements that it
// names exist is found out where they are read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/evaluation.h"

namespace protowarden::llm {

inline constexpr size_t kMaxLabelledRows = 100'000;

// A table with tabs and a header line, or JSON Lines: an object a line. Columns and keys: id,
// before, after, element and breaking (yes or no) for a change; id, schema, element and
// sensitivity (PUBLIC, LOW, MEDIUM or HIGH) for a field; note for either. Empty cells are absent;
// blank lines, and in tables lines that begin with #, are skipped. Fails with a usage error that
// names line and row: unknown columns, missing or contradicting ones, ids that are there twice,
// paths that leave the folder of the set.
[[nodiscard]] Result<std::vector<LabelledRow>> ReadLabelledSet(std::string_view text,
                                                               const std::string& origin);

}  // namespace protowarden::llm
