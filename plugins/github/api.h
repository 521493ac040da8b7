// SPDX-License-Identifier: Apache-2.0
//
// The part of GitHub's REST API that a comment on a pull request needs, with its retries and rate
// limits. The token is sent and never shown.
// Source: https://docs.github.com/rest/issues/comments,
//         https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "llm/http/client.h"

namespace protowarden::github {

struct Comment {
  int64_t id = 0;
  std::string body;
};

struct ApiSettings {
  std::string base_url = "https://api.github.com";  // GITHUB_API_URL; also an Enterprise server's
  std::string repository;                           // "owner/name"
  std::string token;
  // What may be waited for all in all: between retries and for a rate limit to end.
  std::chrono::milliseconds patience{120'000};
};

class Api {
 public:
  Api(ApiSettings settings, http::Client& client);

  // The comments of a pull request, on all pages, until `wanted` says yes to one.
  [[nodiscard]] Result<std::optional<Comment>> FindComment(
      int64_t pull_request, const std::function<bool(const Comment&)>& wanted);
  // Not repeated after a failure that may have hidden a success: see the sticky comment.
  [[nodiscard]] Status CreateComment(int64_t pull_request, const std::string& body);
  [[nodiscard]] Status UpdateComment(int64_t id, const std::string& body);

 private:
  [[nodiscard]] Result<http::Response> Send(const std::string& method, const std::string& path,
                                            const std::string& body, bool repeatable);
  // Waits before another try; false when patience is at its end.
  [[nodiscard]] bool Wait(std::chrono::milliseconds time);

  ApiSettings settings_;
  http::Client& client_;
};

}  // namespace protowarden::github
