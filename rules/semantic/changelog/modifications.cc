// SPDX-License-Identifier: Apache-2.0
//
// What changed about elements that live on: deprecation, options, comments, their file, and of
// fields what none of the selected compatibility rules minds.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/schema/type_text.h"
#include "rules/semantic/changelog/changelog.h"
#include "rules/semantic/changelog/element_pairs.h"

namespace protowarden::rules::semantic {
namespace {

using category::kChangelog;
using compare::FieldPair;
using schema::Field;
using schema::Option;
using schema::OptionSet;

constexpr std::string_view kDeprecated = "deprecated";

bool IsDeprecated(const OptionSet& options) { return options.GetBool(kDeprecated, false); }

void CheckDeprecated(const RuleContext& context, Reporter& reporter) {
  ForEachElement(context.comparison, [&](const ElementPair& pair) {
    if (IsDeprecated(*pair.before.options) || !IsDeprecated(*pair.after.options)) return;
    reporter.Add(
        {.element = pair.name,
         .at = At(pair.after.file, pair.after.span),
         .against = At(pair.before.file, pair.before.span),
         .description = fmt::format("The {} {} is deprecated now.", pair.kind, Quote(pair.name)),
         .harmless = true});
  });
}

// Names of the options that differ, sorted; extensions in parentheses.
std::vector<std::string> ChangedOptions(const OptionSet& before, const OptionSet& after) {
  if (before.empty() && after.empty()) return {};
  std::map<std::string, std::pair<const Option*, const Option*>> both;
  const auto name = [](const Option& option) {
    return option.is_extension ? "(" + option.name + ")" : option.name;
  };
  for (const Option& option : before.nodes()) both[name(option)].first = &option;
  for (const Option& option : after.nodes()) both[name(option)].second = &option;
  std::vector<std::string> changed;
  for (const auto& [text, sides] : both) {
    const auto& [old_one, new_one] = sides;
    if (old_one != nullptr && new_one != nullptr && old_one->SameValue(*new_one)) continue;
    if (text == kDeprecated && IsDeprecated(before) <= IsDeprecated(after)) continue;
    changed.push_back(text);
  }
  return changed;
}

void CheckOptions(const RuleContext& context, Reporter& reporter) {
  static constexpr size_t kMostNamed = 8;
  ForEachElement(context.comparison, [&](const ElementPair& pair) {
    std::vector<std::string> changed = ChangedOptions(*pair.before.options, *pair.after.options);
    if (changed.empty()) return;
    const std::vector<std::string> arguments = changed;
    if (changed.size() > kMostNamed) {
      changed.resize(kMostNamed);
      changed.push_back(fmt::format("{} more", arguments.size() - kMostNamed));
    }
    reporter.Add({.element = pair.name,
                  .at = At(pair.after.file, pair.after.span),
                  .against = At(pair.before.file, pair.before.span),
                  .description = fmt::format("Options of the {} {} changed: {}.", pair.kind,
                                             Quote(pair.name), Join(changed, ", ")),
                  .arguments = arguments,
                  .harmless = true});
  });
}

// True when the texts have the same words: line breaks and indentation do not count.
bool SameWords(std::string_view a, std::string_view b) {
  static constexpr std::string_view kSpace = " \t\r\n\v\f";
  const auto next = [](std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    const std::string_view word = text.substr(0, text.find_first_of(kSpace));
    text.remove_prefix(word.size());
    return word;
  };
  while (true) {
    const std::string_view word = next(a);
    if (word != next(b)) return false;
    if (word.empty()) return true;
  }
}

bool SameComments(const schema::Comments& a, const schema::Comments& b) {
  return SameWords(a.leading, b.leading) && SameWords(a.trailing, b.trailing);
}

// One finding a file: rewording is of little interest.
void CheckComments(const RuleContext& context, Reporter& reporter) {
  struct Changed {
    Location at;
    Location against;
    size_t count = 0;
  };
  std::map<std::string_view, Changed> by_file;
  ForEachElement(context.comparison, [&](const ElementPair& pair) {
    if (pair.before.comments == nullptr || pair.after.comments == nullptr) return;
    if (SameComments(*pair.before.comments, *pair.after.comments)) return;
    Changed& changed = by_file[pair.after.file->path];
    if (changed.count++ > 0) return;
    changed.at = At(pair.after.file, pair.after.span);
    changed.against = At(pair.before.file, pair.before.span);
  });
  for (auto& [path, changed] : by_file) {
    reporter.Add(
        {.element = std::string(path),
         .at = std::move(changed.at),
         .against = std::move(changed.against),
         .description = fmt::format("The comments of {} changed.", Count(changed.count, "element")),
         .harmless = true});
  }
}

void CheckMoved(const RuleContext& context, Reporter& reporter) {
  ForEachElement(context.comparison, [&](const ElementPair& pair) {
    if (!pair.is_top_level || pair.before.file->path == pair.after.file->path) return;
    reporter.Add(
        {.element = pair.name,
         .at = At(pair.after.file, pair.after.span),
         .against = At(pair.before.file, pair.before.span),
         .description = fmt::format("The {} {} moved from {} to {}.", pair.kind, Quote(pair.name),
                                    Quote(pair.before.file->path), Quote(pair.after.file->path)),
         .harmless = true});
  });
}

std::string OneofName(const Field& field) {
  return field.oneof == nullptr ? std::string("none") : field.oneof->name;
}

std::string_view LabelText(const Field& field) {
  if (field.IsRequired()) return "required";
  if (field.label == schema::Label::kRepeated) return "repeated";
  return field.HasPresence() ? "optional" : "without presence";
}

void CheckField(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  const auto& [before, after] = pair;
  std::vector<std::string> changes;
  const auto compare = [&](std::string_view what, std::string_view old_one,
                           std::string_view new_one) {
    if (old_one == new_one) return;
    changes.push_back(fmt::format("{} from {} to {}", what, Quote(old_one), Quote(new_one)));
  };
  compare("name", before.name, after.name);
  compare("type", TypeText(before), TypeText(after));
  compare("label", LabelText(before), LabelText(after));
  // A name in JSON that follows the name is no change of its own.
  if (before.name == after.name) compare("JSON name", before.json_name, after.json_name);
  compare("default", before.default_value.value_or("none"), after.default_value.value_or("none"));
  compare("oneof", OneofName(before), OneofName(after));
  if (changes.empty()) return;
  reporter.Add({.element = after.FullName(),
                .at = At(after.file, after.span),
                .against = At(before.file, before.span),
                .description = fmt::format("Field {} changed: {}.", Quote(after.FullName()),
                                           Join(changes, ", ")),
                .arguments = changes,
                .harmless = true});
}

constexpr std::array<Rule, 5> kRules = {{
    {.id = "CHANGELOG_ELEMENT_DEPRECATED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "Deprecations are listed",
     .impact = "Nobody: encodings and calls stay as they are; compilers of some languages warn "
               "about uses.",
     .remedy = "Nothing: say in the release notes what to use instead and until when it stays.",
     .source = "https://protobuf.dev/programming-guides/proto3/#options",
     .check = CheckDeprecated,
     .buf_rule = false,
     .change = ChangeKind::kDeprecated,
     .yields = true},
    {.id = "CHANGELOG_OPTIONS_CHANGED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "Changes of options that no other rule judges are listed",
     .impact =
         "Nobody whom the selected rules protect. Generators and plugins that read the option "
         "may act differently.",
     .remedy = "Nothing: mention it in the release notes if users see the effect.",
     .source = "https://protobuf.dev/programming-guides/proto3/#options",
     .check = CheckOptions,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_COMMENTS_CHANGED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "Files whose comments changed are listed",
     .impact =
         "Nobody: comments are neither encoded nor compiled; generated documentation changes.",
     .remedy = "Nothing, unless a comment now promises something else.",
     .source = "https://protobuf.dev/programming-guides/style/",
     .check = CheckComments,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_TYPE_MOVED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "Types and services that moved to another file are listed",
     .impact = "Nobody whom the selected rules protect: full names and encodings stay. Imports of "
               "the old file no longer find it.",
     .remedy = "Nothing: mention the new file in the release notes.",
     .source = "https://protobuf.dev/programming-guides/proto3/#importing",
     .check = CheckMoved,
     .buf_rule = false,
     .yields = true},
    {.id = "CHANGELOG_FIELD_CHANGED",
     .categories = kChangelog,
     .severity = Severity::kNone,
     .title = "Changes of fields that no selected rule objects to are listed",
     .impact = "Nobody whom the selected rules protect. Generated accessors may change.",
     .remedy = "Nothing for the selected rules: mention it in the release notes.",
     .source = kUpdating,
     .check = CheckField,
     .buf_rule = false,
     .yields = true},
}};

}  // namespace

std::span<const Rule> ModificationRules() { return kRules; }

}  // namespace protowarden::rules::semantic
