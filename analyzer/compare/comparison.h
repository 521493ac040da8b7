// SPDX-License-Identifier: Apache-2.0
//
// Matches the elements of two schemas once, so that rules receive pairs and never loop over files.
//
// What is matched by what (the same choices as buf, so that verdicts agree):
//   files by path; messages, enums and services by full name wherever they are declared; fields by
//   number inside a matched message (a field that kept its number and changed its name is a
//   rename); extensions by extendee and number; enum values by number (aliases share a number);
//   methods by name inside a matched service.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/schema.h"

namespace protowarden::compare {

template <typename T>
struct Pair {
  const T& before;
  const T& after;
};

using FilePair = Pair<schema::File>;
using MessagePair = Pair<schema::Message>;
using FieldPair = Pair<schema::Field>;
using EnumPair = Pair<schema::Enum>;
using ServicePair = Pair<schema::Service>;
using MethodPair = Pair<schema::Method>;

// All values of one number; more than one when the enum has aliases. In declaration order.
struct EnumValuesPair {
  EnumPair parent;
  int32_t number;
  std::vector<const schema::EnumValue*> before;
  std::vector<const schema::EnumValue*> after;
};

// Where a deleted element went: the same content under another full name, or the same full name in
// another file.
struct Move {
  enum class How { kOtherFile, kOtherName } how;
  std::string to_name;  // full name after the change
  std::string to_file;  // display path after the change
};

// Both schemas and everything that matches between them. Refers to the schemas: they must outlive
// it. Only files with is_target on either side are paired. Stable order: by path or full name, then
// by number.
class Comparison {
 public:
  Comparison(const schema::Schema& before, const schema::Schema& after);

  [[nodiscard]] const schema::Schema& before() const { return before_; }
  [[nodiscard]] const schema::Schema& after() const { return after_; }

  [[nodiscard]] const std::vector<FilePair>& files() const { return files_; }
  [[nodiscard]] const std::vector<MessagePair>& messages() const { return messages_; }
  [[nodiscard]] const std::vector<FieldPair>& fields() const { return fields_; }  // + extensions
  [[nodiscard]] const std::vector<EnumPair>& enums() const { return enums_; }
  [[nodiscard]] const std::vector<EnumValuesPair>& enum_values() const { return enum_values_; }
  [[nodiscard]] const std::vector<ServicePair>& services() const { return services_; }
  [[nodiscard]] const std::vector<MethodPair>& methods() const { return methods_; }

  // Target files that exist on one side only.
  [[nodiscard]] const std::vector<const schema::File*>& deleted_files() const {
    return deleted_files_;
  }
  [[nodiscard]] const std::vector<const schema::File*>& added_files() const { return added_files_; }

  // Where a message or enum that is gone from its file (or whose full name is gone) is now, if that
  // can be told: the same full name elsewhere, or a new element of the same kind with the same
  // short name and the same structure.
  [[nodiscard]] std::optional<Move> FindMove(const schema::Message& deleted) const;
  [[nodiscard]] std::optional<Move> FindMove(const schema::Enum& deleted) const;
  [[nodiscard]] std::optional<Move> FindMove(const schema::File& deleted) const;

 private:
  void PairFiles();
  void PairMessages();
  void PairExtensions();
  void PairEnums();
  void PairServices();

  const schema::Schema& before_;
  const schema::Schema& after_;
  std::vector<FilePair> files_;
  std::vector<const schema::File*> deleted_files_;
  std::vector<const schema::File*> added_files_;
  std::vector<MessagePair> messages_;
  std::vector<FieldPair> fields_;
  std::vector<EnumPair> enums_;
  std::vector<EnumValuesPair> enum_values_;
  std::vector<ServicePair> services_;
  std::vector<MethodPair> methods_;
  // Elements whose full name is new, by short name: where moved ones may be found.
  std::unordered_map<std::string_view, std::vector<const schema::Message*>> new_messages_;
  std::unordered_map<std::string_view, std::vector<const schema::Enum*>> new_enums_;
};

}  // namespace protowarden::compare
