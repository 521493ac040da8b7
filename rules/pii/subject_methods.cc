// SPDX-License-Identifier: Apache-2.0
//
// What the methods that use a message say about whom it is.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "rules/pii/field_kind.h"
#include "rules/pii/subject.h"
#include "rules/pii/subject_score.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;

constexpr double kMethodNoun = 0.6;
constexpr double kServiceNoun = 1.2;
// `GetDriver(ById) returns (Driver)`: the request names whom the response describes.
constexpr double kAnswer = 2.1;
constexpr size_t kFieldsOfKey = 2;
constexpr size_t kFieldsOfResponse = 4;

}  // namespace

void SubjectIndex::ScoreMethods(const Message& message, Score& score) const {
  const std::vector<const schema::Method*> methods = usage_.DirectMethods(message);
  if (methods.empty()) return;
  // One method says what the others say.
  const schema::Method& method = *methods.front();
  const auto add = [&](const NameReading& name, double weight) {
    for (const Noun& noun : name.nouns) {
      if ((noun.subjects & subject::kNeutral) != 0) continue;
      score.Add(noun.subjects, weight,
                [&] { return fmt::format("used by `{}.{}`", method.parent->name, method.name); });
    }
  };
  add(names_.Read(method.name), kMethodNoun);
  for (const schema::Method* other : methods) {
    if (other->input != &message) continue;
    for (const Noun& noun : names_.Read(other->name).nouns) {
      score.narrow |= noun.subjects & subject::kOneTime;
    }
  }
  ScoreAnswer(message, methods, score);
  // `GetMe` of `UserService` is about a user.
  std::string_view service = method.parent->name;
  for (const std::string_view ending : {"Service", "Api", "API"}) {
    if (service.ends_with(ending)) service.remove_suffix(ending.size());
  }
  const NameReading name = ReadName(policy_, service);
  add(name, kServiceNoun);
  if (name.nouns.empty() || name.nouns.back().end != name.words.size()) return;
  const Noun& head = name.nouns.back();
  const bool business =
      (head.subjects & subject::kBusiness) != 0 && Leans(*message.file, subject::kOrganisation);
  if ((head.subjects & subject::kPerson) != 0 && !business && SaysNothing(method.name)) {
    score.narrow |= subject::kNamed;
  }
}

// `GetMe`, `FindById`, but not `AddBankAccount`.
bool SubjectIndex::SaysNothing(const std::string& method) const {
  const NameReading& name = names_.Read(method);
  return std::all_of(name.words.begin(), name.words.end(), [&](const std::string& word) {
    if (policy_.carriers.contains(word) || policy_.generic.contains(word)) return true;
    const auto noun = policy_.nouns.find(word);
    if (noun == policy_.nouns.end()) return false;
    return (noun->second & (subject::kNeutral | subject::kPerson)) != 0;
  });
}

// What a response is there for: `GetProfileResponse { Profile profile; }`.
const Message* SubjectIndex::Wrapped(const Message& message) {
  if (message.fields.size() > kFieldsOfResponse) return &message;
  const Message* held = nullptr;
  for (const Field& field : message.fields) {
    if (field.message_type == nullptr || field.IsMap() || IsWellKnown(field.type_name)) continue;
    if (held != nullptr) return &message;
    held = field.message_type;
  }
  return held == nullptr ? &message : held;
}

// All of a key's methods must answer with a person: `IdRequest` may ask for anything.
void SubjectIndex::ScoreAnswer(const Message& message,
                               const std::vector<const schema::Method*>& methods,
                               Score& score) const {
  if (message.fields.size() > kFieldsOfKey) return;
  const bool key =
      std::any_of(message.fields.begin(), message.fields.end(), [&](const Field& field) {
        const std::vector<std::string>& words = names_.Read(field.name).words;
        return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
          return policy_.carriers.contains(word) || policy_.generic.contains(word);
        });
      });
  if (!key) return;
  const Message* answer = nullptr;
  for (const schema::Method* method : methods) {
    if (method->input != &message || method->output == nullptr) return;
    if (method->output->fields.empty()) continue;
    if (answer != nullptr && method->output != answer) return;
    answer = method->output;
  }
  if (answer != nullptr) answer = Wrapped(*answer);
  if (answer == nullptr || answer == &message) return;
  const SubjectOf& other = Of(*answer);
  if (other.strength < kDecided || !other.Is(subject::kNamed)) return;
  score.Add(subject::kPerson, kAnswer, [&] { return fmt::format("asks for `{}`", answer->name); });
  score.narrow |= subject::kNamed;
}

}  // namespace protowarden::rules::pii
