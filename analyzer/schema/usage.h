// SPDX-License-Identifier: Apache-2.0
//
// How messages travel: which methods send or return a message, directly or inside other messages.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/schema.h"

namespace protowarden::schema {

// Computed once from a linked schema, which must outlive it. Immutable and safe to read from
// several threads. Only what was loaded counts: a message whose services are in files that were not
// read seems unused.
class Usage {
 public:
  explicit Usage(const Schema& schema);

  // True when some method's request (response or operation) is the message or contains it.
  [[nodiscard]] bool InRequest(const Message& message) const;
  [[nodiscard]] bool InResponse(const Message& message) const;
  // True when no method uses the message: it may be stored, published or unused.
  [[nodiscard]] bool Unreached(const Message& message) const;

  // Fields whose type is the message; for a map's value type the map field. In schema order.
  [[nodiscard]] std::span<const Field* const> Referrers(const Message& message) const;

  // Messages with a field of the enum type; a map's values count as the message's own.
  [[nodiscard]] std::span<const Message* const> Holders(const Enum& item) const;

  // Methods whose request or response is the message itself, or whose operation holds it.
  [[nodiscard]] std::vector<const Method*> DirectMethods(const Message& message) const;
  // Methods whose request (response) is the message or contains it, in schema order.
  [[nodiscard]] std::vector<const Method*> RequestMethods(const Message& message) const;
  [[nodiscard]] std::vector<const Method*> ResponseMethods(const Message& message) const;

 private:
  struct Node {
    std::vector<const Field*> referrers;
    std::vector<const Method*> inputs;   // methods whose input it is
    std::vector<const Method*> outputs;  // methods whose output it is
    bool in_request = false;
    bool in_response = false;
  };

  [[nodiscard]] const Node* Find(const Message& message) const;
  void AddHolder(const Message& message, const Field& field);
  void Spread(const Message& root, bool Node::*flag);
  [[nodiscard]] std::vector<const Method*> Collect(
      const Message& message, const std::vector<const Method*> Node::*list) const;

  std::unordered_map<const Message*, Node> nodes_;
  std::unordered_map<const Enum*, std::vector<const Message*>> holders_;
  std::vector<const Method*> methods_;  // schema order
};

}  // namespace protowarden::schema
