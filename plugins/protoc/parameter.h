// SPDX-License-Identifier: Apache-2.0
//
// --protowarden_opt: what the user asks of the plugin.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/base/result.h"

namespace protowarden::protoc {

struct Parameter {
  std::string against;
  std::vector<std::string> use;
  std::vector<std::string> except;
  std::string config;
  std::vector<std::string> fail_on;
  std::string mode;
  std::string profile;
  std::vector<std::string> formats;  // FORMAT or FORMAT:FILE
  std::string report = "report";
  std::vector<std::string> pii;  // "annotate", "report"
  std::vector<std::string> source_roots;
};

// `format=none`: the build fails or passes, nothing is written.
inline constexpr std::string_view kNoReport = "none";

// A key of the parameter, for messages and --help. Lists may be given several times.
struct ParameterKey {
  std::string_view name;
  std::variant<std::string Parameter::*, std::vector<std::string> Parameter::*> target;
  std::string_view text;
};
[[nodiscard]] std::span<const ParameterKey> ParameterKeys();

// `key=value,...`, where a piece without `=` goes on with the list before it, or a JSON object.
// Usage errors say which key or value was wrong, with a did-you-mean. Values are checked where only
// the plugin knows them.
[[nodiscard]] Result<Parameter> ParseParameter(std::string_view text);

}  // namespace protowarden::protoc
