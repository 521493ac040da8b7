// SPDX-License-Identifier: Apache-2.0
//
// Which methods send or return a message, on each side of a change.
#pragma once

#include <optional>

#include "analyzer/schema/schema.h"
#include "analyzer/schema/usage.h"

namespace protowarden {

// Computed when a rule first asks: most changes need no answer, and whoever wants a whole one must
// read every file that imports a changed one. The schemas must outlive it. Not safe to use from
// several threads.
class ChangeUsage {
 public:
  // `after_usage`: what the caller has made of the new side already, or null.
  ChangeUsage(const schema::Schema& before, const schema::Schema& after,
              const schema::Usage* after_usage = nullptr)
      : before_schema_(before), after_schema_(after), given_after_(after_usage) {}

  [[nodiscard]] const schema::Usage& before() const {
    asked_ = true;
    if (!before_.has_value()) before_.emplace(before_schema_);
    return *before_;
  }

  [[nodiscard]] const schema::Usage& after() const {
    asked_ = true;
    if (given_after_ != nullptr) return *given_after_;
    if (!after_.has_value()) after_.emplace(after_schema_);
    return *after_;
  }

  // False while every answer so far is the same whatever else uses the changed messages.
  [[nodiscard]] bool asked() const { return asked_; }

 private:
  const schema::Schema& before_schema_;
  const schema::Schema& after_schema_;
  const schema::Usage* given_after_;
  mutable std::optional<schema::Usage> before_;
  mutable std::optional<schema::Usage> after_;
  mutable bool asked_ = false;
};

}  // namespace protowarden
