// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/inline_markup.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "analyzer/base/contains.h"
#include "analyzer/base/text.h"

namespace protowarden::rules::semantic::documented {
namespace {

// How far a closing mark may be away.
constexpr size_t kMaxSpan = 400;

constexpr std::array<std::string_view, 34> kTags = {
    "a",     "aside", "b",  "blockquote", "br",  "caption", "code", "dd",     "div",
    "dl",    "dt",    "em", "h1",         "h2",  "h3",      "h4",   "hr",     "i",
    "li",    "ol",    "p",  "pre",        "sub", "sup",     "span", "strong", "table",
    "tbody", "td",    "th", "thead",      "tr",  "tt",      "ul"};
constexpr std::array<std::string_view, 12> kBreaking = {"br", "dd", "div", "dt", "h1", "h2",
                                                        "h3", "li", "p",   "td", "th", "tr"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kCharacters = {
    {{"&lt;", "<"},
     {"&gt;", ">"},
     {"&amp;", "&"},
     {"&quot;", "\""},
     {"&nbsp;", " "},
     {"&#39;", "'"},
     {"\u2018", "'"},
     {"\u2019", "'"},
     {"\u201c", "\""},
     {"\u201d", "\""},
     {"\u2013", "-"},
     {"\u2014", " - "},
     {"\u2264", "<="},
     {"\u2265", ">="},
     {"\u00a0", " "},
     {"\ufffd", ""},
     {"\u00b5", "u"}}};

// The next place of `mark` that a span which begins at `from` may reach.
size_t FindNear(std::string_view text, std::string_view mark, size_t from) {
  const size_t end = std::min(text.size(), from + kMaxSpan + mark.size());
  return text.substr(0, end).find(mark, from);
}

bool IsSpace(char letter) { return letter == ' ' || letter == '\t' || letter == '\n'; }
bool IsWordChar(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// Where a space is missing behind a small word: "orEXPIRED", "is0.6"; 0 when none is.
size_t GluedAt(std::string_view word) {
  static constexpr std::array<std::string_view, 17> kSmall = {
      "in", "and", "or", "are", "is",   "the", "to",      "uses", "with",
      "be", "for", "of", "by",  "than", "via", "between", "using"};
  for (const std::string_view small : kSmall) {
    if (!word.starts_with(small) || word.size() < small.size() + 2) continue;
    const auto behind = [&](size_t i) {
      return static_cast<unsigned char>(word[small.size() + i]);
    };
    const bool constant = std::isupper(behind(0)) != 0 && std::islower(behind(1)) == 0;
    if (constant || std::isdigit(behind(0)) != 0) return small.size();
  }
  return 0;
}

class Scanner {
 public:
  Scanner(std::string_view text, const std::vector<LineStart>& lines)
      : text_(text), lines_(lines) {}

  std::vector<Block> Scan() {
    while (at_ < text_.size()) {
      if (IsSpace(text_[at_])) {
        EndWord();
        ++at_;
      } else if (!Skip() && !Tag() && !Character() && !CodeSpan() && !QuotedText() &&
                 !QuotedName() && !Address()) {
        Push(text_[at_++]);
      }
    }
    EndBlock();
    return std::move(blocks_);
  }

 private:
  [[nodiscard]] std::string_view Rest() const { return text_.substr(at_); }
  [[nodiscard]] bool AtWordStart() const { return word_.empty() || !IsWordChar(word_.back()); }

  void Push(char letter) {
    if (word_.empty()) begin_ = at_ == 0 ? 0 : at_ - 1;
    word_.push_back(letter);
  }
  void Push(std::string_view letters) {
    if (word_.empty()) begin_ = at_;
    word_.append(letters);
  }

  // Marks that leave nothing: internal notes, escapes, the brackets of links, emphasis.
  bool Skip() {
    if (Rest().starts_with("(--")) {
      const size_t end = text_.find("--)", at_);
      at_ = end == std::string_view::npos ? text_.size() : end + 3;
      return true;
    }
    if (text_[at_] == '\\' && at_ + 1 < text_.size() && std::ispunct(text_[at_ + 1]) != 0) {
      ++at_;
      Push(text_[at_++]);
      return true;
    }
    if (const auto close = skips_.find(at_); close != skips_.end()) {
      at_ = close->second;
      return true;
    }
    return Link() || Emphasis();
  }

  // [text][ref], [text](url) and [name].
  bool Link() {
    if (text_[at_] != '[') return false;
    const size_t close = FindNear(text_, "]", at_);
    if (close == std::string_view::npos) return false;
    size_t end = close + 1;
    const char open = end < text_.size() ? text_[end] : ' ';
    if (open == '[' || open == '(') {
      const size_t last = FindNear(text_, open == '[' ? "]" : ")", end);
      if (last == std::string_view::npos) return false;
      end = last + 1;
    } else if (!IsName(text_.substr(at_ + 1, close - at_ - 1))) {
      return false;
    }
    skips_[close] = end;
    ++at_;
    return true;
  }

  static bool IsName(std::string_view text) {
    return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
           std::all_of(text.begin(), text.end(), [](char letter) {
             return IsWordChar(letter) || letter == '.' || letter == '`';
           });
  }

  // **bold** and *italic*; a star between spaces is none.
  bool Emphasis() {
    if (text_[at_] != '*') return false;
    const bool before = at_ > 0 && !IsSpace(text_[at_ - 1]);
    size_t end = at_;
    while (end < text_.size() && text_[end] == '*') ++end;
    const bool after = end < text_.size() && !IsSpace(text_[end]);
    // "projects/*/tasks" is a path.
    const bool path = at_ > 0 && text_[at_ - 1] == '/';
    if (path || (before == after && end - at_ == 1)) return false;
    at_ = end;
    return true;
  }

  bool Tag() {
    if (text_[at_] != '<') return false;
    size_t begin = at_ + 1;
    const bool closing = begin < text_.size() && text_[begin] == '/';
    if (closing) ++begin;
    size_t end = begin;
    while (end < text_.size() && std::isalnum(static_cast<unsigned char>(text_[end])) != 0) ++end;
    const std::string name = ToLower(text_.substr(begin, end - begin));
    if (!Contains(kTags, name)) return false;
    const size_t close = FindNear(text_, ">", end);
    if (close == std::string_view::npos) return false;
    at_ = close + 1;
    if (Contains(kBreaking, name)) EndBlock();
    if (name != "code" && name != "tt") return true;
    const size_t last = FindNear(text_, "</", at_);
    if (!closing && last != std::string_view::npos) {
      Atom('`', text_.substr(at_, last - at_));
      at_ = last;
    }
    return true;
  }

  // Entities and typographic characters.
  bool Character() {
    for (const auto& [written, meant] : kCharacters) {
      if (!Rest().starts_with(written)) continue;
      for (const char letter : meant) {
        if (letter == ' ') {
          EndWord();
        } else {
          Push(std::string_view(&letter, 1));
        }
      }
      at_ += written.size();
      return true;
    }
    return false;
  }

  bool CodeSpan() {
    if (text_[at_] != '`') return false;
    size_t begin = at_;
    while (begin < text_.size() && text_[begin] == '`') ++begin;
    const std::string_view mark = text_.substr(at_, begin - at_);
    const size_t end = FindNear(text_, mark, begin);
    if (end == std::string_view::npos) {
      at_ = begin;
      return true;
    }
    // reStructuredText: `text <target>`_ and :role:`text <target>` are links.
    std::string_view content = text_.substr(begin, end - begin);
    const size_t target = content.find('<');
    const bool role = word_.size() > 2 && word_.front() == ':' && word_.back() == ':';
    if (role && target != std::string_view::npos && target > 0 && content.ends_with('>')) {
      content = Trim(content.substr(0, target));
    }
    if (role) word_.clear();
    Atom('`', content);
    at_ = end + mark.size();
    return true;
  }

  bool QuotedText() {
    if (text_[at_] != '"' || !AtWordStart()) return false;
    const size_t end = FindNear(text_, "\"", at_ + 1);
    if (end == std::string_view::npos || end == at_ + 1) return false;
    Atom('"', text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return true;
  }

  // 'name' is as good as "name"; an apostrophe is neither.
  bool QuotedName() {
    if (text_[at_] != '\'' || !AtWordStart()) return false;
    size_t end = at_ + 1;
    while (end < text_.size() && (IsWordChar(text_[end]) || text_[end] == '.' ||
                                  text_[end] == '-' || text_[end] == '/')) {
      ++end;
    }
    if (end == at_ + 1 || end >= text_.size() || text_[end] != '\'') return false;
    Atom('"', text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return true;
  }

  bool Address() {
    if (!Rest().starts_with("http://") && !Rest().starts_with("https://")) return false;
    size_t end = at_;
    while (end < text_.size() && !IsSpace(text_[end]) && text_[end] != ')' && text_[end] != '>' &&
           text_[end] != ']') {
      ++end;
    }
    std::string_view address = text_.substr(at_, end - at_);
    std::string_view tail;
    while (!address.empty() && std::string_view(".,;:").find(address.back()) != std::string::npos) {
      tail = text_.substr(at_ + address.size() - 1, tail.size() + 1);
      address.remove_suffix(1);
    }
    const bool scope = address.find("/auth/") != std::string_view::npos;
    Push(scope ? address : std::string_view("URL"));
    word_.append(tail);
    at_ = end;
    return true;
  }

  // One word with its spaces folded.
  void Atom(char mark, std::string_view content) {
    Push(std::string_view(&mark, 1));
    bool space = false;
    for (const char letter : Trim(content)) {
      if (IsSpace(letter)) {
        space = true;
        continue;
      }
      if (std::exchange(space, false)) word_.push_back(' ');
      word_.push_back(letter);
    }
    word_.push_back(mark);
  }

  void EndWord() {
    // _emphasis_, but not _name.
    if (word_.size() > 2 && word_.front() == '_' && word_.back() == '_') {
      word_ = word_.substr(1, word_.size() - 2);
    }
    if (const size_t glue = GluedAt(word_); glue > 0) {
      block_.push_back({word_.substr(0, glue), LineOf(begin_)});
      word_.erase(0, glue);
    }
    if (!word_.empty()) block_.push_back({std::move(word_), LineOf(begin_)});
    word_.clear();
  }

  void EndBlock() {
    EndWord();
    if (!block_.empty()) blocks_.push_back(std::move(block_));
    block_.clear();
  }

  [[nodiscard]] int32_t LineOf(size_t offset) const {
    const auto next = std::upper_bound(
        lines_.begin(), lines_.end(), offset,
        [](size_t wanted, const LineStart& start) { return wanted < start.offset; });
    return next == lines_.begin() ? 0 : std::prev(next)->line;
  }

  std::string_view text_;
  const std::vector<LineStart>& lines_;
  size_t at_ = 0;
  std::unordered_map<size_t, size_t> skips_;  // closing brackets of links, and where they end
  std::string word_;
  size_t begin_ = 0;
  Block block_;
  std::vector<Block> blocks_;
};

}  // namespace

std::vector<Block> ReadInline(std::string_view text, const std::vector<LineStart>& lines) {
  return Scanner(text, lines).Scan();
}

}  // namespace protowarden::rules::semantic::documented
