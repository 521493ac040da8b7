// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/http_binding.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {
namespace {

using schema::Option;

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPatterns = {
    {{"get", "GET"}, {"put", "PUT"}, {"post", "POST"}, {"delete", "DELETE"}, {"patch", "PATCH"}}};

// The values of an option that may be set several times.
std::vector<std::string> TextsOf(const Option* option) {
  std::vector<std::string> texts;
  if (option == nullptr) return texts;
  if (option->IsScalar()) texts.push_back(option->text);
  for (const Option& item : option->children) {
    if (option->kind == Option::Kind::kList && item.IsScalar()) texts.push_back(item.text);
  }
  return texts;
}

bool IsFieldPath(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '.';
  });
}

// The body of one of several rules that were read as one. Which body was whose is lost: the one
// that leaves least to the query string, so that nobody is alarmed without need.
std::string SharedBody(std::string_view verb, const std::vector<std::string>& bodies) {
  if (verb != "POST" && verb != "PUT" && verb != "PATCH") return {};
  if (bodies.empty()) return {};
  const bool same = std::all_of(bodies.begin(), bodies.end(),
                                [&](const std::string& body) { return body == bodies.front(); });
  return same ? bodies.front() : "*";
}

// Repeated `additional_bindings` in braces are one node with all their values when the definition
// of HttpRule is not at hand.
void Read(const Option& rule, std::vector<HttpBinding>& bindings) {
  std::vector<HttpBinding> found;
  for (const auto& [field, verb] : kPatterns) {
    for (std::string& path : TextsOf(rule.Child(field))) {
      found.push_back({std::string(verb), std::move(path), "", {}});
    }
  }
  if (const Option* custom = rule.Child("custom")) {
    const std::vector<std::string> kinds = TextsOf(custom->Child("kind"));
    for (std::string& path : TextsOf(custom->Child("path"))) {
      found.push_back({kinds.empty() ? "" : kinds.front(), std::move(path), "", {}});
    }
  }
  const std::vector<std::string> bodies = TextsOf(rule.Child("body"));
  for (HttpBinding& binding : found) {
    if (found.size() > 1) {
      binding.body = SharedBody(binding.verb, bodies);
    } else if (!bodies.empty()) {
      binding.body = bodies.front();
    }
    binding.variables = PathVariables(binding.path);
    bindings.push_back(std::move(binding));
  }
}

}  // namespace

std::vector<HttpBinding::Variable> PathVariables(std::string_view path_template) {
  std::vector<HttpBinding::Variable> variables;
  while (true) {
    const size_t open = path_template.find('{');
    if (open == std::string_view::npos) return variables;
    path_template.remove_prefix(open + 1);
    const size_t close = path_template.find('}');
    if (close == std::string_view::npos) return variables;
    const std::string_view inside = path_template.substr(0, close);
    const size_t equals = inside.find('=');
    const std::string_view name = Trim(inside.substr(0, equals));
    if (IsFieldPath(name)) {
      variables.push_back({std::string(name), equals != std::string_view::npos});
    }
    path_template.remove_prefix(close + 1);
  }
}

std::vector<HttpBinding> ReadHttpBindings(const schema::Method& method) {
  std::vector<HttpBinding> bindings;
  const Option* rule = method.options.Find({"google.api.http"});
  if (rule == nullptr) return bindings;
  Read(*rule, bindings);
  // Bindings nest one level only.
  for (const Option& child : rule->children) {
    if (child.name != "additional_bindings") continue;
    if (child.kind == Option::Kind::kList) {
      for (const Option& item : child.children) Read(item, bindings);
    } else {
      Read(child, bindings);
    }
  }
  return bindings;
}

}  // namespace protowarden::rules::pii
