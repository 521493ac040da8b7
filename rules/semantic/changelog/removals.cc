// SPDX-License-Identifier: Apache-2.0
//
// Removals that none of the selected compatibility rules minds, for example a field whose number is
// reserved where only the encoding counts.
#include <fmt/format.h>

#include <unordered_set>

#include "analyzer/base/text.h"
#include "rules/semantic/changelog/changelog.h"

namespace protowarden::rules::semantic {
namespace {

using schema::Schema;

// The file that declared it, if that still exists.
Location Remains(const Schema& after, const schema::File& old_file) {
  const schema::File* file = after.FindFile(old_file.path);
  return file == nullptr ? Location{} : AtFile(file);
}

void Add(std::string_view kind, std::string element, Location at, Location against,
         Reporter& reporter) {
  std::string description = fmt::format("The {} {} was removed.", kind, Quote(element));
  reporter.Add({.element = std::move(element),
                .at = std::move(at),
                .against = std::move(against),
                .description = std::move(description),
                .arguments = {std::string(kind)},
                .harmless = true});
}

// Members of `before` whose key is gone from `after`.
template <typename Container, typename Key>
void AddMembers(std::string_view kind, const Container& before, const Container& after, Key key,
                const std::string& parent, const Location& at, const schema::File* old_file,
                Reporter& reporter) {
  std::unordered_set<std::decay_t<decltype(key(before.front()))>> kept;
  for (const auto& item : after) kept.insert(key(item));
  for (const auto& item : before) {
    if constexpr (requires { item.synthetic; }) {
      if (item.synthetic) continue;
    }
    if (kept.contains(key(item))) continue;
    Add(kind, parent + "." + item.name, at, At(old_file, item.span), reporter);
  }
}

void CheckTypes(const compare::Comparison& all, Reporter& reporter) {
  const auto add = [&](std::string_view kind, const auto& item, std::string name) {
    Add(kind, std::move(name), Remains(all.after(), *item.file), At(item.file, item.span),
        reporter);
  };
  ForEachMissingType(all.before(), all.after(), [&](const auto& item, std::string_view kind) {
    add(kind, item, item.full_name);
  });
  ForEachMissingService(all.before(), all.after(),
                        [&](const schema::Service& item) { add("service", item, item.full_name); });
  ForEachMissingExtension(all.before(), all.after(), [&](const schema::Field& item) {
    add("extension", item, item.FullName());
  });
}

void CheckRemoved(const RuleContext& context, Reporter& reporter) {
  const compare::Comparison& all = context.comparison;
  CheckTypes(all, reporter);
  const auto name = [](const auto& item) { return std::string_view(item.name); };
  for (const auto& [before, after] : all.messages()) {
    const Location at = At(after.file, after.span);
    AddMembers(
        "field", before.fields, after.fields,
        [](const schema::Field& field) { return field.number; }, before.full_name, at, before.file,
        reporter);
    AddMembers("oneof", before.oneofs, after.oneofs, name, before.full_name, at, before.file,
               reporter);
  }
  for (const auto& [before, after] : all.enums()) {
    AddMembers(
        "enum value", before.values, after.values,
        [](const schema::EnumValue& value) { return value.number; }, before.full_name,
        At(after.file, after.span), before.file, reporter);
  }
  for (const auto& [before, after] : all.services()) {
    AddMembers("RPC", before.methods, after.methods, name, before.full_name,
               At(after.file, after.span), before.file, reporter);
  }
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "CHANGELOG_ELEMENT_REMOVED",
     .categories = category::kChangelog,
     .severity = Severity::kNone,
     .title = "Removals that no selected rule objects to are listed",
     .impact =
         "Nobody whom the selected rules protect. Code that was generated from the old schema "
         "and uses the element no longer compiles with the new one.",
     .remedy = "Nothing for the selected rules: mention it in the release notes.",
     .source = "https://protobuf.dev/programming-guides/proto3/#deleting",
     .check = CheckRemoved,
     .buf_rule = false,
     .change = ChangeKind::kRemoved,
     .yields = true},
}};

}  // namespace

std::span<const Rule> RemovalRules() { return kRules; }

}  // namespace protowarden::rules::semantic
