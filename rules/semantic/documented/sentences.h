// SPDX-License-Identifier: Apache-2.0
//
// The sentences of a comment in the forms in which they are shown, searched and compared.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/semantic/documented/document.h"

namespace protowarden::rules::semantic::documented {

struct Sentence {
  std::string text;  // as written, without markup
  // For patterns: numbers in digits, contractions written out, examples and asides cut.
  std::string plain;
  // For comparing: stems of all words in order; equal tokens mean an equal sentence.
  std::vector<std::string> tokens;
  int32_t line = 0;
};

// What a comment says beyond this many sentences is not compared.
inline constexpr size_t kMaxSentences = 100;

// A semicolon ends a sentence too: what follows is a statement of its own.
[[nodiscard]] std::vector<Sentence> SplitSentences(const Document& document);

// The words of a text as written, without the punctuation around them.
[[nodiscard]] std::vector<std::string_view> WordsOf(std::string_view text);

// The stems of these words.
[[nodiscard]] std::vector<std::string> TokensOf(std::string_view text);

// True for words that carry no meaning of their own: "the", "is", "of".
[[nodiscard]] bool IsStopword(std::string_view token);

}  // namespace protowarden::rules::semantic::documented
