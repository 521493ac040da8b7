// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/annotate/annotation_target.h"

#include <algorithm>

namespace protowarden::rules::pii {

using schema::File;

AnnotationTarget::AnnotationTarget(const OptionNames& names, const Policy& policy,
                                   const schema::Schema& schema, std::string import_path)
    : names_(names), policy_(policy), schema_(schema), import_path_(std::move(import_path)) {
  if (const schema::Field* option = schema.FindExtensionByName(names.sensitivity)) {
    definition_ = option->file;
    AddDependencies(*definition_);
  }
  if (const schema::Field* option = schema.FindExtensionByName(names.type)) {
    types_ = option->enum_type;
  }
  if (import_path_.empty()) {
    import_path_ = definition_ == nullptr ? kDefaultAnnotationImport : definition_->path;
  }
  for (const auto& file : schema.files()) {
    std::string_view package = file->package;
    while (!package.empty() && packages_.insert(package).second) {
      package =
          package.substr(0, package.rfind('.') == std::string_view::npos ? 0 : package.rfind('.'));
    }
  }
}

void AnnotationTarget::AddDependencies(const File& file) {
  if (!dependencies_.insert(&file).second) return;
  for (const schema::Import& import : file.imports) {
    if (import.file != nullptr) AddDependencies(*import.file);
  }
}

bool AnnotationTarget::HasOption(const std::string& name) const {
  return definition_ == nullptr || schema_.FindExtensionByName(name) != nullptr;
}

bool AnnotationTarget::HasType(std::string_view id) const {
  if (types_ == nullptr) {
    // A kind that a user's policy adds has no number and no enum value.
    const Type* type = policy_.FindType(id);
    return type != nullptr && type->number > 0;
  }
  return std::any_of(types_->values.begin(), types_->values.end(),
                     [&](const schema::EnumValue& value) { return value.name == id; });
}

bool AnnotationTarget::MayAnnotate(const File& file) const {
  if (dependencies_.contains(&file) || file.path == import_path_) return false;
  return !file.path.starts_with("google/protobuf/");
}

bool AnnotationTarget::Provides(const File* file, int depth) const {
  static constexpr int kMaxDepth = 32;  // imports may be circular
  if (file == nullptr || depth > kMaxDepth) return false;
  if (file == definition_) return true;
  return std::any_of(file->imports.begin(), file->imports.end(), [&](const schema::Import& import) {
    return import.is_public && Provides(import.file, depth + 1);
  });
}

bool AnnotationTarget::IsProvidedBy(const File& file, std::string_view import_path) const {
  if (import_path == import_path_ || import_path == kDefaultAnnotationImport) return true;
  if (import_path.ends_with(std::string("/").append(kDefaultAnnotationImport))) return true;
  return definition_ != nullptr &&
         std::any_of(file.imports.begin(), file.imports.end(), [&](const schema::Import& import) {
           return import.path == import_path && Provides(import.file, 0);
         });
}

std::string AnnotationTarget::Written(const std::string& option, const File& file) const {
  const std::string first = option.substr(0, option.find('.'));
  // Names are looked up from the innermost package outwards, and the first that has a member of
  // that name decides.
  bool hidden = false;
  for (std::string scope = file.package; !scope.empty();) {
    const std::string member = scope + "." + first;
    hidden = hidden || packages_.contains(member) || schema_.FindMessage(member) != nullptr;
    const size_t dot = scope.rfind('.');
    scope.resize(dot == std::string::npos ? 0 : dot);
  }
  return "(" + std::string(hidden ? "." : "") + option + ")";
}

}  // namespace protowarden::rules::pii
