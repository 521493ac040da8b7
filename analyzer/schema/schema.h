// SPDX-License-Identifier: Apache-2.0
//
// One side of a comparison: a set of linked files with lookups by name.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analyzer/schema/model.h"

namespace protowarden::schema {

// A problem in the schema itself, found while reading or linking. Not a finding: the run goes on
// with what could be read and ends with ExitCode::kCannotAnalyse.
struct Diagnostic {
  std::string file;  // display path
  int32_t line = 0;  // 1-based, 0 when it concerns the whole file
  int32_t column = 0;
  std::string message;

  friend auto operator<=>(const Diagnostic&, const Diagnostic&) = default;
};

// "file:line:column: message", leaving out what is unknown.
[[nodiscard]] std::string ToString(const Diagnostic& diagnostic);

// Collects problems; of a file that has very many, only the first and how many there are more.
class DiagnosticList {
 public:
  static constexpr size_t kMaxPerFile = 20;

  void Add(Diagnostic diagnostic);
  // True when further problems of the file would only be counted.
  [[nodiscard]] bool IsFull(const std::string& file) const;
  // Sorted. Leaves the list empty.
  [[nodiscard]] std::vector<Diagnostic> Take();

 private:
  std::vector<Diagnostic> diagnostics_;
  std::map<std::string, size_t, std::less<>> counts_;  // by file
};

// Immutable after Link (schema/link.h). Pointers returned live as long as the Schema.
class Schema {
 public:
  Schema() = default;
  Schema(Schema&&) = default;
  Schema& operator=(Schema&&) = default;
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;

  // Sorted by path.
  [[nodiscard]] const std::vector<std::unique_ptr<File>>& files() const { return files_; }

  [[nodiscard]] const File* FindFile(std::string_view path) const;
  // By full name without leading dot; nullptr when there is none.
  [[nodiscard]] const Message* FindMessage(std::string_view full_name) const;
  [[nodiscard]] const Enum* FindEnum(std::string_view full_name) const;
  [[nodiscard]] const Service* FindService(std::string_view full_name) const;
  // An extension of `extendee` (full name) by number or by its own full name.
  [[nodiscard]] const Field* FindExtension(std::string_view extendee, int32_t number) const;
  [[nodiscard]] const Field* FindExtensionByName(std::string_view full_name) const;
  // True when a file of this schema declares the package.
  [[nodiscard]] bool HasPackage(std::string_view package) const;

 private:
  friend class Linker;

  std::vector<std::unique_ptr<File>> files_;
  std::unordered_map<std::string_view, const File*> by_path_;
  std::unordered_map<std::string_view, const Message*> messages_;
  std::unordered_map<std::string_view, const Enum*> enums_;
  std::unordered_map<std::string_view, const Service*> services_;
  std::map<std::pair<std::string_view, int32_t>, const Field*> extensions_;
  std::unordered_map<std::string, const Field*> extensions_by_name_;
  std::vector<std::string> packages_;  // sorted
};

}  // namespace protowarden::schema
