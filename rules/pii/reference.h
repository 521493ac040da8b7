// SPDX-License-Identifier: Apache-2.0
//
// What the levels of a schema should be, by somebody who knows: a table or an annotated schema.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/inventory.h"

namespace protowarden::rules::pii {

struct ReferenceRow {
  std::string element;  // full name or name without the package: "Account.ssn"
  Sensitivity level = Sensitivity::kPublic;
  std::string type;           // fields only; empty: left open
  std::optional<bool> audit;  // methods only
};

struct Reference {
  std::vector<ReferenceRow> fields;
  std::vector<ReferenceRow> messages;
  std::vector<ReferenceRow> methods;

  [[nodiscard]] bool empty() const { return fields.empty() && messages.empty() && methods.empty(); }
};

// Adds the rows of a tab-separated table with a header line. Fields: columns message, field,
// sensitivity and, if they are there, pii_type; messages and methods: columns kind, element,
// sensitivity and, if it is there, audit_pii_access. Other columns are skipped. Errors name the
// line.
[[nodiscard]] Status AddTable(std::string_view text, const std::string& origin,
                              Reference& reference);

// Adds what the annotations of a schema say. What carries none is left open.
void AddAnnotations(const Inventory& inventory, Reference& reference);

}  // namespace protowarden::rules::pii
