// SPDX-License-Identifier: Apache-2.0
//
// The part of PairLoader that reads what did not change but matters all the same.
#include <utility>

#include "analyzer/load/affected_files.h"
#include "analyzer/load/pair_loader.h"
#include "analyzer/load/surroundings.h"

namespace protowarden::load {

// Unchanged files can be affected too: a name in them may now mean something else.
void PairLoader::AddAffected(std::set<std::string>& changed) {
  std::vector<const schema::File*> before;
  std::vector<const schema::File*> after;
  for (const std::string& identity : changed) {
    const auto old_file = sides_[kBefore].files.find(identity);
    const auto new_file = sides_[kAfter].files.find(identity);
    before.push_back(old_file == sides_[kBefore].files.end() ? nullptr : old_file->second.get());
    after.push_back(new_file == sides_[kAfter].files.end() ? nullptr : new_file->second.get());
  }
  // The files that can reach others, by the folder that holds whatever they can reach.
  std::map<std::string, std::vector<std::string>> sources;
  const State& state = sides_[kAfter];
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] == nullptr && after[i] == nullptr) continue;
    const InterfaceChange change = CompareInterfaces(before[i], after[i]);
    if (change == InterfaceChange::kNone) continue;
    const schema::File& file = *(after[i] != nullptr ? after[i] : before[i]);
    const SourceFile* source = state.side.workspace->Find(file.path);
    const bool local = change == InterfaceChange::kNewNames && source != nullptr;
    sources[local ? FolderOfPackage(*source, file.package) : ""].push_back(file.path);
  }
  std::vector<Wanted> wanted;
  for (const auto& entry : sources) {
    const Result<std::vector<std::string>> affected = [&] {
      const Phase reading(timings_, &Timings::read);
      return FindImporters(*state.side.tree, *state.side.workspace, entry.second, changed,
                           entry.first);
    }();
    if (!affected.ok()) {
      diagnostics_.push_back({state.side.tree->Describe(), 0, 0, affected.error().message});
      return;
    }
    for (const std::string& identity : *affected) WantBothSides(identity, changed, wanted);
  }
  ParseWithImports(std::move(wanted));
}

// An unchanged file that turns out to be affected.
void PairLoader::WantBothSides(const std::string& identity, std::set<std::string>& known,
                               std::vector<Wanted>& wanted) {
  if (!known.insert(identity).second) return;
  for (const SideIndex side : {kBefore, kAfter}) {
    const SourceFile* file = sides_[side].side.workspace->Find(identity);
    if (file != nullptr && !sides_[side].files.contains(identity)) wanted.push_back({file, side});
  }
}

// Files that import what changed, and those that import them, up to the services on top.
void PairLoader::AddImporters(const std::set<std::string>& changed) {
  const State& state = sides_[kAfter];
  std::set<std::string> known = changed;
  std::vector<std::string> frontier(changed.begin(), changed.end());
  std::vector<Wanted> wanted;
  while (!frontier.empty()) {
    Result<std::vector<std::string>> importers = [&] {
      const Phase reading(timings_, &Timings::read);
      return FindImporters(*state.side.tree, *state.side.workspace, frontier, known);
    }();
    if (!importers.ok()) {
      diagnostics_.push_back({state.side.tree->Describe(), 0, 0, importers.error().message});
      return;
    }
    frontier.clear();
    for (const std::string& identity : *importers) {
      if (known.contains(identity)) continue;
      frontier.push_back(identity);
      WantBothSides(identity, known, wanted);
    }
  }
  ParseWithImports(std::move(wanted));
}

const schema::File* PairLoader::FindFile(SideIndex side, const std::string& identity) const {
  const auto found = sides_.at(side).files.find(identity);
  return found == sides_.at(side).files.end() ? nullptr : found->second.get();
}

Result<std::set<std::string>> PairLoader::SurroundingsOf(
    const std::set<std::string>& changed) const {
  const State& state = sides_[kAfter];
  std::vector<const schema::File*> around;
  for (const SideIndex side : {kBefore, kAfter}) {
    std::vector<const schema::File*> files;
    for (const std::string& identity : changed) {
      if (const schema::File* file = FindFile(side, identity)) files.push_back(file);
    }
    const auto used =
        WithUsedFiles(files, [&](const schema::File& file, const schema::Import& import) {
          return FindFile(side, ResolveImport(side, file.path, import.path));
        });
    around.insert(around.end(), used.begin(), used.end());
  }
  auto surroundings = FindSurroundings(*state.side.tree, *state.side.workspace, around);
  if (!surroundings.ok()) return surroundings.error();
  std::set<std::string> found(surroundings->begin(), surroundings->end());
  std::set<std::string> fields;
  for (const std::string& identity : changed) {
    if (const schema::File* file = FindFile(kAfter, identity)) {
      fields.merge(NewFieldNames(FindFile(kBefore, identity), *file));
    }
  }
  auto lessons =
      FindLessons(*state.side.tree, *state.side.workspace, options_.teaching_options, fields);
  if (!lessons.ok()) return lessons.error();
  found.insert(lessons->begin(), lessons->end());
  return found;
}

void PairLoader::AddSurroundings(const std::set<std::string>& changed) {
  if (changed.empty()) return;
  AddImporters(changed);
  const Result<std::set<std::string>> found = [&] {
    const Phase reading(timings_, &Timings::read);
    return SurroundingsOf(changed);
  }();
  if (!found.ok()) {
    diagnostics_.push_back({sides_[kAfter].side.tree->Describe(), 0, 0, found.error().message});
    return;
  }
  std::set<std::string> known = changed;
  std::vector<Wanted> wanted;
  for (const std::string& identity : *found) WantBothSides(identity, known, wanted);
  ParseWithImports(std::move(wanted));
  EvenOut();
}

// What one side alone has read would seem to be new or gone.
void PairLoader::EvenOut() {
  std::vector<Wanted> wanted;
  do {
    wanted.clear();
    for (const SideIndex side : {kBefore, kAfter}) {
      const State& state = sides_[side];
      for (const auto& [identity, file] : sides_[side == kBefore ? kAfter : kBefore].files) {
        if (state.files.contains(identity) || state.failed.contains(identity)) continue;
        const SourceFile* source = state.side.workspace->Find(identity);
        if (source != nullptr) wanted.push_back({source, side});
      }
    }
    ParseWithImports(wanted);
  } while (!wanted.empty());
}

void PairLoader::AddTheRest() {
  std::vector<Wanted> wanted;
  for (const SideIndex side : {kBefore, kAfter}) {
    const State& state = sides_[side];
    for (const SourceFile& file : state.side.workspace->files()) {
      if (state.files.contains(file.identity) || state.failed.contains(file.identity)) continue;
      wanted.push_back({&file, side});
    }
  }
  ParseWithImports(std::move(wanted));
}

// What a package seems to have lost may live on in files that did not change.
void PairLoader::CompletePackages() {
  State& after = sides_[kAfter];
  if (after.side.tree == nullptr || !options_.whole_packages) return;
  std::array<std::vector<const schema::File*>, 2> files;
  for (const SideIndex side : {kBefore, kAfter}) {
    for (const auto& [path, file] : sides_[side].files) {
      if (file->is_target || side == kAfter) files.at(side).push_back(file.get());
    }
  }
  const std::set<std::string> losing = PackagesThatLoseAKind(files[kBefore], files[kAfter]);
  if (losing.empty()) return;
  Result<std::vector<const SourceFile*>> found = [&] {
    const Phase reading(timings_, &Timings::read);
    return FindFilesOfPackages(*after.side.tree, *after.side.workspace, losing);
  }();
  if (!found.ok()) {
    diagnostics_.push_back({after.side.tree->Describe(), 0, 0, found.error().message});
    return;
  }
  std::vector<Wanted> wanted;
  for (const SourceFile* file : *found) {
    if (after.files.contains(file->identity) || after.failed.contains(file->identity)) continue;
    wanted.push_back({file, kAfter});
    unchanged_.insert(file->identity);
  }
  ParseWithImports(std::move(wanted));
  for (const std::string& identity : unchanged_) {
    const auto file = after.files.find(identity);
    if (file != after.files.end()) file->second->is_target = false;
  }
}

}  // namespace protowarden::load
