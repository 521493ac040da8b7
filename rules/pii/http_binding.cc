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

std::string TextOf(const Option* option) {
  return option != nullptr && option->IsScalar() ? option->text : std::string();
}

bool IsFieldPath(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '.';
  });
}

void Read(const Option& rule, std::vector<HttpBinding>& bindings) {
  HttpBinding binding;
  for (const auto& [field, verb] : kPatterns) {
    const std::string path = TextOf(rule.Child(field));
    if (path.empty()) continue;
    binding.verb = verb;
    binding.path = path;
  }
  if (const Option* custom = rule.Child("custom")) {
    binding.verb = TextOf(custom->Child("kind"));
    binding.path = TextOf(custom->Child("path"));
  }
  if (binding.path.empty()) return;
  binding.body = TextOf(rule.Child("body"));
  binding.variables = PathVariables(binding.path);
  bindings.push_back(std::move(binding));
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
