// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/api/field_path.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic {

using schema::Field;
using schema::Message;

std::vector<const Field*> FollowPath(const Message* message, std::string_view path) {
  std::vector<const Field*> fields;
  for (const std::string_view name : Split(path, '.')) {
    const Field* field = message == nullptr ? nullptr : message->FindFieldByName(name);
    if (field == nullptr) return {};
    fields.push_back(field);
    message = field->message_type;
  }
  return fields;
}

bool SameField(const Message* before, std::string_view old_path, const Message* after,
               std::string_view new_path) {
  if (old_path == new_path) return true;
  const std::vector<const Field*> old_fields = FollowPath(before, old_path);
  const std::vector<const Field*> new_fields = FollowPath(after, new_path);
  return !old_fields.empty() &&
         std::equal(old_fields.begin(), old_fields.end(), new_fields.begin(), new_fields.end(),
                    [](const Field* a, const Field* b) { return a->number == b->number; });
}

}  // namespace protowarden::rules::semantic
