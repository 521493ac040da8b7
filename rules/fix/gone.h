// SPDX-License-Identifier: Apache-2.0
//
// Messages, enums, services and RPCs that are gone and could stand in the new files again. Internal
// to fix/.
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "analyzer/schema/schema.h"

namespace protowarden::rules::fix {

// One of them, as it was. Its parent, if it had one, is still there.
struct Gone {
  std::variant<const schema::Message*, const schema::Enum*, const schema::Service*,
               const schema::Method*>
      declaration;
  const schema::Element* element = nullptr;  // the same
  const schema::File* file = nullptr;        // before the change
  const schema::Message* parent = nullptr;   // after the change, of a nested type
  const schema::Service* service = nullptr;  // after the change, of an RPC
};

// Those of `names` (full names) whose place is free and whose types are there or come back with
// them, in the order in which they stood.
[[nodiscard]] std::vector<Gone> FindGone(const schema::Schema& before, const schema::Schema& after,
                                         const std::set<std::string>& names);

}  // namespace protowarden::rules::fix
