// SPDX-License-Identifier: Apache-2.0
//
// Evaluates validation rules on values, straight from the options of a field and rule by rule, as
// the libraries do: the yardstick for the comparison of value sets, with which it shares no code.
#pragma once

#include <arpa/inet.h>
#include <re2/re2.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::test {

// A value of a field. Integers, bools, enums and nanoseconds are numbers.
struct TestValue {
  bool set = true;
  __extension__ __int128 number = 0;
  double real = 0;
  std::string text{};
  std::vector<TestValue> items{};  // of a list
  std::vector<TestValue> keys{};   // of a map, with `items` as its values
};

class RuleEvaluator {
 public:
  using Option = schema::Option;
  using Field = schema::Field;
  __extension__ using Wide = __int128;

  // Whether both libraries let a message pass that has this value in the field.
  static bool Passes(const Field& field, const TestValue& value) {
    for (const Option& option : field.options.nodes()) {
      if (option.name == "validate.rules" && !PassesField(field, option, value)) return false;
      if (option.name == "buf.validate.field" && !PassesField(field, option, value)) return false;
    }
    return true;
  }

  static bool IsZero(const Field& field, const TestValue& value) {
    if (field.IsMap() || field.label == schema::Label::kRepeated) return value.items.empty();
    if (IsReal(field)) return value.real == 0;
    return IsText(field) ? value.text.empty() : value.number == 0;
  }

 private:
  static bool IsReal(const Field& field) {
    return field.kind == schema::Kind::kFloat || field.kind == schema::Kind::kDouble;
  }
  static bool IsText(const Field& field) {
    return field.kind == schema::Kind::kString || field.kind == schema::Kind::kBytes;
  }
  static bool Is(const Option& rules, std::string_view name, std::string_view text) {
    const Option* option = rules.Child(name);
    return option != nullptr && option->text == text;
  }

  static bool PassesField(const Field& field, const Option& rules, const TestValue& value) {
    if (Is(rules, "ignore", "IGNORE_ALWAYS")) return true;
    bool required = Is(rules, "required", "true");
    bool ignore_empty = Is(rules, "ignore", "IGNORE_IF_ZERO_VALUE");
    for (const Option& typed : rules.children) {
      required = required || Is(typed, "required", "true");
      ignore_empty = ignore_empty || Is(typed, "ignore_empty", "true");
    }
    if (field.HasPresence()) {
      if (!value.set) return !required;
    } else if (IsZero(field, value)) {
      if (required) return false;
      if (ignore_empty) return true;
    }
    return PassesRules(field, rules, value);
  }

  // The rules for the type, for a value that is there.
  static bool PassesRules(const Field& field, const Option& rules, const TestValue& value) {
    for (const Option& typed : rules.children) {
      if (typed.kind != Option::Kind::kMessage) continue;
      if (typed.name == "repeated" ? !PassesList(field, typed, value)
          : typed.name == "map"    ? !PassesMap(field, typed, value)
                                   : !PassesType(field, typed, value)) {
        return false;
      }
    }
    return true;
  }

  static bool PassesItem(const Field& field, const Option& rules, const TestValue& value) {
    if (Is(rules, "ignore", "IGNORE_ALWAYS")) return true;
    Field single = field;
    single.label = schema::Label::kOptional;
    if (Is(rules, "ignore", "IGNORE_IF_ZERO_VALUE") && IsZero(single, value)) return true;
    return PassesRules(single, rules, value);
  }

  static bool PassesList(const Field& field, const Option& rules, const TestValue& value) {
    for (const Option& rule : rules.children) {
      if (rule.name == "min_items" && value.items.size() < Count(rule)) return false;
      if (rule.name == "max_items" && value.items.size() > Count(rule)) return false;
      if (rule.name == "unique" && rule.text == "true") {
        for (size_t i = 0; i < value.items.size(); ++i) {
          for (size_t j = 0; j < i; ++j) {
            const TestValue& a = value.items[i];
            const TestValue& b = value.items[j];
            if (a.number == b.number && a.real == b.real && a.text == b.text) return false;
          }
        }
      }
      if (rule.name != "items") continue;
      for (const TestValue& item : value.items) {
        if (!PassesItem(field, rule, item)) return false;
      }
    }
    return true;
  }

  static bool PassesMap(const Field& field, const Option& rules, const TestValue& value) {
    for (const Option& rule : rules.children) {
      if (rule.name == "min_pairs" && value.items.size() < Count(rule)) return false;
      if (rule.name == "max_pairs" && value.items.size() > Count(rule)) return false;
      const bool keys = rule.name == "keys";
      if (!keys && rule.name != "values") continue;
      for (const TestValue& item : keys ? value.keys : value.items) {
        if (!PassesItem(field.message_type->fields[keys ? 0 : 1], rule, item)) return false;
      }
    }
    return true;
  }

  static bool PassesType(const Field& field, const Option& rules, const TestValue& value) {
    if (IsText(field)) return PassesText(field, rules, value.text);
    if (IsReal(field)) return PassesReal(field, rules, value.real);
    return PassesNumber(field, rules, value.number);
  }

  static uint64_t Count(const Option& rule) {
    return std::strtoull(rule.text.c_str(), nullptr, 10);
  }

  static Wide Number(const Option& rule) {
    if (rule.kind == Option::Kind::kMessage) {
      Wide total = 0;
      for (const Option& part : rule.children) {
        total += Number(part) * (part.name == "seconds" ? 1'000'000'000 : 1);
      }
      return total;
    }
    if (rule.text == "true" || rule.text == "false") return rule.text == "true" ? 1 : 0;
    Wide number = 0;
    for (const char digit : rule.text) {
      if (digit != '-') number = number * 10 + (digit - '0');
    }
    return rule.text[0] == '-' ? -number : number;
  }
  static double Real(const Field& field, const Option& rule) {
    const double number = std::strtod(rule.text.c_str(), nullptr);
    return field.kind == schema::Kind::kFloat ? static_cast<float>(number) : number;
  }

  // lt, lte, gt and gte together; a lower bound above the upper one turns them into "outside".
  template <typename T, typename Read>
  static bool PassesBounds(const Option& rules, T value, const Read& read) {
    const Option* lt = rules.Child("lt");
    const Option* lte = rules.Child("lte");
    const Option* gt = rules.Child("gt");
    const Option* gte = rules.Child("gte");
    const Option* upper = lt != nullptr ? lt : lte;
    const Option* lower = gt != nullptr ? gt : gte;
    const auto below = [&] { return lt != nullptr ? value < read(*lt) : value <= read(*lte); };
    const auto above = [&] { return gt != nullptr ? value > read(*gt) : value >= read(*gte); };
    if (upper == nullptr) return lower == nullptr || above();
    if (lower == nullptr) return below();
    return read(*lower) > read(*upper) ? below() || above() : below() && above();
  }

  template <typename T, typename Read>
  static bool InList(const Option& rule, T value, const Read& read) {
    if (rule.kind != Option::Kind::kList) return value == read(rule);
    for (const Option& item : rule.children) {
      if (value == read(item)) return true;
    }
    return false;
  }

  template <typename T, typename Read>
  static bool PassesLists(const Option& rules, T value, const Read& read) {
    for (const Option& rule : rules.children) {
      if ((rule.name == "const" || rule.name == "in") && !InList(rule, value, read)) return false;
      if (rule.name == "not_in" && InList(rule, value, read)) return false;
    }
    return true;
  }

  static bool PassesNumber(const Field& field, const Option& rules, Wide value) {
    const auto read = [](const Option& rule) { return Number(rule); };
    if (Is(rules, "defined_only", "true")) {
      bool defined = false;
      for (const schema::EnumValue& item : field.enum_type->values) {
        defined = defined || item.number == value;
      }
      if (!defined) return false;
    }
    return PassesBounds(rules, value, read) && PassesLists(rules, value, read);
  }

  static bool PassesReal(const Field& field, const Option& rules, double value) {
    const auto read = [&](const Option& rule) { return Real(field, rule); };
    if (Is(rules, "finite", "true") && !std::isfinite(value)) return false;
    return PassesBounds(rules, value, read) && PassesLists(rules, value, read);
  }

  static size_t Characters(const std::string& text) {
    size_t count = 0;
    for (size_t i = 0; i < text.size(); ++count) {
      const auto first = static_cast<unsigned char>(text[i]);
      i += first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }
    return count;
  }

  static bool HasFormat(const std::string& name, const std::string& text) {
    unsigned char buffer[16];
    const bool v4 = inet_pton(AF_INET, text.c_str(), buffer) == 1;
    const bool v6 = inet_pton(AF_INET6, text.c_str(), buffer) == 1;
    if (name == "ip") return v4 || v6;
    if (name == "ipv4") return v4;
    if (name == "ipv6") return v6;
    if (name == "tuuid") return RE2::FullMatch(text, "[0-9a-fA-F]{32}");
    if (name == "email") return RE2::FullMatch(text, "[a-z0-9.]+@[a-z0-9.]+");
    return RE2::FullMatch(text, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");  // uuid
  }

  static bool PassesText(const Field& field, const Option& rules, const std::string& text) {
    const size_t length = field.kind == schema::Kind::kBytes ? text.size() : Characters(text);
    for (const Option& rule : rules.children) {
      const std::string& name = rule.name;
      const bool found = text.find(rule.text) != std::string::npos;
      if (name == "len" && length != Count(rule)) return false;
      if (name == "min_len" && length < Count(rule)) return false;
      if (name == "max_len" && length > Count(rule)) return false;
      if (name == "min_bytes" && text.size() < Count(rule)) return false;
      if (name == "max_bytes" && text.size() > Count(rule)) return false;
      if (name == "pattern" && !RE2::PartialMatch(text, rule.text)) return false;
      if (name == "prefix" && !text.starts_with(rule.text)) return false;
      if (name == "suffix" && !text.ends_with(rule.text)) return false;
      if (name == "contains" && !found) return false;
      if (name == "not_contains" && found) return false;
      if (name == "ignore_empty") continue;
      if (rule.text == "true" && !HasFormat(name, text)) return false;
    }
    return PassesLists(rules, std::string_view(text),
                       [](const Option& rule) { return std::string_view(rule.text); });
  }
};

}  // namespace protowarden::test
