// SPDX-License-Identifier: Apache-2.0
#include "analyzer/edit/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace protowarden::edit {
namespace {

constexpr size_t kContext = 3;

// Lines with their line ends; the last one may have none.
std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t length = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

// Lines [first, last) of the old text become `lines`.
struct Change {
  size_t first = 0;
  size_t last = 0;
  std::vector<std::string> lines;
};

// Lines that stay as they are at either end are no part of a change.
void Shrink(const std::vector<std::string_view>& old_lines, Change& change) {
  size_t skip = 0;
  while (skip < change.lines.size() && change.first < change.last &&
         old_lines[change.first] == change.lines[skip]) {
    ++change.first;
    ++skip;
  }
  change.lines.erase(change.lines.begin(), change.lines.begin() + static_cast<ptrdiff_t>(skip));
  while (!change.lines.empty() && change.first < change.last &&
         old_lines[change.last - 1] == change.lines.back()) {
    --change.last;
    change.lines.pop_back();
  }
}

class Differ {
 public:
  Differ(std::string_view text, const std::vector<Edit>& edits)
      : text_(text), edits_(edits), lines_(LinesOf(text)) {
    size_t offset = 0;
    for (const std::string_view line : lines_) {
      starts_.push_back(offset);
      offset += line.size();
    }
    starts_.push_back(offset);
  }

  std::string Hunks() {
    CollectChanges();
    std::string hunks;
    for (size_t i = 0; i < changes_.size();) {
      size_t end = i + 1;
      while (end < changes_.size() &&
             changes_[end].first - changes_[end - 1].last <= 2 * kContext) {
        ++end;
      }
      AppendHunk({changes_.data() + i, end - i}, hunks);
      i = end;
    }
    return hunks;
  }

 private:
  [[nodiscard]] size_t LineOf(size_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const auto line = static_cast<size_t>(after - starts_.begin()) - 1;
    // What is appended to a last line without line end belongs to that line.
    const bool unfinished = line == lines_.size() && line > 0 && lines_.back().back() != '\n';
    return unfinished ? line - 1 : line;
  }

  // Edits that touch the same line are one change.
  void CollectChanges() {
    for (size_t i = 0; i < edits_.size();) {
      const size_t first = LineOf(edits_[i].offset);
      size_t last = first;
      size_t end = i;
      while (end < edits_.size() && (end == i || LineOf(edits_[end].offset) < last)) {
        const size_t touched = LineOf(edits_[end].offset + edits_[end].length) + 1;
        last = std::max(last, std::min(touched, lines_.size()));
        ++end;
      }
      AddChange(first, last, i, end);
      i = end;
    }
  }

  void AddChange(size_t first, size_t last, size_t first_edit, size_t last_edit) {
    const size_t start = starts_[first];
    std::vector<Edit> local(edits_.begin() + static_cast<ptrdiff_t>(first_edit),
                            edits_.begin() + static_cast<ptrdiff_t>(last_edit));
    for (Edit& edit : local) edit.offset -= start;
    const std::string changed = Apply(text_.substr(start, starts_[last] - start), local);
    Change change{first, last, {}};
    for (const std::string_view line : LinesOf(changed)) change.lines.emplace_back(line);
    Shrink(lines_, change);
    if (change.first != change.last || !change.lines.empty()) changes_.push_back(std::move(change));
  }

  void AppendHunk(std::span<const Change> changes, std::string& hunks) {
    const size_t first = changes.front().first - std::min(changes.front().first, kContext);
    const size_t last = std::min(changes.back().last + kContext, lines_.size());
    std::string body;
    size_t added = 0;
    size_t removed = 0;
    size_t line = first;
    for (const Change& change : changes) {
      for (; line < change.first; ++line) AppendLine(' ', lines_[line], body);
      for (; line < change.last; ++line) AppendLine('-', lines_[line], body);
      for (const std::string& text : change.lines) AppendLine('+', text, body);
      added += change.lines.size();
      removed += change.last - change.first;
    }
    for (; line < last; ++line) AppendLine(' ', lines_[line], body);
    const size_t old_count = last - first;
    const size_t new_count = old_count + added - removed;
    // An empty range is named after the line before it.
    const size_t old_start = old_count == 0 ? first : first + 1;
    const size_t new_start = new_count == 0 ? first + shift_ : first + shift_ + 1;
    hunks +=
        fmt::format("@@ -{},{} +{},{} @@\n{}", old_start, old_count, new_start, new_count, body);
    shift_ += added - removed;
  }

  static void AppendLine(char mark, std::string_view line, std::string& body) {
    body.push_back(mark);
    body.append(line);
    if (!line.ends_with('\n')) body.append("\n\\ No newline at end of file\n");
  }

  std::string_view text_;
  const std::vector<Edit>& edits_;
  std::vector<std::string_view> lines_;
  std::vector<size_t> starts_;  // of each line, and the end of the text
  std::vector<Change> changes_;
  size_t shift_ = 0;  // lines added minus removed so far; wraps around below zero
};

// Paths with characters that would end or confuse a header line are quoted as git does.
std::string HeaderPath(std::string_view prefix, std::string_view path) {
  const auto special = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
  };
  if (std::none_of(path.begin(), path.end(), special)) {
    // A tab ends a name with spaces.
    const bool spaced = path.find(' ') != std::string_view::npos;
    return fmt::format("{}{}{}", prefix, path, spaced ? "\t" : "");
  }
  std::string quoted = fmt::format("\"{}", prefix);
  for (const char c : path) {
    if (c == '"' || c == '\\') {
      quoted.append({'\\', c});
    } else if (special(c)) {
      quoted += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + '"';
}

}  // namespace

std::string UnifiedDiff(std::string_view path, std::string_view text,
                        const std::vector<Edit>& edits) {
  const std::string hunks = Differ(text, edits).Hunks();
  if (hunks.empty()) return {};
  return fmt::format("--- {}\n+++ {}\n{}", HeaderPath("a/", path), HeaderPath("b/", path), hunks);
}

}  // namespace protowarden::edit
