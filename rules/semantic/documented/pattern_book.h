// SPDX-License-Identifier: Apache-2.0
//
// statements.toml, read and compiled once: which sentences state what. Shows no RE2.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/result.h"
#include "rules/semantic/documented/quantity.h"
#include "rules/semantic/documented/topic.h"

namespace protowarden::rules::semantic::documented {

// Generated: statements.toml.
[[nodiscard]] std::span<const EmbeddedFile> StatementFiles();

// One [[statement]]: a pattern and what it states.
struct Statement {
  Topic topic;
  std::string attribute;  // what is stated of it: "length", "set"
  std::string value;      // the value, where the pattern itself is the value
  std::string pattern;    // with macros expanded
};

// Where one pattern matched: named groups with their places in the text.
struct PatternMatch {
  const Statement* statement;
  size_t begin;
  size_t end;
  std::vector<std::pair<std::string_view, std::string_view>> groups;  // those that took part
};

// Immutable; safe to use from several threads.
class PatternBook {
 public:
  // Fails on unknown keys and on patterns that are none, naming the line.
  [[nodiscard]] static Result<std::unique_ptr<const PatternBook>> Read(std::string_view text,
                                                                       const std::string& origin);
  [[nodiscard]] static const PatternBook& Builtin();
  ~PatternBook();
  PatternBook(const PatternBook&) = delete;
  PatternBook& operator=(const PatternBook&) = delete;

  // All matches in the order of the file.
  [[nodiscard]] std::vector<PatternMatch> Match(std::string_view text) const;

  [[nodiscard]] const Unit* FindUnit(std::string_view written) const;
  [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }

 private:
  class Reader;
  struct Compiled;
  PatternBook();

  std::vector<Statement> statements_;
  std::map<std::string, Unit, std::less<>> units_;  // by every way to write them
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace protowarden::rules::semantic::documented
