// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/git_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "analyzer/base/text.h"

namespace protowarden::io {
namespace {

Error CutShort(std::string_view command) {
  return AnalysisError(
      fmt::format("`git {}` did not print all of its answer. Run again; if it happens again, check "
                  "the repository with `git fsck`.",
                  command));
}

bool IsObjectId(std::string_view text) {
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  // SHA-1 or SHA-256
  return (text.size() == 40 || text.size() == 64) &&
         std::all_of(text.begin(), text.end(), hexadecimal);
}

// Lines of three words, a tab and a path. `make` takes the words.
template <typename Make>
Result<std::vector<ListedFile>> ParseListing(std::string_view text, std::string_view command,
                                             const Make& make) {
  static constexpr size_t kModeLength = 6;
  const auto lines = ParseNulSeparated(text, command);
  if (!lines.ok()) return lines.error();
  std::vector<ListedFile> files;
  files.reserve(lines->size());
  for (const std::string_view line : *lines) {
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return CutShort(command);
    const auto words = Split(line.substr(0, tab), ' ');
    if (words.size() != 3) return CutShort(command);
    ListedFile file = make(words);
    file.path = line.substr(tab + 1);
    if (file.mode.size() != kModeLength || !IsObjectId(file.id) || file.path.empty()) {
      return CutShort(command);
    }
    files.push_back(file);
  }
  return files;
}

}  // namespace

Result<std::vector<std::string_view>> ParseNulSeparated(std::string_view text,
                                                        std::string_view command) {
  if (text.empty()) return std::vector<std::string_view>{};
  if (text.back() != '\0') return CutShort(command);
  text.remove_suffix(1);
  return Split(text, '\0');
}

Result<std::vector<ListedFile>> ParseLsTree(std::string_view text) {
  return ParseListing(text, "ls-tree", [](const std::vector<std::string_view>& words) {
    return ListedFile{words[0], words[2], {}, {}};
  });
}

Result<std::vector<ListedFile>> ParseLsFiles(std::string_view text) {
  return ParseListing(text, "ls-files", [](const std::vector<std::string_view>& words) {
    return ListedFile{words[0], words[1], words[2], {}};
  });
}

std::optional<size_t> ParseBatchHeader(std::string_view line) {
  const size_t space = line.rfind(' ');
  if (space == std::string_view::npos) return std::nullopt;
  size_t size = 0;
  const char* end = line.data() + line.size();
  const auto parsed = std::from_chars(line.data() + space + 1, end, size);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return size;
}

}  // namespace protowarden::io
