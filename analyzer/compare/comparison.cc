// SPDX-License-Identifier: Apache-2.0
#include "analyzer/compare/comparison.h"

#include <algorithm>
#include <map>
#include <set>

#include "analyzer/compare/structure.h"

namespace protowarden::compare {
namespace {

using schema::Enum;
using schema::EnumValue;
using schema::Field;
using schema::File;
using schema::Message;
using schema::Schema;
using schema::Service;

// Target elements of one side by full name, in order. Of two with one name the first file's counts.
template <typename T>
using ByName = std::map<std::string_view, const T*>;

ByName<Message> Messages(const Schema& schema) {
  ByName<Message> names;
  for (const auto& file : schema.files()) {
    if (!file->is_target) continue;
    schema::ForEachMessage(*file,
                           [&](const Message& item) { names.emplace(item.full_name, &item); });
  }
  return names;
}

ByName<Enum> Enums(const Schema& schema) {
  ByName<Enum> names;
  for (const auto& file : schema.files()) {
    if (!file->is_target) continue;
    schema::ForEachEnum(*file, [&](const Enum& item) { names.emplace(item.full_name, &item); });
  }
  return names;
}

ByName<Service> Services(const Schema& schema) {
  ByName<Service> names;
  for (const auto& file : schema.files()) {
    if (!file->is_target) continue;
    for (const Service& item : file->services) names.emplace(item.full_name, &item);
  }
  return names;
}

using Extensions = std::map<std::pair<std::string_view, int32_t>, const Field*>;

Extensions TargetExtensions(const Schema& schema) {
  Extensions extensions;
  for (const auto& file : schema.files()) {
    if (!file->is_target) continue;
    schema::ForEachExtension(*file, [&](const Field& field) {
      extensions.emplace(std::pair{std::string_view(field.extendee), field.number}, &field);
    });
  }
  return extensions;
}

std::map<int32_t, const Field*> ByNumber(const Message& message) {
  std::map<int32_t, const Field*> numbers;
  for (const Field& field : message.fields) numbers.emplace(field.number, &field);
  return numbers;
}

std::map<int32_t, std::vector<const EnumValue*>> ByNumber(const Enum& item) {
  std::map<int32_t, std::vector<const EnumValue*>> numbers;
  for (const EnumValue& value : item.values) numbers[value.number].push_back(&value);
  return numbers;
}

// Calls visit(before, after) for every key that both maps have, in order.
template <typename Map, typename Visitor>
void ForEachCommon(const Map& before, const Map& after, const Visitor& visit) {
  auto other = after.begin();
  for (const auto& [key, item] : before) {
    while (other != after.end() && other->first < key) ++other;
    if (other == after.end()) return;
    if (other->first == key) visit(item, other->second);
  }
}

Move MovedTo(Move::How how, const std::string& name, const File* file) {
  return {how, name, file->display_path};
}

// `same` has the deleted element's full name, `added` are new elements by short name.
template <typename T>
std::optional<Move> FindMoveOf(
    const T& deleted, const T* same,
    const std::unordered_map<std::string_view, std::vector<const T*>>& added) {
  if (same != nullptr) {
    if (same->file->path == deleted.file->path) return std::nullopt;
    return MovedTo(Move::How::kOtherFile, same->full_name, same->file);
  }
  const auto candidates = added.find(deleted.name);
  if (candidates == added.end()) return std::nullopt;
  for (const T* candidate : candidates->second) {
    if (!FirstDifference(deleted, *candidate, Encoding::kBinaryAndJson).has_value()) {
      return MovedTo(Move::How::kOtherName, candidate->full_name, candidate->file);
    }
  }
  return std::nullopt;
}

std::set<std::string> TopLevelNames(const File& file) {
  std::set<std::string> names;
  for (const Message& message : file.messages) names.insert(message.name);
  for (const Enum& item : file.enums) names.insert(item.name);
  for (const Service& service : file.services) names.insert(service.name);
  return names;
}

}  // namespace

Comparison::Comparison(const Schema& before, const Schema& after) : before_(before), after_(after) {
  PairFiles();
  if (before.files().empty()) return;  // nothing to pair and nothing that could have moved
  PairMessages();
  PairExtensions();
  PairEnums();
  PairServices();
}

void Comparison::PairFiles() {
  for (const auto& file : before_.files()) {
    if (!file->is_target) continue;
    const File* now = after_.FindFile(file->path);
    if (now == nullptr) {
      deleted_files_.push_back(file.get());
    } else if (now->is_target) {
      files_.push_back({*file, *now});
    }
  }
  for (const auto& file : after_.files()) {
    if (file->is_target && before_.FindFile(file->path) == nullptr) {
      added_files_.push_back(file.get());
    }
  }
}

void Comparison::PairMessages() {
  const ByName<Message> before = Messages(before_);
  const ByName<Message> after = Messages(after_);
  for (const auto& [name, message] : after) {
    if (!before.contains(name)) new_messages_[message->name].push_back(message);
  }
  ForEachCommon(before, after, [&](const Message* old, const Message* now) {
    messages_.push_back({*old, *now});
    ForEachCommon(ByNumber(*old), ByNumber(*now), [&](const Field* old_field, const Field* field) {
      fields_.push_back({*old_field, *field});
    });
  });
}

void Comparison::PairExtensions() {
  ForEachCommon(TargetExtensions(before_), TargetExtensions(after_),
                [&](const Field* old, const Field* now) {
                  fields_.push_back({*old, *now});
                });
}

void Comparison::PairEnums() {
  const ByName<Enum> before = Enums(before_);
  const ByName<Enum> after = Enums(after_);
  for (const auto& [name, item] : after) {
    if (!before.contains(name)) new_enums_[item->name].push_back(item);
  }
  ForEachCommon(before, after, [&](const Enum* old, const Enum* now) {
    const EnumPair pair{*old, *now};
    enums_.push_back(pair);
    const auto old_values = ByNumber(*old);
    const auto values = ByNumber(*now);
    for (const auto& [number, named] : old_values) {
      const auto found = values.find(number);
      if (found != values.end()) enum_values_.push_back({pair, number, named, found->second});
    }
  });
}

void Comparison::PairServices() {
  ForEachCommon(Services(before_), Services(after_), [&](const Service* old, const Service* now) {
    services_.push_back({*old, *now});
    std::unordered_map<std::string_view, const schema::Method*> by_name;
    for (const schema::Method& method : now->methods) by_name.emplace(method.name, &method);
    for (const schema::Method& method : old->methods) {
      const auto found = by_name.find(method.name);
      if (found != by_name.end()) methods_.push_back({method, *found->second});
    }
  });
}

std::optional<Move> Comparison::FindMove(const Message& deleted) const {
  return FindMoveOf(deleted, after_.FindMessage(deleted.full_name), new_messages_);
}

std::optional<Move> Comparison::FindMove(const Enum& deleted) const {
  return FindMoveOf(deleted, after_.FindEnum(deleted.full_name), new_enums_);
}

std::optional<Move> Comparison::FindMove(const File& deleted) const {
  const std::set<std::string> names = TopLevelNames(deleted);
  const File* best = nullptr;
  size_t best_shared = 0;
  for (const File* added : added_files_) {
    if (!deleted.content_id.empty() && added->content_id == deleted.content_id) {
      return MovedTo(Move::How::kOtherFile, added->path, added);
    }
    if (added->package != deleted.package) continue;
    const std::set<std::string> others = TopLevelNames(*added);
    const auto shared =
        static_cast<size_t>(std::count_if(names.begin(), names.end(), [&](const std::string& name) {
          return others.contains(name);
        }));
    if (shared * 2 >= names.size() && shared > best_shared) {
      best = added;
      best_shared = shared;
    }
  }
  if (best == nullptr) return std::nullopt;
  return MovedTo(Move::How::kOtherFile, best->path, best);
}

}  // namespace protowarden::compare
