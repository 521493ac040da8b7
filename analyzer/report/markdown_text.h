// SPDX-License-Identifier: Apache-2.0
//
// Foreign text in a comment on GitHub: beyond staying text (base/markdown.h) it calls nobody, links
// nowhere and refers to no issue. Internal to report/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace protowarden::report {

// Prose, for a paragraph or a table cell.
[[nodiscard]] std::string CommentText(std::string_view text);

// Code, for a paragraph or a table cell.
[[nodiscard]] std::string CommentCode(std::string_view text);

// The same where Markdown is not read, as in a <summary>.
[[nodiscard]] std::string HtmlCode(std::string_view text);

// A fenced block. The fence is longer than any run of backticks in `lines`.
[[nodiscard]] std::string FencedBlock(std::string_view language,
                                      const std::vector<std::string>& lines);

// Pieces of a comment up to a number of characters; from the first that does not fit, they are only
// counted.
class BoundedText {
 public:
  explicit BoundedText(size_t most) : most_(most) {}

  void Add(std::string_view piece);
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] size_t left_out() const { return left_out_; }

 private:
  size_t most_;
  size_t used_ = 0;
  size_t left_out_ = 0;
  std::string text_;
};

}  // namespace protowarden::report
