// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/pattern_book.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>

#include "analyzer/base/builtin.h"
#include "analyzer/base/text.h"
#include "analyzer/config/toml_values.h"

namespace protowarden::rules::semantic::documented {
namespace {

// What one pattern finds in one sentence; hostile sentences repeat themselves.
constexpr size_t kMostMatches = 6;
constexpr size_t kShortestStatement = 2;
// Of one topic's patterns.
constexpr int64_t kSetMemory = int64_t{48} << 20U;

re2::RE2::Options Options() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(false);
  options.set_max_mem(kSetMemory);
  return options;
}

std::string Alternatives(std::vector<std::string> words) {
  std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  std::vector<std::string> quoted;
  for (const std::string& word : words) {
    // Words of a unit may be joined by a hyphen.
    std::string pattern = re2::RE2::QuoteMeta(word);
    re2::RE2::GlobalReplace(&pattern, R"(\\ )", "[ -]");
    quoted.push_back(pattern);
  }
  return "(?:" + Join(quoted, "|") + ")";
}

}  // namespace

struct PatternBook::Compiled {
  // A pattern by itself. Few comments need more than a few of them.
  struct Single {
    std::once_flag once;
    std::unique_ptr<re2::RE2> pattern;
    std::vector<std::pair<std::string, int>> groups;
  };

  const Single& Get(size_t index, const Statement& statement) {
    Single& single = singles[index];
    std::call_once(single.once, [&] {
      single.pattern = std::make_unique<re2::RE2>(statement.pattern, Options());
      const auto& names = single.pattern->NamedCapturingGroups();
      single.groups.assign(names.begin(), names.end());
    });
    return single;
  }

  // The patterns of one topic. What different patterns have read so far multiplies in one
  // automaton, so small sets together are much faster than one large one.
  struct TopicSet {
    re2::RE2::Set set{Options(), re2::RE2::UNANCHORED};
    std::vector<size_t> statements;  // by the set's own numbers
  };

  std::map<Topic, TopicSet> sets;
  std::deque<Single> singles;
};

class PatternBook::Reader : private config::TomlValues {
 public:
  Result<std::unique_ptr<const PatternBook>> Read(const toml::table& root,
                                                  const std::string& origin) {
    SetOrigin(origin);
    CheckKeys(root, {"unit", "macros", "statement"});
    Each(root, "unit", [&](const toml::table& table) { ReadUnit(table); });
    ReadMacros(root);
    Each(root, "statement", [&](const toml::table& table) { ReadStatement(table); });
    for (auto& [topic, set] : book_->compiled_->sets) {
      if (!error().has_value() && !set.set.Compile()) {
        Fail(root.source(), "The patterns of a topic are too large together.");
      }
    }
    if (error().has_value()) return UsageError(*error());
    return std::unique_ptr<const PatternBook>(std::move(book_));
  }

 private:
  template <typename Visit>
  void Each(const toml::table& root, std::string_view key, const Visit& visit) {
    if (const toml::node* node = root.get(key)) Tables(key, *node, visit);
  }

  void ReadUnit(const toml::table& table) {
    CheckKeys(table, {"names", "short", "dimension", "factor"});
    const std::vector<std::string> names = List(table, "names");
    if (names.empty()) return Fail(table.source(), "`names` is missing.");
    const Unit unit{names.front(), Text(table, "dimension", true),
                    table["factor"].value_or<double>(1)};
    for (const std::string& name : names) {
      book_->units_[name] = unit;
      unit_names_[unit.dimension].push_back(name);
    }
    // Too short to be looked for in prose: only right behind a number.
    for (const std::string& name : List(table, "short")) {
      book_->units_[name] = unit;
      unit_names_["short"].push_back(name);
    }
  }

  void ReadMacros(const toml::table& root) {
    std::vector<std::string> all;
    for (const auto& [dimension, names] : unit_names_) {
      macros_[dimension] = Alternatives(names);
      if (dimension != "short") all.insert(all.end(), names.begin(), names.end());
    }
    macros_["unit"] = Alternatives(all);
    const toml::table* table = root["macros"].as_table();
    if (table == nullptr) return;
    Strings(*table, [&](std::string_view key, const std::string& text, const toml::node&) {
      raw_macros_[std::string(key)] = text;
    });
  }

  // {name} becomes the macro's pattern; macros may use others, to a small depth.
  std::string Expand(const std::string& pattern, const toml::source_region& where, int depth = 0) {
    static constexpr int kDeepest = 6;
    static const re2::RE2 kMacro(R"(\{([a-z_]+)\})");
    std::string expanded;
    re2::StringPiece rest(pattern);
    while (true) {
      re2::StringPiece name;
      const re2::StringPiece start = rest;
      if (depth > kDeepest || !re2::RE2::FindAndConsume(&rest, kMacro, &name)) {
        return expanded + std::string(start);
      }
      const std::string key(name);
      expanded.append(start.data(), static_cast<size_t>(name.data() - 1 - start.data()));
      if (const auto unit = macros_.find(key); unit != macros_.end()) {
        expanded += unit->second;
      } else if (const auto raw = raw_macros_.find(key); raw != raw_macros_.end()) {
        expanded += "(?:" + Expand(raw->second, where, depth + 1) + ")";
      } else {
        Fail(where, fmt::format("There is no macro {}.", Quote(key)));
      }
    }
  }

  void ReadStatement(const toml::table& table) {
    CheckKeys(table, {"topic", "attribute", "value", "patterns"});
    const std::string name = Text(table, "topic", true);
    const auto topic = std::find_if(kTopics.begin(), kTopics.end(),
                                    [&](const auto& row) { return row.first == name; });
    if (topic == kTopics.end()) {
      return Fail(table.source(), fmt::format("There is no topic {}.", Quote(name)));
    }
    for (const std::string& pattern : List(table, "patterns")) {
      Statement statement{topic->second, Text(table, "attribute"), Text(table, "value"),
                          Expand(pattern, table.source())};
      std::string problem;
      Compiled::TopicSet& set = book_->compiled_->sets[statement.topic];
      if (set.set.Add(statement.pattern, &problem) < 0) {
        return Fail(table.source(), fmt::format("{} is no regular expression (RE2): {}.",
                                                Quote(pattern), Printable(problem)));
      }
      set.statements.push_back(book_->statements_.size());
      book_->compiled_->singles.emplace_back();
      book_->statements_.push_back(std::move(statement));
    }
  }

  std::unique_ptr<PatternBook> book_{new PatternBook};
  std::map<std::string, std::vector<std::string>> unit_names_;  // by dimension
  std::map<std::string, std::string> macros_;                   // patterns of units
  std::map<std::string, std::string> raw_macros_;
};

PatternBook::PatternBook() : compiled_(std::make_unique<Compiled>()) {}
PatternBook::~PatternBook() = default;

Result<std::unique_ptr<const PatternBook>> PatternBook::Read(std::string_view text,
                                                             const std::string& origin) {
  auto root = config::ParseTomlText(text, origin);
  if (!root.ok()) return root.error();
  return Reader().Read(root.value(), origin);
}

const PatternBook& PatternBook::Builtin() {
  static const std::unique_ptr<const PatternBook> kBook =
      RequireBuiltin(Read(StatementFiles().front().text, "statements.toml"));
  return *kBook;
}

std::vector<PatternMatch> PatternBook::Match(std::string_view text) const {
  std::vector<PatternMatch> matches;
  std::vector<size_t> candidates;
  for (const auto& [topic, set] : compiled_->sets) {
    std::vector<int> found;
    re2::RE2::Set::ErrorInfo problem{};
    if (set.set.Match({text.data(), text.size()}, &found, &problem)) {
      for (const int item : found) candidates.push_back(set.statements[static_cast<size_t>(item)]);
    } else if (problem.kind != re2::RE2::Set::kNoError) {
      // Out of memory: try every pattern.
      candidates.insert(candidates.end(), set.statements.begin(), set.statements.end());
    }
  }
  std::sort(candidates.begin(), candidates.end());
  for (const size_t index : candidates) {
    const Compiled::Single& single = compiled_->Get(index, statements_[index]);
    const re2::RE2& pattern = *single.pattern;
    const auto groups = static_cast<size_t>(pattern.NumberOfCapturingGroups()) + 1;
    std::vector<re2::StringPiece> found(groups);
    size_t from = 0;
    const size_t most = matches.size() + kMostMatches;
    // Nothing is said in a last full stop.
    while (from + kShortestStatement <= text.size() && matches.size() < most &&
           pattern.Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED,
                         found.data(), static_cast<int>(groups))) {
      const auto begin = static_cast<size_t>(found[0].data() - text.data());
      PatternMatch match{&statements_[index], begin, begin + found[0].size(), {}};
      for (const auto& [name, group] : single.groups) {
        const re2::StringPiece& piece = found[static_cast<size_t>(group)];
        if (piece.data() == nullptr) continue;
        match.groups.emplace_back(name, std::string_view(piece.data(), piece.size()));
      }
      from = std::max(match.end, begin + 1);
      matches.push_back(std::move(match));
    }
  }
  return matches;
}

const Unit* PatternBook::FindUnit(std::string_view written) const {
  if (const auto found = units_.find(written); found != units_.end()) return &found->second;
  std::string lower = ToLower(written);
  std::replace(lower.begin(), lower.end(), '-', ' ');
  const auto found = units_.find(lower);
  return found == units_.end() ? nullptr : &found->second;
}

}  // namespace protowarden::rules::semantic::documented
