// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/sticky_comment.h"

#include <fmt/format.h>

#include <string_view>

namespace protowarden::github {
namespace {

// What cannot end an HTML comment.
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char letter : text) {
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '_' || letter == '.';
    plain.push_back(kept ? letter : '_');
  }
  return plain;
}

// GitHub may store other line ends than it was sent.
std::string WithoutReturns(std::string text) {
  std::erase(text, '\r');
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::string MarkerOf(const std::string& workflow, const std::string& job) {
  return fmt::format("<!-- protowarden {}/{} -->", Plain(workflow), Plain(job));
}

Status KeepComment(Api& api, int64_t pull_request, const std::string& marker,
                   const std::string& text, bool create) {
  const std::string body = marker + "\n" + text;
  // A creation whose answer got lost may have worked: it is looked for before it is repeated.
  static constexpr int kTries = 3;
  Status last = Ok();
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const auto found = api.FindComment(
        pull_request, [&](const Comment& comment) { return comment.body.starts_with(marker); });
    if (!found.ok()) return found.error();
    if (found->has_value()) {
      if (WithoutReturns((*found)->body) == WithoutReturns(body)) return Ok();
      return api.UpdateComment((*found)->id, body);
    }
    if (!create) return Ok();
    last = api.CreateComment(pull_request, body);
    if (last.ok()) break;
  }
  return last;
}

}  // namespace protowarden::github
