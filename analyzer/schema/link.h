// SPDX-License-Identifier: Apache-2.0
//
// Turns parsed files into a Schema: sets parents, resolves type names by protobuf's scoping rules
// among the imported files, resolves features, decodes options.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/schema/schema.h"

namespace protowarden::schema {

// The File::path that an import statement of a file means; empty when it is not in the tree. Must
// be pure.
using ImportResolver = std::function<std::string(const File& importer, const Import& import)>;

struct LinkResult {
  Schema schema;
  std::vector<Diagnostic> diagnostics;          // duplicate symbols, import cycles, ...
  std::vector<std::string> unresolved_imports;  // sorted, unique, as written
};

// Takes the parsed files. `extra_packages` are packages declared by files that were not read.
// Deterministic: the result does not depend on the order of `files`.
[[nodiscard]] LinkResult Link(std::vector<std::unique_ptr<File>> files,
                              const ImportResolver& resolve_import,
                              std::vector<std::string> extra_packages);

}  // namespace protowarden::schema
