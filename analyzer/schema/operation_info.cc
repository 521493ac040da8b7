// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/operation_info.h"

namespace protowarden::schema {

std::string OperationType(const Schema& schema, const Method& method, std::string_view key) {
  const Option* info = method.options.Find({kOperationInfo});
  const Option* written = info == nullptr ? nullptr : info->Child(key);
  if (written == nullptr || written->text.empty()) return {};
  const std::string& name = written->text;
  if (name.starts_with('.')) return name.substr(1);
  std::string scope = method.parent->file->package;
  while (!scope.empty()) {
    const std::string full_name = scope + "." + name;
    if (schema.FindMessage(full_name) != nullptr) return full_name;
    const size_t dot = scope.rfind('.');
    scope.resize(dot == std::string::npos ? 0 : dot);
  }
  return name;
}

}  // namespace protowarden::schema
