// SPDX-License-Identifier: Apache-2.0
//
// What annotated fields teach about fields of the same name in a similar context.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/pii/classifier.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

class Lessons {
 public:
  // Reads the annotations of a schema. `judged` is what the classifier says by itself. Refers to
  // its arguments.
  Lessons(const Policy& policy, const schema::Schema& schema, const SubjectIndex& subjects,
          const NameCache& names, const Classified& judged);

  [[nodiscard]] bool empty() const { return taught_.empty(); }

  // What annotated fields say that have the same words for a name, the same kind and the same
  // subject. Only an annotation that the classifier would not have guessed teaches something, so
  // what `annotate` writes teaches nothing; it counts against another level though. Three quarters
  // must agree. To lower what the classifier thinks takes more than to raise it: at least three,
  // all of one mind. nullopt when they do not decide.
  [[nodiscard]] std::optional<Classification> For(const schema::Field& field,
                                                  const Classification& own) const;

 private:
  struct Lesson {
    const schema::Field* field = nullptr;
    Subjects subjects = 0;
    Sensitivity level = Sensitivity::kPublic;
    bool expected = false;  // the classifier says so too
    std::vector<std::string> types;
  };

  void Take(const schema::Field& field, const Classified& judged);
  [[nodiscard]] std::string KeyOf(const schema::Field& field) const;
  [[nodiscard]] Subjects SubjectsOf(const schema::Field& field) const;

  const Policy& policy_;
  const SubjectIndex& subjects_;
  const NameCache& names_;
  std::unordered_map<std::string, std::vector<Lesson>> taught_;
};

}  // namespace protowarden::rules::pii
