// SPDX-License-Identifier: Apache-2.0
//
// A FileTree of texts in memory, which counts what is read.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analyzer/base/hash.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/io/tree_support.h"

namespace protowarden::test {

class MemoryTree : public io::FileTree {
 public:
  explicit MemoryTree(std::map<std::string, std::string> files, std::string name = "memory")
      : files_(std::move(files)), name_(std::move(name)) {
    for (const auto& [path, text] : files_) entries_.push_back({path, GitBlobId(text)});
  }

  [[nodiscard]] const std::vector<io::TreeEntry>& entries() const override { return entries_; }

  [[nodiscard]] std::vector<Result<std::string>> Read(std::span<const std::string> paths) override {
    std::vector<Result<std::string>> texts;
    for (const std::string& path : paths) {
      const auto found = files_.find(path);
      if (found == files_.end()) {
        texts.emplace_back(AnalysisError(path + " is missing."));
      } else {
        texts.emplace_back(found->second);
        read_.push_back(path);
      }
    }
    return texts;
  }

  [[nodiscard]] Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> needles, const std::string& folder) override {
    std::vector<std::string> found;
    for (const auto& [path, text] : files_) {
      if (io::IsProtoBelow(path, folder) && io::ContainsAny(text, needles)) found.push_back(path);
    }
    return found;
  }

  [[nodiscard]] std::string DisplayPath(const std::string& path) const override { return path; }
  [[nodiscard]] std::string Describe() const override { return name_; }

  // Paths in the order they were read.
  [[nodiscard]] const std::vector<std::string>& read() const { return read_; }

 private:
  std::map<std::string, std::string> files_;
  std::string name_;
  std::vector<io::TreeEntry> entries_;
  std::vector<std::string> read_;
};

}  // namespace protowarden::test
