// SPDX-License-Identifier: Apache-2.0
//
// Reads two sides of a change so that only what can matter is read: files whose content differs,
// their imports, and of the unchanged files those whose resolution the change can alter.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/load/timings.h"
#include "analyzer/load/workspace.h"
#include "analyzer/schema/schema.h"

namespace protowarden::load {

// One side to read: files of a tree, or a descriptor set / buf image (already parsed). The pointers
// must outlive the call.
struct Side {
  io::FileTree* tree = nullptr;
  const Workspace* workspace = nullptr;                    // set when `tree` is
  std::vector<std::unique_ptr<schema::File>> image_files;  // used when `tree` is null
};

// Whether to read the files that import what changed, directly or not, without comparing them:
// rules that ask which methods use a message need them. Finding them takes a search of every file.
enum class Importers : uint8_t {
  kNone,
  kUnlessFewChanged,  // a small change is read again sooner than the files are searched
  kAll,
};

struct LoadOptions {
  unsigned jobs = 1;
  // Also read unchanged files of packages that lose their last element of a kind, which rules about
  // whole packages need.
  bool whole_packages = false;
  Importers importers = Importers::kNone;
  // Also read the importers and what else says how changed files are meant, see surroundings.h, for
  // rules that judge by it. It is not compared.
  bool surroundings = false;
  // Options by whose use other files teach what a field means; read with the surroundings.
  std::vector<std::string> teaching_options{};
  // Also read every other file on both sides. What did not change is not compared.
  bool everything = false;
  // When one side is an image: the identities to compare, empty for all. Of the other side only
  // they and their imports are read.
  std::set<std::string> only{};
  // Called now and then with a phase and counts; may be empty. From any thread, one at a time.
  std::function<void(const char* phase, size_t done, size_t total)> progress{};
};

struct LoadedPair {
  schema::Schema before;
  schema::Schema after;
  std::vector<schema::Diagnostic> diagnostics;  // sorted; parse errors of both sides
  std::vector<std::string> notes;               // unresolved imports, once
  size_t files_total = 0;                       // on the new side
  size_t files_changed = 0;
  size_t files_parsed = 0;         // both sides; a file shared by both counts once
  bool importers_skipped = false;  // as few files changed (Importers::kUnlessFewChanged)
};

// Never fails as a whole: what cannot be read is in `diagnostics`.
[[nodiscard]] LoadedPair LoadPair(Side before, Side after, const LoadOptions& options,
                                  Timings& timings);

// Reads a whole side, every file a target.
struct Loaded {
  schema::Schema schema;
  std::vector<schema::Diagnostic> diagnostics;
  std::vector<std::string> notes;
};
[[nodiscard]] Loaded LoadAll(Side side, const LoadOptions& options, Timings& timings);

// Images beyond this size, before or after decompression, are refused.
inline constexpr size_t kMaxImageSize = size_t{1} << 30U;

// Reads a FileDescriptorSet or buf image: binary, JSON, either gzipped. The result is not linked.
[[nodiscard]] Result<std::vector<std::unique_ptr<schema::File>>> ReadImage(std::string_view bytes,
                                                                           const std::string& name);

}  // namespace protowarden::load
