// SPDX-License-Identifier: Apache-2.0
//
// Turns parsed files into a Schema: sets parents, resolves type names by protobuf's scoping rules
// among the imported files, resolves features, gives extension options their full names.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/schema.h"

namespace protowarden::schema {

// What linking needs from outside. Both functions must be pure and safe to call from several
// threads.
struct LinkInputs {
  unsigned jobs = 1;  // threads
  // The File::path that an import statement of a file means; empty when it is not in the tree.
  std::function<std::string(const File& importer, const Import& import)> resolve_import;
  // Decodes serialized options of the message type `options_type` (for example
  // "google.protobuf.FieldOptions") with the definitions of the schema and adds them to `options`.
  // May be empty: then such options stay unread.
  std::function<void(const Schema& schema, std::string_view options_type, const std::string& bytes,
                     OptionSet& options)>
      decode_options;
};

struct LinkResult {
  Schema schema;
  std::vector<Diagnostic> diagnostics;          // undefined types, duplicates, import cycles
  std::vector<std::string> unresolved_imports;  // as written; sorted, unique
};

// Takes the parsed files; two files with one path must not be given. Deterministic: the result does
// not depend on the order of `files`.
[[nodiscard]] LinkResult Link(std::vector<std::unique_ptr<File>> files, const LinkInputs& inputs);

}  // namespace protowarden::schema
