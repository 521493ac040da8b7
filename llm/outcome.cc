// SPDX-License-Identifier: Apache-2.0
#include "llm/outcome.h"

namespace protowarden::llm {

std::string_view Describe(Outcome outcome) {
  switch (outcome) {
    case Outcome::kAnswered:
      return "is complete";
    case Outcome::kRefused:
      return "was refused by the model";
    case Outcome::kTruncated:
      return "was cut off at the output limit";
    case Outcome::kFiltered:
      return "was stopped by the provider's filter";
    case Outcome::kEmpty:
      return "was empty";
    case Outcome::kFailed:
      break;
  }
  return "did not come";
}

TokenUsage& TokenUsage::operator+=(const TokenUsage& other) {
  input += other.input;
  cached_input += other.cached_input;
  cache_write += other.cache_write;
  output += other.output;
  return *this;
}

}  // namespace protowarden::llm
