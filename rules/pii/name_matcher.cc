// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/name_matcher.h"

#include <algorithm>

#include "analyzer/base/parallel.h"

namespace protowarden::rules::pii {
namespace {

std::string PhraseOf(const std::vector<std::string>& words, size_t begin, size_t end) {
  std::string phrase = words[begin];
  for (size_t i = begin + 1; i < end; ++i) phrase += " " + words[i];
  return phrase;
}

bool IsNumber(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether one of the words, or two in a row, are in the set.
bool AnyOf(const std::unordered_set<std::string>& set, const NameReading& name, size_t begin) {
  for (size_t i = begin; i < name.words.size(); ++i) {
    if (set.contains(name.words[i])) return true;
    if (i + 1 < name.words.size() && set.contains(name.Phrase(i, i + 2))) return true;
  }
  return false;
}

enum class Tail : uint8_t { kCarriers, kUnknown, kFile, kDescribing };

Tail JudgeTail(const Policy& policy, const NameReading& name, size_t begin) {
  Tail tail = Tail::kCarriers;
  for (size_t i = begin; i < name.words.size(); ++i) {
    const std::string& word = name.words[i];
    if (policy.carriers.contains(word) || policy.workplace.contains(word) || IsNumber(word)) {
      continue;
    }
    // `steam_id_invitee`: whose it is.
    const auto noun = policy.nouns.find(word);
    if (noun != policy.nouns.end() && (noun->second & subject::kPerson) != 0) continue;
    tail = Tail::kUnknown;
  }
  if (tail == Tail::kCarriers || !AnyOf(policy.describing, name, begin)) return tail;
  const bool file =
      std::all_of(name.words.begin() + static_cast<std::ptrdiff_t>(begin), name.words.end(),
                  [&](const std::string& word) {
                    return policy.files.contains(word) || policy.carriers.contains(word);
                  });
  return file ? Tail::kFile : Tail::kDescribing;
}

// Whether a word of the name in [begin, end) is in the list.
bool Holds(const std::vector<std::string>& words, const NameReading& name, size_t begin,
           size_t end) {
  return std::any_of(name.words.begin() + static_cast<std::ptrdiff_t>(begin),
                     name.words.begin() + static_cast<std::ptrdiff_t>(end),
                     [&](const std::string& word) {
                       return std::find(words.begin(), words.end(), word) != words.end();
                     });
}

// How many words the longest entry has that begins with `word`; 0 when none does.
size_t LengthFrom(const std::unordered_map<std::string, size_t>& lengths, const std::string& word) {
  const auto found = lengths.find(word);
  return found == lengths.end() ? 0 : found->second;
}

void FindCandidates(const Policy& policy, NameReading& name) {
  const size_t count = name.words.size();
  std::vector<size_t> lengths(count);
  for (size_t i = 0; i < count; ++i) lengths[i] = LengthFrom(policy.phrase_lengths, name.words[i]);
  for (size_t end = count; end > 0; --end) {
    const Tail tail = JudgeTail(policy, name, end);
    if (tail == Tail::kDescribing) return;
    for (size_t begin = end - std::min(end, policy.longest_phrase); begin < end; ++begin) {
      if (lengths[begin] < end - begin) continue;
      const auto found = policy.phrases.find(name.Phrase(begin, end));
      if (found == policy.phrases.end()) continue;
      for (const Policy::Entry& entry : found->second) {
        const Term& term = policy.terms[entry.term];
        if (tail == Tail::kUnknown && !term.certain) continue;
        if (tail == Tail::kFile && !term.filed) continue;
        if (Holds(term.not_before, name, end, count) || Holds(term.not_after, name, 0, begin)) {
          continue;
        }
        if (term.modified && begin == 0) continue;
        // A harmless name is one as a whole.
        if (term.level == Sensitivity::kPublic && end != count) continue;
        const bool sure = tail == Tail::kCarriers || tail == Tail::kFile;
        name.candidates.push_back({&term, begin, end, sure, entry.slotted});
      }
    }
  }
}

// `str_email`, `m_phone`: how it is stored says nothing about what it is.
void DropPrefix(const Policy& policy, NameReading& name) {
  if (name.words.size() < 2 || !policy.prefixes.contains(name.words.front())) return;
  const bool told = name.words.back() == "id" || policy.phrases.contains(name.Phrase(0, 2));
  if (!told) name.words.erase(name.words.begin());
}

}  // namespace

std::vector<Noun> FindNouns(const Policy& policy, const std::vector<std::string>& words) {
  std::vector<Noun> nouns;
  for (size_t begin = 0; begin < words.size();) {
    const size_t longest = LengthFrom(policy.noun_lengths, words[begin]);
    size_t end = std::min(words.size(), begin + longest);
    for (; end > begin; --end) {
      const auto found = policy.nouns.find(PhraseOf(words, begin, end));
      if (found == policy.nouns.end()) continue;
      nouns.push_back({begin, end, found->second});
      break;
    }
    begin = std::max(end, begin + 1);
  }
  return nouns;
}

std::string NameReading::Phrase(size_t begin, size_t end) const {
  return PhraseOf(words, begin, end);
}

NameCache::NameCache(const Policy& policy, const schema::Schema& schema, unsigned jobs) {
  std::vector<std::string_view> names;
  const auto add = [&](std::string_view name) {
    if (places_.emplace(name, names.size()).second) names.push_back(name);
  };
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const schema::Message& message) {
      add(message.name);
      for (const schema::Field& field : message.fields) add(field.name);
    });
    ForEachExtension(*file, [&](const schema::Field& field) { add(field.name); });
    for (const schema::Service& service : file->services) {
      add(service.name);
      for (const schema::Method& method : service.methods) add(method.name);
    }
  }
  readings_.resize(names.size());
  ParallelFor(names.size(), jobs, [&](size_t i) { readings_[i] = ReadName(policy, names[i]); });
}

NameReading ReadName(const Policy& policy, std::string_view name) {
  NameReading reading;
  reading.words = policy.vocabulary.Words(name);
  if (reading.words.empty()) return reading;
  DropPrefix(policy, reading);
  reading.nouns = FindNouns(policy, reading.words);
  const std::vector<std::string>& words = reading.words;
  reading.asks = words.size() > 1 && (policy.asking.contains(words.front()) ||
                                      policy.asking.contains(reading.Phrase(0, 2)));
  reading.generic = std::all_of(words.begin(), words.end(), [&](const std::string& word) {
    return policy.generic.contains(word) || policy.carriers.contains(word);
  });
  FindCandidates(policy, reading);
  return reading;
}

}  // namespace protowarden::rules::pii
