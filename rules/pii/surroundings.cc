// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/surroundings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "rules/pii/comment_evidence.h"
#include "rules/pii/field_kind.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;

// The type of what only refers to a person.
constexpr std::string_view kPersonReference = "CUSTOMER_ID";

}  // namespace

bool Surroundings::Decide(const Type& type, std::string reason, Classification& result) {
  result.level = type.level;
  result.types = {type.id};
  result.origin = Origin::kName;
  result.confidence = kByContext;
  result.reason = std::move(reason);
  return true;
}

bool IsAmount(const Field& field) {
  return field.kind == schema::Kind::kDouble || field.kind == schema::Kind::kFloat ||
         field.type_name.ends_with("Money");
}

bool NamesResource(const Field& field) {
  return field.options.Find({"google.api.resource_reference"}) != nullptr;
}

bool Surroundings::Judge(const Field& field, const NameReading& name, Kinds kinds,
                         const SubjectOf& outer, Classification& result) const {
  return ByMessageName(field, name, kinds, outer, result) || BySecret(field, name, kinds, result) ||
         ByReference(field, name, kinds, result) || ByDoer(field, name, kinds, outer, result) ||
         ByPayroll(field, name, outer, result) || BySibling(field, name, kinds, result);
}

// The `key` of a secret that has a `value`, or of a request for one, is what it is called.
bool Surroundings::NamesValue(const Field& field, const NameReading& name) const {
  static constexpr std::array<std::string_view, 4> kValues = {"value", "data", "payload",
                                                              "content"};
  if (name.words.size() != 1 || name.words.front() != "key") return false;
  if (field.parent->name.ends_with("Request")) return true;
  return std::any_of(
      field.parent->fields.begin(), field.parent->fields.end(), [&](const Field& other) {
        const std::vector<std::string>& words = names_.Read(other.name).words;
        return words.size() == 1 &&
               std::find(kValues.begin(), kValues.end(), words.front()) != kValues.end();
      });
}

// `Email.value` and `SecretKey.key` hold what their message is named after.
bool Surroundings::ByMessageName(const Field& field, const NameReading& name, Kinds kinds,
                                 const SubjectOf& outer, Classification& result) const {
  if (field.parent == nullptr || name.words.empty()) return false;
  const bool says_nothing =
      std::all_of(name.words.begin(), name.words.end(),
                  [&](const std::string& word) { return policy_.valued.contains(word); });
  if (!says_nothing || NamesValue(field, name)) return false;
  const std::vector<std::string>& parent = names_.Read(field.parent->name).words;
  const bool repeats = !parent.empty() && name.words.front() == parent.back();
  const NameReading whole =
      ReadName(policy_, repeats ? field.parent->name : field.parent->name + "_" + field.name);
  for (const Candidate& candidate : whole.candidates) {
    const Term& term = *candidate.term;
    const bool of_person = outer.Is(subject::kPart) && (term.where & subject::kNamed) != 0;
    const bool strong = (term.identity || term.certain || of_person) && candidate.sure_tail;
    if (!strong || (term.kinds & kinds) == 0 || whole.asks || NamesResource(field)) continue;
    const Type* type = policy_.FindType(term.type);
    if (type == nullptr) continue;
    result.level = term.level;
    result.types = {type->id};
    result.origin = Origin::kName;
    result.confidence = kByContext;
    result.reason = fmt::format("`{}` of `{}` is {}", field.name, field.parent->name, type->phrase);
    return true;
  }
  return false;
}

// `stylist_id` where a message `Stylist` is about a person.
bool Surroundings::ByReference(const Field& field, const NameReading& name, Kinds kinds,
                               Classification& result) const {
  constexpr Kinds kValues = kind::kText | kind::kNumber | kind::kBytes;
  if ((kinds & kValues) == 0 || name.words.size() < 2 || name.asks) return false;
  const std::string& last = name.words.back();
  const bool named = last == "name";
  if (!named && last != "id" && last != "uuid" && last != "uid" && last != "guid") return false;
  constexpr Subjects kOthers = subject::kMain & ~subject::kPerson;
  const Subjects called = subjects_.CalledSo(name.Phrase(0, name.words.size() - 1));
  if ((called & subject::kNamed) == 0 || (called & kOthers) != 0) return false;
  if (subjects_.Leans(*field.file, subject::kOrganisation)) return false;
  const Type* type = policy_.FindType(named ? "NAME" : kPersonReference);
  if (type == nullptr) return false;
  return Decide(*type,
                fmt::format("`{}` is {} (`{}` is about a person)", field.name, type->phrase,
                            name.Phrase(0, name.words.size() - 1)),
                result);
}

// `client_name` beside `client_email`: whoever has a mailbox and no office is a person.
bool Surroundings::BySibling(const Field& field, const NameReading& name, Kinds kinds,
                             Classification& result) const {
  constexpr Subjects kOthers = subject::kOrganisation | subject::kMachine | subject::kThing;
  if ((kinds & kind::kText) == 0 || field.parent == nullptr || name.words.size() < 2 ||
      name.words.back() != "name" || subjects_.Leans(*field.file, subject::kOrganisation)) {
    return false;
  }
  const bool of_others = std::any_of(name.nouns.begin(), name.nouns.end(), [](const Noun& noun) {
    return (noun.subjects & kOthers) != 0;
  });
  if (of_others) return false;
  const size_t prefix = name.words.size() - 1;
  for (const Field& other : field.parent->fields) {
    const NameReading& read = names_.Read(other.name);
    if (read.words.size() <= prefix || &other == &field || read.asks ||
        !std::equal(name.words.begin(), name.words.begin() + static_cast<std::ptrdiff_t>(prefix),
                    read.words.begin())) {
      continue;
    }
    const bool contact =
        std::any_of(read.candidates.begin(), read.candidates.end(), [](const Candidate& candidate) {
          return candidate.term->identity && !candidate.term->work.empty() && candidate.sure_tail;
        });
    const Type* type = policy_.FindType("NAME");
    if (!contact || type == nullptr) continue;
    return Decide(
        *type, fmt::format("`{}` beside `{}` is {}", field.name, other.name, type->phrase), result);
  }
  return false;
}

// `terminated_by` where persons are spoken of.
bool Surroundings::ByDoer(const Field& field, const NameReading& name, Kinds kinds,
                          const SubjectOf& outer, Classification& result) const {
  constexpr Kinds kValues = kind::kText | kind::kNumber;
  const size_t count = name.words.size();
  if ((kinds & kValues) == 0 || count < 2 || name.words[count - 1] != "by" || name.asks) {
    return false;
  }
  const std::string& done = name.words[count - 2];
  const bool about_persons = outer.Is(subject::kPerson | subject::kBeside) ||
                             subjects_.Leans(*field.file, subject::kPerson);
  const Type* type = policy_.FindType(kPersonReference);
  if (!about_persons || !done.ends_with("ed") || policy_.sorting.contains(done) ||
      type == nullptr) {
    return false;
  }
  return Decide(*type, fmt::format("`{}` is {}", field.name, type->phrase), result);
}

// Amounts of a payslip whose names nobody knows: `double nssf`.
bool Surroundings::ByPayroll(const Field& field, const NameReading& name, const SubjectOf& outer,
                             Classification& result) const {
  const bool amount =
      IsAmount(field) || field.kind == schema::Kind::kInt64 || field.kind == schema::Kind::kUint64;
  if (!amount || !outer.Is(subject::kPayroll) || name.words.empty()) return false;
  const bool measured =
      name.words.back() == "id" ||
      std::any_of(name.words.begin(), name.words.end(), [&](const std::string& word) {
        return policy_.describing.contains(word) || policy_.measures.contains(word);
      });
  const Type* type = policy_.FindType("INCOME");
  if (measured || type == nullptr) return false;
  return Decide(
      *type,
      fmt::format("`{}` in `{}` is part of {}", field.name, field.parent->name, type->phrase),
      result);
}

}  // namespace protowarden::rules::pii
