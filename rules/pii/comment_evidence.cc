// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/comment_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "analyzer/base/contains.h"
#include "analyzer/base/text.h"
#include "rules/pii/name_matcher.h"

namespace protowarden::rules::pii {
namespace {

constexpr double kByComment = 0.6;
// What stands for a person; its number or name is that of the person.
constexpr std::string_view kPersonReference = "CUSTOMER_ID";

// The comment's first clause as a name: "The user's e-mail address. ..." -> "user e mail address".
std::string FirstClause(std::string_view comment) {
  static constexpr size_t kLongest = 80;
  static constexpr std::array<std::string_view, 12> kLabels = {
      "Required.", "Optional.", "Output only.", "Input only.", "Immutable.", "Identifier.",
      "REQUIRED.", "OPTIONAL.", "Deprecated.",  "[Required]",  "[Optional]", "Required:"};
  std::string_view text = Trim(comment);
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view label : kLabels) {
      if (!text.starts_with(label)) continue;
      text = Trim(text.substr(label.size()));
      again = true;
    }
  }
  const size_t end = text.find_first_of(".,;:(\n");
  return std::string(text.substr(0, std::min({end, text.size(), kLongest})));
}

std::string FirstClause(const schema::Comments& comments) {
  return FirstClause(comments.leading.empty() ? comments.trailing : comments.leading);
}

// True when the comment's first clause ends with a line or a full stop.
bool IsSentence(const schema::Comments& comments, std::string_view clause) {
  const std::string& comment = comments.leading.empty() ? comments.trailing : comments.leading;
  const size_t end = comment.find(clause) + clause.size();
  return end >= comment.size() || comment[end] == '.' || comment[end] == '\n';
}

// What a noun phrase ends before.
constexpr std::array<std::string_view, 26> kEndsOfPhrase = {
    "who", "whose", "whom", "that",  "which", "in",    "on",     "at",   "to",
    "for", "from",  "by",   "is",    "was",   "are",   "as",     "with", "used",
    "and", "or",    "when", "where", "if",    "being", "making", "has"};
constexpr std::array<std::string_view, 8> kArticles = {"the",  "a",    "an",    "this",
                                                       "that", "each", "every", "its"};
// What a person uses: its address or number is the person's.
constexpr std::array<std::string_view, 8> kBelongings = {
    "client", "device", "phone", "browser", "computer", "car", "vehicle", "account"};

// The first clause of a comment, taken apart.
struct Clause {
  std::string text;
  std::string attribute;  // "number plate"; empty when the clause is about the person itself
  bool of_person = false;
};

// A noun phrase without articles, up to a word that no noun phrase has.
std::vector<std::string_view> NounPhrase(std::string_view text) {
  std::vector<std::string_view> words;
  bool begun = false;
  for (const std::string_view word : Split(text, ' ')) {
    if (word.empty()) continue;
    const std::string lower = ToLower(word);
    const bool article = Contains(kArticles, lower);
    if (Contains(kEndsOfPhrase, lower) || (article && begun)) break;
    begun = true;
    if (!article) words.push_back(word);
  }
  return words;
}

std::string JoinWords(const std::vector<std::string_view>& words, size_t begin, size_t end) {
  std::string text;
  for (size_t i = begin; i < end; ++i) {
    if (i > begin) text += ' ';
    text += words[i];
  }
  return text;
}

// True for what a term calls harmless: a `consumer` may be software.
bool MayBeSoftware(const Policy& policy, const std::string& phrase) {
  const auto found = policy.phrases.find(phrase);
  return found != policy.phrases.end() &&
         std::any_of(found->second.begin(), found->second.end(), [&](const auto& entry) {
           return policy.terms[entry.term].level == Sensitivity::kPublic;
         });
}

// True when the phrase is about a person: "the registered user", not "the user pool" or "the port
// user".
bool EndsInPerson(const Policy& policy, std::string_view phrase) {
  static constexpr std::ptrdiff_t kMostSpaces = 3;
  if (std::count(phrase.begin(), phrase.end(), ' ') > kMostSpaces) return false;
  NameReading name;
  name.words = policy.vocabulary.Words(phrase);
  name.nouns = FindNouns(policy, name.words);
  if (name.nouns.empty() || name.nouns.back().end != name.words.size()) return false;
  const Noun& last = name.nouns.back();
  constexpr Subjects kOthers = subject::kMachine | subject::kThing | subject::kNeutral;
  const bool of_others = std::any_of(name.nouns.begin(), name.nouns.end(), [](const Noun& noun) {
    return (noun.subjects & kOthers) != 0;
  });
  return (last.subjects & subject::kPerson) != 0 && !of_others &&
         !MayBeSoftware(policy, name.Phrase(last.begin, last.end));
}

// Where the possessive ending of a word begins ("user's", "users'"); npos when it has none.
size_t PossessiveEnding(std::string_view word) {
  for (const std::string_view ending : {"'s", "\xE2\x80\x99s", "s'", "s\xE2\x80\x99"}) {
    if (word.size() > ending.size() && word.ends_with(ending)) return word.size() - ending.size();
  }
  return std::string_view::npos;
}

// "driver's car" is the person's as far as numbers and addresses go, "user's bucket" is not.
bool IsPersons(const Policy& policy, const std::vector<std::string_view>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    const size_t ending = PossessiveEnding(words[i]);
    if (ending == std::string_view::npos) continue;
    std::string owner = JoinWords(words, 0, i + 1);
    owner.resize(owner.size() - (words[i].size() - ending));
    return words.size() == i + 2 && Contains(kBelongings, ToLower(words.back())) &&
           EndsInPerson(policy, owner);
  }
  return EndsInPerson(policy, JoinWords(words, 0, words.size()));
}

// "User who did it", "The registered user.", but not "How many users" or "The person(s)".
bool IsPerson(const Policy& policy, std::string_view clause, bool sentence) {
  const std::vector<std::string_view> words = NounPhrase(clause);
  const std::string person = JoinWords(words, 0, words.size());
  const std::string_view rest = clause.substr(clause.find(person) + person.size());
  const bool described = !rest.starts_with(" or ") && !rest.starts_with(" and ");
  const bool begins =
      words.size() == 1 || Contains(kArticles, ToLower(clause.substr(0, clause.find(' '))));
  return begins && (rest.empty() ? sentence : described) && EndsInPerson(policy, person);
}

Clause ReadClause(const Policy& policy, const schema::Comments& comments) {
  Clause read;
  read.text = FirstClause(comments);
  const std::string_view clause = read.text;
  const size_t of = clause.find(" of ");
  if (of != std::string_view::npos) {
    const std::vector<std::string_view> attribute = NounPhrase(clause.substr(0, of));
    read.of_person = IsPersons(policy, NounPhrase(clause.substr(of + 4)));
    read.attribute = JoinWords(attribute, 0, attribute.size());
    return read;
  }
  const std::vector<std::string_view> words = NounPhrase(clause);
  for (size_t i = 0; i < words.size(); ++i) {
    const size_t ending = PossessiveEnding(words[i]);
    if (ending == std::string_view::npos) continue;
    std::string owner = JoinWords(words, 0, i + 1);
    owner.resize(owner.size() - (words[i].size() - ending));
    read.of_person = EndsInPerson(policy, owner);
    read.attribute = JoinWords(words, i + 1, words.size());
    return read;
  }
  read.of_person = !words.empty() && IsPerson(policy, clause, IsSentence(comments, clause));
  return read;
}

void Take(const Policy& policy, const Term& term, const std::string& clause,
          Classification& result) {
  const Type* type = policy.FindType(term.type);
  result.level = term.level;
  if (type != nullptr) result.types = {type->id};
  result.confidence = kByComment;
  result.origin = Origin::kComment;
  result.reason = fmt::format("its comment begins \"{}\"", Printable(clause));
}

}  // namespace

std::string FirstSentence(const schema::Comments& comments) {
  static constexpr size_t kLongest = 160;
  std::string_view text = Trim(comments.leading.empty() ? comments.trailing : comments.leading);
  text = text.substr(0, kLongest);
  return std::string(text.substr(0, text.find(". ")));
}

bool IsOfPerson(const Policy& policy, const schema::Comments& comments) {
  const Clause read = ReadClause(policy, comments);
  return read.of_person && !read.attribute.empty();
}

bool SpeaksOfPerson(const Policy& policy, const schema::Comments& comments,
                    const std::vector<std::string>& words) {
  const Clause read = ReadClause(policy, comments);
  if (!read.of_person) return false;
  const std::vector<std::string> called = policy.vocabulary.Words(read.attribute);
  return std::all_of(called.begin(), called.end(), [&](const std::string& word) {
    return Contains(words, word) || policy.carriers.contains(word);
  });
}

bool ByComment(const Policy& policy, const schema::Comments& comments, Kinds kinds,
               const SubjectOf& outer, Classification& result) {
  static constexpr size_t kLatestStart = 4;
  static constexpr size_t kArticle = 1;
  const std::string clause = FirstClause(comments);
  if (clause.empty()) return false;
  // What the clause is about stands before "of", "for", "that", ...
  static constexpr std::array<std::string_view, 10> kEnds = {
      " of ", " for ", " that ", " which ", " used ",
      " to ", " in ",  " is ",   " from ",  " associated "};
  std::string_view head = clause;
  for (const std::string_view end : kEnds) head = head.substr(0, head.find(end));
  const NameReading reading = ReadName(policy, head);
  for (const Candidate& candidate : reading.candidates) {
    const Term& term = *candidate.term;
    if (term.level == Sensitivity::kPublic) return false;
    if ((term.kinds & kinds) == 0 || candidate.begin > kLatestStart || !candidate.sure_tail)
      continue;
    const bool of_person = outer.Is(subject::kPerson) && (term.where & subject::kPerson) != 0 &&
                           candidate.begin <= kArticle && !term.bare;
    if (!term.identity && !term.certain && !of_person) continue;
    if (!outer.Is(term.where)) continue;
    Take(policy, term, clause, result);
    return true;
  }
  return false;
}

bool ByPersonInComment(const Policy& policy, const schema::Comments& comments, Kinds kinds,
                       Classification& result) {
  static constexpr Subjects kPersons = subject::kPerson | subject::kNamed | subject::kBeside;
  const Clause read = ReadClause(policy, comments);
  if (!read.of_person) return false;
  if (read.attribute.empty()) {
    if ((kinds & kind::kText) == 0) return false;
    const auto person =
        std::find_if(policy.terms.begin(), policy.terms.end(),
                     [](const auto& term) { return term.type == kPersonReference; });
    if (person == policy.terms.end()) return false;
    Take(policy, *person, read.text, result);
    return true;
  }
  const NameReading reading = ReadName(policy, read.attribute);
  for (const Candidate& candidate : reading.candidates) {
    const Term& term = *candidate.term;
    if (term.level == Sensitivity::kPublic) return false;
    const bool whole = candidate.begin == 0 || !term.bare;
    if ((term.kinds & kinds) == 0 || !candidate.sure_tail || !whole) continue;
    if ((term.where & kPersons) == 0) continue;
    Take(policy, term, read.text, result);
    return true;
  }
  return false;
}

}  // namespace protowarden::rules::pii
