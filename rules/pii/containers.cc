// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/containers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/pii/decisions.h"
#include "rules/pii/field_kind.h"
#include "rules/pii/name_matcher.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;

// Types whose container says more than its content: a work address is one although the address
// message is shared, and a message that holds any value may hold a password here.
constexpr std::array<std::string_view, 6> kContainerTypes = {
    "ADDRESS_HOME", "ADDRESS_WORK", "PHONE_WORK", "EMAIL_WORK", "PASSWORD", "API_KEY"};

// Types whose container says as much as its name, whatever little it holds.
constexpr std::array<std::string_view, 2> kLeastTypes = {"PHOTO", "FREE_FORM"};

Sensitivity LeastByName(const Classification& field) {
  const bool says =
      field.origin == Origin::kName && !field.types.empty() &&
      std::find(kLeastTypes.begin(), kLeastTypes.end(), field.types.front()) != kLeastTypes.end();
  return says ? field.level : Sensitivity::kPublic;
}

bool FixedByName(const Classification& field) {
  if (field.origin == Origin::kOption) return true;
  return field.origin == Origin::kName && !field.types.empty() &&
         std::find(kContainerTypes.begin(), kContainerTypes.end(), field.types.front()) !=
             kContainerTypes.end();
}

// How sure the name of a container makes us.
constexpr double kByName = 0.7;
// Own dates and amounts of money say nothing by themselves: `Date birthdate`, `Money salary`.
constexpr size_t kFieldsOfValue = 5;
constexpr std::array<std::string_view, 4> kValueTypes = {"DATE_OF_BIRTH", "INCOME", "CREDIT_SCORE",
                                                         "MEDICAL_RECORD"};

class Spreader {
 public:
  Spreader(const schema::Schema& schema, const SubjectIndex& subjects, const NameCache& names,
           Classified& classified)
      : schema_(schema), subjects_(subjects), names_(names), classified_(classified) {}

  void Run() {
    std::vector<const Field*> extensions;
    for (const auto& file : schema_.files()) {
      ForEachExtension(*file, [&](const Field& field) { extensions.push_back(&field); });
      ForEachMessage(*file, [&](const Message& message) {
        if (!message.is_map_entry) AddNode(message);
      });
    }
    for (Node& node : nodes_) {
      for (const Field& field : node.message->fields) Prepare(field, &node);
    }
    for (const Field* field : extensions) Prepare(*field, nullptr);
    SpreadAll();
    for (const Node& node : nodes_) classified_.messages[node.message] = node.level;
    for (const Container& container : containers_) {
      if (!container.fixed) container.own->level = HeldLevel(container);
    }
    for (const Container& container : containers_) Explain(container);
    Methods();
  }

 private:
  // A message; map entries have none.
  struct Node {
    const Message* message = nullptr;
    Sensitivity level = Sensitivity::kPublic;
    size_t places = 0;            // fields that are geolocations
    std::vector<size_t> holders;  // the containers of messages that hold it and take its level
  };
  struct Container {
    const Field* field = nullptr;
    Node* holder = nullptr;  // the message of the field; null for an extension
    Node* held = nullptr;
    Classification* own = nullptr;
    std::vector<std::string> types;            // what the name alone said
    Sensitivity least = Sensitivity::kPublic;  // by its name
    std::string why;                           // if that decides
    bool fixed = false;                        // its name decides
    bool decided = false;                      // an annotation or the user does
    bool foreign = false;                      // an address or place of somebody who is no person
  };

  void AddNode(const Message& message) {
    places_.emplace(&message, nodes_.size());
    Node& node = nodes_.emplace_back();
    node.message = &message;
    for (const Field& field : message.fields) {
      node.places += IsPlace(classified_.fields.at(&field)) ? 1U : 0U;
    }
  }

  void Prepare(const Field& field, Node* holder) {
    Classification& own = classified_.fields.at(&field);
    const Message* held = HeldMessage(field);
    if (held == nullptr) {
      if (holder != nullptr) holder->level = std::max(holder->level, own.level);
      return;
    }
    Container container;
    container.field = &field;
    container.holder = holder;
    container.held = &nodes_[places_.at(held)];
    container.own = &own;
    container.decided = IsDecided(own.origin);
    container.fixed = container.decided || FixedByName(own) || IsValue(own, *held);
    container.foreign = IsForeign(field, *container.held);
    if (container.fixed) {
      if (holder != nullptr) holder->level = std::max(holder->level, own.level);
    } else {
      if (holder != nullptr) {
        holder->places -= IsPlace(own) ? 1U : 0U;
        container.held->holders.push_back(containers_.size());
      }
      container.least = LeastByName(own);
      if (container.least != Sensitivity::kPublic) container.why = own.reason;
      if (holder != nullptr) holder->level = std::max(holder->level, container.least);
      if (own.origin == Origin::kName) container.types = std::move(own.types);
      own = {};
    }
    containers_.push_back(std::move(container));
  }

  // True when the name said what it is and the message is but a value without a subject.
  [[nodiscard]] bool IsValue(const Classification& field, const Message& held) const {
    if (field.origin != Origin::kName || field.types.empty() ||
        held.fields.size() > kFieldsOfValue ||
        std::find(kValueTypes.begin(), kValueTypes.end(), field.types.front()) ==
            kValueTypes.end()) {
      return false;
    }
    const bool measured = std::any_of(
        held.fields.begin(), held.fields.end(),
        [](const Field& inner) { return (KindOf(inner) & (kind::kNumber | kind::kText)) != 0; });
    return measured && std::all_of(held.fields.begin(), held.fields.end(), [&](const Field& inner) {
             const auto found = classified_.fields.find(&inner);
             return HeldMessage(inner) == nullptr && found != classified_.fields.end() &&
                    found->second.level == Sensitivity::kPublic;
           });
  }

  static bool IsPlace(const Classification& field) {
    return !field.types.empty() && field.types.front() == "GEOLOCATION";
  }

  // Levels only rise, so this ends, cycles included.
  void SpreadAll() {
    std::vector<Node*> pending;
    for (Node& node : nodes_) {
      if (node.level > Sensitivity::kPublic) pending.push_back(&node);
    }
    while (!pending.empty()) {
      const Node& node = *pending.back();
      pending.pop_back();
      for (const size_t i : node.holders) {
        const Container& container = containers_[i];
        const Sensitivity level = HeldLevel(container);
        if (level <= container.holder->level) continue;
        container.holder->level = level;
        pending.push_back(container.holder);
      }
    }
  }

  // `store.location`: the message is shared with persons, this use of it is not about one.
  bool IsForeign(const Field& field, const Node& held) const {
    if (held.places == 0 && !subjects_.Of(*held.message).Is(subject::kAddress)) return false;
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

  static Sensitivity HeldLevel(const Container& container) {
    const Sensitivity held = container.held->level;
    if (container.foreign && held <= Sensitivity::kMedium) return Sensitivity::kPublic;
    return std::max(held, container.least);
  }

  void Explain(const Container& container) {
    Classification& own = *container.own;
    const Message& held = *container.held->message;
    if (container.decided && own.opinion.has_value()) {
      own.opinion =
          Disagreement{HeldLevel(container), own.types, fmt::format("holds `{}`", held.name)};
    }
    if (container.fixed || own.level == Sensitivity::kPublic) return;
    const Sensitivity level = own.level;
    own.origin = Origin::kContainer;
    own.confidence = 0;
    const Field* reason = nullptr;
    for (const Field& inner : held.fields) {
      const Classification& other = classified_.fields.at(&inner);
      if (other.level != level) continue;
      if (reason == nullptr || other.confidence > own.confidence) {
        reason = &inner;
        own.confidence = other.confidence;
      }
    }
    own.types = container.types;
    if (reason == nullptr && level == container.least) {
      own.origin = Origin::kName;
      own.confidence = kByName;
      own.reason = container.why;
    }
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
  const NameCache& names_;
  Classified& classified_;
  SubjectOf none_;
  std::vector<Node> nodes_;
  std::unordered_map<const Message*, size_t> places_;  // in nodes_
  std::vector<Container> containers_;                  // in the order of the schema
};

}  // namespace

void SpreadLevels(const schema::Schema& schema, const SubjectIndex& subjects,
                  const NameCache& names, Classified& classified) {
  Spreader(schema, subjects, names, classified).Run();
}

}  // namespace protowarden::rules::pii
