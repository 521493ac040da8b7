// SPDX-License-Identifier: Apache-2.0
//
// Rules about google.api.http: the URLs that REST clients use. What a method accepted before it
// must go on accepting, under whichever of its bindings.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/base/text.h"
#include "rules/http_binding.h"
#include "rules/option_text.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/api/field_path.h"

namespace protowarden::rules::semantic {
namespace {

using compare::MethodPair;
using schema::Field;
using schema::Message;
using Variable = UrlTemplate::Variable;

constexpr std::string_view kWholeBody = "*";
constexpr std::string_view kAnyVerb = "*";
// More than any method has; each is compared with each.
constexpr size_t kManyBindings = 32;

std::string Show(const HttpBinding& binding) { return binding.verb + " " + binding.path; }

bool Serves(const HttpBinding& binding, const HttpBinding& old) {
  return (binding.verb == old.verb || binding.verb == kAnyVerb) && Covers(binding.url, old.url);
}

// Whether a variable takes the same part of the URL in both templates. A wider template may have
// more or fewer segments; then both ends count from the nearer end.
bool SamePart(const UrlTemplate& before, const Variable& old, const UrlTemplate& after,
              const Variable& now) {
  return old.first == now.first && before.segments.size() - old.first - old.count ==
                                       after.segments.size() - now.first - now.count;
}

// The first variable of the old binding that the new one does not fill with the same part of the
// URL.
const Variable* LostVariable(const MethodPair& pair, const HttpBinding& old,
                             const HttpBinding& now) {
  for (const Variable& variable : old.url.variables) {
    const bool kept =
        std::any_of(now.url.variables.begin(), now.url.variables.end(), [&](const Variable& other) {
          return SamePart(old.url, variable, now.url, other) &&
                 SameField(pair.before.input, variable.field, pair.after.input, other.field);
        });
    if (!kept) return &variable;
  }
  return nullptr;
}

// Whether clients of the old binding send fields beside those in the path.
bool HasMoreThanPath(const Message* request, const HttpBinding& binding) {
  if (request == nullptr) return true;
  return std::any_of(request->fields.begin(), request->fields.end(), [&](const Field& field) {
    return std::none_of(binding.url.variables.begin(), binding.url.variables.end(),
                        [&](const Variable& variable) { return variable.field == field.name; });
  });
}

bool SameBody(const MethodPair& pair, const HttpBinding& old, const HttpBinding& now) {
  if (old.body == now.body || !HasMoreThanPath(pair.before.input, old)) return true;
  const bool named =
      !old.body.empty() && old.body != kWholeBody && !now.body.empty() && now.body != kWholeBody;
  return named && SameField(pair.before.input, old.body, pair.after.input, now.body);
}

bool SameResponseBody(const MethodPair& pair, const HttpBinding& old, const HttpBinding& now) {
  return SameField(pair.before.output, old.response_body, pair.after.output, now.response_body);
}

std::string BodyText(const std::string& body) {
  if (body.empty()) return "the query string";
  return body == kWholeBody ? "the whole body" : fmt::format("the body for `{}`", body);
}

// Calls found(old, now) for each old binding; `now` is null when its URL is no longer served, and
// otherwise the binding that serves it best.
template <typename Visitor>
void ForEachOldBinding(const MethodPair& pair, const Visitor& found) {
  const std::vector<HttpBinding> before = ReadHttpBindings(pair.before);
  if (before.empty()) return;
  const std::vector<HttpBinding> after = ReadHttpBindings(pair.after);
  if (std::max(before.size(), after.size()) > kManyBindings) return;
  if (after.empty() && HasUndecoded(pair.after.options)) return;
  for (const HttpBinding& old : before) {
    const HttpBinding* best = nullptr;
    int best_score = -1;
    for (const HttpBinding& now : after) {
      if (!Serves(now, old)) continue;
      const int score = (LostVariable(pair, old, now) == nullptr ? 4 : 0) +
                        (SameBody(pair, old, now) ? 2 : 0) +
                        (SameResponseBody(pair, old, now) ? 1 : 0);
      if (score > best_score) {
        best = &now;
        best_score = score;
      }
    }
    found(old, best);
  }
}

Reporter::Draft Draft(const MethodPair& pair, const HttpBinding& old, const HttpBinding* now) {
  const Span span_now = now != nullptr ? now->span : pair.after.options.SpanOf("google.api.http");
  return {.element = pair.after.FullName(),
          .at = At(pair.after.parent->file, FirstKnown({span_now, pair.after.span})),
          .against = At(pair.before.parent->file, FirstKnown({old.span, pair.before.span})),
          .arguments = {old.verb, old.path}};
}

// A binding as .proto files write it.
std::string AsEntry(const HttpBinding& binding) {
  const std::string verb = ToLower(binding.verb);
  static constexpr std::array<std::string_view, 5> kKnown = {"get", "put", "post", "delete",
                                                             "patch"};
  std::string entry =
      std::find(kKnown.begin(), kKnown.end(), verb) != kKnown.end()
          ? fmt::format("{}: {}", verb, Quote(binding.path))
          : fmt::format("custom {{ kind: {} path: {} }}", Quote(binding.verb), Quote(binding.path));
  if (!binding.body.empty()) entry += fmt::format(" body: {}", Quote(binding.body));
  return entry;
}

void CheckRemoved(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  ForEachOldBinding(pair, [&](const HttpBinding& old, const HttpBinding* now) {
    if (now != nullptr) return;
    std::vector<std::string> served;
    bool some = false;
    for (const HttpBinding& binding : ReadHttpBindings(pair.after)) {
      served.push_back(Show(binding));
      some = some || Serves(old, binding);
    }
    Reporter::Draft draft = Draft(pair, old, nullptr);
    draft.description = fmt::format("RPC {} is no longer served at {}{}{}.", Quote(pair.after.name),
                                    some ? "all URLs of " : "", Show(old),
                                    served.empty() ? ", nor anywhere else over HTTP" : "");
    if (!served.empty()) draft.notes = {"It is served at " + Join(served, ", ") + "."};
    draft.recommendation = fmt::format(
        "Keep the old URL beside the new one: `additional_bindings {{ {} }}`.", AsEntry(old));
    if (some) {
      // The old template may have named URLs at which nothing ever was.
      draft.severity = Severity::kMedium;
      draft.confidence = Confidence::kMedium;
    }
    reporter.Add(std::move(draft));
  });
}

void CheckVariables(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  ForEachOldBinding(pair, [&](const HttpBinding& old, const HttpBinding* now) {
    const Variable* lost = now == nullptr ? nullptr : LostVariable(pair, old, *now);
    if (lost == nullptr) return;
    Reporter::Draft draft = Draft(pair, old, now);
    draft.description = fmt::format(
        "The URL of {} no longer fills the field `{}` of RPC {} with the same text: it is {} now.",
        Show(old), lost->field, Quote(pair.after.name), Show(*now));
    reporter.Add(std::move(draft));
  });
}

void CheckBody(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  ForEachOldBinding(pair, [&](const HttpBinding& old, const HttpBinding* now) {
    if (now == nullptr || SameBody(pair, old, *now)) return;
    Reporter::Draft draft = Draft(pair, old, now);
    draft.description =
        fmt::format("RPC {} at {} takes its parameters from {} instead of {}.",
                    Quote(pair.after.name), Show(old), BodyText(now->body), BodyText(old.body));
    if (old.body.empty()) {
      // Often `body` was forgotten, and nobody sends the query string of a POST.
      draft.severity = Severity::kMedium;
      draft.confidence = Confidence::kMedium;
    }
    reporter.Add(std::move(draft));
  });
}

void CheckResponseBody(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  const auto text = [](const std::string& body) {
    return body.empty() ? std::string("the whole response") : fmt::format("`{}` alone", body);
  };
  ForEachOldBinding(pair, [&](const HttpBinding& old, const HttpBinding* now) {
    if (now == nullptr || SameResponseBody(pair, old, *now)) return;
    Reporter::Draft draft = Draft(pair, old, now);
    draft.description =
        fmt::format("RPC {} at {} answers with {} instead of {}.", Quote(pair.after.name),
                    Show(old), text(now->response_body), text(old.response_body));
    reporter.Add(std::move(draft));
  });
}

constexpr std::string_view kHttpProto =
    "https://github.com/googleapis/googleapis/blob/master/google/api/http.proto";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "HTTP_BINDING_REMOVED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "Methods stay reachable at the HTTP methods and URLs that they had",
     .impact = "REST clients that were generated from or written against the old annotation get "
               "404 Not Found or 405 Method Not Allowed. gRPC clients do not notice.",
     .remedy = "Keep the old binding, next to the new one as an `additional_bindings` entry if "
               "need be, until its traffic has ended.",
     .source = kHttpProto,
     .check = CheckRemoved,
     .buf_rule = false},
    {.id = "HTTP_VARIABLE_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kMedium,
     .title = "Parts of the URL fill the request fields that they filled before",
     .impact = "The old URL still works, but its text ends up in another field of the request, "
               "with another extent or nowhere: a server that reads the old field finds it empty.",
     .remedy = "Keep the variable. Serve a URL with other variables as an additional binding.",
     .source = kHttpProto,
     .check = CheckVariables,
     .buf_rule = false},
    {.id = "HTTP_BODY_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "HTTP request bodies carry what they carried before",
     .impact = "REST clients send parameters where the server no longer looks for them: fields "
               "that move between query string and body are ignored or rejected as unknown.",
     .remedy = "Keep `body` as it is. Add another URL for the other form.",
     .source = kHttpProto,
     .check = CheckBody,
     .buf_rule = false},
    {.id = "HTTP_RESPONSE_BODY_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kHigh,
     .title = "HTTP responses carry what they carried before",
     .impact = "REST clients parse the response as another JSON value than it is: the fields that "
               "they read are not there.",
     .remedy = "Keep `response_body` as it is. Add another URL for the other form.",
     .source = kHttpProto,
     .check = CheckResponseBody,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> HttpRules() { return kRules; }

}  // namespace protowarden::rules::semantic
