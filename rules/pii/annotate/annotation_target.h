// SPDX-License-Identifier: Apache-2.0
//
// The definitions that written annotations refer to: which options and kinds of data exist, how a
// file imports and names them.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "analyzer/schema/schema.h"
#include "rules/pii/annotations.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

// The import path unless the user or the tree says another.
inline constexpr std::string_view kDefaultAnnotationImport = "pii/v1/sensitivity.proto";

// Refers to its arguments. Where the schema holds the definitions, they decide what may be written;
// otherwise the project's own (rules/pii/proto/) are assumed.
class AnnotationTarget {
 public:
  // With an empty `import_path` it is that of the defining file, else the default.
  AnnotationTarget(const OptionNames& names, const Policy& policy, const schema::Schema& schema,
                   std::string import_path);

  [[nodiscard]] const OptionNames& names() const { return names_; }
  [[nodiscard]] const std::string& import_path() const { return import_path_; }
  [[nodiscard]] bool is_defined() const { return definition_ != nullptr; }
  [[nodiscard]] bool HasOption(const std::string& name) const;
  [[nodiscard]] bool HasType(std::string_view id) const;
  // False for files that an annotation would make import themselves, and protobuf's own.
  [[nodiscard]] bool MayAnnotate(const schema::File& file) const;
  // True when an import statement brings the definitions into scope.
  [[nodiscard]] bool IsProvidedBy(const schema::File& file, std::string_view import_path) const;
  // "(pii.v1.sensitivity)", with a leading dot where the file's packages hide the name.
  [[nodiscard]] std::string Written(const std::string& option, const schema::File& file) const;

 private:
  void AddDependencies(const schema::File& file);
  [[nodiscard]] bool Provides(const schema::File* file, int depth) const;

  const OptionNames& names_;
  const Policy& policy_;
  const schema::Schema& schema_;
  std::string import_path_;
  const schema::File* definition_ = nullptr;
  const schema::Enum* types_ = nullptr;
  std::unordered_set<const schema::File*> dependencies_;  // of the definition, and itself
  std::unordered_set<std::string_view> packages_;         // all, and those around them
};

}  // namespace protowarden::rules::pii
