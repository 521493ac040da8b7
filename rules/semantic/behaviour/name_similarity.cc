// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/behaviour/name_similarity.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "analyzer/base/text.h"
#include "rules/pii/vocabulary.h"

namespace protowarden::rules::semantic {
namespace {

// Words of a row are used for one another in names, in whatever language style.
constexpr auto kSynonyms = std::to_array<std::string_view>(
    {" id key uid uuid guid identifier name code number handle slug ref reference ",
     " url uri link href address endpoint path location ",
     " text message content body comment description note detail summary title label name headline "
     "caption display info information value ",
     " count total num number size length amount quantity sum ",
     " type kind category class group variant mode ",
     " state status phase stage condition ",
     " begin start from since first min minimum lower low ",
     " end stop until to finish expire expiry expiration last max maximum upper high limit ",
     " create add insert make new register ",
     " delete remove destroy drop ",
     " update modify change edit ",
     " time date timestamp at when on day moment ",
     " user account owner author creator member person customer client subscriber principal ",
     " list item entry value element result record row data object ",
     " option setting config configuration preference param parameter arg argument property "
     "attribute metadata label tag annotation spec ",
     " enabled active on allow allowed is available valid ",
     " picture image photo avatar icon thumbnail logo ",
     " phone mobile tel telephone cell ",
     " price cost fee amount charge value ",
     " error failure problem issue exception fault ",
     " order sequence position index rank priority offset ",
     " zip postal postcode ",
     " region zone location area place ",
     " duration timeout ttl lifetime period interval seconds ms millis milliseconds ",
     " token secret credential password key ",
     " payload data bytes content blob body value raw "});

// Words of a row are never used for one another, though much else in the names may be the same.
constexpr auto kDistinct = std::to_array<std::string_view>({
    " min max ",
    " minimum maximum ",
    " start end ",
    " first last middle ",
    " source target destination ",
    " shipping billing delivery ",
    " home work office ",
    " width height depth length ",
    " latitude longitude altitude ",
    " lat lng lon long alt ",
    " email phone address fax ",
    " created updated deleted expired ",
    " create update delete list get ",
    " read write ",
    " input output ",
    " left right top bottom ",
    " before after ",
    " debit credit ",
    " buyer seller ",
    " sender receiver recipient ",
    " enabled disabled ",
    " enable disable ",
    " allow deny ",
    " active inactive deleted ",
    " public private ",
    " success failure ",
    " succeeded failed ",
    " pending running done failed cancelled ",
});

constexpr auto kRetired =
    std::to_array<std::string_view>({"reserved", "unused", "obsolete", "deprecated", "removed",
                                     "dummy", "legacy", "old", "placeholder", "retired"});
constexpr auto kNeutral = std::to_array<std::string_view>(
    {"unspecified", "unknown", "undefined", "undef", "none", "default", "invalid", "unset",
     "unused", "null", "nil", "empty", "not"});
constexpr size_t kShortestPrefix = 3;
constexpr size_t kShortestTypo = 5;

// "items" and "item", "created" and "create" are one.
std::string Stem(std::string word) {
  for (const std::string_view ending : {"ies", "ing", "ed", "es", "s", "e"}) {
    if (word.size() >= ending.size() + kShortestPrefix && word.ends_with(ending)) {
      word.resize(word.size() - ending.size());
      break;
    }
  }
  return word;
}

bool IsSubsequence(std::string_view few, std::string_view many) {
  size_t at = 0;
  for (const char letter : many) {
    if (at < few.size() && few[at] == letter) ++at;
  }
  return at == few.size();
}

template <typename Rows>
bool InOneRow(const Rows& rows, const std::string& a, const std::string& b) {
  return std::any_of(rows.begin(), rows.end(), [&](std::string_view row) {
    return row.find(" " + a + " ") != std::string_view::npos &&
           row.find(" " + b + " ") != std::string_view::npos;
  });
}

// One letter more, less or other, or two swapped.
bool IsTypo(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < kShortestTypo || b.size() - a.size() > 1) return false;
  const auto differ = std::mismatch(a.begin(), a.end(), b.begin());
  const auto from_end = std::mismatch(a.rbegin(), a.rend(), b.rbegin());
  const auto same = (differ.first - a.begin()) + (from_end.first - a.rbegin());
  const auto size = static_cast<std::ptrdiff_t>(a.size());
  return same >= size - 1 || (a.size() == b.size() && same == size - 2);
}

bool AreRelated(const std::string& a, const std::string& b) {
  const std::string stem_a = Stem(a);
  const std::string stem_b = Stem(b);
  if (stem_a == stem_b || InOneRow(kSynonyms, a, b) || InOneRow(kSynonyms, stem_a, stem_b))
    return true;
  const std::string& few = stem_a.size() < stem_b.size() ? stem_a : stem_b;
  const std::string& many = stem_a.size() < stem_b.size() ? stem_b : stem_a;
  if (few.size() >= kShortestPrefix && many.find(few) != std::string::npos) return true;
  // "qty" and "quantity".
  const bool abbreviated = few.size() > 1 && few.front() == many.front() &&
                           few.size() * 2 <= many.size() && IsSubsequence(few, many);
  return abbreviated || IsTypo(stem_a, stem_b);
}

bool HasAny(const std::vector<std::string>& words, const auto& wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view name) {
  std::vector<std::string> words = pii::SplitName(name);
  std::erase_if(words, [](const std::string& word) {
    return std::isdigit(static_cast<unsigned char>(word.front())) != 0;
  });
  return words;
}

bool MayMeanTheSame(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  if (before.empty() || after.empty()) return true;
  const std::string all_before = Join(before, "");
  const std::string all_after = Join(after, "");
  if (AreRelated(all_before, all_after)) return true;
  const auto initials = [](const std::vector<std::string>& words) {
    std::string letters;
    for (const std::string& word : words) letters.push_back(word.front());
    return letters;
  };
  if (initials(before) == all_after || initials(after) == all_before) return true;
  return std::any_of(before.begin(), before.end(), [&](const std::string& old) {
    return std::any_of(after.begin(), after.end(),
                       [&](const std::string& now) { return AreRelated(old, now); });
  });
}

bool AreDistinct(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  const auto without = [](const std::vector<std::string>& words,
                          const std::vector<std::string>& others) {
    std::vector<std::string> left;
    for (const std::string& word : words) {
      if (std::find(others.begin(), others.end(), word) == others.end()) left.push_back(word);
    }
    return left;
  };
  const std::vector<std::string> old_words = without(before, after);
  const std::vector<std::string> new_words = without(after, before);
  return std::any_of(old_words.begin(), old_words.end(), [&](const std::string& old) {
    return std::any_of(new_words.begin(), new_words.end(),
                       [&](const std::string& now) { return InOneRow(kDistinct, old, now); });
  });
}

bool IsRetired(const std::vector<std::string>& words) { return HasAny(words, kRetired); }

bool IsNeutral(const std::vector<std::string>& words) {
  return words.empty() || HasAny(words, kNeutral);
}

double SharedWords(std::string_view before, std::string_view after) {
  static constexpr size_t kFewest = 3;
  const auto words = [](std::string_view text) {
    const std::vector<std::string> all = WordsOf(text);
    std::set<std::string> unique;
    for (const std::string& word : all) {
      if (word.size() > 2) unique.insert(Stem(word));
    }
    return unique;
  };
  const std::set<std::string> a = words(before);
  const std::set<std::string> b = words(after);
  const size_t shorter = std::min(a.size(), b.size());
  if (shorter < kFewest) return -1;
  const auto shared =
      std::count_if(a.begin(), a.end(), [&](const std::string& word) { return b.contains(word); });
  return static_cast<double>(shared) / static_cast<double>(shorter);
}

}  // namespace protowarden::rules::semantic
