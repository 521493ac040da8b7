// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/evidence.h"

#include "analyzer/base/text.h"
#include "analyzer/engine/gate.h"
#include "llm/clean_text.h"

namespace protowarden::llm {
namespace {

constexpr size_t kLeastQuote = 4;
constexpr size_t kMaxShown = 600;

// On one line, without the signs that begin a line of a comment.
std::string Normal(std::string_view text) {
  std::string joined;
  for (std::string_view line : Split(text, '\n')) {
    line = Trim(line);
    while (line.starts_with('/') || line.starts_with('*')) line.remove_prefix(1);
    joined.append(line).push_back(' ');
  }
  return OneLine(joined);
}

}  // namespace

bool Occurs(std::string_view quote, std::string_view text) {
  const std::string wanted = Normal(quote);
  return wanted.size() >= kLeastQuote && Normal(text).find(wanted) != std::string::npos;
}

std::string ShownText(const Json& answer, std::string_view key) {
  return OneLine(CleanText(TextOf(answer, key), kMaxShown));
}

Confidence ConfidenceIn(const Json& answer) {
  Confidence confidence = Confidence::kLow;
  if (!ParseConfidence(TextOf(answer, "confidence"), &confidence)) return Confidence::kLow;
  return confidence;
}

}  // namespace protowarden::llm
