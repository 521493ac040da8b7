// SPDX-License-Identifier: Apache-2.0
#include "llm/http/google_credentials.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/base64.h"
#include "analyzer/base/signature.h"
#include "analyzer/base/text.h"
#include "llm/provider.h"

namespace protowarden::http {
namespace {

using llm::Json;
using llm::Member;
using llm::TextOf;

constexpr std::string_view kScope = "https://www.googleapis.com/auth/cloud-platform";
constexpr std::string_view kTokenUri = "https://oauth2.googleapis.com/token";
constexpr int64_t kClaimSeconds = 3600;
// As Google's libraries do.
constexpr int64_t kRefreshEarly = 240;

Request FormRequest(std::string url,
                    const std::vector<std::pair<std::string, std::string>>& parameters) {
  Request request;
  request.method = "POST";
  request.url = std::move(url);
  request.headers = {"Content-Type: application/x-www-form-urlencoded"};
  request.body = FormBody(parameters);
  return request;
}

std::string OrDefault(const std::string& text, std::string_view fallback) {
  return text.empty() ? std::string(fallback) : text;
}

// "host" of "https://host:1/path".
std::string_view HostOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  // "trusted.com@elsewhere": nothing of ours has a user.
  if (url.find('@') != std::string_view::npos) return {};
  return url.substr(0, url.rfind(':') == std::string_view::npos ? url.size() : url.rfind(':'));
}

}  // namespace

std::string FormBody(const std::vector<std::pair<std::string, std::string>>& parameters) {
  const auto encode = [](std::string_view text) {
    std::string encoded;
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
      encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<uint8_t>(c));
    }
    return encoded;
  };
  std::string body;
  for (const auto& [name, value] : parameters) {
    if (!body.empty()) body.push_back('&');
    body += encode(name) + "=" + encode(value);
  }
  return body;
}

std::string ServiceAccountClaim(const Json& file, int64_t now) {
  Json header = {{"alg", "RS256"}, {"typ", "JWT"}};
  if (const std::string id = TextOf(file, "private_key_id"); !id.empty()) header["kid"] = id;
  const Json payload = {{"iss", TextOf(file, "client_email")},
                        {"scope", kScope},
                        {"aud", OrDefault(TextOf(file, "token_uri"), kTokenUri)},
                        {"iat", now},
                        {"exp", now + kClaimSeconds}};
  return Base64Url(llm::DumpJson(header)) + "." + Base64Url(llm::DumpJson(payload));
}

bool IsTrustedHost(const std::string& url) {
  static constexpr std::array<std::string_view, 2> kDomains = {".googleapis.com",
                                                               ".actions.githubusercontent.com"};
  if (!IsSafe(url)) return false;
  if (url.starts_with("http://")) return true;  // this machine
  const std::string_view host = HostOf(url);
  return std::any_of(kDomains.begin(), kDomains.end(), [&](std::string_view domain) {
    return host.size() > domain.size() && host.ends_with(domain);
  });
}

Result<std::string> GoogleCredentials::Token() {
  if (!token_.empty() && world_.now() < good_until_) return token_;
  good_until_ = 0;
  Result<std::string> fetched = Fetch();
  if (fetched.ok()) token_ = *fetched;
  return fetched;
}

Result<std::string> GoogleCredentials::Fetch() {
  const std::string named = world_.variable("GOOGLE_APPLICATION_CREDENTIALS");
  if (!named.empty()) return FromFile(named);
  std::string folder = world_.variable("CLOUDSDK_CONFIG");
  if (folder.empty() && !world_.variable("HOME").empty()) {
    folder = world_.variable("HOME") + "/.config/gcloud";
  }
  const std::string usual = folder + "/application_default_credentials.json";
  if (!folder.empty() && world_.read(usual).ok()) return FromFile(usual);
  return FromMetadata();
}

Result<std::string> GoogleCredentials::FromFile(const std::string& path) {
  const Result<std::string> text = world_.read(path);
  if (!text.ok()) return text.error();
  const Json file = llm::ParseJson(*text);
  const std::string type = TextOf(file, "type");
  if (type == "service_account") return FromServiceAccount(file);
  if (type == "authorized_user") return FromUser(file);
  if (type == "external_account") return FromExternalAccount(file);
  return UsageError(
      fmt::format("{}: Credentials of the type {} are not known. Use service_account, "
                  "authorized_user or external_account.",
                  Printable(path), Quote(type)));
}

Result<std::string> GoogleCredentials::FromServiceAccount(const Json& file) {
  const std::string claim = ServiceAccountClaim(file, world_.now());
  const Result<std::string> signature = SignRs256(TextOf(file, "private_key"), claim);
  if (!signature.ok()) return signature.error();
  const std::string assertion = claim + "." + Base64Url(*signature);
  return Exchange(*world_.client,
                  FormRequest(OrDefault(TextOf(file, "token_uri"), kTokenUri),
                              {{"grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                               {"assertion", assertion}}),
                  "access_token");
}

Result<std::string> GoogleCredentials::FromUser(const Json& file) {
  return Exchange(*world_.client,
                  FormRequest(OrDefault(TextOf(file, "token_uri"), kTokenUri),
                              {{"grant_type", "refresh_token"},
                               {"client_id", TextOf(file, "client_id")},
                               {"client_secret", TextOf(file, "client_secret")},
                               {"refresh_token", TextOf(file, "refresh_token")}}),
                  "access_token");
}

Result<std::string> GoogleCredentials::FromExternalAccount(const Json& file) {
  const Result<std::string> subject = SubjectToken(Member(file, "credential_source"));
  if (!subject.ok()) return subject.error();
  Result<std::string> token = Exchange(
      *world_.client,
      FormRequest(OrDefault(TextOf(file, "token_url"), "https://sts.googleapis.com/v1/token"),
                  {{"grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"},
                   {"audience", TextOf(file, "audience")},
                   {"scope", std::string(kScope)},
                   {"requested_token_type", "urn:ietf:params:oauth:token-type:access_token"},
                   {"subject_token_type", TextOf(file, "subject_token_type")},
                   {"subject_token", *subject}}),
      "access_token");
  const std::string url = TextOf(file, "service_account_impersonation_url");
  if (!token.ok() || url.empty()) return token;
  return Impersonate(url, *token);
}

Result<std::string> GoogleCredentials::SubjectToken(const Json& source) {
  const Json& format = Member(source, "format");
  const bool as_json = TextOf(format, "type") == "json";
  const std::string field = TextOf(format, "subject_token_field_name");
  const std::string path = TextOf(source, "file");
  if (!path.empty()) {
    const Result<std::string> text = world_.read(path);
    if (!text.ok() || !as_json) return text.ok() ? std::string(Trim(*text)) : text;
    const std::string token = TextOf(llm::ParseJson(*text), field);
    if (!token.empty()) return token;
    return UsageError(fmt::format("{} has no {}.", Printable(path), Quote(field)));
  }
  if (TextOf(source, "url").empty()) {
    return UsageError(
        "The `credential_source` of external credentials must be a file or a url; programs are not "
        "run.");
  }
  Request request;
  request.url = TextOf(source, "url");
  const Json& headers = Member(source, "headers");
  if (headers.is_object()) {
    for (const auto& [name, value] : headers.items()) {
      if (value.is_string()) request.headers.push_back(name + ": " + value.get<std::string>());
    }
  }
  return Exchange(*world_.client, request, as_json ? std::string_view(field) : "");
}

Result<std::string> GoogleCredentials::Impersonate(const std::string& url,
                                                   const std::string& token) {
  Request request;
  request.method = "POST";
  request.url = url;
  request.headers = {"Content-Type: application/json", "Authorization: Bearer " + token};
  request.body = llm::DumpJson({{"scope", {kScope}}});
  return Exchange(*world_.client, request, "accessToken");
}

Result<std::string> GoogleCredentials::FromMetadata() {
  const std::string host =
      OrDefault(world_.variable("GCE_METADATA_HOST"), "metadata.google.internal");
  Request request;
  request.url =
      fmt::format("http://{}/computeMetadata/v1/instance/service-accounts/default/token", host);
  request.headers = {"Metadata-Flavor: Google"};
  const Result<std::string> token = Exchange(*world_.metadata, request, "access_token");
  if (token.ok()) return token;
  return UsageError(
      "There are no Google credentials. Set GOOGLE_APPLICATION_CREDENTIALS, or run `gcloud auth "
      "application-default login`.");
}

Result<std::string> GoogleCredentials::Exchange(Client& client, const Request& request,
                                                std::string_view field) {
  const bool at_metadata = &client == world_.metadata;
  if (!at_metadata && !IsTrustedHost(request.url)) {
    return UsageError(
        fmt::format("The credentials name {}, which is no host of Google or GitHub Actions.",
                    Quote(HostOf(request.url))));
  }
  const Result<Response> response = Send(client, request);
  if (!response.ok()) return response.error();
  const Json json = llm::ParseJson(response->body);
  const std::string token = field.empty() ? std::string(Trim(response->body)) : TextOf(json, field);
  if (response->status != 200 || token.empty()) {
    std::string why = llm::ErrorText(response->body);
    if (why.empty()) why = TextOf(json, "error_description");
    return AnalysisError(fmt::format("{} gave no token (status {}){}{}",
                                     Printable(HostOf(request.url)), response->status,
                                     why.empty() ? "." : ": ", Printable(why)));
  }
  const int64_t seconds = std::max<int64_t>(llm::NumberOf(json, "expires_in"), 0);
  good_until_ = world_.now() + (seconds > 0 ? seconds : kClaimSeconds) - kRefreshEarly;
  return token;
}

}  // namespace protowarden::http
