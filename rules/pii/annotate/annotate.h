// SPDX-License-Identifier: Apache-2.0
//
// Writes the classification into the source as options of pii.v1, and takes it out again. Both are
// lists of edits; Strip undoes Annotate byte for byte on files that had no annotation before.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/embedded_file.h"
#include "analyzer/edit/edits.h"
#include "rules/pii/annotate/annotation_target.h"
#include "rules/pii/classifier.h"

namespace protowarden::rules::pii {

struct AnnotateOptions {
  bool all = false;        // write PUBLIC too
  bool overwrite = false;  // replace annotations that say something else
};

struct Annotated {
  std::vector<edit::Edit> edits;  // sorted
  size_t fields = 0;              // changed or given annotations
  size_t messages = 0;
  size_t methods = 0;
  // Places where the source is not what the schema was read from.
  std::vector<schema::Diagnostic> diagnostics;
};

// `text` is what `file`, of the classified schema, was read from; line ends may differ.
[[nodiscard]] Annotated Annotate(const AnnotationTarget& target, const Classified& classified,
                                 const schema::File& file, std::string_view text,
                                 const AnnotateOptions& options);

// Removes every annotation, and the import if nothing else needs it.
[[nodiscard]] std::vector<edit::Edit> Strip(const AnnotationTarget& target,
                                            const schema::File& file, std::string_view text);

// pii/v1/sensitivity.proto, compiled in; generated.
[[nodiscard]] std::span<const EmbeddedFile> SchemaFiles();

}  // namespace protowarden::rules::pii
