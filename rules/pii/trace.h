// SPDX-License-Identifier: Apache-2.0
//
// Records how the classification of one field came about.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/engine/inventory.h"
#include "analyzer/schema/model.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

struct Classified;

class Trace {
 public:
  // Nothing is recorded when there is no such field.
  explicit Trace(const schema::Field* traced) : traced_(traced) {}

  [[nodiscard]] bool Wants(const schema::Field& field) const { return traced_ == &field; }
  void Add(const schema::Field& field, std::string_view step, std::string text) {
    if (Wants(field)) steps_.push_back({std::string(step), std::move(text)});
  }

  // What is known before anything is decided: words, comment, whose data the message holds.
  void Begin(const schema::Field& field, const NameReading& name, const SubjectOf& outer);
  // Phrases that the name holds but that its other words turn into something else.
  void AddUnmatched(const schema::Field& field, const Policy& policy, const NameReading& name);
  // Down the messages that a container holds to the field that gives it its level, and the
  // decision.
  void Finish(const Classified& classified);

  [[nodiscard]] std::vector<TraceStep> Take() { return std::move(steps_); }

 private:
  const schema::Field* traced_;
  std::vector<TraceStep> steps_;
};

}  // namespace protowarden::rules::pii
