// SPDX-License-Identifier: Apache-2.0
//
// How LoadPair and LoadAll work: waves of files to parse on either side, and after them the files
// beside the changed ones that matter too (context_files.cc).
#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analyzer/load/loader.h"
#include "analyzer/load/parse_jobs.h"
#include "analyzer/schema/link.h"

namespace protowarden::load {

// A file wanted on one side.
struct Wanted {
  const SourceFile* file;
  SideIndex side;
};

class PairLoader {
 public:
  PairLoader(Side before, Side after, const LoadOptions& options, Timings& timings)
      : options_(options), timings_(timings) {
    sides_[kBefore].side = std::move(before);
    sides_[kAfter].side = std::move(after);
  }

  LoadedPair LoadPair();
  Loaded LoadAll();

 private:
  struct State {
    Side side;
    std::map<std::string, std::unique_ptr<schema::File>, std::less<>> files;
    std::set<std::string> failed;             // identities that could not be read or parsed
    std::set<std::string, std::less<>> lent;  // files that the other side, an image, has lent
  };

  void TakeImage(SideIndex side);
  void ShareForeignFiles();
  void Lend(const std::string& path, State& image, State& tree);
  void ListChanges(std::set<std::string>& changed, std::vector<Wanted>& wanted);
  void AddWholeSide(SideIndex side, std::vector<Wanted>& wanted);
  void ParseWithImports(std::vector<Wanted> wanted);
  void ParseWave(const std::vector<Wanted>& wanted);
  void Deliver(ParseJob& job);
  void WantImports(SideIndex side, const schema::File& file, std::vector<Wanted>& next);
  [[nodiscard]] std::string ResolveImport(SideIndex side, const std::string& importer,
                                          const std::string& import_path) const;
  void AddAffected(std::set<std::string>& changed);
  void WantBothSides(const std::string& identity, std::set<std::string>& known,
                     std::vector<Wanted>& wanted);
  void AddImporters(const std::set<std::string>& changed);
  void AddSurroundings(const std::set<std::string>& changed);
  [[nodiscard]] Result<std::set<std::string>> SurroundingsOf(
      const std::set<std::string>& changed) const;
  [[nodiscard]] const schema::File* FindFile(SideIndex side, const std::string& identity) const;
  void EvenOut();
  void AddTheRest();
  void CompletePackages();
  void TakeTreeProblems();
  schema::LinkResult LinkSide(SideIndex side, unsigned jobs);
  schema::Schema TakeLinked(schema::LinkResult linked);
  [[nodiscard]] std::vector<std::string> Notes() const;

  std::array<State, 2> sides_;
  const LoadOptions& options_;
  Timings& timings_;
  std::vector<schema::Diagnostic> diagnostics_;
  std::set<std::string> unresolved_;
  std::set<std::string> unchanged_;  // read for their package only
  size_t parsed_ = 0;
};

}  // namespace protowarden::load
