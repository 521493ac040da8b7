// SPDX-License-Identifier: Apache-2.0
//
// The policy of the privacy rules: kinds of personal data, what fields are called that hold them,
// whose data a message is. Data, read from rules/pii/policy/*.toml and from the user's
// protowarden.toml (policy_reader.h); the classifier applies it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/engine/sensitivity.h"
#include "rules/pii/annotations.h"
#include "rules/pii/pattern_set.h"
#include "rules/pii/vocabulary.h"

namespace protowarden::rules::pii {

// A kind of personal data.
struct Type {
  std::string id;  // "SSN", as in pii.v1.PiiType
  int number = 0;  // of the enum value; 0 for types that a user's policy adds
  Sensitivity level = Sensitivity::kLow;
  std::string title;
  std::string phrase;  // as in "`ssn` is a social security number"
  std::vector<std::string> regulations;
  std::vector<std::string> protections;
};

// What a field may be, by its declared type; a bit set.
using Kinds = uint32_t;
namespace kind {
inline constexpr Kinds kText = 1U << 0U;
inline constexpr Kinds kNumber = 1U << 1U;
inline constexpr Kinds kDate = 1U << 2U;
inline constexpr Kinds kEnum = 1U << 3U;
inline constexpr Kinds kBool = 1U << 4U;
inline constexpr Kinds kBytes = 1U << 5U;
inline constexpr Kinds kMessage = 1U << 6U;
inline constexpr Kinds kMap = 1U << 7U;
inline constexpr Kinds kStruct = 1U << 8U;  // Any, Struct, Value: anything
inline constexpr Kinds kOther = 1U << 9U;   // durations, field masks: never personal
}  // namespace kind

// Whose data it is; a bit set. The first five exclude each other, the others are narrower and come
// on top.
using Subjects = uint64_t;
namespace subject {
inline constexpr Subjects kPerson = Subjects{1} << 0U;
inline constexpr Subjects kOrganisation = Subjects{1} << 1U;
inline constexpr Subjects kMachine = Subjects{1} << 2U;
inline constexpr Subjects kThing = Subjects{1} << 3U;
inline constexpr Subjects kUnknown = Subjects{1} << 4U;
inline constexpr Subjects kMain = 0x1F;
inline constexpr Subjects kPayment = Subjects{1} << 5U;
inline constexpr Subjects kAddress = Subjects{1} << 6U;  // an address that may be a person's
inline constexpr Subjects kPatient = Subjects{1} << 7U;
inline constexpr Subjects kCommunication = Subjects{1} << 8U;
inline constexpr Subjects kCredential = Subjects{1} << 9U;
inline constexpr Subjects kDevice = Subjects{1} << 10U;
inline constexpr Subjects kDeviceOfPerson = Subjects{1} << 11U;
inline constexpr Subjects kNamed = Subjects{1} << 12U;  // named after a person, not just about one
inline constexpr Subjects kWorkplace = Subjects{1} << 13U;  // a person at an organisation
// Words that stand for a person only when something else says so too.
inline constexpr Subjects kAmbiguous = Subjects{1} << 14U;
inline constexpr Subjects kNeutral = Subjects{1} << 15U;
// An account of software: its e-mail address is nobody's.
inline constexpr Subjects kRobot = Subjects{1} << 16U;
inline constexpr Subjects kBank = Subjects{1} << 18U;  // money moves from or to an account
// Beside a person's data or a reference to a person, in what is no machine or organisation.
inline constexpr Subjects kBeside = Subjects{1} << 19U;
// Codes are sent to somebody and asked back.
inline constexpr Subjects kOneTime = Subjects{1} << 20U;
// Words for a person that mean an organisation where businesses deal with each other.
inline constexpr Subjects kBusiness = Subjects{1} << 17U;
inline constexpr Subjects kPayroll = Subjects{1} << 21U;    // what one person is paid
inline constexpr Subjects kBiometric = Subjects{1} << 22U;  // a body is measured or compared
inline constexpr Subjects kMoney = Subjects{1} << 23U;      // an amount of money is moved or held
inline constexpr Subjects kVault = Subjects{1} << 28U;      // what somebody keeps secret
inline constexpr Subjects kTrail = Subjects{1} << 29U;      // what a user did, and from where
// In what a message named after a person holds: its `Education`.
inline constexpr Subjects kPart = Subjects{1} << 27U;
inline constexpr Subjects kCard = Subjects{1} << 26U;  // beside the number of a payment card
// Words for a person that is paid for working.
inline constexpr Subjects kWorker = Subjects{1} << 24U;
// Words for a class of objects, which is about what stands before them (`CardModel`).
inline constexpr Subjects kWrapper = Subjects{1} << 25U;
// Below: only beside a person's data or a reference to a person.
inline constexpr Subjects kInsurance = Subjects{1} << 30U;  // a contract of insurance
inline constexpr Subjects kAbsence = Subjects{1} << 31U;    // somebody stays away from work
inline constexpr Subjects kCredit = Subjects{1} << 32U;     // whether somebody can pay
// Where a driver is a person, not software.
inline constexpr Subjects kVehicle = Subjects{1} << 33U;
inline constexpr Subjects kLease = Subjects{1} << 34U;  // where a tenant lives somewhere
// A login name beside a password, and a name alone beside one.
inline constexpr Subjects kSignsIn = Subjects{1} << 35U;
inline constexpr Subjects kNamedLogin = Subjects{1} << 36U;
inline constexpr Subjects kKeyed = Subjects{1} << 38U;    // is a secret key
inline constexpr Subjects kTracked = Subjects{1} << 39U;  // where persons move
inline constexpr Subjects kMeeting = Subjects{1} << 40U;  // a client is served; beside a person
// Who sends and owns is an address on a chain of blocks.
inline constexpr Subjects kChain = Subjects{1} << 37U;
}  // namespace subject

// One entry of terms.toml.
struct Term {
  std::string type;
  Sensitivity level = Sensitivity::kLow;
  Kinds kinds = kind::kText;
  Subjects where = subject::kMain;
  std::string work;                     // type at a workplace; empty: no difference
  std::vector<std::string> not_before;  // words that, following it, make it something else
  std::vector<std::string> not_after;   // words that, anywhere before it, do
  bool identity = false;                // makes its message one about a person
  bool certain = false;                 // over-classify rather than miss
  bool bare = false;      // only words that do not name another thing may stand before it
  bool modified = false;  // some word must stand before it
  bool filed = false;     // counts where its file is named, too (`passport_scan_url`)
};

// A pattern of the user: a regular expression (RE2) on the field's name or full name.
struct Pattern {
  std::string name;
  std::string regex;
  std::string type;
  Sensitivity level = Sensitivity::kLow;
};

// A decision of the user about fields by their full name or by their file (globs).
struct Override {
  std::string path;  // of a file when it has a slash or ends in .proto
  std::string type;
  Sensitivity level = Sensitivity::kPublic;
  std::string why;
};

// Immutable once read; safe to use from several threads.
struct Policy {
  std::map<std::string, Type, std::less<>> types;
  std::vector<Term> terms;
  struct Entry {
    size_t term = 0;       // index into `terms`
    bool slotted = false;  // made with {person}: it says whose by itself
  };
  // Phrases in canonical words, joined by spaces.
  std::unordered_map<std::string, std::vector<Entry>> phrases;
  size_t longest_phrase = 1;                        // in words
  std::unordered_map<std::string, Subjects> nouns;  // phrases of context.toml
  // The words that a phrase or noun begins with, and how many words the longest of them has: most
  // words begin none.
  std::unordered_map<std::string, size_t> phrase_lengths;
  std::unordered_map<std::string, size_t> noun_lengths;
  std::unordered_map<std::string, Subjects> package_words;
  std::unordered_set<std::string> carriers;
  std::unordered_set<std::string> describing;
  std::unordered_set<std::string> asking;
  std::unordered_set<std::string> generic;
  std::unordered_set<std::string> workplace;
  std::unordered_set<std::string> valued;  // of fields that hold what their message is named after
  std::unordered_set<std::string> companions;     // of fields beside which a driver is a person
  std::unordered_set<std::string> files;          // of names that say where a file is
  std::unordered_set<std::string> sorting;        // what things are `by` that nobody does
  std::unordered_set<std::string> measures;       // of names that say how long or how many
  std::unordered_set<std::string> inline_values;  // words of fields that hold a value as it is
  std::unordered_set<std::string> prefixes;       // of names that say how a value is stored
  std::unordered_set<std::string> other_tokens;   // near which a token opens nothing
  std::unordered_set<std::string> secret_signs;   // of comments on keys that must stay secret
  std::unordered_set<std::string> plain_keys;     // before `key` where it is none to a lock
  std::vector<Pattern> patterns;
  std::shared_ptr<const PatternSet> pattern_set;  // of `patterns`; null when there are none
  std::vector<Override> overrides;
  OptionNames annotations;
  bool learn = true;  // from the annotations of like fields
  std::string corrections = ".protowarden/pii-corrections.toml";  // below the workspace's base
  Vocabulary vocabulary;

  // nullptr when there is no such type.
  [[nodiscard]] const Type* FindType(std::string_view id) const;
};

// The policy that comes with the program.
[[nodiscard]] const Policy& BuiltinPolicy();

}  // namespace protowarden::rules::pii
