// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/parse_jobs.h"

#include <algorithm>
#include <future>

#include "analyzer/base/parallel.h"

namespace protowarden::load {
namespace {

// Files read ahead of the parser; bounds memory.
constexpr size_t kChunk = 256;

std::vector<Result<std::string>> ReadChunk(const std::vector<ParseJob>& jobs,
                                           const std::array<io::FileTree*, 2>& trees,
                                           size_t start) {
  const size_t end = std::min(start + kChunk, jobs.size());
  std::vector<Result<std::string>> texts(end - start, AnalysisError("not read"));
  for (const SideIndex side : {kBefore, kAfter}) {
    std::vector<std::string> paths;
    std::vector<size_t> slots;
    for (size_t i = start; i < end; ++i) {
      if (jobs[i].read_from != side) continue;
      paths.push_back(jobs[i].file->tree_path);
      slots.push_back(i - start);
    }
    if (paths.empty()) continue;
    auto read = trees.at(side)->Read(paths);
    for (size_t i = 0; i < slots.size(); ++i) texts[slots[i]] = std::move(read[i]);
  }
  return texts;
}

void Parse(ParseJob& job, const io::FileTree& tree, const Result<std::string>& text) {
  const std::string shown = tree.DisplayPath(job.file->tree_path);
  if (text.ok()) {
    job.parsed = ParseProto(job.file->identity, shown, *text);
  } else {
    job.parsed.errors.push_back({shown, 0, 0, text.error().message});
  }
}

}  // namespace

void RunParseJobs(std::vector<ParseJob>& jobs, const std::array<io::FileTree*, 2>& trees,
                  const LoadOptions& options, Timings& timings) {
  auto ahead = std::async(std::launch::deferred, [&] { return ReadChunk(jobs, trees, 0); });
  for (size_t start = 0; start < jobs.size(); start += kChunk) {
    std::vector<Result<std::string>> texts;
    {
      const Phase waiting(timings, &Timings::read);
      texts = ahead.get();
    }
    if (start + kChunk < jobs.size()) {
      ahead = std::async(std::launch::async,
                         [&, start] { return ReadChunk(jobs, trees, start + kChunk); });
    }
    ParallelFor(texts.size(), options.jobs, [&](size_t i) {
      ParseJob& job = jobs[start + i];
      Parse(job, *trees.at(job.read_from), texts[i]);
    });
    if (options.progress) {
      options.progress("parsing", std::min(start + kChunk, jobs.size()), jobs.size());
    }
  }
}

}  // namespace protowarden::load
