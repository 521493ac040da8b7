// SPDX-License-Identifier: Apache-2.0
//
// What the changelog's families share. Each lists changes that break nobody, one finding a change:
// an added message is one, however many fields it has.
#pragma once

#include <array>
#include <span>
#include <string>

#include "analyzer/engine/rule.h"

namespace protowarden::rules::semantic {

[[nodiscard]] std::span<const Rule> AdditionRules();      // additions.cc
[[nodiscard]] std::span<const Rule> RemovalRules();       // removals.cc
[[nodiscard]] std::span<const Rule> ModificationRules();  // modifications.cc

inline constexpr std::string_view kUpdating =
    "https://protobuf.dev/programming-guides/proto3/#updating";

// True when `file` had, under the same nested name, a message or enum before: only the package
// around it changed.
template <typename T>
[[nodiscard]] bool OnlyPackageDiffers(const schema::Schema& other, const T& item) {
  const schema::File* same = other.FindFile(item.file->path);
  if (same == nullptr || same->package == item.file->package) return false;
  const std::string name =
      same->package.empty() ? item.NestedName() : same->package + "." + item.NestedName();
  return other.FindMessage(name) != nullptr || other.FindEnum(name) != nullptr;
}

// Calls visit(item, kind) for the messages and enums of the target files of `side` that `other`
// lacks, the outermost ones only.
template <typename Visitor>
void ForEachMissingType(const schema::Schema& side, const schema::Schema& other,
                        const Visitor& visit) {
  const auto missing = [&](const auto& item, const auto* found) {
    const bool inside =
        item.parent != nullptr && other.FindMessage(item.parent->full_name) == nullptr;
    return found == nullptr && !inside && !OnlyPackageDiffers(other, item);
  };
  for (const auto& file : side.files()) {
    if (!file->is_target) continue;
    schema::ForEachMessage(*file, [&](const schema::Message& item) {
      if (item.is_map_entry) return;
      if (missing(item, other.FindMessage(item.full_name))) visit(item, "message");
    });
    schema::ForEachEnum(*file, [&](const schema::Enum& item) {
      if (missing(item, other.FindEnum(item.full_name))) visit(item, "enum");
    });
  }
}

// The same for services.
template <typename Visitor>
void ForEachMissingService(const schema::Schema& side, const schema::Schema& other,
                           const Visitor& visit) {
  for (const auto& file : side.files()) {
    if (!file->is_target) continue;
    const schema::File* same = other.FindFile(file->path);
    for (const schema::Service& item : file->services) {
      if (other.FindService(item.full_name) != nullptr) continue;
      const bool renamed_package = same != nullptr && same->package != file->package &&
                                   other.FindService(same->package + "." + item.name) != nullptr;
      if (!renamed_package) visit(item);
    }
  }
}

// The same for extensions.
template <typename Visitor>
void ForEachMissingExtension(const schema::Schema& side, const schema::Schema& other,
                             const Visitor& visit) {
  for (const auto& file : side.files()) {
    if (!file->is_target) continue;
    schema::ForEachExtension(*file, [&](const schema::Field& field) {
      if (other.FindExtension(field.extendee, field.number) == nullptr) visit(field);
    });
  }
}

}  // namespace protowarden::rules::semantic
