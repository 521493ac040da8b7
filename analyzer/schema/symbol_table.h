// SPDX-License-Identifier: Apache-2.0
//
// Names of one side and protobuf's rules for looking them up.
// Source: https://protobuf.dev/programming-guides/proto3/#packages (name resolution) and
// https://protobuf.dev/programming-guides/proto3/#importing (visibility, import public).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::schema {

// What a full name stands for. Exactly one pointer is set, none for services.
struct Symbol {
  const File* file = nullptr;
  const Message* message = nullptr;
  const Enum* enumeration = nullptr;
  const Field* extension = nullptr;
  Span span;

  [[nodiscard]] bool IsType() const { return message != nullptr || enumeration != nullptr; }
};

// What one file can see: itself, its imports and what those import publicly.
class Visibility {
 public:
  void Add(const File* file);
  [[nodiscard]] bool Sees(const File* file) const { return files_.contains(file); }
  [[nodiscard]] bool SeesAny(const std::unordered_set<const File*>& files) const;
  // True when a visible file declares the package or one below it.
  [[nodiscard]] bool SeesPackage(const std::string& package) const {
    return packages_.contains(package);
  }

 private:
  std::unordered_set<const File*> files_;
  std::unordered_set<std::string> packages_;
};

class SymbolTable {
 public:
  // Two files that do not see each other may declare the same name. Returns how many do.
  size_t Add(const std::string& full_name, Symbol symbol);

  // All declarations of a full name.
  [[nodiscard]] const std::vector<Symbol>* Declarations(const std::string& full_name) const;

  enum class Want : uint8_t { kType, kExtension };
  // Looks `name` up from inside `scope` (a full name of a package or message) as protobuf does:
  // innermost scope first; the first component that is found decides. A leading dot makes the name
  // absolute. nullptr when nothing visible is found.
  [[nodiscard]] const Symbol* Lookup(std::string_view name, std::string_view scope,
                                     const Visibility& visible, Want want) const;

 private:
  [[nodiscard]] const Symbol* FindVisible(const std::string& full_name,
                                          const Visibility& visible) const;

  std::unordered_map<std::string, std::vector<Symbol>> symbols_;
};

}  // namespace protowarden::schema
