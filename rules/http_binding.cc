// SPDX-License-Identifier: Apache-2.0
#include "rules/http_binding.h"

#include <array>
#include <utility>

#include "rules/option_text.h"

namespace protowarden::rules {
namespace {

using schema::Option;

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPatterns = {
    {{"get", "GET"}, {"put", "PUT"}, {"post", "POST"}, {"delete", "DELETE"}, {"patch", "PATCH"}}};

// A rule has one pattern; the last one counts, as in any oneof.
void Read(const Option& rule, std::vector<HttpBinding>& bindings) {
  HttpBinding binding;
  binding.span = rule.span;
  for (const Option& child : rule.children) {
    // `(google.api.http).get = "/v1"` has no place of its own for the rule.
    if (!binding.span.known()) binding.span = child.span;
    if (child.name == "custom") {
      binding.verb = ChildText(child, "kind");
      binding.path = ChildText(child, "path");
    }
    for (const auto& [field, verb] : kPatterns) {
      if (child.name != field) continue;
      binding.verb = verb;
      binding.path = child.text;
    }
  }
  if (binding.path.empty()) return;
  binding.body = ChildText(rule, "body");
  binding.response_body = ChildText(rule, "response_body");
  binding.url = ParseUrlTemplate(binding.path);
  bindings.push_back(std::move(binding));
}

}  // namespace

std::vector<HttpBinding> ReadHttpBindings(const schema::Method& method) {
  std::vector<HttpBinding> bindings;
  const Option* rule = method.options.Find({"google.api.http"});
  if (rule == nullptr) return bindings;
  Read(*rule, bindings);
  // Bindings nest one level only.
  for (const Option& item : schema::ItemsOf(rule->Child("additional_bindings"))) {
    Read(item, bindings);
  }
  return bindings;
}

}  // namespace protowarden::rules
