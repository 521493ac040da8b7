// SPDX-License-Identifier: Apache-2.0
//
// The comparison of validation rules against their evaluation: random rules on random values.
// "Equal", "tightened" and "loosened" must hold for every value, and a value that is shown as proof
// must be one.
#include <gtest/gtest.h>

#include <random>

#include "rules/semantic/validation/comparison.h"
#include "tests/support/compare_texts.h"
#include "tests/support/rule_evaluator.h"

namespace protowarden::rules::semantic {
namespace {

using test::RuleEvaluator;
using test::TestValue;

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(engine_); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <typename T>
  const T& Of(const std::vector<T>& items) {
    return items[static_cast<size_t>(Below(static_cast<int>(items.size())))];
  }

 private:
  std::mt19937 engine_;
};

// One type of field: how it is declared, which rules it may get and which values.
struct TypeCase {
  std::string declared;  // "int32", "repeated string", "map<string, int32>"
  std::string rules;     // "int32", "enum", "duration"
  bool can_be_optional = true;
};

const std::vector<std::string> kSigned = {"-3", "-1", "0", "1", "2", "3", "5", "2147483647"};
const std::vector<std::string> kUnsigned = {"0", "1", "2", "3", "5", "4294967295"};
const std::vector<std::string> kSignedWide = {
    "-9223372036854775808", "-1", "0", "1", "3", "9007199254740992", "9007199254740993",
    "9223372036854775807"};
const std::vector<std::string> kUnsignedWide = {
    "0", "1", "3", "9007199254740993", "18446744073709551614", "18446744073709551615"};
const std::vector<std::string> kReals = {
    "-inf", "-2.5", "-0.0", "0",   "0.1", "0.10000000149011612",
    "1",    "2.5",  "1e10", "inf", "nan", "16777217"};
const std::vector<std::string> kEnums = {"-1", "0", "1", "2", "3", "5"};
const std::vector<std::string> kTimes = {
    "{}",          "{seconds: 1}",        "{seconds: -1}",
    "{nanos: 1}",  "{nanos: 1000000000}", "{seconds: 1, nanos: 1}",
    "{seconds: 2}"};
const std::vector<std::string> kTexts = {"",   "a",   "b",  "aa",  "ab",      "ba", "abc", "aab",
                                         "bb", "0",   "é",  "éa",  "abab",    "cc", "a0",  "A",
                                         "\n", "aaa", "aé", "x@y", "1.2.3.4", "::1"};
const std::vector<std::string> kPatterns = {"a",
                                            "^a",
                                            "b$",
                                            "^a*$",
                                            "^[ab]+$",
                                            "^(a|b)+$",
                                            "^a{1,2}$",
                                            "a|b",
                                            "^[^a]*$",
                                            "(?i)^A",
                                            "^.{2}$",
                                            "^\\\\w+$",
                                            "^(ab)*$",
                                            "^a?b?$",
                                            "^\\\\d*$",
                                            "[a-c]{2,}",
                                            "^a+b*$",
                                            "^aa*$",
                                            "(?s)^.*$",
                                            "^.*$",
                                            "^(?:a|aa)$",
                                            "é",
                                            "^[[:alpha:]]+$",
                                            "^\\\\S+$",
                                            "^a.*b$",
                                            "\\\\Aa\\\\z",
                                            "^(|a)$",
                                            "^[a-b]|c$",
                                            "^$",
                                            "(?i:k)",
                                            "^[^\\\\n]$"};

const std::vector<std::string>& NumbersOf(const std::string& rules) {
  if (rules == "float" || rules == "double") return kReals;
  if (rules == "enum") return kEnums;
  if (rules == "duration" || rules == "timestamp") return kTimes;
  if (rules == "uint64" || rules == "fixed64") return kUnsignedWide;
  if (rules == "uint32" || rules == "fixed32") return kUnsigned;
  return rules.ends_with("64") ? kSignedWide : kSigned;
}

std::string List(Random& random, const std::vector<std::string>& pool, bool quoted) {
  std::string list;
  // Messages in a list are merged: only those that set one field can be told apart.
  static const std::vector<std::string> kListed = {"{seconds: 1}", "{seconds: -1}", "{nanos: 1}",
                                                   "{nanos: 1000000000}", "{seconds: 2}"};
  const bool times = pool == kTimes;
  for (int i = times ? 0 : random.Below(4); i >= 0; --i) {
    const std::string& item = random.Of(times ? kListed : pool);
    list += (list.empty() ? "" : ", ") + (quoted ? "\"" + item + "\"" : item);
  }
  return "[" + list + "]";
}

std::string NumberRules(Random& random, const std::string& rules) {
  const std::vector<std::string>& pool = NumbersOf(rules);
  std::string text;
  const bool can_be_compared = rules != "bool" && rules != "enum";
  const auto add = [&](int percent, const std::string& name, const std::string& value) {
    if (random.Chance(percent)) text += name + ": " + value + " ";
  };
  if (rules == "bool") {
    add(60, "const", random.Chance(50) ? "true" : "false");
    return text;
  }
  if (can_be_compared) {
    std::vector<std::string> bounds = pool;
    std::erase(bounds, "nan");
    add(40, random.Chance(50) ? "lt" : "lte", random.Of(bounds));
    add(40, random.Chance(50) ? "gt" : "gte", random.Of(bounds));
  }
  if (rules == "enum") add(50, "defined_only", "true");
  if (rules == "float" || rules == "double") add(15, "finite", "true");
  add(8, "const", random.Of(pool));
  add(20, "in", List(random, pool, false));
  add(20, "not_in", List(random, pool, false));
  return text;
}

// An expression of the syntax that is compared by its language, escaped for a .proto file.
std::string RandomPattern(Random& random, int depth) {
  static const std::vector<std::string> kAtoms = {
      "a",     "b",     "c",           "é",       ".",     "[ab]", "[^a]",
      "\\\\d", "\\\\W", "[[:lower:]]", "\\\\x61", "[b-é]", "^",    "$"};
  static const std::vector<std::string> kRepeats = {"*",     "+",      "?",   "{2}",
                                                    "{1,2}", "{0,1}?", "{2,}"};
  std::string pattern;
  for (int i = random.Below(3); i >= 0; --i) {
    if (depth > 0 && random.Chance(30)) {
      static const std::vector<std::string> kOpen = {"(", "(?:", "(?i:", "(?P<n>"};
      pattern += random.Of(kOpen) + RandomPattern(random, depth - 1) + ")";
    } else {
      pattern += random.Of(kAtoms);
    }
    const bool can_repeat = !pattern.ends_with('^') && !pattern.ends_with('$');
    if (can_repeat && random.Chance(30)) pattern += random.Of(kRepeats);
  }
  if (random.Chance(20)) pattern += "|" + RandomPattern(random, 0);
  return random.Chance(30) ? "^(?:" + pattern + ")$" : pattern;
}

std::string TextRules(Random& random, bool is_bytes) {
  std::string text;
  const auto add = [&](int percent, const std::string& name, const std::string& value) {
    if (random.Chance(percent)) text += name + ": " + value + " ";
  };
  const auto quoted = [&] {
    std::string literal = random.Of(kTexts);
    return "\"" + (literal == "\n" ? "\\n" : literal) + "\"";
  };
  add(8, "len", std::to_string(random.Below(4)));
  add(25, "min_len", std::to_string(random.Below(4)));
  add(25, "max_len", std::to_string(random.Below(5)));
  if (!is_bytes) {
    add(12, "min_bytes", std::to_string(random.Below(4)));
    add(12, "max_bytes", std::to_string(random.Below(6)));
    add(40, "pattern",
        "\"" + (random.Chance(50) ? random.Of(kPatterns) : RandomPattern(random, 2)) + "\"");
    add(8, random.Of<std::string>({"uuid", "tuuid", "email", "ip", "ipv4", "ipv6"}), "true");
    add(10, "not_contains", quoted());
  }
  add(12, "prefix", quoted());
  add(12, "suffix", quoted());
  add(12, "contains", quoted());
  add(4, "const", quoted());
  add(12, "in", "[" + quoted() + ", " + quoted() + ", " + quoted() + "]");
  add(12, "not_in", "[" + quoted() + ", " + quoted() + "]");
  return text;
}

std::string RulesFor(Random& random, const std::string& rules) {
  return rules == "string" || rules == "bytes" ? TextRules(random, rules == "bytes")
                                               : NumberRules(random, rules);
}

std::string Braces(const std::string& name, const std::string& rules) {
  return name + ": {" + rules + "} ";
}

// The FieldRules of one side, in the names that both libraries share.
std::string FieldRulesFor(Random& random, const TypeCase& type) {
  if (type.declared.starts_with("repeated ")) {
    std::string rules;
    if (random.Chance(40)) rules += "min_items: " + std::to_string(random.Below(3)) + " ";
    if (random.Chance(40)) rules += "max_items: " + std::to_string(random.Below(4)) + " ";
    if (random.Chance(30)) rules += "unique: true ";
    if (random.Chance(60)) {
      rules += Braces("items", Braces(type.rules, RulesFor(random, type.rules)));
    }
    return Braces("repeated", rules);
  }
  if (type.declared.starts_with("map<")) {
    std::string rules;
    if (random.Chance(40)) rules += "min_pairs: " + std::to_string(random.Below(3)) + " ";
    if (random.Chance(40)) rules += "max_pairs: " + std::to_string(random.Below(3)) + " ";
    if (random.Chance(50)) rules += Braces("keys", Braces("string", TextRules(random, false)));
    if (random.Chance(50))
      rules += Braces("values", Braces(type.rules, RulesFor(random, type.rules)));
    return Braces("map", rules);
  }
  return Braces(type.rules, RulesFor(random, type.rules));
}

std::string OptionsOf(Random& random, const TypeCase& type, const std::string& rules) {
  if (random.Chance(8)) return "";
  if (random.Chance(50)) {
    std::string pgv = rules;
    const bool can_ignore = type.rules != "bool" && type.rules != "enum" &&
                            type.rules != "duration" && type.rules != "timestamp";
    if (can_ignore && random.Chance(20)) pgv.insert(pgv.rfind('}'), "ignore_empty: true ");
    return " [(validate.rules) = {" + pgv + "}]";
  }
  std::string more;
  if (random.Chance(15)) more += "required: true ";
  if (random.Chance(20)) more += "ignore: IGNORE_IF_ZERO_VALUE ";
  if (random.Chance(2)) more += "ignore: IGNORE_ALWAYS ";
  return " [(buf.validate.field) = {" + rules + more + "}]";
}

TestValue ParseNumber(const std::string& text, int delta) {
  TestValue value;
  schema::Option option;
  option.text = text;
  bool negative = false;
  for (const char c : text) {
    negative = negative || c == '-';
    if (c >= '0' && c <= '9') value.number = value.number * 10 + (c - '0');
  }
  if (negative) value.number = -value.number;
  value.number += delta;
  return value;
}

TestValue RandomSingle(Random& random, const std::string& rules) {
  TestValue value;
  if (rules == "string") {
    value.text = random.Of(kTexts);
    for (int i = random.Below(3); i > 0 && random.Chance(60); --i) value.text += random.Of(kTexts);
    if (random.Chance(3)) value.text = "0123abcd-0123-4567-89ab-0123456789ab";
    if (random.Chance(3)) value.text = std::string(32, 'a');
  } else if (rules == "bytes") {
    value.text = random.Of(kTexts) + (random.Chance(20) ? "\xff" : "");
  } else if (rules == "float" || rules == "double") {
    value.real = std::strtod(random.Of(kReals).c_str(), nullptr);
    if (rules == "float") value.real = static_cast<float>(value.real);
    if (random.Chance(40)) {
      const double to = random.Chance(50) ? -HUGE_VAL : HUGE_VAL;
      value.real = rules == "float"
                       ? std::nextafter(static_cast<float>(value.real), static_cast<float>(to))
                       : std::nextafter(value.real, to);
    }
  } else if (rules == "bool") {
    value.number = random.Below(2);
  } else if (rules == "duration" || rules == "timestamp") {
    value.number = int64_t{random.Below(5) - 2} * 500'000'000 + random.Below(3) - 1;
  } else {
    const std::vector<std::string>& pool = NumbersOf(rules);
    value = ParseNumber(random.Of(pool), random.Below(3) - 1);
    // Out of the type's range: the neighbour on the other side.
    const auto first = ParseNumber(pool.front(), 0).number;
    const auto last = ParseNumber(pool.back(), 0).number;
    if (rules != "enum" && value.number < first) value.number = first;
    if (rules != "enum" && value.number > last) value.number = last;
  }
  return value;
}

TestValue RandomValue(Random& random, const TypeCase& type) {
  TestValue value;
  const bool is_map = type.declared.starts_with("map<");
  if (!is_map && !type.declared.starts_with("repeated ")) return RandomSingle(random, type.rules);
  for (int i = random.Below(4); i > 0; --i) {
    value.items.push_back(RandomSingle(random, type.rules));
    if (!is_map) continue;
    value.keys.push_back(RandomSingle(random, "string"));
  }
  return value;
}

TestValue FromSample(const Sample& sample, const Constraint& shape, const TypeCase& type) {
  TestValue value;
  if (sample.shape == Constraint::Shape::kList || sample.shape == Constraint::Shape::kMap) {
    const bool is_map = sample.shape == Constraint::Shape::kMap;
    for (size_t i = 0; i < sample.parts.size(); ++i) {
      const bool is_key = is_map && i % 2 == 0;
      const TypeCase part{"", is_key ? "string" : type.rules};
      (is_key ? value.keys : value.items)
          .push_back(FromSample(sample.parts[i], shape.parts[is_key || !is_map ? 0 : 1], part));
    }
    return value;
  }
  value.text = sample.text;
  value.number = sample.number;
  if (type.rules == "float" || type.rules == "double") {
    value.real = std::strtod(ShowNumber(sample.number, shape.domain).c_str(), nullptr);
    if (type.rules == "float") value.real = static_cast<float>(value.real);
    value.number = 0;
  }
  return value;
}

// What was seen in a run.
struct Tally {
  int samples = 0;
  int verdicts[4] = {};
  int proofs = 0;
  int proofs_missing = 0;  // tightened or replaced without a value that proves it
};

class Property {
 public:
  Property(const TypeCase& type, uint32_t seed) : type_(type), random_(seed) {}

  void Run(int fields, int values, Tally& tally) {
    std::string before = Header("1", "B");
    std::string after = Header(random_.Chance(50) ? "7" : "3", "A");
    for (int number = 1; number <= fields; ++number) {
      const bool optional = type_.can_be_optional && random_.Chance(40);
      const std::string declared = (optional ? "optional " : "") + type_.declared + " f" +
                                   std::to_string(number) + " = " + std::to_string(number);
      const std::string rules = FieldRulesFor(random_, type_);
      const std::string other = random_.Chance(35) ? rules : FieldRulesFor(random_, type_);
      before += "  " + declared + OptionsOf(random_, type_, rules) + ";\n";
      after += "  " + declared + OptionsOf(random_, type_, other) + ";\n";
    }
    const test::LoadedTexts loaded =
        test::LoadTexts({{"a.proto", before + "}\n"}}, {{"a.proto", after + "}\n"}});
    for (const auto& problem : loaded.pair.diagnostics) FAIL() << schema::ToString(problem);
    const schema::Message* old_message = loaded.pair.before.FindMessage("M");
    const schema::Message* new_message = loaded.pair.after.FindMessage("M");
    ASSERT_TRUE(old_message != nullptr && new_message != nullptr);
    for (const schema::Field& field : old_message->fields) {
      const schema::Field* other = new_message->FindField(field.number);
      ASSERT_NE(other, nullptr);
      Judge({field, loaded.pair.before}, {*other, loaded.pair.after}, values, tally);
      if (testing::Test::HasFailure()) return;
    }
  }

 private:
  struct Side {
    const schema::Field& field;
    const schema::Schema& schema;
  };

  static std::string Header(const std::string& extra, const std::string& name) {
    return "syntax = \"proto3\";\nimport \"google/protobuf/duration.proto\";\n"
           "import \"google/protobuf/timestamp.proto\";\n"
           "enum E { ZERO = 0; ONE = 1; TWO = 2; " +
           name + " = " + (extra == "1" ? "5" : extra) + "; }\nmessage M {\n";
  }

  void Judge(const Side& before, const Side& after, int values, Tally& tally) {
    const Constraint old_rules = ReadConstraint(before.field, before.schema);
    const Constraint new_rules = ReadConstraint(after.field, after.schema);
    const ConstraintRelation relation = CompareConstraints(old_rules, new_rules);
    const Verdict verdict = relation.verdict();
    ++tally.verdicts[static_cast<size_t>(verdict)];
    const auto passes = [](const Side& side, const TestValue& value) {
      return RuleEvaluator::Passes(side.field, value);
    };
    const auto show = [&](const TestValue& value) {
      return "\nbefore: " + Shown(before.field) + "\nafter: " + Shown(after.field) + "\nvalue \"" +
             value.text + "\" " + std::to_string(static_cast<int64_t>(value.number)) + " " +
             std::to_string(value.real) + " items " + std::to_string(value.items.size()) +
             "\nverdict " + std::to_string(static_cast<int>(verdict)) + "\n" + Describe(old_rules) +
             " -> " + Describe(new_rules);
    };
    TestValue unset;
    unset.set = false;
    EXPECT_EQ(passes(before, unset), old_rules.unset_ok) << show(unset);
    EXPECT_EQ(passes(after, unset), new_rules.unset_ok) << show(unset);
    for (int i = 0; i < values; ++i) {
      const TestValue value = RandomValue(random_, type_);
      ++tally.samples;
      const bool passed = passes(before, value);
      const bool passes_now = passes(after, value);
      if (!before.field.HasPresence() && RuleEvaluator::IsZero(before.field, value)) {
        EXPECT_EQ(passed, old_rules.unset_ok) << show(value);
        EXPECT_EQ(passes_now, new_rules.unset_ok) << show(value);
        continue;
      }
      EXPECT_FALSE(relation.narrower && passes_now && !passed) << show(value);
      EXPECT_FALSE(relation.wider && passed && !passes_now) << show(value);
      if (testing::Test::HasFailure()) return;
    }
    if (relation.lost.has_value()) {
      const TestValue lost = FromSample(*relation.lost, old_rules, type_);
      EXPECT_FALSE(relation.wider) << show(lost);
      EXPECT_TRUE(passes(before, lost) && !passes(after, lost)) << show(lost);
      ++tally.proofs;
    } else if (!relation.wider) {
      ++tally.proofs_missing;
    }
    if (relation.gained.has_value()) {
      const TestValue gained = FromSample(*relation.gained, new_rules, type_);
      EXPECT_FALSE(relation.narrower) << show(gained);
      EXPECT_TRUE(!passes(before, gained) && passes(after, gained)) << show(gained);
    }
  }

  static std::string Shown(const schema::Field& field) {
    std::string text;
    for (const schema::Option& option : field.options.nodes()) text += Shown(option) + " ";
    return text;
  }
  static std::string Shown(const schema::Option& option) {
    std::string text = option.name + ": " + option.text;
    for (const schema::Option& child : option.children) text += " {" + Shown(child) + "}";
    return text;
  }

  TypeCase type_;
  Random random_;
};

Tally RunAll(const std::vector<TypeCase>& types, int rounds) {
  Tally tally;
  uint32_t seed = 1;
  for (const TypeCase& type : types) {
    for (int round = 0; round < rounds; ++round) {
      Property(type, seed++).Run(40, 60, tally);
      if (testing::Test::HasFailure()) return tally;
    }
  }
  return tally;
}

TEST(ValidationProperty, NumbersOfEveryKind) {
  const Tally tally = RunAll({{"int32", "int32"},
                              {"int64", "int64"},
                              {"uint32", "uint32"},
                              {"uint64", "uint64"},
                              {"sint32", "sint32"},
                              {"sint64", "sint64"},
                              {"fixed32", "fixed32"},
                              {"fixed64", "fixed64"},
                              {"sfixed32", "sfixed32"},
                              {"sfixed64", "sfixed64"},
                              {"float", "float"},
                              {"double", "double"},
                              {"bool", "bool"},
                              {"E", "enum"},
                              {"google.protobuf.Duration", "duration", false},
                              {"google.protobuf.Timestamp", "timestamp", false}},
                             4);
  EXPECT_GE(tally.samples, 150'000);
  // Sets of numbers are exact: no narrowing without a number that proves it.
  EXPECT_EQ(tally.proofs_missing, 0);
  for (const int count : tally.verdicts) EXPECT_GT(count, 50);
}

TEST(ValidationProperty, Texts) {
  const Tally tally = RunAll({{"string", "string"}, {"bytes", "bytes"}}, 25);
  EXPECT_GE(tally.samples, 100'000);
  for (const int count : tally.verdicts) EXPECT_GT(count, 50);
  // Formats that only the library knows leave a few undecided.
  EXPECT_LT(tally.proofs_missing * 20, tally.proofs);
}

TEST(ValidationProperty, ListsAndMaps) {
  const Tally tally = RunAll({{"repeated int32", "int32", false},
                              {"repeated string", "string", false},
                              {"repeated E", "enum", false},
                              {"map<string, int32>", "int32", false},
                              {"map<string, E>", "enum", false},
                              {"map<string, string>", "string", false}},
                             4);
  EXPECT_GE(tally.samples, 50'000);
  for (const int count : tally.verdicts) EXPECT_GT(count, 50);
}

}  // namespace
}  // namespace protowarden::rules::semantic
