// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/affected_files.h"

#include <algorithm>
#include <map>

#include "analyzer/load/header_reader.h"

namespace protowarden::load {
namespace {

std::set<std::string> InterfaceOf(const schema::File& file) {
  std::set<std::string> names{"package " + file.package};
  for (const schema::Import& import : file.imports) {
    if (import.is_public) names.insert("import public " + import.path);
  }
  // Not linked yet: names are collected by walking, with the path that leads to them.
  struct Walker {
    std::set<std::string>& names;
    void Visit(const std::vector<schema::Message>& messages, const std::vector<schema::Enum>& enums,
               const std::vector<schema::Field>& extensions, const std::string& scope) {
      for (const schema::Message& message : messages) {
        const std::string name = scope + "." + message.name;
        names.insert("message " + name);
        Visit(message.messages, message.enums, message.extensions, name);
      }
      for (const schema::Enum& item : enums) {
        const int first = item.values.empty() ? 0 : item.values.front().number;
        names.insert("enum " + scope + "." + item.name + " " + std::to_string(first));
      }
      for (const schema::Field& field : extensions) {
        names.insert("extension " + scope + "." + field.name);
      }
    }
  };
  Walker{names}.Visit(file.messages, file.enums, file.extensions, "");
  return names;
}

}  // namespace

InterfaceChange CompareInterfaces(const schema::File* before, const schema::File* after) {
  if (before == nullptr) return InterfaceChange::kNone;
  if (after == nullptr) return InterfaceChange::kOther;
  const std::set<std::string> old_names = InterfaceOf(*before);
  const std::set<std::string> new_names = InterfaceOf(*after);
  if (!std::includes(new_names.begin(), new_names.end(), old_names.begin(), old_names.end())) {
    return InterfaceChange::kOther;
  }
  InterfaceChange change = InterfaceChange::kNone;
  for (const std::string& name : new_names) {
    if (old_names.contains(name)) continue;
    if (name.starts_with("import ")) return InterfaceChange::kOther;
    // A nested name is looked up inside its message only.
    if (std::count(name.begin(), name.end(), '.') == 1) change = InterfaceChange::kNewNames;
  }
  return change;
}

std::string FolderOfPackage(const SourceFile& file, const std::string& package) {
  const std::string folder =
      file.tree_path.substr(0, file.tree_path.size() - BaseName(file.tree_path).size());
  std::string path = "/" + package + "/";
  std::replace(path.begin(), path.end(), '.', '/');
  if (package.empty() || !("/" + folder).ends_with(path)) return {};
  return folder.substr(0, folder.size() - 1);
}

Result<std::vector<std::string>> FindImporters(io::FileTree& tree, const Workspace& workspace,
                                               const std::vector<std::string>& sources,
                                               const std::set<std::string>& changed,
                                               const std::string& folder) {
  HeaderReader reader(tree, workspace);
  std::vector<std::pair<const SourceFile*, Header>> known;
  std::set<std::string> reached(sources.begin(), sources.end());
  std::set<std::string> importers;
  std::vector<std::string> frontier = sources;
  while (!frontier.empty()) {
    std::set<std::string> needles;
    for (const std::string& identity : frontier) {
      for (std::string& word : ImportWords(identity)) needles.insert(std::move(word));
    }
    const Result<std::vector<std::string>> candidates =
        FilesWithAny(tree, workspace, {needles.begin(), needles.end()}, folder);
    if (!candidates.ok()) return candidates.error();
    for (auto& header : reader.Read(*candidates, changed)) known.push_back(std::move(header));
    frontier.clear();
    for (const auto& [file, header] : known) {
      for (const std::string& import : header.imports) {
        const SourceFile* target = workspace.ResolveImport(*file, import);
        // The target may have been deleted: then the import's own path names it.
        const std::string identity = target == nullptr ? import : target->identity;
        if (!reached.contains(identity)) continue;
        importers.insert(file->identity);
        const bool forwards = std::find(header.public_imports.begin(), header.public_imports.end(),
                                        import) != header.public_imports.end();
        if (forwards && reached.insert(file->identity).second) {
          frontier.push_back(file->identity);
        }
      }
    }
  }
  return std::vector<std::string>(importers.begin(), importers.end());
}

std::set<std::string> PackagesThatLoseAKind(const std::vector<const schema::File*>& before,
                                            const std::vector<const schema::File*>& after) {
  const auto kinds_by_package = [](const std::vector<const schema::File*>& files) {
    std::map<std::string, std::set<std::string_view>> kinds;
    for (const schema::File* file : files) {
      auto& found = kinds[file->package];
      found.insert("file");
      if (!file->messages.empty()) found.insert("message");
      if (!file->services.empty()) found.insert("service");
      schema::ForEachEnum(*file, [&](const schema::Enum&) { found.insert("enum"); });
      schema::ForEachExtension(*file, [&](const schema::Field&) { found.insert("extension"); });
    }
    return kinds;
  };
  const auto kept = kinds_by_package(after);
  std::set<std::string> losing;
  for (const auto& [package, kinds] : kinds_by_package(before)) {
    const auto now = kept.find(package);
    const bool all = now != kept.end() && std::includes(now->second.begin(), now->second.end(),
                                                        kinds.begin(), kinds.end());
    if (!all) losing.insert(package);
  }
  return losing;
}

Result<std::vector<const SourceFile*>> FindFilesOfPackages(io::FileTree& tree,
                                                           const Workspace& workspace,
                                                           const std::set<std::string>& packages) {
  HeaderReader reader(tree, workspace);
  // A file without package has no name to search for; every file has a message, enum or service.
  std::vector<std::string> needles;
  for (const std::string& package : packages) {
    needles.push_back(package.empty() ? "{" : package);
  }
  const Result<std::vector<std::string>> candidates = FilesWithAny(tree, workspace, needles);
  if (!candidates.ok()) return candidates.error();
  std::vector<const SourceFile*> files;
  for (const auto& [file, header] : reader.Read(*candidates, {})) {
    if (packages.contains(header.package)) files.push_back(file);
  }
  return files;
}

}  // namespace protowarden::load
