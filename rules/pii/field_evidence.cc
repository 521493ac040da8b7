// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/field_evidence.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace protowarden::rules::pii {
namespace {

using schema::Field;

// Words that stand behind a word for a person where a field refers to one.
constexpr std::array<std::string_view, 5> kReferences = {"reference", "key", "uid", "uuid", "mrn"};

class Gatherer {
 public:
  Gatherer(const Policy& policy, bool of_organisation)
      : policy_(policy), of_organisation_(of_organisation) {}

  void Add(const Field& field, const NameReading& name) {
    from_ |= field.name == "from";
    to_ |= field.name == "to";
    evidence_.named |= field.name == "name" || field.name == "display_name";
    if (name.words.empty()) return;
    const std::string& last = name.words.back();
    login_ |= last == "user" || last == "username" || last == "login";
    password_ |= last == "pass" || last == "password";
    AddTerms(field, name);
    for (const Noun& noun : name.nouns) AddNoun(name, noun);
  }

  FieldEvidence Take() {
    evidence_.corresponds |= from_ && to_;
    evidence_.signs_in = login_ && password_;
    return std::move(evidence_);
  }

 private:
  void AddTerms(const Field& field, const NameReading& name) {
    for (const Candidate& candidate : name.candidates) {
      if (!candidate.sure_tail || candidate.end != name.words.size()) continue;
      const Term& term = *candidate.term;
      if ((term.where & subject::kAddress) != 0) {
        const std::string part = name.Phrase(candidate.begin, candidate.end);
        evidence_.located |= term.type == "ADDRESS_HOME" || part == "city";
        evidence_.address_parts.insert(part);
      }
      evidence_.positioned |= term.type == "GEOLOCATION";
      evidence_.routed |= term.type == "ROUTING_NUMBER";
      evidence_.has_account |= term.type == "BANK_ACCOUNT" && term.certain;
      if (!term.identity || field.kind == schema::Kind::kBool) continue;
      const bool contact = !term.work.empty();
      if (contact && of_organisation_) continue;
      ++evidence_.identities;
      if (term.type == "MEDICAL_RECORD") ++evidence_.medical;
      evidence_.reachable |= contact;
      if (evidence_.first_identity == nullptr) evidence_.first_identity = &field;
      return;
    }
  }

  void AddNoun(const NameReading& name, const Noun& noun) {
    const bool person = (noun.subjects & subject::kPerson) != 0;
    const bool communicates =
        (noun.subjects & subject::kCommunication) != 0 && (noun.subjects & subject::kNeutral) == 0;
    evidence_.corresponds |= communicates || person;
    if (person) ++evidence_.references;
    const bool patient = person && (noun.subjects & subject::kPatient) != 0;
    evidence_.of_patient |= patient && RefersBy(name, noun);
    if (noun.end == name.words.size() && (noun.subjects & subject::kMachine) != 0) {
      ++evidence_.technical;
    }
  }

  // `patient_id` refers to a patient, `patient_count` does not.
  [[nodiscard]] bool RefersBy(const NameReading& name, const Noun& noun) const {
    if (noun.end == name.words.size()) return true;
    const std::string& last = name.words.back();
    return noun.end + 1 == name.words.size() &&
           (policy_.carriers.contains(last) ||
            std::find(kReferences.begin(), kReferences.end(), last) != kReferences.end());
  }

  const Policy& policy_;
  const bool of_organisation_;
  FieldEvidence evidence_;
  bool from_ = false;
  bool to_ = false;
  bool login_ = false;
  bool password_ = false;
};

}  // namespace

FieldEvidence GatherFields(const Policy& policy, const NameCache& names,
                           const schema::Message& message, bool of_organisation) {
  Gatherer gatherer(policy, of_organisation);
  for (const Field& field : message.fields) gatherer.Add(field, names.Read(field.name));
  return gatherer.Take();
}

}  // namespace protowarden::rules::pii
