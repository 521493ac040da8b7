// SPDX-License-Identifier: Apache-2.0
//
// How a method is served over HTTP, from google.api.http.
// Source: https://github.com/googleapis/googleapis/blob/master/google/api/http.proto
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::rules::pii {

struct HttpBinding {
  std::string verb;  // "GET", or the kind of a custom pattern
  std::string path;  // the template as written
  std::string body;  // "", "*" or a field of the request
  struct Variable {
    std::string field;           // its path, "user.email"
    bool resource_name = false;  // written with a pattern, {name=users/*}
  };
  std::vector<Variable> variables;
};

// The binding of a method and its additional ones; empty without google.api.http.
[[nodiscard]] std::vector<HttpBinding> ReadHttpBindings(const schema::Method& method);

// The variables of a template: "/v1/{name=users/*}:ban" has "name". What is no template has none.
[[nodiscard]] std::vector<HttpBinding::Variable> PathVariables(std::string_view path_template);

}  // namespace protowarden::rules::pii
