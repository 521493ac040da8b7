// SPDX-License-Identifier: Apache-2.0
//
// Rules about where a service is and what a token must allow: google/api/client.proto.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "rules/option_text.h"
#include "rules/semantic/api/families.h"

namespace protowarden::rules::semantic {
namespace {

using compare::ServicePair;

constexpr std::string_view kHost = "google.api.default_host";
constexpr std::string_view kScopes = "google.api.oauth_scopes";

Reporter::Draft Draft(const ServicePair& pair, std::string_view option) {
  return {
      .element = pair.after.full_name,
      .at = At(pair.after.file, FirstKnown({pair.after.options.SpanOf(option), pair.after.span})),
      .against =
          At(pair.before.file, FirstKnown({pair.before.options.SpanOf(option), pair.before.span}))};
}

// The port of HTTPS goes without saying.
std::string HostOf(const schema::Service& service) {
  static constexpr std::string_view kHttps = ":443";
  std::string host = service.options.GetText(kHost, "");
  if (host.ends_with(kHttps)) host.resize(host.size() - kHttps.size());
  return host;
}

void CheckHost(const RuleContext& /*context*/, const ServicePair& pair, Reporter& reporter) {
  const std::string before = HostOf(pair.before);
  const std::string after = HostOf(pair.after);
  if (before.empty() || before == after) return;
  if (after.empty() && HasUndecoded(pair.after.options)) return;
  Reporter::Draft draft = Draft(pair, kHost);
  draft.description =
      after.empty()
          ? fmt::format("Service `{}` no longer has the default host {}.", pair.after.name, before)
          : fmt::format("Service `{}` changed its default host from {} to {}.", pair.after.name,
                        before, after);
  draft.arguments = {before, after};
  reporter.Add(std::move(draft));
}

std::set<std::string> ScopesOf(const schema::Service& service) {
  std::set<std::string> scopes;
  const std::string text = service.options.GetText(kScopes, "");
  for (const std::string_view scope : Split(text, ',')) {
    if (!Trim(scope).empty()) scopes.emplace(Trim(scope));
  }
  return scopes;
}

// Scopes that tell who the caller is; no token opens a service by them.
bool IsIdentity(std::string_view scope) {
  return scope == "openid" || scope == "email" || scope == "profile" ||
         scope.ends_with("/userinfo.email") || scope.ends_with("/userinfo.profile");
}

// Any one of the scopes is enough: only fewer of them break somebody.
void CheckScopes(const RuleContext& /*context*/, const ServicePair& pair, Reporter& reporter) {
  const std::set<std::string> before = ScopesOf(pair.before);
  const std::set<std::string> after = ScopesOf(pair.after);
  // Without the annotation nothing is said about tokens.
  if (before.empty() || after.empty()) return;
  for (const std::string& scope : before) {
    if (after.contains(scope) || IsIdentity(scope)) continue;
    Reporter::Draft draft = Draft(pair, kScopes);
    draft.description = fmt::format("Service `{}` no longer accepts tokens with the scope {}.",
                                    pair.after.name, scope);
    draft.arguments = {scope};
    reporter.Add(std::move(draft));
  }
}

constexpr std::string_view kClientProto =
    "https://github.com/googleapis/googleapis/blob/master/google/api/client.proto";

constexpr std::array<Rule, 2> kRules = {{
    {.id = "DEFAULT_HOST_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Services keep their default host",
     .impact = "Clients that were generated from the old annotation go on calling the old host; "
               "when it is switched off, every call fails. Allow lists of firewalls and audiences "
               "of tokens name the host, too.",
     .remedy = "Keep serving the old host until its traffic has ended, and tell clients the new "
               "one.",
     .source = kClientProto,
     .check = CheckHost,
     .buf_rule = false},
    {.id = "OAUTH_SCOPE_REMOVED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Services accept the OAuth scopes that they accepted",
     .impact = "Callers whose token has this scope alone get PERMISSION_DENIED until their users "
               "or administrators grant another one.",
     .remedy = "Keep the scope as an alternative, or announce the change and wait until callers "
               "have asked for the new one.",
     .source = kClientProto,
     .check = CheckScopes,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> ServiceRules() { return kRules; }

}  // namespace protowarden::rules::semantic
