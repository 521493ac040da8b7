// SPDX-License-Identifier: Apache-2.0
//
// What a field holds whose own name decides nothing: by its message's name, its siblings and what
// other messages of the schema are called.
#pragma once

#include <string>
#include <string_view>

#include "rules/pii/classifier.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

// An amount of money by its type: of a floating point or of a message `Money`.
[[nodiscard]] bool IsAmount(const schema::Field& field);

// The value is the name of a resource, of a secret for instance, not what is in it.
[[nodiscard]] bool NamesResource(const schema::Field& field);

// Refers to its arguments; immutable and safe to use from several threads.
class Surroundings {
 public:
  Surroundings(const Policy& policy, const NameCache& names, const SubjectIndex& subjects)
      : policy_(policy), names_(names), subjects_(subjects) {}

  // True when one of them decides; `result` says what.
  bool Judge(const schema::Field& field, const NameReading& name, Kinds kinds,
             const SubjectOf& outer, Classification& result) const;
  // `client_name` beside `client_email`: whoever has a mailbox and no office is a person.
  bool BySibling(const schema::Field& field, const NameReading& name, Kinds kinds,
                 Classification& result) const;

 private:
  bool ByMessageName(const schema::Field& field, const NameReading& name, Kinds kinds,
                     const SubjectOf& outer, Classification& result) const;
  [[nodiscard]] bool NamesValue(const schema::Field& field, const NameReading& name) const;
  bool ByReference(const schema::Field& field, const NameReading& name, Kinds kinds,
                   Classification& result) const;
  bool ByDoer(const schema::Field& field, const NameReading& name, Kinds kinds,
              const SubjectOf& outer, Classification& result) const;
  bool ByPayroll(const schema::Field& field, const NameReading& name, const SubjectOf& outer,
                 Classification& result) const;
  // secret_surroundings.cc
  bool BySecret(const schema::Field& field, const NameReading& name, Kinds kinds,
                Classification& result) const;
  [[nodiscard]] std::string ByCertificate(const schema::Field& field, const NameReading& name,
                                          Kinds kinds) const;
  [[nodiscard]] std::string ByToken(const schema::Field& field, const NameReading& name) const;
  [[nodiscard]] std::string ByKeyComment(const schema::Field& field, const NameReading& name) const;
  [[nodiscard]] std::string ByContent(const schema::Field& field, const NameReading& name) const;
  [[nodiscard]] bool SpeaksOfOtherTokens(std::string_view name) const;

  // How sure what stands around a field makes us.
  static constexpr double kByContext = 0.6;
  static bool Decide(const Type& type, std::string reason, Classification& result);

  const Policy& policy_;
  const NameCache& names_;
  const SubjectIndex& subjects_;
};

}  // namespace protowarden::rules::pii
