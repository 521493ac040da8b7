// SPDX-License-Identifier: Apache-2.0
//
// Annotations that say something else are replaced where they stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/pii/annotate/written_options.h"

namespace protowarden::rules::pii {

// `option.last` is the last token of the value.
void ReplaceValue(const edit::SourceTokens& tokens, const WrittenOption& option,
                  std::string_view value, std::vector<edit::Edit>& edits);

// Puts `entries`, such as "(pii.v1.pii_type) = SSN", in the place of the kinds of data that the
// field whose number is the token `number` has. No entries remove them.
void OverwriteTypes(const edit::SourceTokens& tokens, size_t number,
                    const AnnotationMatcher& matcher, const std::vector<std::string>& entries,
                    std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::pii
