// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "rules/pii/comment_evidence.h"
#include "rules/pii/containers.h"
#include "rules/pii/decisions.h"
#include "rules/pii/evidence.h"
#include "rules/pii/field_kind.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/surroundings.h"
#include "rules/pii/trace.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;

// How sure a name alone makes us.
constexpr double kSureName = 0.95;
constexpr double kUnknownTail = 0.7;
constexpr double kByContext = 0.6;  // plus what the subject adds
constexpr double kPerStrength = 0.08;
constexpr double kMostByContext = 0.9;
constexpr double kHarmlessName = 0.95;
// Of a comment: what it begins with.
constexpr size_t kFirstLetters = 40;
// The type of what only refers to a person.
constexpr std::string_view kPersonReference = "CUSTOMER_ID";

class Classifier {
 public:
  Classifier(const Policy& policy, const schema::Schema& schema, const schema::Usage& usage,
             const ClassifyOptions& options)
      : policy_(policy),
        schema_(schema),
        options_(options),
        names_(policy, schema, options.jobs),
        subjects_(policy, schema, usage, names_,
                  options.traced == nullptr ? nullptr : options.traced->parent, options.jobs),
        near_(policy, names_, subjects_),
        trace_(options.traced) {}

  Classified Run() {
    std::vector<const Field*> fields;
    const auto add = [&](const Field& field) { fields.push_back(&field); };
    for (const auto& file : schema_.files()) {
      ForEachMessage(*file, [&](const Message& message) {
        if (message.is_map_entry) return;
        for (const Field& field : message.fields) add(field);
      });
      ForEachExtension(*file, add);
    }
    classified_.fields.reserve(fields.size());
    std::vector<Classification*> judged;
    judged.reserve(fields.size());
    for (const Field* field : fields) judged.push_back(&classified_.fields[field]);
    ParallelFor(fields.size(), options_.jobs, [&](size_t i) { *judged[i] = Judge(*fields[i]); });
    Decide(policy_, schema_, subjects_, names_, options_, trace_, classified_);
    SpreadLevels(schema_, subjects_, names_, classified_);
    trace_.Finish(classified_);
    classified_.trace = trace_.Take();
    return std::move(classified_);
  }

 private:
  // The subject that a field's own words give it, else its message's.
  Subjects LocalSubject(const Field& field, const NameReading& name, size_t end,
                        const SubjectOf& outer, std::string& why) const {
    const bool of_machines = subjects_.Leans(*field.file, subject::kMachine) &&
                             !subjects_.Leans(*field.file, subject::kPerson);
    for (auto noun = name.nouns.rbegin(); noun != name.nouns.rend(); ++noun) {
      if (noun->end > end || (noun->subjects & subject::kNeutral) != 0) continue;
      const Subjects main = noun->subjects & subject::kMain;
      if (main == 0) {
        const bool ambiguous = (noun->subjects & subject::kAmbiguous) != 0;
        if (ambiguous && !of_machines && outer.Is(subject::kUnknown | subject::kOrganisation)) {
          return (outer.subjects & ~subject::kMain) | subject::kPerson;
        }
        continue;
      }
      why = fmt::format("`{}` says whose", name.Phrase(noun->begin, noun->end));
      // `hotel_latitude` is no guest's, whatever stands beside it.
      const Subjects besides = (main & subject::kPerson) != 0 ? 0 : subject::kBeside;
      return (outer.subjects & ~subject::kMain & ~besides) | main;
    }
    why = outer.why;
    return outer.subjects;
  }

  [[nodiscard]] bool AtWork(const NameReading& name, Subjects subjects) const {
    return (subjects & (subject::kOrganisation | subject::kWorkplace)) != 0 ||
           std::any_of(name.words.begin(), name.words.end(),
                       [&](const std::string& word) { return policy_.workplace.contains(word); });
  }

  Classification Judge(const Field& field) {
    const Kinds kinds = KindOf(field);
    Classification result;
    if ((kinds & kind::kOther) != 0) return result;
    const NameReading& name = names_.Read(field.name);
    const SubjectOf& outer = field.parent == nullptr ? unknown_ : subjects_.Of(*field.parent);
    trace_.Begin(field, name, outer);
    if (ByName(field, name, kinds, outer, result)) return result;
    trace_.AddUnmatched(field, policy_, name);
    if (ByOptions(policy_, field, kinds, outer, result)) {
      trace_.Add(field, "options", result.reason);
      return result;
    }
    if (near_.Judge(field, name, kinds, outer, result)) {
      trace_.Add(field, "message", result.reason);
      return result;
    }
    if (ByFieldComment(field, name, kinds, outer, result)) {
      trace_.Add(field, "comment", result.reason);
    }
    return result;
  }

  // True when the name decides, harmless ones included.
  bool ByName(const Field& field, const NameReading& name, Kinds kinds, const SubjectOf& outer,
              Classification& result) {
    const bool text = (kinds & (kind::kText | kind::kBytes | kind::kMessage)) != 0;
    if (name.asks && !Sums(field, name, outer) && !text && (kinds & kind::kBool) == 0) return true;
    for (const Candidate& candidate : name.candidates) {
      const Term& term = *candidate.term;
      std::string why;
      // A noun inside the match is part of what it says.
      const Subjects subjects = LocalSubject(field, name, candidate.begin, outer, why);
      const std::string_view refusal = Refusal(field, name, candidate, kinds, outer, subjects);
      if (trace_.Wants(field)) {
        trace_.Add(field, "candidate",
                   fmt::format("`{}` ({}): {}", name.Phrase(candidate.begin, candidate.end),
                               term.type.empty() ? Name(term.level) : std::string_view(term.type),
                               refusal.empty() ? "yes" : refusal));
      }
      if (!refusal.empty()) continue;
      if (term.level == Sensitivity::kPublic) {
        if (near_.BySibling(field, name, kinds, result)) return true;
        result.confidence = kHarmlessName;
      } else {
        Accept(field, name, candidate, subjects, outer, why, result);
      }
      return true;
    }
    return false;
  }

  // For names that match nothing.
  bool ByFieldComment(const Field& field, const NameReading& name, Kinds kinds,
                      const SubjectOf& outer, Classification& result) const {
    const bool text = (kinds & (kind::kText | kind::kBytes)) != 0;
    if (name.generic && text && ByComment(policy_, field.comments, kinds, outer, result)) {
      return true;
    }
    if (name.asks || (!text && (kinds & kind::kNumber) == 0) || NamesResource(field)) return false;
    if (policy_.describing.contains(name.words.back())) return false;
    if (subjects_.Leans(*field.file, subject::kOrganisation)) return false;
    Classification by_comment;
    if (!ByPersonInComment(policy_, field.comments, kinds, by_comment)) return false;
    if (OfRobot(field, outer)) return false;
    result = std::move(by_comment);
    return true;
  }

  // Why a candidate does not count; empty when it does.
  std::string_view Refusal(const Field& field, const NameReading& name, const Candidate& candidate,
                           Kinds kinds, const SubjectOf& outer, Subjects subjects) {
    const Term& term = *candidate.term;
    const bool secret = term.type == "PASSWORD" || term.type == "API_KEY";
    const bool in_message = secret && term.certain && candidate.sure_tail && HoldsValue(field);
    if ((term.kinds & kinds) == 0 && !in_message) {
      return "no, the field's type cannot hold it";
    }
    if (term.level == Sensitivity::kPublic) return {};
    if (name.asks && !Sums(field, name, outer) && (!term.certain || Setting(name, kinds))) {
      return "no, the name asks about it or counts it";
    }
    if (secret && NamedByComment(field)) return "no, its comment says that it names one";
    if (secret && PointsElsewhere(field)) return "no, its message says where one is";
    if (OfBusiness(field, name, candidate)) return "no, it belongs to a business";
    if (term.type == kPersonReference && name.words.back() != "id" &&
        subjects_.Leans(*field.file, subject::kChain)) {
      return "no, it is an address on a chain of blocks";
    }
    if (term.type == kPersonReference && RunsAs(name, outer)) return "no, software runs as it";
    if (term.type == kPersonReference && IsOpaque(field)) return "no, its comment calls it opaque";
    if (term.type == "MESSAGE_CONTENT" && SaysHowItWent(field, name)) {
      return "no, it says how a request went";
    }
    if (OfObject(field, name, candidate)) return "no, a message that is no person is called so";
    if (term.type != kPersonReference && NamesResource(field)) return "no, it names a resource";
    // A person has one.
    if (term.type == "GENDER" && field.label == schema::Label::kRepeated) {
      return "no, many of them are a choice";
    }
    if (term.bare && NamesAnother(field, name, candidate)) {
      return "no, the words before it name something else";
    }
    if ((term.where & subjects) == 0 && !candidate.owned && !CalledPerson(field, name, term) &&
        !OfPersonByComment(field, term)) {
      return "no, it counts only where the message is about somebody else";
    }
    if (!secret && OfRobot(field, outer)) return "no, it belongs to an account of software";
    return {};
  }

  // `SecretKeyRef`
  static bool PointsElsewhere(const Field& field) {
    static constexpr std::array<std::string_view, 4> kPointers = {"Ref", "Reference", "Selector",
                                                                  "Locator"};
    return field.parent != nullptr &&
           std::any_of(kPointers.begin(), kPointers.end(), [&](std::string_view ending) {
             return field.parent->name.ends_with(ending);
           });
  }

  // "Name of the secret in the secret manager."
  [[nodiscard]] bool NamedByComment(const Field& field) const {
    static constexpr std::array<std::string_view, 8> kNames = {
        "name", "id", "identifier", "path", "location", "reference", "alias", "arn"};
    std::vector<std::string> words =
        policy_.vocabulary.Words(FirstSentence(field.comments).substr(0, kFirstLetters));
    const size_t first = !words.empty() && words.front() == "the" ? 1 : 0;
    return words.size() > first + 1 && words[first + 1] == "of" &&
           std::find(kNames.begin(), kNames.end(), words[first]) != kNames.end();
  }

  // "Address of the user's client": the field is about a person, whatever its message is about.
  [[nodiscard]] bool OfPersonByComment(const Field& field, const Term& term) const {
    constexpr Subjects kPersons = subject::kPerson | subject::kNamed | subject::kBeside;
    constexpr Subjects kOthers = subject::kOrganisation | subject::kMachine;
    const NameReading& name = names_.Read(field.name);
    const bool of_others = std::any_of(name.nouns.begin(), name.nouns.end(), [](const Noun& noun) {
      return (noun.subjects & kOthers) != 0;
    });
    if ((term.where & kPersons) == 0 || of_others ||
        subjects_.Leans(*field.file, subject::kOrganisation)) {
      return false;
    }
    // What the comment may call the value.
    std::vector<std::string> words = name.words;
    if (const Type* type = policy_.FindType(term.type)) {
      for (std::string& word : policy_.vocabulary.Words(type->phrase)) {
        words.push_back(std::move(word));
      }
    }
    return SpeaksOfPerson(policy_, field.comments, words);
  }

  // The message is where a value stands or says where to find it, as `DataSource` of Envoy.
  [[nodiscard]] bool HoldsValue(const Field& field) const {
    static constexpr size_t kMostFields = 6;
    const Message* held = HeldMessage(field);
    if (held == nullptr || held->fields.size() > kMostFields) return false;
    return std::any_of(held->fields.begin(), held->fields.end(), [&](const Field& inner) {
      if ((KindOf(inner) & (kind::kText | kind::kBytes)) == 0) return false;
      const std::vector<std::string>& words = names_.Read(inner.name).words;
      return !words.empty() && policy_.inline_values.contains(words.back());
    });
  }

  // `double total_deduction` is money, `int32 total_users` a number of things.
  static bool Sums(const Field& field, const NameReading& name, const SubjectOf& outer) {
    return name.words.front() == "total" && (IsAmount(field) || outer.Is(subject::kPayroll));
  }

  // `require_vaccination` is a setting, `has_allergies` says something about somebody.
  static bool Setting(const NameReading& name, Kinds kinds) {
    const std::string& first = name.words.front();
    return (kinds & kind::kBool) != 0 && first != "is" && first != "has" && first != "was";
  }

  // A service account, by its message's name or the field's comment.
  bool OfRobot(const Field& field, const SubjectOf& outer) const {
    if (outer.Is(subject::kRobot)) return true;
    const std::vector<Noun> nouns =
        FindNouns(policy_, policy_.vocabulary.Words(FirstSentence(field.comments)));
    return std::any_of(nouns.begin(), nouns.end(),
                       [](const Noun& noun) { return (noun.subjects & subject::kRobot) != 0; });
  }

  // `Encoder.user` is an account of the operating system, `AccessLog.user` a person.
  static bool RunsAs(const NameReading& name, const SubjectOf& outer) {
    constexpr double kNamedMachine = 2.7;
    return name.words.size() == 1 && name.words.front() == "user" && outer.Is(subject::kMachine) &&
           outer.strength >= kNamedMachine && !outer.Is(subject::kTrail | subject::kSignsIn);
  }

  // "Opaque reference of the caller's choice": it identifies whatever the caller wants.
  bool IsOpaque(const Field& field) const {
    const std::vector<std::string> comment =
        policy_.vocabulary.Words(FirstSentence(field.comments).substr(0, kFirstLetters));
    return std::find(comment.begin(), comment.end(), "opaque") != comment.end();
  }

  // The `message` of a response.
  static bool SaysHowItWent(const Field& field, const NameReading& name) {
    static constexpr std::array<std::string_view, 5> kAnswers = {"Response", "Resp", "Res", "Reply",
                                                                 "Result"};
    return field.parent != nullptr && name.words.size() == 1 && name.words.front() == "message" &&
           std::any_of(kAnswers.begin(), kAnswers.end(), [&](std::string_view ending) {
             return field.parent->name.ends_with(ending);
           });
  }

  // `customer_id` where the customers are organisations.
  bool OfBusiness(const Field& field, const NameReading& name, const Candidate& candidate) const {
    if (!subjects_.Leans(*field.file, subject::kOrganisation)) return false;
    return std::any_of(name.nouns.begin(), name.nouns.end(), [&](const Noun& noun) {
      return noun.begin >= candidate.begin && noun.end <= candidate.end &&
             (noun.subjects & subject::kBusiness) != 0;
    });
  }

  // `driver_id` where `Driver` is a person.
  [[nodiscard]] bool CalledPerson(const Field& field, const NameReading& name,
                                  const Term& term) const {
    if (term.type != kPersonReference || name.words.size() < 2 || name.words.back() != "id" ||
        subjects_.Leans(*field.file, subject::kOrganisation)) {
      return false;
    }
    const Subjects called = subjects_.CalledSo(name.Phrase(0, name.words.size() - 1));
    return (called & subject::kNamed) != 0 && (called & subject::kMain) == subject::kPerson;
  }

  // `worker_id` where `Worker` is a machine, `insurance_id` where `Insurance` is a contract.
  [[nodiscard]] bool OfObject(const Field& field, const NameReading& name,
                              const Candidate& candidate) const {
    const Term& term = *candidate.term;
    const bool refers = term.type == kPersonReference || term.type == "HEALTH_INSURANCE";
    if (!refers || field.parent == nullptr || name.words.size() < 2 || name.words.back() != "id") {
      return false;
    }
    const Subjects called = subjects_.CalledSo(name.Phrase(0, name.words.size() - 1));
    if (term.type == kPersonReference) {
      return called != 0 && (called & (subject::kPerson | subject::kUnknown)) == 0;
    }
    return called != 0;
  }

  // True when words before the match name something else than the message: `file_name`.
  bool NamesAnother(const Field& field, const NameReading& name, const Candidate& candidate) {
    const size_t end = candidate.begin;
    const SubjectOf* outer = field.parent == nullptr ? nullptr : &subjects_.Of(*field.parent);
    if (end == 0) return false;
    const bool part_of_address = (candidate.term->where & subject::kAddress) != 0;
    if (outer != nullptr && part_of_address && outer->Is(subject::kAddress)) {
      return OfPlace(name, end);
    }
    const NameReading* own = field.parent == nullptr ? nullptr : &names_.Read(field.parent->name);
    for (size_t i = 0; i < end; ++i) {
      const std::string& word = name.words[i];
      const auto noun = policy_.nouns.find(word);
      const Subjects subjects = noun == policy_.nouns.end() ? 0 : noun->second;
      // `list_id` is of the list.
      const bool of_thing = (subjects & (subject::kThing | subject::kMachine)) != 0;
      const bool fits = (policy_.carriers.contains(word) && !of_thing) ||
                        (subjects & subject::kPerson) != 0 ||
                        (own != nullptr && (subjects & subject::kAmbiguous) != 0 &&
                         std::find(own->words.begin(), own->words.end(), word) != own->words.end());
      if (!fits) return true;
    }
    return false;
  }

  // `hotel_city`: the words before it say that the place is no person's.
  static bool OfPlace(const NameReading& name, size_t end) {
    constexpr Subjects kOthers = subject::kOrganisation | subject::kMachine | subject::kThing;
    return std::any_of(name.nouns.begin(), name.nouns.end(), [&](const Noun& noun) {
      return noun.end <= end && (noun.subjects & kOthers) != 0 &&
             (noun.subjects & (subject::kAddress | subject::kNeutral)) == 0;
    });
  }

  void Accept(const Field& field, const NameReading& name, const Candidate& candidate,
              Subjects subjects, const SubjectOf& outer, const std::string& why,
              Classification& result) {
    const Term& term = *candidate.term;
    // `creator`, described as "E-mail of the user who created it".
    if (term.type == kPersonReference && (KindOf(field) & kind::kText) != 0 &&
        ByComment(policy_, field.comments, kind::kText, outer, result)) {
      return;
    }
    const bool work = !term.work.empty() && AtWork(name, subjects);
    const Type* type = policy_.FindType(work ? term.work : term.type);
    result.level = work && type != nullptr ? type->level : term.level;
    if (type != nullptr) result.types = {type->id};
    result.origin = Origin::kName;
    const bool anywhere = (term.where & subject::kUnknown) != 0;
    const double strength = std::min(outer.strength, 5.0);
    result.confidence = !candidate.sure_tail ? kUnknownTail
                        : anywhere           ? kSureName
                                   : std::min(kMostByContext, kByContext + kPerStrength * strength);
    const std::string beside = Beside(field, term);
    result.reason = fmt::format("`{}`", field.name);
    if (!beside.empty()) result.reason += " beside " + beside;
    if (field.parent != nullptr && (!anywhere || !beside.empty())) {
      result.reason += fmt::format(" in `{}`", field.parent->name);
    }
    result.reason += fmt::format(" is {}", type == nullptr ? "personal data" : type->phrase);
    if (!anywhere && !why.empty() && beside.empty()) result.reason += fmt::format(" ({})", why);
  }

  // Fields of the same message that speak for the term, too: of its type, or a person's like it.
  std::string Beside(const Field& field, const Term& term) {
    static constexpr size_t kShown = 3;
    static constexpr size_t kLookedAt = 40;
    if (field.parent == nullptr) return {};
    std::vector<std::string> names;
    const auto& fields = field.parent->fields;
    for (size_t i = 0; i < std::min(fields.size(), kLookedAt) && names.size() < kShown; ++i) {
      if (&fields[i] == &field) continue;
      const auto& candidates = names_.Read(fields[i].name).candidates;
      const bool kindred =
          std::any_of(candidates.begin(), candidates.end(), [&](const auto& other) {
            const bool alike =
                other.term->type == term.type || (other.term->identity && term.identity);
            // `message_id` is about something else than `id`.
            const bool whole = !other.term->bare || other.begin == 0;
            return alike && whole && other.sure_tail &&
                   (other.term->kinds & KindOf(fields[i])) != 0;
          });
      if (kindred) names.push_back(fmt::format("`{}`", fields[i].name));
    }
    return Join(names, ", ");
  }

  const Policy& policy_;
  const schema::Schema& schema_;
  const ClassifyOptions& options_;
  NameCache names_;
  SubjectIndex subjects_;
  Surroundings near_;
  Trace trace_;
  SubjectOf unknown_;
  Classified classified_;
};

constexpr std::array<std::string_view, 10> kOriginNames = {
    "none",    "name",     "comment",    "option",     "container",
    "pattern", "override", "correction", "annotation", "learned"};

}  // namespace

std::string_view Name(Origin origin) { return kOriginNames.at(static_cast<size_t>(origin)); }

Classified Classify(const Policy& policy, const schema::Schema& schema, const schema::Usage& usage,
                    const ClassifyOptions& options) {
  return Classifier(policy, schema, usage, options).Run();
}

}  // namespace protowarden::rules::pii
