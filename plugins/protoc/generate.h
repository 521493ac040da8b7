// SPDX-License-Identifier: Apache-2.0
//
// From a request to the answer: the same analysis as `protowarden check`, of the files that protoc
// compiles.
#pragma once

#include <string>

#include "analyzer/load/plugin_request.h"
#include "plugins/protoc/response.h"

namespace protowarden::protoc {

struct Outcome {
  Response response;
  std::string warnings;  // for standard error, whole lines
};

// Never fails: what is wrong is in Response::error.
[[nodiscard]] Outcome Generate(const load::PluginRequest& request);

}  // namespace protowarden::protoc
