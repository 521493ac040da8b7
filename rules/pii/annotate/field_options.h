// SPDX-License-Identifier: Apache-2.0
//
// Annotations in the brackets behind a field's number.
//
// RemoveFieldOptions undoes AddFieldOptions exactly: what is added begins directly behind a token
// or comment, so the white space before an annotation is always the annotator's own.
#pragma once

#include <string>
#include <vector>

#include "rules/pii/annotate/written_options.h"

namespace protowarden::rules::pii {

// Adds entries such as "(pii.v1.sensitivity) = HIGH" to the field whose number is the token
// `number`, merged into its brackets in their style, or in new ones.
void AddFieldOptions(const edit::SourceTokens& tokens, size_t number,
                     const std::vector<std::string>& entries, std::vector<edit::Edit>& edits);

// Removes some of the options of `brackets` (`remove[i]` for option i), and the brackets if none is
// left.
void RemoveFieldOptions(const edit::SourceTokens& tokens, const Brackets& brackets,
                        const std::vector<bool>& remove, std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::pii
