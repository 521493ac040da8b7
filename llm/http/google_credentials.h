// SPDX-License-Identifier: Apache-2.0
//
// Access tokens for Google's APIs from what the environment offers, without an SDK: the file that
// GOOGLE_APPLICATION_CREDENTIALS names, that of `gcloud auth application-default login`, else the
// metadata server of the machine.
// Source: https://cloud.google.com/docs/authentication/application-default-credentials,
//         https://google.aip.dev/auth/
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "llm/http/client.h"
#include "llm/json.h"

namespace protowarden::http {

// The world that credentials are found in.
struct CredentialWorld {
  std::function<std::string(const std::string& name)> variable;  // of the environment
  std::function<Result<std::string>(const std::string& path)> read;
  std::function<int64_t()> now;  // seconds since 1970
  Client* client = nullptr;      // https
  Client* metadata = nullptr;    // plain http too, impatient
};

// Keeps a token until shortly before it expires. Not thread-safe.
class GoogleCredentials {
 public:
  explicit GoogleCredentials(CredentialWorld world) : world_(std::move(world)) {}

  // What stands behind "Authorization: Bearer ". Fails with what to do; no message holds a secret.
  [[nodiscard]] Result<std::string> Token();

 private:
  [[nodiscard]] Result<std::string> Fetch();
  [[nodiscard]] Result<std::string> FromFile(const std::string& path);
  [[nodiscard]] Result<std::string> FromServiceAccount(const llm::Json& file);
  [[nodiscard]] Result<std::string> FromUser(const llm::Json& file);
  [[nodiscard]] Result<std::string> FromExternalAccount(const llm::Json& file);
  [[nodiscard]] Result<std::string> FromMetadata();
  // The token that somebody else vouches with.
  [[nodiscard]] Result<std::string> SubjectToken(const llm::Json& source);
  [[nodiscard]] Result<std::string> Impersonate(const std::string& url, const std::string& token);
  // Sends and takes `field` of the answer; remembers when it expires.
  [[nodiscard]] Result<std::string> Exchange(Client& client, const Request& request,
                                             std::string_view field);

  CredentialWorld world_;
  std::string token_;
  int64_t good_until_ = 0;
};

// The claim that a service account signs for a token: header and payload, not yet signed.
[[nodiscard]] std::string ServiceAccountClaim(const llm::Json& file, int64_t now);

// "a=b&c=d", percent-encoded.
[[nodiscard]] std::string FormBody(
    const std::vector<std::pair<std::string, std::string>>& parameters);

// True for hosts that credentials may be sent to or taken from: Google's and GitHub's own, and this
// machine. A file of credentials that names another may be somebody's trap.
[[nodiscard]] bool IsTrustedHost(const std::string& url);

}  // namespace protowarden::http
