// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/changed_elements.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/engine/path_pattern.h"
#include "analyzer/engine/rule.h"
#include "llm/reviewer/definition.h"

namespace protowarden::llm {
namespace {

bool Leaves(const ReviewInput& input, const Selection& selection, const Location& location) {
  const auto matches = [&](const std::string& pattern) {
    return PathMatches(pattern, location.path) || PathMatches(pattern, location.file);
  };
  return (!input.shows || input.shows(location)) &&
         std::none_of(selection.exclude.begin(), selection.exclude.end(), matches);
}

// The members of an element, for the places of findings.
void AddMembers(const schema::Message& message, std::map<std::string, Location>& members) {
  for (const schema::Field& field : message.fields) {
    members[field.FullName()] = At(message.file, field.span);
  }
}

void AddMembers(const schema::Enum& item, std::map<std::string, Location>& members) {
  for (const schema::EnumValue& value : item.values) {
    members[item.full_name + "." + value.name] = At(item.file, value.span);
  }
}

void AddMembers(const schema::Service& service, std::map<std::string, Location>& members) {
  for (const schema::Method& method : service.methods) {
    members[method.FullName()] = At(service.file, method.span);
  }
}

class Collector {
 public:
  Collector(const ReviewInput& input, const Selection& selection)
      : input_(input), selection_(selection), usage_(input.comparison.after()) {
    for (const Finding& finding : input.findings)
      findings_[finding.subject.name].push_back(&finding);
  }

  template <typename T>
  void Add(const char* kind, Subject::Kind subject, const compare::Pair<T>& pair) {
    const Location location = At(pair.after.file, pair.after.span);
    if (!Leaves(input_, selection_, location)) return;
    ChangedElement changed;
    changed.before = DefinitionOf(pair.before);
    changed.after = DefinitionOf(pair.after);
    if (changed.before == changed.after) return;
    changed.kind = kind;
    changed.element = pair.after.full_name;
    changed.location = location;
    changed.against = At(pair.before.file, pair.before.span);
    changed.subject = {subject, pair.after.full_name, pair.after.file->package};
    AddMembers(pair.after, changed.members);
    AddMembers(pair.before, changed.old_members);
    changed.used = UsedIn(pair.after);
    const auto found = findings_.find(pair.after.full_name);
    if (found != findings_.end()) changed.findings = found->second;
    elements_.push_back(std::move(changed));
  }

  std::vector<ChangedElement> Take() {
    std::stable_sort(elements_.begin(), elements_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.location.path, a.location.span) <
             std::tie(b.location.path, b.location.span);
    });
    return std::move(elements_);
  }

 private:
  std::vector<std::string> UsedIn(const schema::Message& message) const {
    std::vector<std::string> used;
    if (usage_.InRequest(message)) used.emplace_back("sent in requests");
    if (usage_.InResponse(message)) used.emplace_back("returned in responses");
    if (used.empty()) used.emplace_back("used by no method that was read");
    return used;
  }
  std::vector<std::string> UsedIn(const schema::Enum& item) const {
    std::vector<std::string> used;
    const auto holders = usage_.Holders(item);
    const auto any = [&](auto test) { return std::any_of(holders.begin(), holders.end(), test); };
    if (any([&](const auto* holder) { return usage_.InRequest(*holder); })) {
      used.emplace_back("sent in requests");
    }
    if (any([&](const auto* holder) { return usage_.InResponse(*holder); })) {
      used.emplace_back("returned in responses");
    }
    if (used.empty()) used.emplace_back("used by no method that was read");
    return used;
  }
  std::vector<std::string> UsedIn(const schema::Service& /*service*/) const { return {}; }

  const ReviewInput& input_;
  const Selection& selection_;
  const schema::Usage usage_;
  std::unordered_map<std::string, std::vector<const Finding*>> findings_;
  std::vector<ChangedElement> elements_;
};

}  // namespace

std::vector<ChangedElement> ChangedElements(const ReviewInput& input, const Selection& selection) {
  Collector collector(input, selection);
  for (const auto& pair : input.comparison.messages()) {
    if (!pair.after.is_map_entry) collector.Add("message", Subject::Kind::kMessage, pair);
  }
  for (const auto& pair : input.comparison.enums()) {
    collector.Add("enum", Subject::Kind::kEnum, pair);
  }
  for (const auto& pair : input.comparison.services()) {
    collector.Add("service", Subject::Kind::kService, pair);
  }
  return collector.Take();
}

std::vector<UnsureField> UnsureFields(const ReviewInput& input, const Selection& selection) {
  std::vector<UnsureField> unsure;
  if (input.inventory == nullptr) return unsure;
  std::unordered_map<const schema::Field*, const schema::Field*> before;  // by the one after
  for (const auto& pair : input.comparison.fields()) before.emplace(&pair.after, &pair.before);
  std::unordered_set<std::string_view> compared;
  for (const auto& pair : input.comparison.files()) compared.insert(pair.after.path);
  for (const schema::File* file : input.comparison.added_files()) compared.insert(file->path);
  for (const FieldRecord& record : input.inventory->fields) {
    if (record.annotated || record.container || record.confidence >= selection.pii_below) continue;
    if (!compared.contains(record.location.path)) continue;
    if (!Leaves(input, selection, record.location)) continue;
    const std::string parent = record.element.substr(0, record.element.rfind('.'));
    const schema::Message* message = input.comparison.after().FindMessage(parent);
    const schema::Field* field =
        message == nullptr ? nullptr : message->FindFieldByName(record.field_name);
    if (field == nullptr) continue;
    UnsureField item{&record, DefinitionOf(*field), DefinitionOf(*message), {}};
    // What the change did not touch was there to be judged before.
    const auto old = before.find(field);
    if (old != before.end() && DefinitionOf(*old->second) == item.definition) continue;
    item.subject = {Subject::Kind::kMessage, parent, message->file->package};
    unsure.push_back(std::move(item));
  }
  return unsure;
}

}  // namespace protowarden::llm
