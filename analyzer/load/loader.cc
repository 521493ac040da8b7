// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "analyzer/load/builtin_protos.h"
#include "analyzer/load/load_notes.h"
#include "analyzer/load/option_decoder.h"
#include "analyzer/load/pair_loader.h"
#include "analyzer/load/proto_parser.h"

namespace protowarden::load {

void PairLoader::TakeImage(SideIndex side) {
  State& state = sides_[side];
  std::vector<const schema::File*> taken;
  for (auto& file : state.side.image_files) {
    if (!options_.only.empty() && !options_.only.contains(file->path)) file->is_target = false;
    const auto [at, added] = state.files.emplace(file->path, std::move(file));
    if (added) taken.push_back(at->second.get());
  }
  state.side.image_files.clear();
  // A descriptor set without imports lacks the built-in files; nothing else can be wanted here.
  std::vector<Wanted> none;
  for (const schema::File* file : taken) WantImports(side, *file, none);
}

// An image holds its imports too. Those that the tree on the other side imports from elsewhere are
// not part of what is compared. They are lent to that side, so that both know the same options and
// types.
void PairLoader::ShareForeignFiles() {
  for (const SideIndex side : {kBefore, kAfter}) {
    State& tree = sides_[side];
    State& image = sides_[side == kBefore ? kAfter : kBefore];
    if (tree.side.tree == nullptr || image.side.tree != nullptr) continue;
    std::set<std::string> foreign;
    for (const auto& [path, file] : tree.files) {
      for (const schema::Import& import : file->imports) {
        if (ResolveImport(side, path, import.path).empty()) foreign.insert(import.path);
      }
    }
    for (const std::string& path : foreign) Lend(path, image, tree);
  }
}

// A file and what it imports.
void PairLoader::Lend(const std::string& path, State& image, State& tree) {
  const auto found = image.files.find(path);
  if (found == image.files.end() || tree.files.contains(path)) return;
  found->second->is_target = false;
  const schema::File& lent =
      *tree.files.emplace(path, std::make_unique<schema::File>(*found->second)).first->second;
  tree.lent.insert(path);
  for (const schema::Import& import : lent.imports) Lend(import.path, image, tree);
}

void PairLoader::AddWholeSide(SideIndex side, std::vector<Wanted>& wanted) {
  for (const SourceFile& file : sides_[side].side.workspace->files()) {
    if (options_.only.empty() || options_.only.contains(file.identity)) {
      wanted.push_back({&file, side});
    }
  }
}

// Both listings are sorted by identity: one merge finds what differs.
void PairLoader::ListChanges(std::set<std::string>& changed, std::vector<Wanted>& wanted) {
  const auto& before = sides_[kBefore].side.workspace->files();
  const auto& after = sides_[kAfter].side.workspace->files();
  auto old_file = before.begin();
  auto new_file = after.begin();
  while (old_file != before.end() || new_file != after.end()) {
    const bool only_old = new_file == after.end() ||
                          (old_file != before.end() && old_file->identity < new_file->identity);
    const bool only_new = old_file == before.end() ||
                          (new_file != after.end() && new_file->identity < old_file->identity);
    if (only_old || only_new || old_file->content_id != new_file->content_id) {
      changed.insert(only_new ? new_file->identity : old_file->identity);
      if (!only_new) wanted.push_back({&*old_file, kBefore});
      if (!only_old) wanted.push_back({&*new_file, kAfter});
    }
    if (!only_new) ++old_file;
    if (!only_old) ++new_file;
  }
}

std::string PairLoader::ResolveImport(SideIndex side, const std::string& importer,
                                      const std::string& import_path) const {
  const State& state = sides_[side];
  if (state.side.tree == nullptr) {
    if (state.files.contains(import_path)) return import_path;
  } else if (const SourceFile* from = state.side.workspace->Find(importer)) {
    const SourceFile* found = state.side.workspace->ResolveImport(*from, import_path);
    if (found != nullptr) return found->identity;
  }
  if (state.lent.contains(import_path)) return import_path;
  return BuiltinProto(import_path).has_value() ? import_path : std::string();
}

void PairLoader::WantImports(SideIndex side, const schema::File& file, std::vector<Wanted>& next) {
  State& state = sides_[side];
  for (const schema::Import& import : file.imports) {
    const std::string identity = ResolveImport(side, file.path, import.path);
    if (identity.empty() || state.files.contains(identity) || state.failed.contains(identity)) {
      continue;
    }
    const SourceFile* source =
        state.side.tree == nullptr ? nullptr : state.side.workspace->Find(identity);
    if (source != nullptr) {
      next.push_back({source, side});
      continue;
    }
    // Built-in files are well-formed and import only one another.
    auto builtin = ParseProto(identity, identity, *BuiltinProto(identity)).file;
    if (builtin == nullptr) continue;
    builtin->is_target = false;
    const schema::File& added = *builtin;
    state.files.emplace(identity, std::move(builtin));
    WantImports(side, added, next);
  }
}

void PairLoader::ParseWithImports(std::vector<Wanted> wanted) {
  while (!wanted.empty()) {
    ParseWave(wanted);
    std::vector<Wanted> next;
    std::set<std::pair<SideIndex, std::string_view>> seen;
    for (const Wanted& item : wanted) {
      const auto& files = sides_[item.side].files;
      const auto found = files.find(item.file->identity);
      if (found != files.end()) WantImports(item.side, *found->second, next);
    }
    std::erase_if(next, [&](const Wanted& item) {
      return !seen.insert({item.side, item.file->identity}).second;
    });
    wanted = std::move(next);
  }
}

void PairLoader::ParseWave(const std::vector<Wanted>& wanted) {
  std::vector<ParseJob> jobs;
  std::map<std::pair<std::string_view, std::string_view>, size_t> by_content;
  for (const Wanted& item : wanted) {
    const auto [at, added] = by_content.emplace(
        std::pair{std::string_view(item.file->identity), std::string_view(item.file->content_id)},
        jobs.size());
    if (added) jobs.push_back({item.file, item.side});
    jobs[at->second].wanted[item.side] = true;
  }
  RunParseJobs(jobs, {sides_[kBefore].side.tree, sides_[kAfter].side.tree}, options_, timings_);
  parsed_ += jobs.size();
  for (ParseJob& job : jobs) Deliver(job);
}

void PairLoader::Deliver(ParseJob& job) {
  for (schema::Diagnostic& error : job.parsed.errors) {
    if (job.read_from == kBefore && !job.wanted[kAfter]) {
      error.message += fmt::format(" (in {})", sides_[kBefore].side.tree->Describe());
    }
    diagnostics_.push_back(std::move(error));
  }
  for (const SideIndex side : {kAfter, kBefore}) {
    if (!job.wanted[side]) continue;
    State& state = sides_[side];
    if (job.parsed.file == nullptr) {
      state.failed.insert(job.file->identity);
      continue;
    }
    const bool last = side == kBefore || !job.wanted[kBefore];
    auto file =
        last ? std::move(job.parsed.file) : std::make_unique<schema::File>(*job.parsed.file);
    if (side != job.read_from) {
      const SourceFile* source = state.side.workspace->Find(job.file->identity);
      file->display_path = state.side.tree->DisplayPath(source->tree_path);
    }
    file->content_id = job.file->content_id;
    state.files.emplace(file->path, std::move(file));
  }
}

void PairLoader::TakeTreeProblems() {
  for (const State& state : sides_) {
    if (state.side.tree == nullptr) continue;
    for (std::string& problem : state.side.tree->Problems()) {
      diagnostics_.push_back({state.side.tree->Describe(), 0, 0, std::move(problem)});
    }
  }
}

// Safe to run for both sides at once.
schema::LinkResult PairLoader::LinkSide(SideIndex side, unsigned jobs) {
  std::vector<std::unique_ptr<schema::File>> files;
  files.reserve(sides_[side].files.size());
  for (auto& [path, file] : sides_[side].files) files.push_back(std::move(file));
  schema::LinkInputs inputs;
  inputs.jobs = jobs;
  // The map's keys stay, so that imports still resolve among image files.
  inputs.resolve_import = [&](const schema::File& importer, const schema::Import& import) {
    return ResolveImport(side, importer.path, import.path);
  };
  inputs.decode_options = DecodeOptions;
  return schema::Link(std::move(files), inputs);
}

schema::Schema PairLoader::TakeLinked(schema::LinkResult linked) {
  diagnostics_.insert(diagnostics_.end(), linked.diagnostics.begin(), linked.diagnostics.end());
  unresolved_.insert(linked.unresolved_imports.begin(), linked.unresolved_imports.end());
  return std::move(linked.schema);
}

std::vector<std::string> PairLoader::Notes() const {
  return NotesOf({&sides_[kAfter].side, &sides_[kBefore].side}, unresolved_);
}

LoadedPair PairLoader::LoadPair() {
  static constexpr size_t kFewChanged = 50;
  LoadedPair pair;
  std::set<std::string> changed;
  std::vector<Wanted> wanted;
  const bool image = sides_[kBefore].side.tree == nullptr || sides_[kAfter].side.tree == nullptr;
  for (const SideIndex side : {kBefore, kAfter}) TakeImage(side);
  if (image) {
    for (const SideIndex side : {kBefore, kAfter}) {
      if (sides_[side].side.tree != nullptr) AddWholeSide(side, wanted);
    }
    for (const Wanted& item : wanted) changed.insert(item.file->identity);
  } else {
    ListChanges(changed, wanted);
  }
  ParseWithImports(std::move(wanted));
  if (image) {
    ShareForeignFiles();
  } else {
    AddAffected(changed);
    if (options_.everything) {
      AddTheRest();
    } else if (options_.surroundings) {
      AddSurroundings(changed);
    } else if (options_.importers == Importers::kAll ||
               (options_.importers != Importers::kNone && changed.size() > kFewChanged)) {
      AddImporters(changed);
    } else {
      pair.importers_skipped = options_.importers != Importers::kNone && !changed.empty();
    }
  }
  for (State& state : sides_) {
    for (auto& [path, file] : state.files) {
      if (state.side.tree != nullptr) file->is_target = changed.contains(path);
    }
  }
  for (const SideIndex side : {kBefore, kAfter}) {
    // A file that cannot be read on one side is not compared: it is not deleted.
    State& other = sides_[side == kBefore ? kAfter : kBefore];
    for (const std::string& identity : sides_[side].failed) {
      const auto found = other.files.find(identity);
      if (found != other.files.end()) found->second->is_target = false;
    }
  }
  CompletePackages();
  TakeTreeProblems();
  {
    const Phase linking(timings_, &Timings::link);
    const unsigned jobs = std::max(options_.jobs / 2, 1U);
    auto other = std::async(options_.jobs > 1 ? std::launch::async : std::launch::deferred,
                            [&] { return LinkSide(kBefore, jobs); });
    pair.after = TakeLinked(LinkSide(kAfter, jobs));
    pair.before = TakeLinked(other.get());
  }
  std::sort(diagnostics_.begin(), diagnostics_.end());
  diagnostics_.erase(std::unique(diagnostics_.begin(), diagnostics_.end()), diagnostics_.end());
  pair.diagnostics = std::move(diagnostics_);
  pair.notes = Notes();
  pair.files_total = sides_[kAfter].side.tree == nullptr
                         ? pair.after.files().size()
                         : sides_[kAfter].side.workspace->files().size();
  pair.files_changed = changed.size();
  pair.files_parsed = parsed_;
  return pair;
}

Loaded PairLoader::LoadAll() {
  State& state = sides_[kAfter];
  TakeImage(kAfter);
  std::vector<Wanted> wanted;
  if (state.side.tree != nullptr) AddWholeSide(kAfter, wanted);
  ParseWithImports(std::move(wanted));
  TakeTreeProblems();
  Loaded loaded;
  {
    const Phase linking(timings_, &Timings::link);
    loaded.schema = TakeLinked(LinkSide(kAfter, options_.jobs));
  }
  std::sort(diagnostics_.begin(), diagnostics_.end());
  loaded.diagnostics = std::move(diagnostics_);
  loaded.notes = Notes();
  return loaded;
}

LoadedPair LoadPair(Side before, Side after, const LoadOptions& options, Timings& timings) {
  const Phase loading(timings, &Timings::parse);
  return PairLoader(std::move(before), std::move(after), options, timings).LoadPair();
}

Loaded LoadAll(Side side, const LoadOptions& options, Timings& timings) {
  const Phase loading(timings, &Timings::parse);
  return PairLoader({}, std::move(side), options, timings).LoadAll();
}

}  // namespace protowarden::load
