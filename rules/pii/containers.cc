// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/containers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rules/pii/decisions.h"
#include "rules/pii/field_kind.h"
#include "rules/pii/name_matcher.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;

// Types whose container says more than its content: a work address is one although the address
// message is shared.
constexpr std::array<std::string_view, 4> kContainerTypes = {"ADDRESS_HOME", "ADDRESS_WORK",
                                                             "PHONE_WORK", "EMAIL_WORK"};

bool FixedByName(const Classification& field) {
  return field.origin == Origin::kName && !field.types.empty() &&
         std::find(kContainerTypes.begin(), kContainerTypes.end(), field.types.front()) !=
             kContainerTypes.end();
}

class Spreader {
 public:
  Spreader(const schema::Schema& schema, const SubjectIndex& subjects, NameCache& names,
           Classified& classified)
      : schema_(schema), subjects_(subjects), names_(names), classified_(classified) {}

  void Run() {
    std::vector<const Message*> messages;
    std::vector<const Field*> extensions;
    for (const auto& file : schema_.files()) {
      ForEachExtension(*file, [&](const Field& field) { extensions.push_back(&field); });
      ForEachMessage(*file, [&](const Message& message) {
        if (!message.is_map_entry) messages.push_back(&message);
      });
    }
    for (const Message* message : messages) {
      classified_.messages[message] = Sensitivity::kPublic;
      for (const Field& field : message->fields) Prepare(field);
    }
    for (const Field* field : extensions) Prepare(*field);
    // Levels only rise, so this ends, cycles included.
    for (bool changed = true; changed;) {
      changed = false;
      for (const Message* message : messages) changed |= Raise(*message);
    }
    for (const Message* message : messages) {
      for (const Field& field : message->fields) Explain(field);
    }
    for (const Field* field : extensions) Explain(*field);
    Methods();
  }

 private:
  struct Container {
    const Message* held = nullptr;
    bool fixed = false;    // its name decides
    bool decided = false;  // an annotation or the user does
    bool foreign = false;  // an address or place of somebody who is no person
  };

  void Prepare(const Field& field) {
    const Message* held = HeldMessage(field);
    if (held == nullptr) return;
    Container container;
    container.held = held;
    Classification& own = classified_.fields[&field];
    container.decided = IsDecided(own.origin);
    container.fixed = container.decided || FixedByName(own);
    container.foreign = IsForeign(field, *held);
    if (!container.fixed) {
      if (own.origin == Origin::kName) kept_[&field] = own;
      own = {};
    }
    containers_[&field] = container;
  }

  // `store.location`: the message is shared with persons, this use of it is not about one.
  bool IsForeign(const Field& field, const Message& held) const {
    if (!subjects_.Of(held).Is(subject::kAddress) && !OnlyPlaces(held)) return false;
    const SubjectOf& outer = field.parent == nullptr ? none_ : subjects_.Of(*field.parent);
    Subjects subjects = outer.subjects;
    for (const Noun& noun : names_.Read(field.name).nouns) {
      const Subjects main = noun.subjects & subject::kMain;
      if (main != 0 && (noun.subjects & (subject::kNeutral | subject::kAddress)) == 0) {
        subjects = main;
      }
    }
    return (subjects & (subject::kOrganisation | subject::kMachine | subject::kThing)) != 0 &&
           (subjects & subject::kPerson) == 0;
  }

  bool OnlyPlaces(const Message& held) const {
    return std::any_of(held.fields.begin(), held.fields.end(), [&](const Field& field) {
      const auto& types = classified_.fields.at(&field).types;
      return !types.empty() && types.front() == "GEOLOCATION";
    });
  }

  Sensitivity LevelOf(const Field& field) const {
    const auto found = containers_.find(&field);
    const Classification& own = classified_.fields.at(&field);
    if (found == containers_.end() || found->second.fixed) return own.level;
    return HeldLevel(found->second);
  }

  Sensitivity HeldLevel(const Container& container) const {
    const Sensitivity held = classified_.messages.at(container.held);
    if (container.foreign && held <= Sensitivity::kMedium) return Sensitivity::kPublic;
    return held;
  }

  bool Raise(const Message& message) {
    Sensitivity level = classified_.messages[&message];
    for (const Field& field : message.fields) level = std::max(level, LevelOf(field));
    if (level == classified_.messages[&message]) return false;
    classified_.messages[&message] = level;
    return true;
  }

  void Explain(const Field& field) {
    const auto found = containers_.find(&field);
    if (found == containers_.end()) return;
    Classification& own = classified_.fields[&field];
    if (found->second.decided && own.opinion.has_value()) {
      own.opinion = Disagreement{HeldLevel(found->second), own.types,
                                 fmt::format("holds `{}`", found->second.held->name)};
    }
    if (found->second.fixed) return;
    const Sensitivity level = LevelOf(field);
    own.level = level;
    if (level == Sensitivity::kPublic) return;
    own.origin = Origin::kContainer;
    own.confidence = 0;
    const Message& held = *found->second.held;
    const Field* reason = nullptr;
    for (const Field& inner : held.fields) {
      if (LevelOf(inner) != level) continue;
      const double confidence = classified_.fields[&inner].confidence;
      if (reason == nullptr || confidence > own.confidence) {
        reason = &inner;
        own.confidence = confidence;
      }
    }
    const auto kept = kept_.find(&field);
    if (kept != kept_.end()) own.types = kept->second.types;
    if (reason != nullptr) {
      own.reason = fmt::format("holds `{}.{}`", held.name, reason->name);
    }
  }

  void Methods() {
    for (const auto& file : schema_.files()) {
      for (const schema::Service& service : file->services) {
        for (const schema::Method& method : service.methods) {
          Sensitivity level = Sensitivity::kPublic;
          for (const Message* message : {method.input, method.output}) {
            if (message == nullptr) continue;
            const auto found = classified_.messages.find(message);
            if (found != classified_.messages.end()) level = std::max(level, found->second);
          }
          classified_.methods[&method] = level;
        }
      }
    }
  }

  const schema::Schema& schema_;
  const SubjectIndex& subjects_;
  NameCache& names_;
  Classified& classified_;
  SubjectOf none_;
  std::unordered_map<const Field*, Container> containers_;
  std::unordered_map<const Field*, Classification> kept_;  // what the name alone said
};

}  // namespace

void SpreadLevels(const schema::Schema& schema, const SubjectIndex& subjects, NameCache& names,
                  Classified& classified) {
  Spreader(schema, subjects, names, classified).Run();
}

}  // namespace protowarden::rules::pii
