// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/error_details.h"

#include <algorithm>
#include <array>

#include "analyzer/base/contains.h"
#include "rules/semantic/behaviour/name_similarity.h"

namespace protowarden::rules::semantic {
namespace {

constexpr std::array<std::string_view, 10> kErrors = {
    "error",    "errors", "exception", "exceptions", "failure",
    "failures", "fault",  "faults",    "violation",  "violations"};
// What may stand behind one of them: "ErrorInfo", "FailureReason", "ErrorCodeEnum".
constexpr std::array<std::string_view, 10> kAbout = {
    "code", "codes", "detail", "details", "enum", "info", "reason", "reasons", "type", "types"};
// Deeper than any error is nested; ends the search in messages that hold themselves.
constexpr int kMaxDepth = 4;

bool IsCalledLikeAnError(std::string_view name) {
  std::vector<std::string> words = WordsOf(name);
  while (words.size() > 1 && Contains(kAbout, words.back())) words.pop_back();
  return !words.empty() && Contains(kErrors, words.back());
}

bool IsAmongErrorDetails(const schema::File& file) {
  const size_t folder = file.path.rfind('/') + 1;
  return file.path.find("error_detail", folder) != std::string::npos;
}

bool IsDetail(const schema::Usage& usage, const schema::Message& message, int depth) {
  if (!usage.Unreached(message) || depth == kMaxDepth) return false;
  for (const schema::Message* at = &message; at != nullptr; at = at->parent) {
    if (IsCalledLikeAnError(at->name)) return true;
  }
  if (IsAmongErrorDetails(*message.file)) return true;
  const auto holders = usage.Referrers(message);
  return !holders.empty() &&
         std::all_of(holders.begin(), holders.end(), [&](const schema::Field* field) {
           return field->parent != nullptr && IsDetail(usage, *field->parent, depth + 1);
         });
}

}  // namespace

bool IsErrorDetail(const schema::Usage& usage, const schema::Message& message) {
  return IsDetail(usage, message, 0);
}

bool IsErrorDetail(const schema::Usage& usage, const schema::Enum& item) {
  const auto holders = usage.Holders(item);
  if (holders.empty()) return IsCalledLikeAnError(item.name);
  return std::all_of(holders.begin(), holders.end(), [&](const schema::Message* message) {
    return IsErrorDetail(usage, *message);
  });
}

}  // namespace protowarden::rules::semantic
