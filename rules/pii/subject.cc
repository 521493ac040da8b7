// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "rules/pii/comment_evidence.h"
#include "rules/pii/field_evidence.h"
#include "rules/pii/subject_score.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Message;

constexpr Subjects kNarrowByAnyNoun =
    subject::kCredential | subject::kPatient | subject::kDevice | subject::kOneTime |
    subject::kPayroll | subject::kBiometric | subject::kTrail | subject::kInsurance |
    subject::kAbsence | subject::kCredit | subject::kVehicle | subject::kLease | subject::kMeeting;
constexpr Subjects kNarrow =
    subject::kPayment | subject::kAddress | subject::kPatient | subject::kCommunication |
    subject::kCredential | subject::kDevice | subject::kBank | subject::kOneTime | subject::kRobot |
    subject::kPayroll | subject::kBiometric | subject::kVault | subject::kTrail |
    subject::kInsurance | subject::kAbsence | subject::kCredit | subject::kVehicle |
    subject::kLease | subject::kKeyed | subject::kMeeting;
// What a package can say, too.
constexpr Subjects kByPackage =
    subject::kInsurance | subject::kVehicle | subject::kLease | subject::kTracked;
// What counts only where persons are spoken of.
constexpr Subjects kOfPersons = subject::kInsurance | subject::kAbsence | subject::kMeeting;

// How much each piece of evidence weighs. A message is about a subject from kDecided on; one clear
// noun at the end of its name decides alone.
constexpr double kHeadNoun = 3.0;
constexpr double kDecoratedHead = 2.7;  // with neutral words behind it
constexpr double kOtherNoun = 0.8;
constexpr double kFirstNoun = 0.8;  // on top of kOtherNoun
constexpr double kIdentityField = 1.1;
constexpr double kMostOfIdentity = 4.4;
constexpr double kNamelessPerson = 3.3;  // three such fields make up for a name that says nothing
constexpr double kNamelessPersonAmongPersons = 2.2;  // two in a package about persons
// `{name, email}` and little else is how a person is written down.
constexpr double kNameAndContact = 1.0;
constexpr size_t kFewFields = 5;
constexpr double kReference = 0.5;
constexpr double kMostOfReferences = 1.0;
constexpr double kMachineField = 0.25;
constexpr double kMostOfMachine = 1.5;
constexpr double kPackageWord = 1.0;
constexpr double kComment = 1.2;
constexpr double kOfPerson = 2.0;
constexpr double kEnclosing = 1.6;
constexpr double kNamesake = 2.2;
constexpr double kReferrer = 2.1;
constexpr double kSure = 3.0;
// Longer names of messages are no words for something.
constexpr size_t kWordsOfName = 3;
// Fields about earnings that make a message one about pay.
constexpr size_t kEarnings = 2;
// What is owed is no account in a bank.
constexpr std::array<std::string_view, 4> kBills = {"bill", "invoice", "meter", "subscription"};
// Fields with health data that make a message one about a patient.
constexpr size_t kMedicalFields = 2;
// An address message is little else: one part of it in so many fields.
constexpr size_t kFieldsPerPart = 12;

Subjects MainOf(const SubjectOf& subject) {
  return subject.subjects & subject::kMain & ~subject::kUnknown;
}

std::string CamelCase(const std::vector<std::string>& words, size_t begin, size_t end) {
  std::string name;
  for (size_t i = begin; i < end; ++i) {
    name += static_cast<char>(std::toupper(static_cast<unsigned char>(words[i].front())));
    name += words[i].substr(1);
  }
  return name;
}

}  // namespace

SubjectIndex::SubjectIndex(const Policy& policy, const schema::Schema& schema,
                           const schema::Usage& usage, const NameCache& names,
                           const Message* traced, unsigned jobs)
    : policy_(policy), schema_(schema), usage_(usage), names_(names) {
  ReadPackages();
  std::vector<const Message*> messages;
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const Message& message) {
      places_.emplace(&message, messages.size());
      messages.push_back(&message);
    });
  }
  std::vector<Score> scores(messages.size());
  subjects_.resize(messages.size());
  ParallelFor(messages.size(), jobs, [&](size_t i) {
    scores[i].traced = messages[i] == traced;
    ScoreOwn(*messages[i], scores[i]);
    Decide(scores[i], subjects_[i]);
  });
  // Once more with what the messages around it are about.
  std::vector<SubjectOf> judged(messages.size());
  ParallelFor(messages.size(), jobs, [&](size_t i) {
    ScoreContext(*messages[i], scores[i]);
    Decide(scores[i], judged[i]);
  });
  subjects_ = std::move(judged);
  NoteNames(messages);
}

void SubjectIndex::NoteNames(const std::vector<const Message*>& messages) {
  for (size_t i = 0; i < messages.size(); ++i) {
    const NameReading& name = names_.Read(messages[i]->name);
    if (name.words.empty() || name.words.size() > kWordsOfName) continue;
    Subjects& subjects = called_[name.Phrase(0, name.words.size())];
    subjects |= subjects_[i].subjects & subject::kMain;
    if (subjects_[i].strength >= kSure) subjects |= subjects_[i].subjects & subject::kNamed;
  }
}

Subjects SubjectIndex::CalledSo(const std::string& words) const {
  const auto found = called_.find(words);
  return found == called_.end() ? 0 : found->second;
}

void SubjectIndex::ReadPackages() {
  for (const auto& file : schema_.files()) {
    Subjects& subjects = packages_[file.get()];
    for (const std::string& word : SplitName(file->package)) {
      const auto found = policy_.package_words.find(word);
      if (found != policy_.package_words.end()) subjects |= found->second;
    }
  }
}

const SubjectOf& SubjectIndex::Of(const Message& message) const {
  const auto found = places_.find(&message);
  return found == places_.end() ? unknown_ : subjects_[found->second];
}

void SubjectIndex::ScoreOwn(const Message& message, Score& score) const {
  ScoreName(message, score);
  ScoreFields(message, score);
  ScorePackage(*message.file, score);
  ScoreComment(message, score);
}

void SubjectIndex::ScoreName(const Message& message, Score& score) const {
  const NameReading& name = names_.Read(message.name);
  const std::vector<Noun>& nouns = name.nouns;
  // The head is the last word that is not neutral.
  size_t head = name.words.size();
  while (head > 0) {
    const auto at = std::find_if(nouns.begin(), nouns.end(),
                                 [&](const Noun& noun) { return noun.end == head; });
    if (at == nouns.end()) break;
    const bool wrapper = (at->subjects & subject::kWrapper) != 0 && at->begin > 0;
    if ((at->subjects & subject::kNeutral) == 0 && !wrapper) break;
    if (wrapper && (at->subjects & subject::kNeutral) == 0) {
      head = at->begin;
      continue;
    }
    score.narrow |= at->subjects & kNarrow;
    head = at->begin;
  }
  const bool b2b = Leans(*message.file, subject::kOrganisation);
  const bool decorated = head < name.words.size();
  bool organisation = false;
  for (const Noun& noun : nouns) {
    constexpr Subjects kDecoration = subject::kNeutral | subject::kWrapper;
    if ((noun.subjects & kDecoration) != 0 && noun.begin >= head) continue;
    const auto reason = [&] {
      return fmt::format("named after `{}`", name.Phrase(noun.begin, noun.end));
    };
    const bool is_head = noun.end == head;
    score.narrow |= noun.subjects & (is_head ? kNarrow : kNarrowByAnyNoun);
    if (b2b && (noun.subjects & subject::kBusiness) != 0) continue;
    if (!is_head) {
      score.Add(noun.subjects, kOtherNoun, reason);
      organisation |= (noun.subjects & subject::kOrganisation) != 0;
      continue;
    }
    if ((noun.subjects & subject::kPerson) != 0) score.narrow |= subject::kNamed;
    score.ambiguous = (noun.subjects & subject::kAmbiguous) != 0;
    score.vague = (noun.subjects & subject::kMain) == 0;
    score.Add(noun.subjects, decorated ? kDecoratedHead : kHeadNoun, reason);
  }
  // `StudentCheckin`: a head that nobody knows is what the first noun does.
  const bool first = score.vague && !nouns.empty() && nouns.front().begin == 0;
  if (first && (nouns.front().subjects & subject::kPerson) != 0 &&
      (nouns.front().subjects & subject::kNeutral) == 0) {
    score.Add(subject::kPerson, kFirstNoun, [] { return std::string("begins with a person"); });
  }
  // The contact or owner of an organisation works there, its guests and customers do not.
  if (organisation && score.ambiguous) score.narrow |= subject::kWorkplace;
}

void SubjectIndex::ScoreFields(const Message& message, Score& score) const {
  const FieldEvidence fields = GatherFields(policy_, names_, message, score.points[1] >= kDecided);
  double references = kReference * static_cast<double>(fields.references);
  // Whoever may be a person and is somewhere is one: `DriverPing`.
  const bool accompanied = score.ambiguous && fields.accompanied;
  if (score.ambiguous && fields.positioned) references += kMostOfReferences;
  if (accompanied) references += kMostOfReferences;
  const double most = accompanied ? kMostOfReferences + kReference : kMostOfReferences;
  score.Add(subject::kPerson, std::min(references, most),
            [] { return std::string("refers to persons"); });
  const double identity = kIdentityField * static_cast<double>(fields.identities);
  const bool leans = Leans(*message.file, subject::kPerson);
  const double own_identity = kIdentityField * static_cast<double>(fields.own_identities);
  const bool paid = (score.narrow & subject::kPayroll) != 0;  // a payslip's number is no person's
  const bool called_person = score.ambiguous && !paid && (identity > 0 || leans || accompanied);
  const double nameless = leans ? kNamelessPersonAmongPersons : kNamelessPerson;
  const bool written_down =
      score.vague && fields.named && fields.reachable && message.fields.size() <= kFewFields;
  if (written_down) {
    score.Add(subject::kPerson, kNameAndContact,
              [] { return std::string("holds a name and a contact"); });
  }
  if (written_down || (score.vague && (called_person || own_identity >= nameless))) {
    score.narrow |= subject::kNamed;
  }
  score.Add(subject::kPerson, std::min(identity, kMostOfIdentity),
            [&] { return fmt::format("holds `{}`", fields.first_identity->name); });
  score.Add(subject::kMachine,
            std::min(kMachineField * static_cast<double>(fields.technical), kMostOfMachine),
            [] { return std::string("holds technical fields"); });
  NarrowByFields(message, fields, identity + references > 0, score);
}

void SubjectIndex::NarrowByFields(const Message& message, const FieldEvidence& fields,
                                  bool about_persons, Score& score) const {
  const bool called_address = (score.narrow & subject::kAddress) != 0;
  const size_t needed = called_address ? 2 : 3;
  const size_t parts = fields.address_parts.size();
  const bool dense = parts * kFieldsPerPart >= message.fields.size();
  if (fields.located && dense && parts >= needed) {
    score.narrow |= subject::kAddress;
  } else {
    score.narrow &= ~subject::kAddress;
  }
  if (fields.routed && !fields.has_account) score.narrow |= subject::kBank;
  if (fields.has_card) score.narrow |= subject::kCard;
  NarrowByMoney(message, fields, score);
  if (!fields.of_one && !fields.of_user) score.narrow &= ~subject::kTrail;
  if (fields.signs_in) score.narrow |= subject::kCredential | subject::kSignsIn;
  if (fields.named_login) score.narrow |= subject::kNamedLogin;
  const Subjects by_package = packages_.at(message.file);
  score.narrow |= fields.mentioned | (by_package & kByPackage);
  const bool of_person =
      about_persons || (score.narrow & subject::kNamed) != 0 || score.points.front() > 0;
  if (!of_person) score.narrow &= ~kOfPersons;
  if (of_person) score.narrow |= by_package & subject::kCredit;
  const bool corresponds =
      fields.corresponds || fields.identities > 0 || (by_package & subject::kCommunication) != 0;
  if (!corresponds) score.narrow &= ~subject::kCommunication;
  if (fields.of_patient || fields.medical >= kMedicalFields) score.narrow |= subject::kPatient;
  if (about_persons) {
    score.narrow |= subject::kBeside;
    if (Leans(*message.file, subject::kPatient)) score.narrow |= subject::kPatient;
  } else if (!Leans(*message.file, subject::kPerson)) {
    score.narrow &= ~subject::kPatient;
  }
}

void SubjectIndex::NarrowByMoney(const Message& message, const FieldEvidence& fields,
                                 Score& score) const {
  const std::vector<std::string>& words = names_.Read(message.name).words;
  const bool bill = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return std::find(kBills.begin(), kBills.end(), word) != kBills.end();
  });
  const bool moved = fields.moneyed || Leans(*message.file, subject::kBank);
  if (moved && !bill && !fields.has_account) {
    score.narrow |= subject::kMoney;
    score.of_account = fields.numbered;
  }
  score.paid = (score.narrow & subject::kPayroll) != 0;
  const bool of_payroll = Leans(*message.file, subject::kPayroll);
  const bool of_one = fields.of_worker || (of_payroll && fields.of_one);
  const bool by_name =
      score.paid && (of_one || score.ambiguous || (score.narrow & subject::kNamed) != 0);
  if (by_name || (of_one && fields.earnings >= kEarnings)) {
    score.narrow |= subject::kPayroll;
  } else {
    score.narrow &= ~subject::kPayroll;
  }
}

void SubjectIndex::ScorePackage(const schema::File& file, Score& score) const {
  if (Leans(file, subject::kCredential)) score.narrow |= subject::kCredential;
  const bool person = Leans(file, subject::kPerson);
  if (person == Leans(file, subject::kMachine)) return;
  score.Add(person ? subject::kPerson : subject::kMachine, kPackageWord,
            [&] { return fmt::format("in package `{}`", file.package); });
}

bool SubjectIndex::Leans(const schema::File& file, Subjects subjects) const {
  return (packages_.at(&file) & subjects) != 0;
}

// "A registered user of the shop.": the first noun of the comment.
void SubjectIndex::ScoreComment(const Message& message, Score& score) const {
  static constexpr size_t kFirstLetters = 120;
  static constexpr size_t kFirstWords = 8;
  const std::string_view comment = Trim(message.comments.leading);
  if (comment.empty()) return;
  if (score.vague && IsOfPerson(policy_, message.comments)) {
    score.Add(subject::kPerson, kOfPerson, [] { return std::string("described as a person's"); });
    return;
  }
  std::string_view sentence = comment.substr(0, kFirstLetters);
  sentence = sentence.substr(0, sentence.find(". "));
  NameReading name;
  name.words = policy_.vocabulary.FirstWords(sentence, kFirstWords);
  for (const Noun& noun : FindNouns(policy_, name.words)) {
    if ((noun.subjects & subject::kNeutral) != 0) continue;
    if ((noun.subjects & subject::kMain) == 0) continue;
    score.Add(noun.subjects, kComment,
              [&] { return fmt::format("described as `{}`", name.Phrase(noun.begin, noun.end)); });
    return;
  }
}

void SubjectIndex::ScoreContext(const Message& message, Score& score) const {
  if (message.parent != nullptr && score.vague) {
    const SubjectOf& outer = Of(*message.parent);
    if (outer.strength >= kDecided) {
      score.Add(MainOf(outer), kEnclosing,
                [&] { return fmt::format("part of `{}`", message.parent->name); });
      score.narrow |= outer.subjects & (subject::kNamed | subject::kCredential);
      if (outer.Is(subject::kNamed)) score.narrow |= subject::kPart;
    }
  }
  if (score.vague) ScoreNamesake(message, score);
  ScoreReferrers(message, score);
  if (score.vague) ScoreMethods(message, score);
}

// `GetAccountRequest` is about what `Account` is about.
void SubjectIndex::ScoreNamesake(const Message& message, Score& score) const {
  const std::string& package = message.file->package;
  const std::vector<std::string> parts = SplitName(message.name);
  for (size_t begin = 0; begin < parts.size(); ++begin) {
    for (size_t end = parts.size(); end > begin; --end) {
      if (begin == 0 && end == parts.size()) continue;
      if (!AllNeutral(parts, 0, begin) || !AllNeutral(parts, end, parts.size())) continue;
      std::string name = CamelCase(parts, begin, end);
      const Message* namesake = FindHere(package, name);
      if (namesake == nullptr && name.ends_with('s')) {
        name.pop_back();
        namesake = FindHere(package, name);
      }
      if (namesake == nullptr || namesake == &message) continue;
      const SubjectOf& other = Of(*namesake);
      if (other.strength < kDecided) continue;
      score.Add(MainOf(other), kNamesake,
                [&] { return fmt::format("a request about `{}`", name); });
      score.narrow |= other.subjects & subject::kNamed;
      return;
    }
  }
}

bool SubjectIndex::AllNeutral(const std::vector<std::string>& parts, size_t begin,
                              size_t end) const {
  for (size_t i = begin; i < end; ++i) {
    const auto noun = policy_.nouns.find(parts[i]);
    if (noun == policy_.nouns.end() || (noun->second & subject::kNeutral) == 0) return false;
  }
  return true;
}

const Message* SubjectIndex::FindHere(const std::string& package, const std::string& name) const {
  return schema_.FindMessage(package.empty() ? name : package + "." + name);
}

// A person's `home_address` makes its `Address` a person's.
void SubjectIndex::ScoreReferrers(const Message& message, Score& score) const {
  double best_person = 0;
  const Field* by_person = nullptr;
  const Field* by_other = nullptr;
  bool of_named = false;
  bool of_others = false;
  for (const Field* field : usage_.Referrers(message)) {
    if (field->parent == nullptr || field->parent == &message) continue;
    double person = 0;
    for (const Noun& noun : names_.Read(field->name).nouns) {
      if ((noun.subjects & subject::kPerson) != 0) person += kReferrer;
    }
    const SubjectOf& holder = Of(*field->parent);
    if (score.paid && holder.Is(subject::kPayroll)) score.narrow |= subject::kPayroll;
    (holder.Is(subject::kNamed) ? of_named : of_others) = true;
    if (score.vague && holder.strength >= kDecided) {
      if (holder.Is(subject::kPerson)) {
        person += kReferrer;
      } else if (by_other == nullptr) {
        by_other = field;
      }
    }
    if (person > best_person) {
      best_person = person;
      by_person = field;
    }
  }
  if (of_named && !of_others) score.narrow |= subject::kPart;
  const Field* by = by_person != nullptr ? by_person : by_other;
  if (by == nullptr) return;
  const bool person = by_person != nullptr;
  score.Add(person ? subject::kPerson : MainOf(Of(*by->parent)), person ? best_person : kReferrer,
            [&] { return fmt::format("held by `{}.{}`", by->parent->name, by->name); });
}

void SubjectIndex::Decide(Score& score, SubjectOf& result) const {
  const auto best = std::max_element(score.points.begin(), score.points.end());
  const auto index = static_cast<size_t>(best - score.points.begin());
  result.strength = *best;
  result.why.clear();
  if (*best < kDecided) {
    result.subjects = subject::kUnknown;
  } else {
    result.subjects = kMainSubjects.at(index);
    result.why = score.why.at(index);
  }
  result.trace = score.trace;
  Subjects narrow = score.narrow;
  if (!result.Is(subject::kPerson)) narrow &= ~subject::kNamed;
  const bool others = result.Is(subject::kOrganisation | subject::kMachine);
  if (others) narrow &= ~(subject::kAddress | subject::kCommunication | subject::kBeside);
  if (others || result.Is(subject::kThing)) narrow &= ~subject::kOneTime;
  if (others) narrow &= ~(subject::kPayroll | subject::kBiometric | subject::kPart);
  // Chains of blocks move money, too, but number no accounts.
  if (others && !score.of_account) narrow &= ~subject::kMoney;
  if ((narrow & subject::kDevice) != 0 && !others) narrow |= subject::kDeviceOfPerson;
  result.subjects |= narrow;
}

}  // namespace protowarden::rules::pii
