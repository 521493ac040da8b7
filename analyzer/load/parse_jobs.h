// SPDX-License-Identifier: Apache-2.0
//
// Reads and parses many files: a chunk is read while the one before is parsed on all threads.
#pragma once

#include <array>
#include <vector>

#include "analyzer/io/file_tree.h"
#include "analyzer/load/loader.h"
#include "analyzer/load/proto_parser.h"
#include "analyzer/load/workspace.h"

namespace protowarden::load {

// The sides of a comparison, as indices.
enum SideIndex : uint8_t { kBefore = 0, kAfter = 1 };

// One parse that serves one side or both.
struct ParseJob {
  const SourceFile* file;
  SideIndex read_from;
  std::array<bool, 2> wanted{};
  ParsedProto parsed{};  // the result; a file that cannot be read has an error and no file
};

// `trees` are those of both sides; the tree of a side that no job reads from may be null. Results
// do not depend on the number of threads.
void RunParseJobs(std::vector<ParseJob>& jobs, const std::array<io::FileTree*, 2>& trees,
                  const LoadOptions& options, Timings& timings);

}  // namespace protowarden::load
