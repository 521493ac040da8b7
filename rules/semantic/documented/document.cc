// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/engine/allow_directive.h"
#include "rules/semantic/documented/inline_markup.h"

namespace protowarden::rules::semantic::documented {
namespace {

// A paragraph with one of these is no part of the contract.
constexpr std::array<std::string_view, 11> kForeign = {
    "copyright",       "licensed under", "spdx-license", "apache.org/licenses",
    "without warrant", "buf:lint",       "protolint:",   "clang-format",
    "nolint",          "all rights",     "@exclude"};
constexpr std::array<std::string_view, 4> kNotes = {"todo", "fixme", "xxx:", "hack:"};

// Collects lines into blocks.
class Reader {
 public:
  Document Read(std::string_view text, int32_t line) {
    for (const std::string_view piece : Split(text, '\n')) ReadLine(piece, line++);
    EndBlock();
    return std::move(document_);
  }

 private:
  void ReadLine(std::string_view text, int32_t line) {
    text = Undecorated(text);
    if (text.starts_with("```") || text.starts_with("~~~")) {
      EndBlock();
      fenced_ = !fenced_;
      return;
    }
    if (fenced_ || text.starts_with(kAllowMarker)) return;
    if (text.empty()) return EndBlock();
    const size_t heading = text.find_first_not_of('#');
    if (heading != 0 && heading != std::string_view::npos && text[heading] == ' ') {
      EndBlock();
      Append(text.substr(heading + 1), line);
      return EndBlock();
    }
    if (const size_t marker = ListMarker(text); marker > 0) {
      EndBlock();
      text = Trim(text.substr(marker));
    }
    Append(text, line);
  }

  // Without slashes, stars and rules that only draw a box.
  static std::string_view Undecorated(std::string_view line) {
    line = Trim(line);
    while (line.starts_with('/')) line.remove_prefix(1);
    line = Trim(line);
    if (line.starts_with("* ") && !line.starts_with("**")) {
      // A star of a block comment or of a list: either way what follows is a block's text.
      const std::string_view rest = Trim(line.substr(2));
      if (rest.empty()) return rest;
    }
    const bool rule = line.size() > 2 && line.find_first_not_of("-=*#~_+/|") == std::string::npos;
    return rule || line == "*" || line == "**" ? std::string_view() : line;
  }

  // Length of "- ", "* ", "1. ", "a) "; 0 when the line is no list item.
  static size_t ListMarker(std::string_view line) {
    static constexpr std::array<std::string_view, 6> kBullets = {"- ", "* ", "+ ",
                                                                 "• ", "– ", "-- "};
    for (const std::string_view bullet : kBullets) {
      if (line.starts_with(bullet)) return bullet.size();
    }
    size_t digits = 0;
    while (digits < line.size() && digits < 2 && line[digits] >= '0' && line[digits] <= '9') {
      ++digits;
    }
    if (digits == 0 && line.size() > 2 && line[1] == ')') digits = 1;
    const bool marked = digits > 0 && digits + 1 < line.size() && line[digits + 1] == ' ' &&
                        (line[digits] == '.' || line[digits] == ')');
    return marked ? digits + 2 : 0;
  }

  void Append(std::string_view text, int32_t line) {
    lines_.push_back({raw_.size(), line});
    raw_.append(text);
    raw_.push_back('\n');
  }

  void EndBlock() {
    const std::string lower = ToLower(raw_);
    const auto holds = [&](std::string_view words) {
      return lower.find(words) != std::string::npos;
    };
    const auto begins = [&](std::string_view words) { return lower.starts_with(words); };
    if (!std::any_of(kForeign.begin(), kForeign.end(), holds) &&
        !std::any_of(kNotes.begin(), kNotes.end(), begins)) {
      for (Block& block : ReadInline(raw_, lines_)) document_.push_back(std::move(block));
    }
    raw_.clear();
    lines_.clear();
  }

  Document document_;
  std::string raw_;
  std::vector<LineStart> lines_;
  bool fenced_ = false;
};

// The first line of a comment that ends right above `line`. A block comment's closing mark has a
// line of its own, which the text does not show.
int32_t FirstLineAbove(std::string_view comment, int32_t line) {
  if (line <= 0) return 0;
  auto height = static_cast<int32_t>(std::count(comment.begin(), comment.end(), '\n'));
  if (comment.starts_with('*')) ++height;
  return std::max(1, line - height);
}

}  // namespace

Document ReadText(std::string_view text, int32_t line) {
  return Reader().Read(text.substr(0, kMaxCommentBytes), line);
}

Document ReadComments(const schema::Element& element, bool has_body) {
  const schema::Comments& comments = element.comments;
  std::string_view above = comments.leading;
  int32_t end = element.span.line;
  if (above.empty() && comments.trailing.empty() && !comments.detached.empty()) {
    above = comments.detached.back();
    --end;  // the blank line that detaches it
  }
  Document document = ReadText(above, FirstLineAbove(above, end));
  const int32_t behind = has_body ? element.name_span.line : element.span.end_line;
  for (Block& block : ReadText(comments.trailing, behind)) document.push_back(std::move(block));
  return document;
}

}  // namespace protowarden::rules::semantic::documented
