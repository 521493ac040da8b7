// SPDX-License-Identifier: Apache-2.0
//
// Annotations as `option` statements in the bodies of messages and methods.
//
// Removing undoes adding exactly. What is added begins directly behind a token or comment, so the
// white space before an annotation is the annotator's own. Methods need more, because a body of
// annotations alone may have been ';', '{}' or an empty body on several lines:
//   ;        the level comes first, '}' stands on a line of its own
//   {}       the audit flag comes first, '}' stands on a line of its own
//   {<line ends>}   the audit flag comes first, and one empty line more than there was follows
//   {<spaces>}      the audit flag comes first, and '}' stays on its line
// Whoever sorts these statements by hand gets another, equivalent body back.
#pragma once

#include <string>
#include <vector>

#include "rules/pii/annotate/written_options.h"

namespace protowarden::rules::pii {

// Adds statements right behind the '{' at token `open`, or behind the options that follow it.
// `declaration` is the first token of the message.
void AddToMessage(const edit::SourceTokens& tokens, size_t declaration, size_t open,
                  const std::vector<std::string>& statements, std::vector<edit::Edit>& edits);

// Adds statements to the method that begins with the token `rpc` and whose signature ends before
// the token `end`, which is ';' or '{'.
void AddToMethod(const edit::SourceTokens& tokens, size_t rpc, size_t end,
                 std::vector<std::string> statements, std::vector<edit::Edit>& edits);

// Removes the annotations of the method body that opens at token `open`.
void RemoveFromMethod(const edit::SourceTokens& tokens, size_t rpc, size_t open,
                      const AnnotationMatcher& matcher, std::vector<edit::Edit>& edits);

}  // namespace protowarden::rules::pii
