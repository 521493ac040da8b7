// SPDX-License-Identifier: Apache-2.0
//
// How a method is served over HTTP, from google.api.http.
// Source: https://github.com/googleapis/googleapis/blob/master/google/api/http.proto
#pragma once

#include <string>
#include <vector>

#include "analyzer/schema/model.h"
#include "rules/url_template.h"

namespace protowarden::rules {

struct HttpBinding {
  std::string verb;           // "GET", or the kind of a custom pattern
  std::string path;           // the template as written
  std::string body;           // "", "*" or a field of the request
  std::string response_body;  // "" or a field of the response
  UrlTemplate url;            // the parsed path
  Span span;                  // of the option, for an additional binding of its entry
};

// The binding of a method and its additional ones; empty without google.api.http.
[[nodiscard]] std::vector<HttpBinding> ReadHttpBindings(const schema::Method& method);

}  // namespace protowarden::rules
