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

// Stems of two words that contradict each other in an otherwise equal sentence.
struct Opposite {
  std::string first;
  std::string second;
  bool one_way = false;  // only first -> second takes something away
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
  // The one name of stems that mean the same: "result" -> "item".
  [[nodiscard]] std::string Canonical(const std::string& stem) const;
  [[nodiscard]] const std::vector<Opposite>& opposites() const { return opposites_; }
  [[nodiscard]] const std::vector<Statement>& statements() const { return statements_; }

 private:
  class Reader;
  struct Compiled;
  PatternBook();

  std::vector<Statement> statements_;
  std::vector<Opposite> opposites_;
  std::map<std::string, Unit, std::less<>> units_;  // by every way to write them
  std::map<std::string, std::string, std::less<>> synonyms_;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace protowarden::rules::semantic::documented
