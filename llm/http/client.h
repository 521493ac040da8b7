// SPDX-License-Identifier: Apache-2.0
//
// HTTP requests, many at a time, through libcurl. The only place that knows it; programs that link
// it load libcurl when they start, which is why `protowarden` does not.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::http {

struct Request {
  std::string method = "GET";
  std::string url;                   // https, or http to this machine
  std::vector<std::string> headers;  // "Name: value"; never shown in messages
  std::string body;
  // On a connection of its own: libcurl sends a request again when a connection that was kept turns
  // out to be dead, and nobody knows whether the first one was carried out.
  bool once = false;
  std::chrono::milliseconds timeout{};  // instead of Options::total_timeout, if given
};

struct Response {
  long status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct Options {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{
      120'000};  // from the first byte sent to the last received
  size_t parallel = 1;
  size_t max_body = size_t{16} << 20U;
  // A file of certificates; empty: CURL_CA_BUNDLE or SSL_CERT_FILE, else the system's. Callers read
  // the environment, see FromEnvironment().
  std::string ca_file;
  // Plain http to any host, for Google's metadata server, whose address is no secret's way.
  bool allow_http = false;
  bool no_proxy = false;  // whatever the environment says
};

// The CA file as curl(1) finds it: CURL_CA_BUNDLE, else SSL_CERT_FILE; libcurl reads neither.
[[nodiscard]] std::string CaFileOfEnvironment();

// How one request ended: a response of any status, or none.
struct Done {
  uint64_t token = 0;  // as given to Start
  Result<Response> result = Response{};
  bool may_repeat = true;  // false: the same would happen again (a bad certificate, a bad address)
};

// Connections are kept and shared, HTTP/2 where the server has it. Redirects are not followed: keys
// in headers would go to whoever is named. Proxies come from the environment, as curl(1) has it.
// Not thread-safe but for Wake.
class Client {
 public:
  virtual ~Client() = default;
  virtual void Start(uint64_t token, Request request) = 0;
  // Waits until a request ends, somebody wakes it, or the time is over; what has ended, if
  // anything.
  [[nodiscard]] virtual std::vector<Done> Wait(std::chrono::milliseconds limit) = 0;
  // Ends a Wait of another thread.
  virtual void Wake() = 0;
  [[nodiscard]] virtual size_t running() const = 0;
};

[[nodiscard]] Result<std::unique_ptr<Client>> MakeClient(const Options& options);

// One request by itself. Fails when there is no answer: no connection, a timeout, too long a body.
[[nodiscard]] Result<Response> Send(Client& client, const Request& request);

// True for https and for http to this machine: credentials must not travel in the clear.
[[nodiscard]] bool IsSafe(const std::string& url);

}  // namespace protowarden::http
