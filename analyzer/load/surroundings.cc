// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/surroundings.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "analyzer/load/header_reader.h"

namespace protowarden::load {
namespace {

using schema::Field;
using schema::File;
using schema::Message;

std::string_view LastPart(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// Names of types as they are written, without what stands before the last dot.
std::set<std::string_view> UsedNames(const File& file) {
  std::set<std::string_view> names;
  const auto add = [&](std::string_view name) { names.insert(LastPart(name)); };
  ForEachMessage(file, [&](const Message& message) {
    for (const Field& field : message.fields) add(field.type_name);
  });
  ForEachExtension(file, [&](const Field& field) { add(field.type_name); });
  for (const schema::Service& service : file.services) {
    for (const schema::Method& method : service.methods) {
      add(method.input_type);
      add(method.output_type);
    }
  }
  return names;
}

// True also for a file that passes others on.
bool Offers(const File& file, const std::set<std::string_view>& names) {
  bool offers = std::any_of(file.imports.begin(), file.imports.end(),
                            [](const schema::Import& import) { return import.is_public; });
  ForEachMessage(file, [&](const Message& message) { offers |= names.contains(message.name); });
  return offers;
}

}  // namespace

std::vector<const File*> WithUsedFiles(const std::vector<const File*>& files,
                                       const ImportResolver& resolve) {
  std::map<std::string_view, const File*> used;
  std::vector<const File*> frontier;
  for (const File* file : files) {
    if (used.emplace(file->path, file).second) frontier.push_back(file);
  }
  while (!frontier.empty()) {
    const File& file = *frontier.back();
    frontier.pop_back();
    const std::set<std::string_view> names = UsedNames(file);
    for (const schema::Import& import : file.imports) {
      const File* target = resolve(file, import);
      if (target == nullptr || used.contains(target->path) || !Offers(*target, names)) continue;
      used.emplace(target->path, target);
      frontier.push_back(target);
    }
  }
  std::vector<const File*> all;
  all.reserve(used.size());
  for (const auto& [path, file] : used) all.push_back(file);
  return all;
}

Result<std::vector<std::string>> FindSurroundings(io::FileTree& tree, const Workspace& workspace,
                                                  const std::vector<const File*>& files) {
  std::set<std::string> own;
  std::set<std::string> packages;
  std::set<std::string> words;
  for (const File* file : files) {
    // Files built into the reader have no surroundings here.
    if (workspace.Find(file->path) == nullptr) continue;
    own.insert(file->path);
    for (std::string& word : ImportWords(file->path)) words.insert(std::move(word));
    if (file->package.empty()) continue;
    packages.insert(file->package);
    words.insert(file->package);
  }
  if (words.empty()) return std::vector<std::string>();
  const Result<std::vector<std::string>> candidates =
      FilesWithAny(tree, workspace, {words.begin(), words.end()});
  if (!candidates.ok()) return candidates.error();
  std::set<std::string> found;
  std::map<std::string, std::vector<std::string>> importers;
  for (const auto& [file, header] : HeaderReader(tree, workspace).Read(*candidates, own)) {
    if (packages.contains(header.package)) found.insert(file->identity);
    for (const std::string& import : header.imports) {
      const SourceFile* target = workspace.ResolveImport(*file, import);
      if (target == nullptr || !own.contains(target->identity)) continue;
      importers[target->identity].push_back(file->identity);
    }
  }
  for (const auto& [target, names] : importers) {
    if (names.size() <= kMaxImporters) found.insert(names.begin(), names.end());
  }
  return std::vector<std::string>(found.begin(), found.end());
}

Result<std::vector<std::string>> FindLessons(io::FileTree& tree, const Workspace& workspace,
                                             const std::vector<std::string>& options,
                                             const std::set<std::string>& fields) {
  std::vector<std::string> found;
  if (options.empty() || fields.empty()) return found;
  std::set<std::string> words;
  for (const std::string& option : options) words.emplace(LastPart(option));
  const auto annotated = FilesWithAny(tree, workspace, {words.begin(), words.end()});
  if (!annotated.ok()) return annotated.error();
  if (annotated->empty()) return found;
  const auto alike = FilesWithAny(tree, workspace, {fields.begin(), fields.end()});
  if (!alike.ok()) return alike.error();
  const std::set<std::string> named(alike->begin(), alike->end());
  for (const std::string& path : *annotated) {
    const SourceFile* file = named.contains(path) ? workspace.FindInTree(path) : nullptr;
    if (file != nullptr) found.push_back(file->identity);
  }
  return found;
}

std::set<std::string> NewFieldNames(const File* before, const File& after) {
  std::set<std::string> names;
  const auto each = [](const File& file, const auto& visit) {
    ForEachMessage(file, [&](const Message& message) {
      for (const Field& field : message.fields) visit(message.name, field.name);
    });
    ForEachExtension(file, [&](const Field& field) { visit(std::string(), field.name); });
  };
  std::set<std::pair<std::string, std::string>> old;
  if (before != nullptr) {
    each(*before,
         [&](const std::string& message, const std::string& name) { old.emplace(message, name); });
  }
  each(after, [&](const std::string& message, const std::string& name) {
    if (!old.contains({message, name})) names.insert(name);
  });
  return names;
}

}  // namespace protowarden::load
