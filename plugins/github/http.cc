// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::github {
namespace {

constexpr long kConnectSeconds = 10;

struct CurlDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// A credential must not travel in the clear, except to a test on this machine.
bool IsSafe(std::string_view url) {
  if (url.starts_with("https://")) return true;
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(host)) continue;
    const std::string_view rest = url.substr(host.size());
    if (rest.empty() || rest.front() == ':' || rest.front() == '/') return true;
  }
  return false;
}

size_t TakeBody(char* bytes, size_t size, size_t count, void* target) {
  auto& body = static_cast<HttpResponse*>(target)->body;
  const size_t length = size * count;
  if (body.size() + length > kMaxBody) return 0;
  body.append(bytes, length);
  return length;
}

size_t TakeHeader(char* bytes, size_t size, size_t count, void* target) {
  const std::string_view line(bytes, size * count);
  const size_t colon = line.find(':');
  if (colon != std::string_view::npos) {
    auto& headers = static_cast<HttpResponse*>(target)->headers;
    headers[ToLower(line.substr(0, colon))] = Trim(line.substr(colon + 1));
  }
  return size * count;
}

class CurlHttp : public Http {
 public:
  explicit CurlHttp(std::chrono::seconds timeout) : timeout_(timeout) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready == CURLE_OK) handle_.reset(curl_easy_init());
  }

  Result<HttpResponse> Send(const HttpRequest& request) override {
    if (handle_ == nullptr) return AnalysisError("libcurl could not be initialised.");
    if (!IsSafe(request.url)) {
      return UsageError(fmt::format("{} is no https address.", Quote(request.url)));
    }
    HttpResponse response;
    std::unique_ptr<curl_slist, CurlDeleter> headers;
    for (const std::string& header : request.headers) {
      curl_slist* longer = curl_slist_append(headers.get(), header.c_str());
      if (longer == nullptr) return AnalysisError("There is not enough memory for a request.");
      (void)headers.release();
      headers.reset(longer);
    }
    CURL* curl = handle_.get();
    curl_easy_reset(curl);  // connections stay
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(timeout_.count()));
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, TakeBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &response);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, TakeHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &response);
    // On a connection that was kept, libcurl itself sends again what got no answer.
    if (request.method == "POST") curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    if (!request.body.empty()) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
    }
    const CURLcode done = curl_easy_perform(curl);
    if (done != CURLE_OK) {
      return AnalysisError(
          fmt::format("{} did not answer: {}.", Printable(request.url), curl_easy_strerror(done)));
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &response.status);
    return response;
  }

 private:
  std::chrono::seconds timeout_;
  std::unique_ptr<CURL, CurlDeleter> handle_;
};

}  // namespace

std::unique_ptr<Http> MakeHttp(std::chrono::seconds timeout) {
  return std::make_unique<CurlHttp>(timeout);
}

}  // namespace protowarden::github
