// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/statements.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <set>
#include <utility>

#include "analyzer/base/text.h"
#include "rules/semantic/documented/lexicon.h"
#include "rules/semantic/documented/path_shape.h"
#include "rules/semantic/documented/pattern_book.h"
#include "rules/semantic/documented/sort_direction.h"

namespace protowarden::rules::semantic::documented {
namespace {

constexpr size_t kShortestConstant = 3;

// Topics whose values are numbers of one sentence: what one of them read is not read again.
bool SharesNumbers(Topic topic) {
  return topic == Topic::kDefault || topic == Topic::kQuota || topic == Topic::kLifetime ||
         topic == Topic::kMost || topic == Topic::kLeast;
}

std::string_view Group(const PatternMatch& match, std::string_view name) {
  const auto found = std::find_if(match.groups.begin(), match.groups.end(),
                                  [&](const auto& group) { return group.first == name; });
  return found == match.groups.end() ? std::string_view() : found->second;
}

std::string_view Unquoted(std::string_view text) {
  text = Trim(text);
  while (!text.empty() && (text.front() == '`' || text.front() == '"')) text.remove_prefix(1);
  while (!text.empty() && std::string_view("`\".,;:)").find(text.back()) != std::string::npos) {
    text.remove_suffix(1);
  }
  return text;
}

// "NotFound", "not-found" and "NOT_FOUND" are one code; so is the HTTP status it stands for.
std::string ErrorCode(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kHttp = {
      {{"400", "invalidargument"},
       {"401", "unauthenticated"},
       {"403", "permissiondenied"},
       {"404", "notfound"},
       {"409", "alreadyexists"},
       {"429", "resourceexhausted"},
       {"501", "unimplemented"},
       {"503", "unavailable"}}};
  text = Unquoted(text);
  if (const size_t dot = text.rfind('.'); dot != std::string_view::npos)
    text.remove_prefix(dot + 1);
  std::string code;
  for (const char letter : ToLower(text)) {
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0) code.push_back(letter);
  }
  for (const auto& [status, name] : kHttp) {
    if (code == status) return std::string(name);
  }
  return code;
}

// Words in quotes, code spans and constants.
std::vector<std::string_view> NamesIn(std::string_view text) {
  std::vector<std::string_view> names;
  for (size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    size_t end = at + 1;
    if (letter == '`' || letter == '"') {
      end = text.find(letter, at + 1);
      if (end == std::string_view::npos) break;
      ++end;
    } else if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
      const auto part = [&](char c) {
        return std::isupper(static_cast<unsigned char>(c)) != 0 || c == '_' ||
               std::isdigit(static_cast<unsigned char>(c)) != 0;
      };
      while (end < text.size() && part(text[end])) ++end;
      const bool constant =
          std::isupper(static_cast<unsigned char>(letter)) != 0 && end - at >= kShortestConstant &&
          (end == text.size() || std::islower(static_cast<unsigned char>(text[end])) == 0);
      if (!constant) {
        // On to the next word.
        while (end < text.size() && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
        at = end - 1;
        continue;
      }
    } else {
      continue;
    }
    names.push_back(text.substr(at, end - at));
    at = end - 1;
  }
  return names;
}

bool IsYear(const Quantity& quantity) {
  static constexpr double kFirst = 1900;
  static constexpr double kLast = 2100;
  return quantity.dimension.empty() && quantity.value >= kFirst && quantity.value <= kLast;
}

// The thing that a number counts: the noun behind it.
std::string Counted(std::string_view behind) {
  static constexpr size_t kWords = 2;
  std::string noun;
  size_t seen = 0;
  // "4096x4096" counts nothing.
  if (!behind.starts_with(' ') && !behind.starts_with('-')) return noun;
  behind.remove_prefix(1);
  for (const std::string_view word : Split(behind, ' ')) {
    if (seen++ == kWords || word.empty()) break;
    const std::vector<std::string> tokens = TokensOf(word);
    if (tokens.empty() || IsStopword(tokens.front()) || tokens.front() == "per" ||
        tokens.front() == "long" || std::isalpha(static_cast<unsigned char>(word.front())) == 0) {
      break;
    }
    noun = Lexicon::Builtin().Canonical(tokens.front());
    if (std::ispunct(static_cast<unsigned char>(word.back())) != 0) break;
  }
  return noun;
}

// Turns the matches of one sentence into facts.
class FactReader {
 public:
  FactReader(const Sentence& sentence, size_t index) : sentence_(sentence), index_(index) {}

  std::vector<Fact> Read() {
    for (const PatternMatch& match : PatternBook::Builtin().Match(sentence_.plain)) {
      const std::string_view low = Group(match, "low");
      if (low.empty()) {
        ReadOne(match);
      } else {
        ReadRange(match, low, Group(match, "high"));
      }
    }
    return std::move(facts_);
  }

 private:
  void ReadRange(const PatternMatch& match, std::string_view low, std::string_view high) {
    if (!Claim(Topic::kMost, {}, low) || !Claim(Topic::kMost, {}, high)) return;
    const auto most = ParseQuantity(high);
    auto least = ParseQuantity(low);
    if (!most.has_value() || !least.has_value()) return;
    if (least->dimension.empty() && !most->dimension.empty()) {
      // "1 to 63 characters": the unit counts for both.
      const Unit* unit = UnitOf(high);
      least = Quantity{least->value * (unit == nullptr ? 1 : unit->factor), most->dimension};
    }
    if (least->value > most->value || (IsYear(*least) && IsYear(*most))) return;
    AddScale(match, high, *least, *most);
    AddNumber(Topic::kLeast, match, low, *least, false, Behind(high));
    AddNumber(Topic::kMost, match, high, *most, false, Behind(high));
  }

  // Bare numbers from 0 to 1 are fractions, those to 100 percent.
  void AddScale(const PatternMatch& match, std::string_view high, const Quantity& least,
                const Quantity& most) {
    static constexpr std::array<std::pair<double, std::string_view>, 4> kScales = {
        {{1, "fraction"}, {100, "percent"}, {255, "byte scale"}, {1000, "per mille"}}};
    if (least.value != 0 || !most.dimension.empty() || !Counted(Behind(high)).empty()) return;
    const auto scale = std::find_if(kScales.begin(), kScales.end(),
                                    [&](const auto& row) { return row.first == most.value; });
    if (scale == kScales.end()) return;
    Fact& fact = Add(match, high);
    fact.topic = Topic::kUnit;
    fact.attribute = "ratio";
    fact.value = scale->second;
  }

  void ReadOne(const PatternMatch& match) {
    const Statement& statement = *match.statement;
    const std::string_view value = Group(match, "value");
    const std::string_view place =
        value.empty()
            ? std::string_view(sentence_.plain).substr(match.begin, match.end - match.begin)
            : value;
    if (statement.attribute == "stance" && statement.value == "1" && IsDenied(match.begin)) return;
    if (!Claim(statement.topic, statement.attribute, place)) return;
    switch (statement.topic) {
      case Topic::kMost:
      case Topic::kLeast: {
        if (statement.attribute == "free") return AddEndless(match, value);
        const bool exclusive = statement.attribute == "exclusive";
        const auto quantity = ParseQuantity(value.empty() ? statement.value : value);
        if (!quantity.has_value()) return;
        return AddNumber(statement.topic, match, place, *quantity, exclusive,
                         value.empty() ? std::string_view() : Behind(value));
      }
      case Topic::kQuota:
        return ReadQuota(match, value);
      case Topic::kLifetime: {
        const auto quantity = ParseQuantity(value);
        if (!quantity.has_value()) return AddEndless(match, value);
        if (IsDemandedLength(value)) {
          claims_.pop_back();
          return;
        }
        Fact& fact = Add(match, place);
        fact.quantity = quantity;
        return;
      }
      case Topic::kValues:
        return ReadValues(match, value);
      case Topic::kDefault:
        return ReadDefault(match, value);
      case Topic::kOrder:
        return ReadOrder(match, place);
      default:
        return ReadText(match, value, place);
    }
  }

  void AddNumber(Topic topic, const PatternMatch& match, std::string_view place,
                 const Quantity& quantity, bool exclusive, std::string_view behind) {
    Fact& fact = Add(match, place);
    fact.topic = topic;
    fact.quantity = quantity;
    fact.exclusive = exclusive;
    fact.attribute = quantity.dimension.empty() ? Counted(behind) : quantity.dimension;
  }

  // "Retention must be at least 7 days" limits what may be asked for.
  [[nodiscard]] bool IsDemandedLength(std::string_view value) const {
    const std::string before =
        ToLower(std::string_view(sentence_.plain)
                    .substr(0, static_cast<size_t>(value.data() - sentence_.plain.data())));
    const bool demanded = before.find("must ") != std::string::npos ||
                          before.find("has to ") != std::string::npos ||
                          before.find("needs to ") != std::string::npos;
    static constexpr std::array<std::string_view, 6> kBounds = {
        "at least ", "at most ", "up to ", "no more than ", "no less than ", "between "};
    return demanded && std::any_of(kBounds.begin(), kBounds.end(),
                                   [&](std::string_view bound) { return before.ends_with(bound); });
  }

  // "Not currently supported": a "not" shortly before a place.
  [[nodiscard]] bool IsDenied(size_t place) const {
    static constexpr size_t kReach = 2;
    const std::vector<std::string> words =
        TokensOf(std::string_view(sentence_.plain).substr(0, place));
    const auto first = words.end() - static_cast<std::ptrdiff_t>(std::min(words.size(), kReach));
    return std::any_of(first, words.end(), [](const std::string& word) {
      return word == "not" || word == "never" || word == "no";
    });
  }

  // "Unlimited", "never expires".
  void AddEndless(const PatternMatch& match, std::string_view place) {
    Fact& fact = Add(match, place);
    fact.quantity = Quantity{std::numeric_limits<double>::infinity(), {}};
    if (fact.topic != Topic::kLifetime) fact.attribute.clear();
  }

  void ReadQuota(const PatternMatch& match, std::string_view value) {
    auto number = ParseQuantity(value);
    if (const std::string times = ToLower(value); times == "once" || times == "twice") {
      number = Quantity{times == "once" ? 1.0 : 2.0, {}};
    }
    if (!number.has_value()) return AddEndless(match, value);
    std::string_view per = Group(match, "per");
    const auto period =
        std::isdigit(static_cast<unsigned char>(per.empty() ? '1' : per.front())) != 0
            ? ParseQuantity(per)
            : std::nullopt;
    const Unit* unit = PatternBook::Builtin().FindUnit(per);
    Fact& fact = Add(match, value);
    const double seconds = period.has_value() ? period->value : unit == nullptr ? 1 : unit->factor;
    fact.quantity = Quantity{number->value / std::max(seconds, 1e-9), "rate"};
    const std::vector<std::string> noun = TokensOf(Group(match, "noun"));
    fact.attribute = noun.empty() ? "request" : Lexicon::Builtin().Canonical(noun.front());
    if (!per.empty()) fact.shown += " per " + std::string(per);
  }

  // "-1" of "eu-west-1".
  [[nodiscard]] bool IsInsideWord(std::string_view place) const {
    const auto at = static_cast<size_t>(place.data() - sentence_.plain.data());
    return at > 0 && std::isalnum(static_cast<unsigned char>(sentence_.plain[at - 1])) != 0;
  }

  void ReadDefault(const PatternMatch& match, std::string_view value) {
    const std::string_view text = Unquoted(value);
    if (IsInsideWord(value)) {
      claims_.pop_back();
      return;
    }
    const std::string lower = ToLower(text);
    if (!match.statement->attribute.empty()) {
      // The condition goes on.
      static constexpr std::array<std::string_view, 12> kGoesOn = {
          "or", "and", "in", "for", "on", "by", "at", "during", "when", "if", "while", "as"};
      const std::string first = lower.substr(0, lower.find(' '));
      if (std::find(kGoesOn.begin(), kGoesOn.end(), first) != kGoesOn.end()) {
        claims_.pop_back();
        return;
      }
      // An error is no value.
      static constexpr std::array<std::string_view, 5> kErrors = {"throws", "fails", "raises",
                                                                  "rejected", "error"};
      if (std::find(kErrors.begin(), kErrors.end(), first) != kErrors.end()) {
        claims_.pop_back();
        return;
      }
      Fact& fact = Add(match, value);
      fact.value = lower;
      fact.quantity = ParseQuantity(text);
      fact.vague = true;
      return;
    }
    if (text.empty() || (IsStopword(lower) && lower != "on")) return;
    Fact& fact = Add(match, value);
    fact.quantity = ParseQuantity(text);
    fact.value = lower;
    const bool marked = value.front() == '`' || value.front() == '"' ||
                        text.find('_') != std::string_view::npos ||
                        std::none_of(text.begin(), text.end(), [](char letter) {
                          return std::islower(static_cast<unsigned char>(letter)) != 0;
                        });
    static constexpr std::array<std::string_view, 8> kPlain = {
        "true", "false", "enabled", "disabled", "on", "off", "unlimited", "empty"};
    const bool plain = std::find(kPlain.begin(), kPlain.end(), fact.value) != kPlain.end();
    fact.vague = !fact.quantity.has_value() && !marked && !plain;
  }

  void ReadValues(const PatternMatch& match, std::string_view text) {
    std::set<std::string> names;
    for (const std::string_view name : NamesIn(text)) {
      const std::string_view bare = Unquoted(name);
      const bool simple = std::all_of(bare.begin(), bare.end(), [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' ||
               letter == '.' || letter == '-';
      });
      // What no value is called.
      static const std::set<std::string_view> kNoNames = {
          "api", "url", "uri", "json", "xml",  "html", "http", "https", "rpc", "grpc", "rest",
          "id",  "ids", "utc", "sla",  "note", "must", "not",  "only",  "may", "all",  "any"};
      if (simple &&
          (name.front() == '`' || name.front() == '"' || !kNoNames.contains(ToLower(bare)))) {
        names.insert(ToLower(bare));
      }
    }
    if (names.empty()) return;
    Fact& fact = Add(match, text);
    for (const std::string& name : names) fact.value += (fact.value.empty() ? "" : "\n") + name;
  }

  void ReadOrder(const PatternMatch& match, std::string_view place) {
    Fact& fact = Add(match, place);
    fact.value = match.statement->value;
    if (fact.value == "none") return;
    const std::string_view named = Group(match, "direction");
    fact.direction = SortDirection(named);
    // It may stand anywhere in the sentence.
    if (fact.direction.empty()) fact.direction = SortDirection(sentence_.plain);
    const std::string_view matched =
        std::string_view(sentence_.plain).substr(match.begin, match.end - match.begin);
    if (!named.empty() && !fact.direction.empty() && matched.ends_with(" last")) {
      fact.direction = fact.direction == "up" ? "down" : "up";
    }
    std::set<std::string> key;
    for (const std::string& token : TokensOf(Group(match, "key"))) {
      static constexpr std::array<std::string_view, 14> kNoKey = {
          "ascend", "descend", "asc", "desc", "order",     "first",   "newest",
          "oldest", "time",    "tim", "dat",  "timestamp", "default", "latest"};
      if (IsStopword(token) || std::find(kNoKey.begin(), kNoKey.end(), token) != kNoKey.end()) {
        continue;
      }
      key.insert(Lexicon::Builtin().Canonical(token.substr(0, token.find('_'))));
    }
    for (const std::string& word : key) fact.value += (fact.value.empty() ? "" : " ") + word;
  }

  void ReadText(const PatternMatch& match, std::string_view value, std::string_view place) {
    const Statement& statement = *match.statement;
    Fact& fact = Add(match, place);
    if (value.empty()) {
      fact.value = statement.value;
    } else if (statement.topic == Topic::kError) {
      fact.value = ErrorCode(value);
    } else if (statement.topic == Topic::kUnit) {
      const Unit* unit = PatternBook::Builtin().FindUnit(value);
      fact.value = unit == nullptr ? ToLower(value) : unit->name;
      if (unit != nullptr) fact.attribute = unit->dimension;
    } else if (statement.attribute == "time") {
      // A date of ISO 8601 is a part of a time of RFC 3339.
      fact.value = ToLower(Unquoted(value));
      if (fact.value.starts_with("yyyy-mm")) fact.value = "RFC 3339";
    } else if (statement.attribute == "template") {
      fact.value = PathShape(Unquoted(value));
    } else {
      fact.value = ToLower(Unquoted(value));
      std::erase_if(fact.value, [](char letter) { return letter == '-' || letter == ' '; });
    }
  }

  Fact& Add(const PatternMatch& match, std::string_view place) {
    Fact fact;
    fact.topic = match.statement->topic;
    fact.attribute = match.statement->attribute;
    fact.shown = Unquoted(place);
    fact.sentence = index_;
    fact.rest = sentence_.tokens;
    for (const std::string& token : TokensOf(place)) {
      const auto found = std::find(fact.rest.begin(), fact.rest.end(), token);
      if (found != fact.rest.end()) fact.rest.erase(found);
    }
    facts_.push_back(std::move(fact));
    return facts_.back();
  }

  // False when an earlier pattern took the place.
  bool Claim(Topic topic, const std::string& attribute, std::string_view place) {
    const auto begin = static_cast<size_t>(place.data() - sentence_.plain.data());
    const std::string own =
        std::to_string(static_cast<int>(topic)) + (topic == Topic::kUnit ? "" : attribute);
    // Words may hold numbers that a later pattern reads.
    const bool words = topic == Topic::kDefault && !attribute.empty();
    const std::string owner = SharesNumbers(topic) && !words ? std::string("number") : own;
    auto& places = claims_.emplace_back(owner, begin, begin + place.size());
    const bool taken =
        std::any_of(claims_.begin(), std::prev(claims_.end()), [&](const auto& claim) {
          return (claim.owner == places.owner || (words && claim.owner == "number")) &&
                 claim.begin < places.end && places.begin < claim.end;
        });
    if (taken) claims_.pop_back();
    return !taken;
  }

  [[nodiscard]] std::string_view Behind(std::string_view place) const {
    const std::string_view plain = sentence_.plain;
    return plain.substr(static_cast<size_t>(place.data() + place.size() - plain.data()));
  }

  static const Unit* UnitOf(std::string_view quantity) {
    const size_t letter = quantity.find_last_of("0123456789 -");
    return letter == std::string_view::npos
               ? nullptr
               : PatternBook::Builtin().FindUnit(Trim(quantity.substr(letter + 1)));
  }

  struct ClaimedPlace {
    ClaimedPlace(std::string who, size_t from, size_t to)
        : owner(std::move(who)), begin(from), end(to) {}
    std::string owner;
    size_t begin;
    size_t end;
  };

  const Sentence& sentence_;
  size_t index_;
  std::vector<Fact> facts_;
  std::vector<ClaimedPlace> claims_;
};

}  // namespace

std::vector<Fact> FactsOf(const Sentence& sentence, size_t index) {
  return FactReader(sentence, index).Read();
}

std::vector<Fact> FactMemo::FactsOf(const Sentence& sentence, size_t index) {
  static constexpr size_t kMostSentences = 20'000;
  auto found = known_.find(sentence.plain);
  if (found == known_.end()) {
    if (known_.size() == kMostSentences) known_.clear();
    found = known_.emplace(sentence.plain, documented::FactsOf(sentence, index)).first;
  }
  std::vector<Fact> facts = found->second;
  for (Fact& fact : facts) fact.sentence = index;
  return facts;
}

}  // namespace protowarden::rules::semantic::documented
