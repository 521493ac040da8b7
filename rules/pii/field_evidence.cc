// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/field_evidence.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analyzer/base/contains.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;

// Words that stand behind a word for a person where a field refers to one.
constexpr std::array<std::string_view, 5> kReferences = {"reference", "key", "uid", "uuid", "mrn"};
// Where money moves, both are said.
constexpr std::array<std::string_view, 3> kAmounts = {"amount", "balance", "sum"};
constexpr std::array<std::string_view, 4> kMovements = {"currency", "transaction", "transfer",
                                                        "beneficiary"};

constexpr std::array<std::string_view, 1> kAccounts = {"account"};
// Login names by their last word, and what is kept instead of a password.
constexpr std::array<std::string_view, 7> kLogins = {"user",     "username",    "login", "usuario",
                                                     "benutzer", "utilisateur", "utente"};
constexpr std::array<std::string_view, 6> kPasswords = {"pass",  "password",   "passwort",
                                                        "senha", "contrasena", "clave"};
constexpr std::array<std::string_view, 2> kDigests = {"hash", "salt"};
// What the names of several fields say together.
constexpr Subjects kMentioned = subject::kInsurance | subject::kVehicle;

template <size_t N>
bool HoldsAny(const std::array<std::string_view, N>& wanted,
              const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return Contains(wanted, word); });
}

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
    login_ |= Contains(kLogins, last);
    password_ |= Contains(kPasswords, last);
    digest_ |= name.words.size() == 1 && Contains(kDigests, last);
    evidence_.accompanied |=
        std::any_of(name.words.begin(), name.words.end(),
                    [&](const std::string& word) { return policy_.companions.contains(word); });
    evidence_.of_user |= last == "username" || (name.words.front() == "user" && last == "name");
    amount_ |= HoldsAny(kAmounts, name.words);
    movement_ |= HoldsAny(kMovements, name.words);
    AddTerms(field, name);
    evidence_.numbered |= last == "number" && HoldsAny(kAccounts, name.words);
    for (const Noun& noun : name.nouns) AddNoun(field, name, noun);
  }

  FieldEvidence Take() {
    evidence_.moneyed = amount_ && movement_;
    evidence_.corresponds |= from_ && to_;
    evidence_.signs_in = login_ && (password_ || digest_);
    const bool otherwise = login_ || evidence_.reachable || evidence_.identities > 0;
    evidence_.named_login = evidence_.named && password_ && !otherwise;
    return std::move(evidence_);
  }

 private:
  void AddTerms(const Field& field, const NameReading& name) {
    if (name.asks && field.kind != schema::Kind::kString) return;
    const bool robot = std::any_of(name.nouns.begin(), name.nouns.end(), [](const Noun& noun) {
      return (noun.subjects & subject::kRobot) != 0;
    });
    if (robot) return;
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
      evidence_.has_card |= term.type == "CREDIT_CARD" && term.level == Sensitivity::kHigh &&
                            term.certain && field.kind != schema::Kind::kBool;
      // What counts only on a payslip does not make one.
      const bool anywhere = (term.where & subject::kMain) != 0;
      if (anywhere && term.type == "INCOME" && field.kind != schema::Kind::kBool) {
        ++evidence_.earnings;
      }
      if (!term.identity || field.kind == schema::Kind::kBool) continue;
      const bool contact = !term.work.empty();
      if (contact && of_organisation_) continue;
      ++evidence_.identities;
      const bool describes = term.type == "INCOME" || term.type == "MEDICAL_RECORD";
      if (!describes && !OfSomebody(name, candidate)) ++evidence_.own_identities;
      if (term.type == "MEDICAL_RECORD") ++evidence_.medical;
      evidence_.reachable |= contact;
      if (evidence_.first_identity == nullptr) evidence_.first_identity = &field;
      return;
    }
  }

  // `agent_email`
  static bool OfSomebody(const NameReading& name, const Candidate& candidate) {
    return candidate.owned ||
           std::any_of(name.nouns.begin(), name.nouns.end(), [&](const Noun& noun) {
             return noun.end <= candidate.end && (noun.subjects & subject::kPerson) != 0;
           });
  }

  void AddNoun(const Field& field, const NameReading& name, const Noun& noun) {
    const bool person = (noun.subjects & subject::kPerson) != 0;
    const bool communicates =
        (noun.subjects & subject::kCommunication) != 0 && (noun.subjects & subject::kNeutral) == 0;
    evidence_.corresponds |= communicates || person;
    evidence_.mentioned |= noun.subjects & kMentioned;
    if (person) ++evidence_.references;
    const bool patient = person && (noun.subjects & subject::kPatient) != 0;
    evidence_.of_patient |= patient && RefersBy(name, noun);
    // `employees` as a number counts them.
    const bool counts = noun.end == name.words.size() && field.kind != schema::Kind::kString;
    const bool one = (person || (noun.subjects & subject::kWorker) != 0) && !counts && !name.asks &&
                     RefersBy(name, noun);
    evidence_.of_one |= one;
    evidence_.of_worker |= one && (noun.subjects & subject::kWorker) != 0;
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
  bool digest_ = false;
  bool amount_ = false;
  bool movement_ = false;
};

}  // namespace

FieldEvidence GatherFields(const Policy& policy, const NameCache& names,
                           const schema::Message& message, bool of_organisation) {
  Gatherer gatherer(policy, of_organisation);
  for (const Field& field : message.fields) gatherer.Add(field, names.Read(field.name));
  return gatherer.Take();
}

}  // namespace protowarden::rules::pii
