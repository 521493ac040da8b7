// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/type_text.h"

namespace protowarden::schema {

std::string TypeName(const Field& field) {
  if (field.IsMap() && field.message_type != nullptr) {
    const Field* key = field.message_type->FindField(1);
    const Field* value = field.message_type->FindField(2);
    if (key != nullptr && value != nullptr) {
      return "map<" + TypeName(*key) + ", " + TypeName(*value) + ">";
    }
  }
  return field.type_name.empty() ? std::string(Name(field.kind)) : field.type_name;
}

std::string TypeText(const Field& field) {
  return field.IsList() ? "repeated " + TypeName(field) : TypeName(field);
}

}  // namespace protowarden::schema
