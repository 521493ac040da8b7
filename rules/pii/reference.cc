// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/reference.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::rules::pii {
namespace {

using Cells = std::vector<std::string_view>;

class TableReader {
 public:
  TableReader(const std::string& origin, Reference& reference)
      : origin_(origin), reference_(reference) {}

  Status Read(std::string_view text) {
    for (std::string_view line : Split(text, '\n')) {
      ++line_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (Trim(line).empty() || line.starts_with('#')) continue;
      const Cells cells = Split(line, '\t');
      const Status read = header_.empty() ? ReadHeader(cells) : ReadRow(cells);
      if (!read.ok()) return read;
    }
    if (!header_.empty()) return Ok();
    return Fail("The table is empty. It needs a header line and a row a field.");
  }

 private:
  [[nodiscard]] Error Fail(const std::string& message) const {
    return UsageError(fmt::format("{}:{}: {}", Printable(origin_), line_, message));
  }

  Status ReadHeader(const Cells& cells) {
    header_ = cells;
    const bool fields = Has("message") && Has("field");
    const bool elements = Has("kind") && Has("element");
    if ((fields || elements) && Has("sensitivity")) return Ok();
    return Fail(
        "The header line must name the columns message, field and sensitivity, or kind, element "
        "and sensitivity, separated by tabs.");
  }

  [[nodiscard]] bool Has(std::string_view column) const {
    return std::find(header_.begin(), header_.end(), column) != header_.end();
  }

  [[nodiscard]] std::string_view Cell(const Cells& cells, std::string_view column) const {
    const auto found = std::find(header_.begin(), header_.end(), column);
    const auto index = static_cast<size_t>(found - header_.begin());
    return index < cells.size() ? Trim(cells[index]) : std::string_view();
  }

  Status ReadRow(const Cells& cells) {
    ReferenceRow row;
    const std::string_view level_text = Cell(cells, "sensitivity");
    const auto level = ParseSensitivity(level_text);
    if (!level.has_value()) {
      return Fail(
          fmt::format("{} is no level; use PUBLIC, LOW, MEDIUM or HIGH.", Quote(level_text)));
    }
    row.level = *level;
    if (Has("field")) {
      row.element = fmt::format("{}.{}", Cell(cells, "message"), Cell(cells, "field"));
      row.type = Cell(cells, "pii_type");
      reference_.fields.push_back(std::move(row));
      return Ok();
    }
    row.element = Cell(cells, "element");
    const std::string_view kind = Cell(cells, "kind");
    if (kind == "message") {
      reference_.messages.push_back(std::move(row));
      return Ok();
    }
    if (kind != "method")
      return Fail(fmt::format("{} is no kind; use message or method.", Quote(kind)));
    const std::string_view audit = Cell(cells, "audit_pii_access");
    if (audit == "true" || audit == "false") {
      row.audit = audit == "true";
    } else if (!audit.empty()) {
      return Fail(fmt::format("{} must be true, false or empty.", Quote(audit)));
    }
    reference_.methods.push_back(std::move(row));
    return Ok();
  }

  const std::string& origin_;
  Reference& reference_;
  Cells header_;
  size_t line_ = 0;
};

}  // namespace

Status AddTable(std::string_view text, const std::string& origin, Reference& reference) {
  return TableReader(origin, reference).Read(text);
}

void AddAnnotations(const Inventory& inventory, Reference& reference) {
  for (const FieldRecord& record : inventory.fields) {
    if (!record.annotation.has_value()) continue;
    const std::string type =
        record.annotation_types.empty() ? std::string() : record.annotation_types.front();
    reference.fields.push_back({record.field_path, *record.annotation, type, {}});
  }
  for (const MessageRecord& record : inventory.messages) {
    if (!record.annotation.has_value()) continue;
    reference.messages.push_back({record.message_path, *record.annotation, {}, {}});
  }
  for (const MethodRecord& record : inventory.methods) {
    if (!record.annotation.has_value()) continue;
    reference.methods.push_back(
        {record.method_path, *record.annotation, {}, record.audit_annotation});
  }
}

}  // namespace protowarden::rules::pii
