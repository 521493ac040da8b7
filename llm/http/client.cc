// SPDX-License-Identifier: Apache-2.0
#include "llm/http/client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "analyzer/base/text.h"

namespace protowarden::http {
namespace {

using std::chrono::milliseconds;

constexpr size_t kMaxHeaders = 200;
constexpr size_t kMaxHeader = 8192;

// libcurl's version at which the options of its old form were deprecated.
static_assert(LIBCURL_VERSION_NUM >= 0x075500, "libcurl 7.85 or newer is needed");

struct Deleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// CURLM is void as CURL is.
struct MultiDeleter {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};

// One request on its way. libcurl refers to it.
struct Transfer {
  uint64_t token = 0;
  Request request;
  Response response;
  std::unique_ptr<curl_slist, Deleter> headers;
  std::unique_ptr<CURL, Deleter> handle;
  size_t max_body = 0;
  bool too_long = false;
};

size_t TakeBody(char* bytes, size_t size, size_t count, void* target) {
  auto& transfer = *static_cast<Transfer*>(target);
  const size_t length = size * count;
  if (transfer.response.body.size() + length > transfer.max_body) {
    transfer.too_long = true;
    return 0;
  }
  transfer.response.body.append(bytes, length);
  return length;
}

size_t TakeHeader(char* bytes, size_t size, size_t count, void* target) {
  const std::string_view line(bytes, size * count);
  const size_t colon = line.find(':');
  auto& headers = static_cast<Transfer*>(target)->response.headers;
  if (line.starts_with("HTTP/")) headers.clear();  // those of a proxy or an interim response
  if (colon != std::string_view::npos && line.size() < kMaxHeader && headers.size() < kMaxHeaders) {
    headers[ToLower(line.substr(0, colon))] = Trim(line.substr(colon + 1));
  }
  return size * count;
}

bool IsTransient(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_SSL_CONNECT_ERROR:
      return true;
    default:
      return false;
  }
}

// Without what stands in a query: some services have keys there.
std::string ShownUrl(const std::string& url) { return Printable(url.substr(0, url.find('?'))); }

class CurlClient : public Client {
 public:
  CurlClient(Options options, CURLM* multi) : options_(std::move(options)), multi_(multi) {
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    const auto connections = static_cast<long>(options_.parallel);
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, connections);
  }

  ~CurlClient() override {
    for (const auto& [handle, transfer] : running_) curl_multi_remove_handle(multi_.get(), handle);
  }
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;

  void Start(uint64_t token, Request request) override {
    auto transfer = std::make_unique<Transfer>();
    transfer->token = token;
    transfer->request = std::move(request);
    transfer->max_body = options_.max_body;
    const Status ready = SetUp(*transfer);
    if (!ready.ok()) {
      finished_.push_back({token, ready.error(), false});
      return;
    }
    CURL* handle = transfer->handle.get();
    curl_multi_add_handle(multi_.get(), handle);
    running_.emplace(handle, std::move(transfer));
  }

  std::vector<Done> Wait(milliseconds limit) override {
    int active = 0;
    curl_multi_perform(multi_.get(), &active);
    Collect();
    if (finished_.empty() && limit.count() > 0) {
      curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(limit.count()), nullptr);
      curl_multi_perform(multi_.get(), &active);
      Collect();
    }
    return std::exchange(finished_, {});
  }

  void Wake() override { curl_multi_wakeup(multi_.get()); }
  [[nodiscard]] size_t running() const override { return running_.size() + finished_.size(); }

 private:
  Status SetUp(Transfer& transfer) {
    const Request& request = transfer.request;
    if (!IsSafe(request.url) && !(options_.allow_http && request.url.starts_with("http://"))) {
      return UsageError(fmt::format("{} is no https address.", Quote(ShownUrl(request.url))));
    }
    for (const std::string& header : request.headers) {
      if (header.find_first_of("\r\n") != std::string::npos) {
        return UsageError("A header holds a line end. Check the key: it must be one line.");
      }
      curl_slist* longer = curl_slist_append(transfer.headers.get(), header.c_str());
      if (longer == nullptr) return AnalysisError("There is not enough memory for a request.");
      (void)transfer.headers.release();
      transfer.headers.reset(longer);
    }
    transfer.handle.reset(curl_easy_init());
    if (transfer.handle == nullptr) return AnalysisError("libcurl could not be initialised.");
    SetOptions(transfer);
    return Ok();
  }

  void SetOptions(Transfer& transfer) const {
    const Request& request = transfer.request;
    CURL* curl = transfer.handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer.headers.get());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options_.connect_timeout));
    const bool own = request.timeout.count() > 0;
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                     Milliseconds(own ? request.timeout : options_.total_timeout));
    // Plain http is for this machine: nobody between must see the key.
    if (options_.no_proxy || request.url.starts_with("http://")) {
      curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    }
    curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(curl, CURLOPT_PIPEWAIT, 1L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, TakeBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, TakeHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &transfer);
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    if (request.once) curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    if (!request.body.empty()) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
    }
  }

  static long Milliseconds(milliseconds time) { return static_cast<long>(time.count()); }

  void Collect() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      CURL* handle = message->easy_handle;
      curl_multi_remove_handle(multi_.get(), handle);
      const auto found = running_.find(handle);
      if (found == running_.end()) continue;
      const std::unique_ptr<Transfer> transfer = std::move(found->second);
      running_.erase(found);
      finished_.push_back(Finish(*transfer, code));
    }
  }

  [[nodiscard]] Done Finish(Transfer& transfer, CURLcode code) const {
    if (transfer.too_long) {
      return {transfer.token,
              AnalysisError(fmt::format("{} answered with more than {} bytes.",
                                        ShownUrl(transfer.request.url), options_.max_body)),
              false};
    }
    if (code != CURLE_OK) {
      return {transfer.token,
              AnalysisError(fmt::format("{} did not answer: {}.", ShownUrl(transfer.request.url),
                                        curl_easy_strerror(code))),
              IsTransient(code)};
    }
    curl_easy_getinfo(transfer.handle.get(), CURLINFO_RESPONSE_CODE, &transfer.response.status);
    return {transfer.token, std::move(transfer.response), true};
  }

  Options options_;
  std::unique_ptr<CURLM, MultiDeleter> multi_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> running_;
  std::vector<Done> finished_;
};

}  // namespace

bool IsSafe(const std::string& url) {
  if (url.starts_with("https://")) return true;
  for (const std::string_view host : {"http://127.0.0.1", "http://localhost", "http://[::1]"}) {
    if (!url.starts_with(host)) continue;
    const std::string_view rest = std::string_view(url).substr(host.size());
    if (rest.empty() || rest.front() == '/') return true;
    // A port: "http://localhost:x@host/" is another host.
    const size_t end = rest.find('/');
    if (rest.front() == ':' && rest.substr(1, end == std::string_view::npos ? end : end - 1)
                                       .find_first_not_of("0123456789") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

std::string CaFileOfEnvironment() {
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

Result<std::unique_ptr<Client>> MakeClient(const Options& options) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM* multi = ready == CURLE_OK ? curl_multi_init() : nullptr;
  if (multi == nullptr) return AnalysisError("libcurl could not be initialised.");
  return std::unique_ptr<Client>(std::make_unique<CurlClient>(options, multi));
}

Result<Response> Send(Client& client, const Request& request) {
  client.Start(0, request);
  while (true) {
    std::vector<Done> done = client.Wait(milliseconds(1000));
    if (!done.empty()) return std::move(done.front().result);
  }
}

}  // namespace protowarden::http
