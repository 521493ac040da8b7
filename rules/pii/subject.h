// SPDX-License-Identifier: Apache-2.0
//
// Whose data a message holds: a person's, an organisation's, a machine's or that of a thing. The
// same word means different things there: `Customer.id` identifies a person, `Config.id` does not.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/schema.h"
#include "analyzer/schema/usage.h"
#include "rules/pii/field_evidence.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

struct SubjectOf {
  Subjects subjects = subject::kUnknown;  // one main bit and any narrower ones
  std::string trace;                      // every piece of evidence, of the traced message only
  double strength = 0;                    // 0: nothing says so; 3 and more: very sure
  std::string why;                        // "named after `user`", "beside `first_name`"

  [[nodiscard]] bool Is(Subjects any) const { return (subjects & any) != 0; }
};

// Judges every message of a schema once, on up to `jobs` threads. Refers to its arguments.
// Immutable and safe to read from several threads.
class SubjectIndex {
 public:
  SubjectIndex(const Policy& policy, const schema::Schema& schema, const schema::Usage& usage,
               const NameCache& names, const schema::Message* traced, unsigned jobs);

  [[nodiscard]] const SubjectOf& Of(const schema::Message& message) const;
  // True when the package's name speaks of the subject.
  [[nodiscard]] bool Leans(const schema::File& file, Subjects subjects) const;
  // What messages of the schema are about that are called so, in words joined by spaces: their main
  // subject, or kNamed for one about a person whose name no policy knows. 0: there is none.
  [[nodiscard]] Subjects CalledSo(const std::string& words) const;

 private:
  struct Score;

  void ReadPackages();
  void NoteNames(const std::vector<const schema::Message*>& messages);
  void ScoreOwn(const schema::Message& message, Score& score) const;
  void ScoreName(const schema::Message& message, Score& score) const;
  void ScoreFields(const schema::Message& message, Score& score) const;
  // `about_persons`: they refer to persons or hold what only persons have.
  void NarrowByFields(const schema::Message& message, const FieldEvidence& fields,
                      bool about_persons, Score& score) const;
  void NarrowByMoney(const schema::Message& message, const FieldEvidence& fields,
                     Score& score) const;
  void ScorePackage(const schema::File& file, Score& score) const;
  void ScoreComment(const schema::Message& message, Score& score) const;
  void ScoreContext(const schema::Message& message, Score& score) const;
  void ScoreNamesake(const schema::Message& message, Score& score) const;
  void ScoreReferrers(const schema::Message& message, Score& score) const;
  [[nodiscard]] bool AllNeutral(const std::vector<std::string>& parts, size_t begin,
                                size_t end) const;
  [[nodiscard]] const schema::Message* FindHere(const std::string& package,
                                                const std::string& name) const;
  void ScoreMethods(const schema::Message& message, Score& score) const;
  void ScoreAnswer(const schema::Message& message,
                   const std::vector<const schema::Method*>& methods, Score& score) const;
  static const schema::Message* Wrapped(const schema::Message& message);
  [[nodiscard]] bool SaysNothing(const std::string& method) const;
  void Decide(Score& score, SubjectOf& result) const;

  const Policy& policy_;
  const schema::Schema& schema_;
  const schema::Usage& usage_;
  const NameCache& names_;
  std::unordered_map<const schema::File*, Subjects> packages_;  // what their words speak of
  std::unordered_map<const schema::Message*, size_t> places_;
  std::vector<SubjectOf> subjects_;
  std::unordered_map<std::string, Subjects> called_;  // by the words of a message's name
  SubjectOf unknown_;
};

}  // namespace protowarden::rules::pii
