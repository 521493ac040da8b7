// SPDX-License-Identifier: Apache-2.0
#include "rules/fix/reserve.h"

#include <fmt/format.h>

#include <optional>

#include "analyzer/base/text.h"

namespace protowarden::rules::fix {
namespace {

using edit::Edit;
using edit::SourceTokens;
using schema::NumberRange;

// Reserved names may be words (editions), numbers begin with a digit or a minus.
bool IsNumber(const SourceTokens& tokens, size_t at) {
  const std::string_view text = tokens.Text(at);
  return text == "-" || (!text.empty() && text[0] >= '0' && text[0] <= '9');
}

// The `reserved` statement of the body with numbers, or with names; the last one counts.
std::optional<Statement> FindReserved(const Body& body, bool numbers) {
  std::optional<Statement> found;
  for (const Statement& statement : body.statements()) {
    const SourceTokens& tokens = body.tokens();
    if (!tokens.Is(statement.first, "reserved") || statement.last < statement.first + 2) continue;
    if (IsNumber(tokens, statement.first + 1) == numbers) found = statement;
  }
  return found;
}

class Merger {
 public:
  Merger(const Source& source, const Body& body, const std::vector<NumberRange>& reserved,
         const Statement& statement) {
    for (const NumberRange& range : reserved) {
      const size_t token = source.TokenAt(range.span);
      if (token == SourceTokens::kNone || token < statement.first || token > statement.last)
        continue;
      items_.push_back({range.start, body.tokens()[token].begin});
    }
    end_ = body.tokens()[statement.last - 1].end;
  }

  // Before the first item that is higher, else behind the last.
  void Add(const NumberRange& range, int64_t max, std::vector<Edit>& edits) const {
    for (const Item& item : items_) {
      if (item.start < range.start) continue;
      edits.push_back({item.offset, 0, NumberText(range, max) + ", "});
      return;
    }
    edits.push_back({end_, 0, ", " + NumberText(range, max)});
  }

 private:
  struct Item {
    int64_t start;
    size_t offset;
  };
  std::vector<Item> items_;
  size_t end_ = 0;
};

std::string StatementOf(const std::vector<std::string>& items) {
  return fmt::format("reserved {};", Join(items, ", "));
}

}  // namespace

std::string NumberText(const NumberRange& range, int64_t max) {
  if (range.start == range.end) return std::to_string(range.start);
  if (range.end >= max) return fmt::format("{} to max", range.start);
  return fmt::format("{} to {}", range.start, range.end);
}

void Reserve(const Source& source, const Body& body, const std::vector<NumberRange>& reserved,
             const Reservation& added, bool quote_names, std::vector<Edit>& edits) {
  const auto numbers = FindReserved(body, true);
  const auto names = FindReserved(body, false);
  std::vector<std::string> number_texts;
  for (const NumberRange& range : added.numbers) {
    number_texts.push_back(NumberText(range, added.max));
  }
  std::vector<std::string> name_texts;
  for (const std::string& name : added.names) {
    name_texts.push_back(quote_names ? Quote(name) : name);
  }
  if (numbers) {
    const Merger merger(source, body, reserved, *numbers);
    for (const NumberRange& range : added.numbers) merger.Add(range, added.max, edits);
  }
  if (names && !name_texts.empty()) {
    edits.push_back({body.tokens()[names->last - 1].end, 0, ", " + Join(name_texts, ", ")});
  }
  std::vector<std::string> first;
  if (!numbers && !number_texts.empty()) {
    if (names) {
      body.InsertBefore(body.tokens()[names->first].begin, {StatementOf(number_texts)}, edits);
    } else {
      first.push_back(StatementOf(number_texts));
    }
  }
  if (!names && !name_texts.empty()) {
    if (numbers) {
      body.InsertBehind(body.tokens()[numbers->last].end, {StatementOf(name_texts)}, edits);
    } else {
      first.push_back(StatementOf(name_texts));
    }
  }
  if (!first.empty()) body.InsertFirst(first, edits);
}

}  // namespace protowarden::rules::fix
