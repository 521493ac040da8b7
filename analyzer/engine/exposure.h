// SPDX-License-Identifier: Apache-2.0
//
// Which personal data a message leads to, directly or inside other messages, and on which path.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/inventory.h"
#include "analyzer/schema/usage.h"

namespace protowarden {

// A field with personal data as seen from a message.
struct ExposedField {
  const schema::Field* field = nullptr;
  const FieldRecord* record = nullptr;
  Sensitivity level = Sensitivity::kPublic;  // the effective one
  std::vector<const schema::Field*> path;    // from the message to the field, which is the last

  // True when the path leads through a list or map.
  [[nodiscard]] bool Repeated() const;
  // "ListUsersResponse.users.ssn".
  [[nodiscard]] std::string PathFrom(const schema::Message& root) const;
};

// Refers to its arguments, which must outlive it. Immutable and safe to read from several threads.
class Exposure {
 public:
  // Works on up to `jobs` threads.
  Exposure(const schema::Schema& schema, const schema::Usage& usage, const InventoryIndex& index,
           unsigned jobs = 1);

  // Every field with personal data below `root`, each once on a shortest path, nearest first.
  // Recursive messages end. A null root has none.
  [[nodiscard]] std::vector<ExposedField> Of(const schema::Message* root) const;
  // The highest level below `root`.
  [[nodiscard]] Sensitivity LevelOf(const schema::Message* root) const;

 private:
  struct Leaf {
    const schema::Field* field;
    const FieldRecord* record;
  };
  struct Edge {
    const schema::Field* field;
    const schema::Message* target;
    bool foreign;  // holds a message that is about a person elsewhere, not here
  };
  struct Node {
    std::vector<Leaf> leaves;
    std::vector<Edge> edges;
    bool leads = false;  // to personal data
  };

  static void AddField(const schema::Field& field, const InventoryIndex& index, Node& node);
  void MarkLeading(const schema::Usage& usage);

  std::unordered_map<const schema::Message*, Node> nodes_;
};

}  // namespace protowarden
