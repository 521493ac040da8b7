// SPDX-License-Identifier: Apache-2.0
//
// One HTTP request at a time, through libcurl. The only place that knows it.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::github {

struct HttpRequest {
  std::string method = "GET";
  std::string url;                   // https, or http to this machine
  std::vector<std::string> headers;  // "Name: value"; never shown in messages
  std::string body;
};

struct HttpResponse {
  long status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

// Hides libcurl, whose header defines hundreds of macros.
class Http {
 public:
  virtual ~Http() = default;
  // Fails when there is no answer: no connection, a timeout, more than kMaxBody.
  [[nodiscard]] virtual Result<HttpResponse> Send(const HttpRequest& request) = 0;
};

inline constexpr size_t kMaxBody = size_t{16} << 20U;

// Keeps its connection alive. Proxies come from the environment, as curl(1) has it. Not
// thread-safe.
[[nodiscard]] std::unique_ptr<Http> MakeHttp(std::chrono::seconds timeout);

}  // namespace protowarden::github
