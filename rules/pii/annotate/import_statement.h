// SPDX-License-Identifier: Apache-2.0
//
// The import that annotations need.
#pragma once

#include <vector>

#include "analyzer/edit/edits.h"
#include "analyzer/edit/source_tokens.h"
#include "rules/pii/annotate/annotation_target.h"

namespace protowarden::rules::pii {

// Adds the import unless the file has it: among its imports, else behind the package, else behind
// the syntax, else at the top, behind a licence comment.
void AddImport(const edit::SourceTokens& tokens, const schema::File& file,
               const AnnotationTarget& target, std::vector<edit::Edit>& edits);

// Removes the import unless the text that `edits` leave still refers to what it defines.
void RemoveImport(const edit::SourceTokens& tokens, const schema::File& file,
                  const AnnotationTarget& target, std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::pii
