// SPDX-License-Identifier: Apache-2.0
//
// Rules about numbers that keep their place on the wire and change their meaning. A name in other
// words is a rename, which the wire rules report; a name for something else is a replacement.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/base/text.h"
#include "rules/semantic/behaviour/families.h"
#include "rules/semantic/behaviour/name_similarity.h"

namespace protowarden::rules::semantic {
namespace {

using compare::EnumPair;
using compare::EnumValuesPair;
using compare::FieldPair;
using schema::Enum;
using schema::EnumValue;
using schema::Field;

// Comments that share less of their words describe different things, others the same thing.
constexpr double kOtherComment = 0.25;
constexpr double kSameComment = 0.6;

enum class Meaning : uint8_t { kKept, kOther, kSurelyOther };

// Only what is sure to mean something else counts: words may be synonyms that nobody listed.
Meaning Judge(const std::vector<std::string>& old_words, const schema::Element& before,
              const std::vector<std::string>& new_words, const schema::Element& after) {
  if (IsRetired(new_words) || IsRetired(old_words)) return Meaning::kKept;
  const double shared = SharedWords(before.comments.leading, after.comments.leading);
  if (shared >= kSameComment) return Meaning::kKept;
  const bool comments_differ = shared >= 0 && shared <= kOtherComment;
  if (AreDistinct(old_words, new_words)) {
    return comments_differ ? Meaning::kSurelyOther : Meaning::kOther;
  }
  return comments_differ && !MayMeanTheSame(old_words, new_words) ? Meaning::kSurelyOther
                                                                  : Meaning::kKept;
}

void SetCertainty(Meaning meaning, Reporter::Draft& draft) {
  if (meaning == Meaning::kSurelyOther) draft.severity = Severity::kCritical;
  draft.confidence = meaning == Meaning::kSurelyOther ? Confidence::kHigh : Confidence::kMedium;
}

// A type that changed is the wire rules' concern, and then the new meaning is no surprise.
void CheckField(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  const Field& before = pair.before;
  const Field& after = pair.after;
  if (before.name == after.name || before.IsExtension()) return;
  if (before.kind != after.kind || before.type_name != after.type_name) return;
  // What moved to another number is FIELD_NUMBER_CHANGED's concern.
  if (after.parent->FindFieldByName(before.name) != nullptr) return;
  if (before.parent->FindFieldByName(after.name) != nullptr) return;
  const Meaning meaning = Judge(WordsOf(before.name), before, WordsOf(after.name), after);
  if (meaning == Meaning::kKept) return;
  Reporter::Draft draft{
      .element = after.FullName(),
      .at = At(after.file, after.name_span),
      .against = At(before.file, before.name_span),
      .description = fmt::format("Number {} of message `{}` meant `{}` and means `{}` now.",
                                 before.number, after.parent->name, before.name, after.name),
      .arguments = {before.name, after.name},
      .recommendation = fmt::format("Give `{}` a new number, and keep `{}` or write `reserved {}; "
                                    "reserved {};`.",
                                    after.name, before.name, before.number, Quote(before.name))};
  SetCertainty(meaning, draft);
  reporter.Add(std::move(draft));
}

// The words of a value without those that all values share with the name of their enum.
std::vector<std::string> ValueWords(const Enum& item, const EnumValue& value) {
  const std::vector<std::string> prefix = WordsOf(item.name);
  std::vector<std::string> words = WordsOf(value.name);
  if (words.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), words.begin())) {
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(prefix.size()));
  }
  return words;
}

void ReportValue(const EnumPair& pair, const EnumValue& before, const EnumValue& after,
                 Meaning meaning, Reporter& reporter) {
  if (meaning == Meaning::kKept) return;
  Reporter::Draft draft{
      .element = pair.after.full_name + "." + after.name,
      .at = At(pair.after.file, after.name_span),
      .against = At(pair.before.file, before.name_span),
      .description = fmt::format("Number {} of enum `{}` meant {} and means {} now.", after.number,
                                 pair.after.name, before.name, after.name),
      .arguments = {before.name, after.name}};
  SetCertainty(meaning, draft);
  reporter.Add(std::move(draft));
}

std::unordered_set<std::string_view> NamesOf(const Enum& item) {
  std::unordered_set<std::string_view> names;
  for (const EnumValue& value : item.values) names.insert(value.name);
  return names;
}

// What moved to another number is ENUM_VALUE_NUMBER_CHANGED's concern.
void CheckValues(const RuleContext& /*context*/, const EnumPair& pair, Reporter& reporter) {
  const auto old_names = NamesOf(pair.before);
  std::unordered_map<int32_t, const EnumValue*> added;
  for (const EnumValue& value : pair.after.values) {
    if (!old_names.contains(value.name)) added.emplace(value.number, &value);
  }
  if (added.empty()) return;
  const auto new_names = NamesOf(pair.after);
  std::unordered_set<int32_t> done{0};
  for (const EnumValue& value : pair.before.values) {
    // A number that kept one of its names kept its meaning.
    if (new_names.contains(value.name)) done.insert(value.number);
  }
  for (const EnumValue& value : pair.before.values) {
    const auto now = added.find(value.number);
    if (now == added.end() || !done.insert(value.number).second) continue;
    const EnumValue& after = *now->second;
    ReportValue(pair, value, after,
                Judge(ValueWords(pair.before, value), value, ValueWords(pair.after, after), after),
                reporter);
  }
}

// Whoever leaves the field unset means the zero value. "Unspecified" says that this is nothing in
// particular, and a value that has moved to another number is no longer it.
Meaning JudgeZero(const EnumPair& pair, const EnumValue& before, const EnumValue& after) {
  const std::vector<std::string> old_words = ValueWords(pair.before, before);
  const std::vector<std::string> new_words = ValueWords(pair.after, after);
  const bool said_nothing = IsNeutral(old_words);
  const bool says_nothing = IsNeutral(new_words);
  if (said_nothing || says_nothing) {
    return said_nothing == says_nothing ? Meaning::kKept : Meaning::kOther;
  }
  return NamesOf(pair.after).contains(before.name) ? Meaning::kOther
                                                   : Judge(old_words, before, new_words, after);
}

void CheckZero(const RuleContext& /*context*/, const EnumValuesPair& pair, Reporter& reporter) {
  if (pair.number != 0 || pair.before.empty() || pair.after.empty()) return;
  for (const EnumValue* old : pair.before) {
    for (const EnumValue* now : pair.after) {
      if (old->name == now->name) return;
    }
  }
  const EnumValue& before = *pair.before.front();
  const EnumValue& after = *pair.after.front();
  ReportValue(pair.parent, before, after, JudgeZero(pair.parent, before, after), reporter);
}

constexpr std::string_view kReuse = "https://protobuf.dev/best-practices/dos-donts/#reuse-number";

constexpr std::array<Rule, 3> kRules = {{
    {.id = "FIELD_MEANING_CHANGED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "Field numbers are not reused for something else",
     .impact = "Old clients, old servers and stored data hold the old thing under this number: it "
               "is read as the new one, and the other way round. Types fit, so that nobody gets "
               "an error.",
     .remedy = "Give the new field a new number, and reserve the old number and name.",
     .source = kReuse,
     .check = CheckField,
     .buf_rule = false},
    {.id = "ENUM_VALUE_MEANING_CHANGED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "Numbers of enum values are not reused for something else",
     .impact = "Old clients, old servers and stored data hold the old value under this number: it "
               "is read as the new one, and the other way round. Nobody gets an error.",
     .remedy = "Give the new value a new number, and reserve the old number and name.",
     .source = kReuse,
     .check = CheckValues,
     .buf_rule = false},
    {.id = "ENUM_ZERO_MEANING_CHANGED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "The zero value of an enum keeps its meaning",
     .impact = "Zero is what a field holds that nobody set: everything that was written without "
               "the field means another thing from now on. Nobody gets an error.",
     .remedy = "Keep the zero value. If it said too much, add a new enum whose zero value is "
               "`..._UNSPECIFIED`, and a new field for it.",
     .source = "https://protobuf.dev/best-practices/dos-donts/#unspecified-enum",
     .check = CheckZero,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> MeaningRules() { return kRules; }

}  // namespace protowarden::rules::semantic
