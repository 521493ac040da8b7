// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/sentences.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_set>
#include <utility>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/quantity.h"

namespace protowarden::rules::semantic::documented {
namespace {

constexpr size_t kMaxSentenceBytes = 500;
// An example in a list is hardly longer.
constexpr size_t kExampleWords = 3;

constexpr std::array<std::string_view, 22> kAbbreviations = {
    "e.g.", "i.e.", "vs.",   "cf.",   "approx.", "no.",  "min.", "max.", "inc.", "ltd.", "dr.",
    "mr.",  "mrs.", "resp.", "incl.", "excl.",   "sec.", "fig.", "eq.",  "al.",  "st.",  "a.k.a."};

// From here on a sentence gives examples, which promise nothing.
constexpr std::array<std::string_view, 7> kExamples = {
    "e.g.", "eg.", "for example", "for instance", "such as", "example:", "examples:"};

bool EndsSentence(std::string_view word) {
  while (!word.empty() &&
         (word.back() == ')' || word.back() == '\'' || word.back() == '"' || word.back() == ']')) {
    // A quoted text's own full stop ends nothing.
    if (word.back() == '"' && word.front() == '"') return false;
    word.remove_suffix(1);
  }
  if (word.empty()) return false;
  if (word.back() == '!' || word.back() == '?') return true;
  if (word.back() != '.') return false;
  if (word.front() == '(') word.remove_prefix(1);
  const std::string lower = ToLower(word);
  const bool initial = word.size() == 2 && std::isupper(static_cast<unsigned char>(word[0])) != 0;
  return !initial &&
         std::find(kAbbreviations.begin(), kAbbreviations.end(), lower) == kAbbreviations.end();
}

bool BeginsSentence(std::string_view word) {
  const char first = word.front();
  return std::islower(static_cast<unsigned char>(first)) == 0;
}

// Where examples begin, from left to right. Each kind is looked for once.
class ExampleFinder {
 public:
  explicit ExampleFinder(std::string_view text) : lower_(ToLower(text)) {}

  // The first one at `from` or behind; the text's size when there is none.
  size_t Next(size_t from) {
    size_t start = lower_.size();
    for (size_t i = 0; i < kExamples.size(); ++i) {
      if (next_[i] < from || from == 0) next_[i] = Find(kExamples[i], from);
      start = std::min(start, next_[i]);
    }
    return start;
  }

 private:
  [[nodiscard]] size_t Find(std::string_view words, size_t from) const {
    size_t at = lower_.find(words, from);
    const auto inside = [&](size_t place) {
      return place > 0 && std::isalpha(static_cast<unsigned char>(lower_[place - 1])) != 0;
    };
    while (at != std::string::npos && inside(at)) at = lower_.find(words, at + 1);
    return std::min(at, lower_.size());
  }

  std::string lower_;
  std::array<size_t, kExamples.size()> next_{};
};

// Behind quoted examples that begin at `from` or a few letters on: "de", "en". `from` without them.
size_t BehindQuoted(std::string_view text, size_t from) {
  size_t at = text.find_first_of(" \"`", from);
  while (at != std::string_view::npos && at + 1 < text.size() && text[at] == ' ') ++at;
  size_t end = from;
  while (at != std::string_view::npos && at < text.size() && (text[at] == '"' || text[at] == '`')) {
    const size_t close = text.find(text[at], at + 1);
    if (close == std::string_view::npos) break;
    end = close + 1;
    at = text.find_first_not_of(", ", end);
  }
  return end;
}

// An example in parentheses ends with them, a quoted one with its quotation marks, any other with
// the sentence.
std::string WithoutExamples(const std::string& text) {
  ExampleFinder finder(text);
  std::string rest;
  size_t from = 0;
  while (true) {
    const size_t start = finder.Next(from);
    rest.append(text, from, start - from);
    if (start >= text.size()) return rest;
    const bool aside = start > from && text[start - 1] == '(';
    const size_t close = aside ? text.find(')', start) : std::string::npos;
    if (close != std::string::npos) {
      rest.pop_back();  // the parenthesis
      from = close + 1;
      continue;
    }
    const size_t end = BehindQuoted(text, start);
    if (end == start || end >= text.size() || text[end] != ',') return rest;
    from = end + 1;
  }
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  size_t at = text.find(from);
  if (at == std::string::npos) return;
  std::string result;
  size_t done = 0;
  for (; at != std::string::npos; at = text.find(from, done)) {
    result.append(text, done, at - done).append(to);
    done = at + from.size();
  }
  text = result.append(text, done);
}

std::string WithoutContractions(std::string text) {
  ReplaceAll(text, "can't", "can not");
  ReplaceAll(text, "cannot", "can not");
  ReplaceAll(text, "Cannot", "Can not");
  ReplaceAll(text, "won't", "will not");
  ReplaceAll(text, "n't", " not");
  ReplaceAll(text, "hether or not", "hether");
  return text;
}

bool EndsWithAny(std::string_view word, std::string_view ending, size_t rest) {
  return word.size() >= ending.size() + rest && word.ends_with(ending);
}

// "committ" is "commit"; "process" and "call" keep both letters.
std::string WithoutDouble(std::string stem) {
  static constexpr size_t kShortest = 4;
  const size_t size = stem.size();
  if (size < kShortest || stem[size - 1] != stem[size - 2]) return stem;
  if (std::string_view("aeioulsz").find(stem.back()) == std::string::npos) stem.pop_back();
  return stem;
}

std::string Stem(std::string word) {
  static constexpr size_t kShortest = 3;
  if (EndsWithAny(word, "'s", 1)) word.resize(word.size() - 2);
  if (EndsWithAny(word, "ies", kShortest)) return word.substr(0, word.size() - 3) + "y";
  if (EndsWithAny(word, "ss", 1) || EndsWithAny(word, "us", 1) || EndsWithAny(word, "is", 1)) {
    return word;
  }
  if (EndsWithAny(word, "s", 2)) word.pop_back();
  for (const std::string_view ending : {"ing", "ed"}) {
    if (EndsWithAny(word, ending, kShortest)) {
      return WithoutDouble(word.substr(0, word.size() - ending.size()));
    }
  }
  // "note" must not become "not".
  if (EndsWithAny(word, "e", kShortest + 1)) word.pop_back();
  return word;
}

// The word without punctuation around it; empty when nothing is left. Signs of comparison and of
// numbers stay.
std::string_view Core(std::string_view word) {
  const auto letter = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           (static_cast<unsigned char>(c) & 0x80U) != 0 || c == '<' || c == '>' || c == '=' ||
           c == '%' || c == '*' || c == '$';
  };
  size_t begin = 0;
  while (begin < word.size() && !letter(word[begin])) ++begin;
  if (begin == word.size()) return {};
  const bool negative = begin > 0 && word[begin - 1] == '-' &&
                        std::isdigit(static_cast<unsigned char>(word[begin])) != 0;
  if (negative) --begin;
  size_t end = word.size();
  while (end > begin && !letter(word[end - 1])) --end;
  return word.substr(begin, end - begin);
}

class Splitter {
 public:
  std::vector<Sentence> Split(const Document& document) {
    for (const Block& block : document) {
      // What is listed below "Examples:" are examples too.
      example_ = example_ && block.size() <= kExampleWords;
      for (size_t i = 0; i < block.size(); ++i) {
        Add(block[i]);
        const std::string& word = block[i].text;
        const bool last = i + 1 == block.size();
        const bool clause = word.ends_with(';');
        if (last || clause || text_.size() > kMaxSentenceBytes ||
            (EndsSentence(word) && BeginsSentence(block[i + 1].text))) {
          End();
        }
        if (sentences_.size() == kMaxSentences) return std::move(sentences_);
      }
    }
    return std::move(sentences_);
  }

 private:
  void Add(const Word& word) {
    if (text_.empty()) {
      line_ = word.line;
    } else if (!BrokenPath(word.text)) {
      text_.push_back(' ');
    }
    // No word is longer than a sentence: whatever is done with sentences stays bounded.
    text_.append(word.text, 0, kMaxSentenceBytes);
  }

  // "projects/{project}/ locations/{location}" is one path, wrapped.
  [[nodiscard]] bool BrokenPath(std::string_view next) const {
    return text_.ends_with('/') &&
           (text_.ends_with("}/") || next.find('{') != std::string_view::npos);
  }

  void End() {
    Sentence sentence;
    const std::string written = NumbersInDigits(WithoutContractions(text_));
    sentence.tokens = TokensOf(written);
    if (!example_) sentence.plain = WithoutExamples(written);
    example_ =
        example_ || (written.ends_with(':') && ExampleFinder(written).Next(0) < written.size());
    sentence.text = std::move(text_);
    sentence.line = line_;
    text_.clear();
    if (!sentence.tokens.empty()) sentences_.push_back(std::move(sentence));
  }

  std::vector<Sentence> sentences_;
  std::string text_;
  int32_t line_ = 0;
  bool example_ = false;
};

}  // namespace

std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : Split(text, ' ')) {
    const std::string_view core = Core(word);
    if (!core.empty()) words.push_back(core);
  }
  return words;
}

std::vector<std::string> TokensOf(std::string_view text) {
  std::vector<std::string> tokens;
  for (const std::string_view word : WordsOf(text)) tokens.push_back(Stem(ToLower(word)));
  return tokens;
}

bool IsStopword(std::string_view token) {
  static const std::unordered_set<std::string_view> kWords = {
      "a",    "an",   "the",    "i",     "is",      "are",       "ar",   "be",   "been",
      "was",  "were", "wer",    "will",  "would",   "shall",     "of",   "to",   "in",
      "on",   "at",   "by",     "for",   "with",    "from",      "as",   "and",  "or",
      "that", "this", "thes",   "these", "those",   "thos",      "it",   "its",  "which",
      "when", "if",   "then",   "also",  "field",   "value",     "valu", "must", "you",
      "your", "we",   "our",    "has",   "have",    "hav",       "do",   "does", "doe",
      "can",  "may",  "should", "any",   "current", "currently", "now",  "here", "there",
      "so",   "u",    "us"};
  return kWords.contains(token);
}

std::vector<Sentence> SplitSentences(const Document& document) {
  return Splitter().Split(document);
}

}  // namespace protowarden::rules::semantic::documented
