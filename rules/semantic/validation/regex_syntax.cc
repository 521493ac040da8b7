// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/regex_syntax.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/text.h"

namespace protowarden::rules::semantic {
namespace {

using Kind = RegexNode::Kind;
using Ranges = std::vector<Nfa::CodeRange>;

// RE2's own limits: a longer expression or deeper nesting is not judged by its language.
constexpr size_t kMaxPattern = 2000;
constexpr int kMaxDepth = 40;
constexpr int kMaxRepeat = 1000;

void Sort(Ranges& ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const auto& a, const auto& b) { return a.low < b.low; });
  Ranges merged;
  for (const Nfa::CodeRange& range : ranges) {
    if (!merged.empty() && range.low <= merged.back().high + 1) {
      merged.back().high = std::max(merged.back().high, range.high);
    } else {
      merged.push_back(range);
    }
  }
  ranges = std::move(merged);
}

Ranges Negate(Ranges ranges) {
  Sort(ranges);
  Ranges rest;
  uint32_t from = 0;
  for (const Nfa::CodeRange& range : ranges) {
    if (range.low > from) rest.push_back({from, range.low - 1});
    from = range.high + 1;
  }
  if (from <= Nfa::kMaxCodePoint) rest.push_back({from, Nfa::kMaxCodePoint});
  return rest;
}

// Letters of both cases. False when there are letters beyond ASCII, whose cases are RE2's business.
bool FoldCase(Ranges& ranges) {
  static constexpr uint32_t kToLower = 'a' - 'A';
  static constexpr uint32_t kKelvin = 0x212A;
  static constexpr uint32_t kLongS = 0x17F;
  Ranges more;
  for (const Nfa::CodeRange& range : ranges) {
    if (range.high > 0x7F) return false;
    for (uint32_t letter = range.low; letter <= range.high; ++letter) {
      const bool upper = letter >= 'A' && letter <= 'Z';
      const bool lower = letter >= 'a' && letter <= 'z';
      if (!upper && !lower) continue;
      const uint32_t other = upper ? letter + kToLower : letter - kToLower;
      more.push_back({other, other});
      const uint32_t small = upper ? other : letter;
      if (small == 'k') more.push_back({kKelvin, kKelvin});
      if (small == 's') more.push_back({kLongS, kLongS});
    }
  }
  ranges.insert(ranges.end(), more.begin(), more.end());
  return true;
}

// Perl's and POSIX's ASCII classes; empty when there is none of that name.
Ranges NamedClass(std::string_view name) {
  static const std::array<std::pair<std::string_view, Ranges>, 17> kClasses = {{
      {"d", {{'0', '9'}}},
      {"w", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
      {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}},
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"ascii", {{0, 0x7F}}},
      {"blank", {{'\t', '\t'}, {' ', ' '}}},
      {"cntrl", {{0, 0x1F}, {0x7F, 0x7F}}},
      {"digit", {{'0', '9'}}},
      {"graph", {{'!', '~'}}},
      {"lower", {{'a', 'z'}}},
      {"print", {{' ', '~'}}},
      {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"space", {{'\t', '\r'}, {' ', ' '}}},
      {"upper", {{'A', 'Z'}}},
      {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}},
  }};
  const auto* const found = std::find_if(kClasses.begin(), kClasses.end(),
                                         [&](const auto& item) { return item.first == name; });
  return found == kClasses.end() ? Ranges{} : found->second;
}

class Parser {
 public:
  explicit Parser(std::vector<uint32_t> pattern) : pattern_(std::move(pattern)) {}

  std::optional<RegexNode> Parse() {
    RegexNode node = Choice(0);
    if (failed_ || at_ != pattern_.size()) return std::nullopt;
    return node;
  }

 private:
  struct Flags {
    bool fold = false;
    bool dot_all = false;
  };

  [[nodiscard]] bool Done() const { return failed_ || at_ >= pattern_.size(); }
  [[nodiscard]] bool Is(char c) const {
    return !Done() && pattern_[at_] == static_cast<uint32_t>(c);
  }
  bool Take(char c) {
    if (!Is(c)) return false;
    ++at_;
    return true;
  }
  uint32_t Next() {
    if (!Done()) return pattern_[at_++];
    failed_ = true;
    return 0;
  }
  RegexNode Fail() {
    failed_ = true;
    return {};
  }

  RegexNode Choice(int depth) {
    if (depth > kMaxDepth) return Fail();
    const Flags outer = flags_;
    RegexNode choice{.kind = Kind::kChoice};
    do {
      choice.parts.push_back(Sequence(depth));
    } while (!failed_ && Take('|'));
    flags_ = outer;
    return choice.parts.size() == 1 ? std::move(choice.parts.front()) : choice;
  }

  RegexNode Sequence(int depth) {
    RegexNode sequence;
    while (!Done() && !Is('|') && !Is(')')) {
      std::optional<RegexNode> atom = Atom(depth);
      if (atom.has_value()) sequence.parts.push_back(Repeated(std::move(*atom)));
    }
    return sequence;
  }

  RegexNode Repeated(RegexNode atom) {
    while (!Done()) {
      int min = 0;
      int max = RegexNode::kEndless;
      if (Take('*')) {
      } else if (Take('+')) {
        min = 1;
      } else if (Take('?')) {
        max = 1;
      } else if (Is('{')) {
        const size_t before = at_;
        if (!Bounds(min, max)) {
          // RE2 reads a brace that begins no repetition as itself, as the next atom.
          at_ = before;
          return atom;
        }
      } else {
        return atom;
      }
      Take('?');  // what matches first does not change what matches
      RegexNode repeat{.kind = Kind::kRepeat, .min = min, .max = max};
      repeat.parts.push_back(std::move(atom));
      atom = std::move(repeat);
    }
    return atom;
  }

  std::optional<int> Digits() {
    std::optional<int> number;
    while (!Done() && pattern_[at_] >= '0' && pattern_[at_] <= '9') {
      number = number.value_or(0) * 10 + static_cast<int>(pattern_[at_++] - '0');
      if (*number > kMaxRepeat) {
        failed_ = true;
        return std::nullopt;
      }
    }
    return number;
  }

  bool Bounds(int& min, int& max) {
    Take('{');
    const std::optional<int> low = Digits();
    if (!low.has_value()) return false;
    min = *low;
    max = *low;
    if (Take(',')) max = Digits().value_or(RegexNode::kEndless);
    if (max != RegexNode::kEndless && max < min) failed_ = true;
    return Take('}');
  }

  std::optional<RegexNode> Atom(int depth) {
    const uint32_t c = Next();
    switch (c) {
      case '(':
        return Group(depth);
      case '[':
        return Class();
      case '.':
        return RegexNode{.kind = Kind::kRange,
                         .ranges = Negate(flags_.dot_all ? Ranges{} : Ranges{{'\n', '\n'}})};
      case '^':
        return RegexNode{.kind = Kind::kBegin};
      case '$':
        return RegexNode{.kind = Kind::kEnd};
      case '\\':
        return Escape();
      case '*':
      case '+':
      case '?':
        return Fail();
      default:
        return Literal({{c, c}});
    }
  }

  RegexNode Literal(Ranges ranges) {
    if (flags_.fold && !FoldCase(ranges)) return Fail();
    Sort(ranges);
    return {.kind = Kind::kRange, .ranges = std::move(ranges)};
  }

  // (...), (?:...), (?P<name>...), (?<name>...), (?is:...) and (?is), which lasts to the end of the
  // surrounding group and is no node.
  std::optional<RegexNode> Group(int depth) {
    const Flags outer = flags_;
    if (Take('?')) {
      if (Take('P') || Is('<')) {
        if (!Take('<')) return Fail();
        while (!Done() && !Is('>')) ++at_;
        if (!Take('>')) return Fail();
      } else if (!ReadFlags()) {
        return std::nullopt;
      }
    }
    RegexNode inner = Choice(depth + 1);
    flags_ = outer;
    if (!Take(')')) return Fail();
    return inner;
  }

  // False when the group was only flags.
  bool ReadFlags() {
    bool value = true;
    while (!Done()) {
      switch (Next()) {
        case 'i':
          flags_.fold = value;
          break;
        case 's':
          flags_.dot_all = value;
          break;
        case 'U':
          break;
        case '-':
          value = false;
          break;
        case ':':
          return true;
        case ')':
          return false;
        default:
          failed_ = true;
      }
    }
    return false;
  }

  std::optional<uint32_t> Hex() {
    const auto digit = [](uint32_t c) -> int {
      if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
      if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a') + 10;
      if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A') + 10;
      return -1;
    };
    static constexpr uint32_t kBase = 16;
    uint32_t code = 0;
    const bool braces = Take('{');
    for (int count = 0; braces ? !Is('}') : count < 2; ++count) {
      const int value = digit(Next());
      code = code * kBase + static_cast<uint32_t>(value);
      if (failed_ || value < 0 || code > Nfa::kMaxCodePoint) return std::nullopt;
    }
    if (braces) Take('}');
    return code;
  }

  // The one character that an escape stands for.
  std::optional<uint32_t> EscapedCharacter(uint32_t c) {
    static constexpr std::string_view kNames = "afnrtv";
    static constexpr std::string_view kCodes = "\a\f\n\r\t\v";
    if (c == 'x') return Hex();
    if (c > 0x7F) return std::nullopt;
    const size_t at = kNames.find(static_cast<char>(c));
    if (at != std::string_view::npos) return static_cast<uint32_t>(kCodes[at]);
    const bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (word) return std::nullopt;
    return c;
  }

  // \d, \D, ... at the letter `c`; empty when it is no class.
  static Ranges EscapedClass(uint32_t c) {
    static constexpr std::string_view kClasses = "dws";
    static constexpr std::string_view kNegated = "DWS";
    if (c > 0x7F) return {};
    const char letter = static_cast<char>(c);
    if (kClasses.find(letter) != std::string_view::npos) return NamedClass({&letter, 1});
    const size_t at = kNegated.find(letter);
    return at == std::string_view::npos ? Ranges{} : Negate(NamedClass(kClasses.substr(at, 1)));
  }

  RegexNode Escape() {
    const uint32_t c = Next();
    if (c == 'A') return {.kind = Kind::kBegin};
    if (c == 'z') return {.kind = Kind::kEnd};
    // Words in both cases hold letters beyond ASCII.
    if (flags_.fold && (c == 'w' || c == 'W')) return Fail();
    Ranges ranges = EscapedClass(c);
    if (!ranges.empty()) return {.kind = Kind::kRange, .ranges = std::move(ranges)};
    const std::optional<uint32_t> code = EscapedCharacter(c);
    return code.has_value() ? Literal({{*code, *code}}) : Fail();
  }

  // [:alpha:] and [:^alpha:] inside of brackets; false when there is none.
  bool PosixClass(Ranges& ranges) {
    if (!Is('[') || at_ + 1 >= pattern_.size() || pattern_[at_ + 1] != ':') return false;
    at_ += 2;
    const bool negated = Take('^');
    std::string name;
    while (!Done() && !Is(':')) name.push_back(static_cast<char>(Next()));
    Ranges found = NamedClass(name);
    if (!Take(':') || !Take(']') || found.empty() || name.size() == 1) failed_ = true;
    if (negated) found = Negate(std::move(found));
    ranges.insert(ranges.end(), found.begin(), found.end());
    return true;
  }

  std::optional<uint32_t> ClassCharacter(Ranges& ranges) {
    const uint32_t c = Next();
    if (c != '\\') return c;
    const uint32_t letter = Next();
    const Ranges named = EscapedClass(letter);
    if (!named.empty()) {
      ranges.insert(ranges.end(), named.begin(), named.end());
      return std::nullopt;
    }
    const std::optional<uint32_t> code = EscapedCharacter(letter);
    if (!code.has_value()) failed_ = true;
    return code;
  }

  RegexNode Class() {
    const bool negated = Take('^');
    Ranges ranges;
    bool first = true;
    while (!Done() && (first || !Is(']'))) {
      first = false;
      if (PosixClass(ranges)) continue;
      const std::optional<uint32_t> low = ClassCharacter(ranges);
      if (!low.has_value()) continue;
      uint32_t high = *low;
      if (Is('-') && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
        Take('-');
        Ranges none;
        high = ClassCharacter(none).value_or(0);
        if (high < *low) return Fail();
      }
      ranges.push_back({*low, high});
    }
    if (!Take(']')) return Fail();
    if (flags_.fold && !FoldCase(ranges)) return Fail();
    Sort(ranges);
    if (negated) ranges = Negate(std::move(ranges));
    return {.kind = Kind::kRange, .ranges = std::move(ranges)};
  }

  std::vector<uint32_t> pattern_;
  size_t at_ = 0;
  bool failed_ = false;
  Flags flags_;
};

}  // namespace

std::optional<RegexNode> ParseRegex(std::string_view pattern) {
  if (pattern.size() > kMaxPattern) return std::nullopt;
  std::optional<std::vector<uint32_t>> decoded = DecodeUtf8(pattern);
  if (!decoded.has_value()) return std::nullopt;
  return Parser(std::move(*decoded)).Parse();
}

std::optional<std::vector<uint32_t>> DecodeUtf8(std::string_view text) {
  if (!IsValidUtf8(text)) return std::nullopt;
  std::vector<uint32_t> decoded;
  for (const char c : text) {
    const auto byte = static_cast<uint8_t>(c);
    if (byte < 0x80) {
      decoded.push_back(byte);
    } else if (byte < 0xC0) {
      decoded.back() = decoded.back() << 6U | (byte & 0x3FU);
    } else {
      decoded.push_back(byte < 0xE0 ? byte & 0x1FU : byte < 0xF0 ? byte & 0x0FU : byte & 0x07U);
    }
  }
  return decoded;
}

std::string EncodeUtf8(const std::vector<uint32_t>& text) {
  std::string encoded;
  for (const uint32_t code : text) {
    const auto tail = [&](uint32_t shift) {
      encoded.push_back(static_cast<char>(0x80U | (code >> shift & 0x3FU)));
    };
    if (code < 0x80) {
      encoded.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
      encoded.push_back(static_cast<char>(0xC0U | code >> 6U));
      tail(0);
    } else if (code < 0x10000) {
      encoded.push_back(static_cast<char>(0xE0U | code >> 12U));
      tail(6);
      tail(0);
    } else {
      encoded.push_back(static_cast<char>(0xF0U | code >> 18U));
      tail(12);
      tail(6);
      tail(0);
    }
  }
  return encoded;
}

}  // namespace protowarden::rules::semantic
