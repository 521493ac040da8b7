// SPDX-License-Identifier: Apache-2.0
#include "llm/evaluation/labelled_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "llm/json.h"

namespace protowarden::llm {
namespace {

constexpr std::array<std::string_view, 8> kColumns = {
    "id", "before", "after", "schema", "element", "breaking", "sensitivity", "note"};

// What stands in a row, by column; what is absent is not there.
using Cells = std::map<std::string, std::string, std::less<>>;

bool IsColumn(std::string_view name) {
  return std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end();
}

// Below the folder that it is relative to, as far as its text can tell.
bool IsBelow(const std::string& path) {
  const std::filesystem::path plain = std::filesystem::path(path).lexically_normal();
  return plain.is_relative() && *plain.begin() != ".." && path.find('\0') == std::string::npos;
}

class SetReader {
 public:
  explicit SetReader(const std::string& origin) : origin_(origin) {}

  Result<std::vector<LabelledRow>> Read(std::string_view text) {
    static constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (!IsValidUtf8(text)) return UsageError(Printable(origin_) + ": This is no UTF-8 text.");
    const bool json = Trim(text).starts_with('{');
    for (std::string_view line : Split(text, '\n')) {
      ++line_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (Trim(line).empty() || (!json && line.starts_with('#'))) continue;
      const Status read = json              ? ReadObject(line)
                          : header_.empty() ? ReadHeader(line)
                                            : ReadLine(line);
      if (!read.ok()) return read.error();
    }
    if (!rows_.empty()) return std::move(rows_);
    return UsageError(fmt::format(
        "{}: The set has no rows. It is a table with a header line, or JSON Lines; `protowarden "
        "eval --help` shows the columns.",
        Printable(origin_)));
  }

 private:
  [[nodiscard]] Error Fail(const std::string& message) const {
    return UsageError(fmt::format("{}:{}: {}", Printable(origin_), line_, message));
  }
  [[nodiscard]] Error FailRow(const std::string& id, const std::string& message) const {
    return Fail(fmt::format("Row {}: {}", Quote(id), message));
  }

  [[nodiscard]] Error FailColumn(std::string_view name) const {
    return Fail(fmt::format("{} is no column of a labelled set.{}", Quote(name),
                            DidYouMean(name, kColumns)));
  }

  Status ReadHeader(std::string_view line) {
    for (const std::string_view cell : Split(line, '\t')) {
      const std::string name(Trim(cell));
      if (!IsColumn(name)) return FailColumn(name);
      if (std::find(header_.begin(), header_.end(), name) != header_.end()) {
        return Fail(fmt::format("The column {} is there twice.", Quote(name)));
      }
      header_.push_back(name);
    }
    return Ok();
  }

  Status ReadLine(std::string_view line) {
    const auto parts = Split(line, '\t');
    if (parts.size() > header_.size()) {
      return Fail(fmt::format("There are {} cells, but the header line has {}.", parts.size(),
                              header_.size()));
    }
    Cells cells;
    for (size_t i = 0; i < parts.size(); ++i) {
      const std::string_view cell = Trim(parts[i]);
      if (!cell.empty()) cells.emplace(header_[i], cell);
    }
    return AddRow(cells);
  }

  Status ReadObject(std::string_view line) {
    const Json object = ParseJson(line);
    if (!object.is_object()) return Fail("The line is no JSON object.");
    Cells cells;
    for (const auto& [key, value] : object.items()) {
      if (!IsColumn(key)) return FailColumn(key);
      if (value.is_boolean() && key == "breaking") {
        cells.emplace(key, value.get<bool>() ? "yes" : "no");
      } else if (!value.is_string()) {
        return Fail(fmt::format("{} must be a text.", Quote(key)));
      } else if (const std::string text(Trim(value.get_ref<const std::string&>())); !text.empty()) {
        cells.emplace(key, text);
      }
    }
    return AddRow(cells);
  }

  static std::string Cell(const Cells& cells, std::string_view column) {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string() : found->second;
  }

  Status AddRow(const Cells& cells) {
    LabelledRow row;
    row.id = Cell(cells, "id");
    row.element = Cell(cells, "element");
    row.note = Cell(cells, "note");
    row.line = line_;
    if (row.id.empty()) return Fail("The row has no id.");
    const auto [known, added] = lines_.emplace(row.id, line_);
    if (!added) {
      return FailRow(row.id, fmt::format("Line {} has the same id.", known->second));
    }
    if (row.element.empty()) return FailRow(row.id, "`element` is missing.");
    if (rows_.size() == kMaxLabelledRows) {
      return Fail(fmt::format("The set has more than {} rows.", kMaxLabelledRows));
    }
    const bool change =
        cells.contains("breaking") || cells.contains("before") || cells.contains("after");
    const bool field = cells.contains("sensitivity") || cells.contains("schema");
    if (change == field) {
      return FailRow(row.id,
                     "A row is either a change, with before, after and breaking, or a field, with "
                     "schema and sensitivity.");
    }
    const Status read = change ? ReadChange(cells, row) : ReadField(cells, row);
    if (!read.ok()) return read;
    rows_.push_back(std::move(row));
    return Ok();
  }

  Status ReadChange(const Cells& cells, LabelledRow& row) {
    const std::string label = Cell(cells, "breaking");
    if (label != "yes" && label != "no") {
      return FailRow(row.id, fmt::format("`breaking` must be yes or no, not {}.", Quote(label)));
    }
    row.breaking = label == "yes";
    const Status before = ReadPath(cells, "before", row.id, row.before);
    return before.ok() ? ReadPath(cells, "after", row.id, row.after) : before;
  }

  Status ReadField(const Cells& cells, LabelledRow& row) {
    const std::string label = Cell(cells, "sensitivity");
    row.sensitivity = ParseSensitivity(label);
    if (!row.sensitivity.has_value()) {
      return FailRow(row.id, fmt::format("`sensitivity` must be PUBLIC, LOW, MEDIUM or HIGH, not "
                                         "{}.",
                                         Quote(label)));
    }
    return ReadPath(cells, "schema", row.id, row.schema);
  }

  Status ReadPath(const Cells& cells, std::string_view column, const std::string& id,
                  std::string& path) {
    path = Cell(cells, column);
    if (path.empty()) return FailRow(id, fmt::format("`{}` is missing.", column));
    if (IsBelow(path)) return Ok();
    return FailRow(id, fmt::format("{} is not below the folder of the set.", Quote(path)));
  }

  const std::string& origin_;
  std::vector<std::string> header_;
  std::vector<LabelledRow> rows_;
  std::unordered_map<std::string, size_t> lines_;  // by id
  size_t line_ = 0;
};

}  // namespace

Result<std::vector<LabelledRow>> ReadLabelledSet(std::string_view text, const std::string& origin) {
  return SetReader(origin).Read(text);
}

}  // namespace protowarden::llm
