// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/config/toml_values.h"
#include "rules/pii/policy_keys.h"
#include "rules/pii/policy_names.h"

namespace protowarden::rules::pii {
namespace {

constexpr std::string_view kPersonSlot = "{person}";

// Reads documents into one policy; the first problem is kept.
class Reader : private config::TomlValues {
 public:
  void Read(const toml::table& root, const std::string& origin) {
    SetOrigin(origin);
    root.for_each([&](const toml::key& key, const auto& node) {
      ReadTable(std::string(key.str()), key, node);
    });
  }

  // A user's [pii] table. Types come first: the others refer to them.
  void ReadUser(const toml::table& pii, const std::string& origin) {
    SetOrigin(origin);
    by_user_ = true;
    CheckKeys(pii, PolicyKeysBelow(""));
    ReadSettings(pii);
    const auto each = [&](bool types) {
      pii.for_each([&](const toml::key& key, const auto& node) {
        const bool setting = key == "learn" || key == "corrections" || key == "options";
        if (!setting && (key == "type") == types) ReadTable(std::string(key.str()), key, node);
      });
    };
    each(true);
    each(false);
  }

  Result<Policy> Finish() {
    if (!error().has_value()) Resolve();
    if (error().has_value()) return UsageError(*error());
    return std::move(policy_);
  }

 private:
  // A term whose phrases wait until every word is known.
  struct RawTerm {
    std::vector<std::string> words;
    size_t index;
    bool of_type;  // the level is the type's
    bool by_user;
  };
  struct RawWords {
    std::string table;
    std::vector<std::string> words;
  };

  // Of a table of the policy called `prefix`: "term.".
  void CheckPolicyKeys(const toml::table& table, std::string_view prefix) {
    CheckKeys(table, PolicyKeysBelow(prefix));
  }

  template <typename Names>
  auto Bits(const toml::table& table, std::string_view key, const Names& names,
            decltype(names[0].second) fallback) {
    auto bits = decltype(fallback){};
    const std::vector<std::string> items = List(table, key);
    if (items.empty()) return fallback;
    for (const std::string& item : items) {
      const auto found = std::find_if(names.begin(), names.end(),
                                      [&](const auto& name) { return name.first == item; });
      if (found != names.end()) {
        bits = static_cast<decltype(bits)>(bits | found->second);
        continue;
      }
      std::vector<std::string_view> known;
      for (const auto& name : names) known.push_back(name.first);
      Fail(table.get(key)->source(),
           fmt::format("{} is not known as `{}`.{}", Quote(item), key, DidYouMean(item, known)));
    }
    return bits;
  }

  void ReadTable(const std::string& key, const toml::key& at, const toml::node& node) {
    if (key == "type") return Tables(key, node, [&](const auto& table) { ReadType(table); });
    if (key == "term") return Tables(key, node, [&](const auto& table) { ReadTerm(table); });
    if (key == "pattern") return Tables(key, node, [&](const auto& table) { ReadPattern(table); });
    if (key == "override") {
      return Tables(key, node, [&](const auto& table) { ReadOverride(table); });
    }
    const toml::table* table = node.as_table();
    const auto is_key = [&](const auto& row) { return row.first == key; };
    const bool noun = std::any_of(kNounTables.begin(), kNounTables.end(), is_key);
    const bool words = std::any_of(kWordTables.begin(), kWordTables.end(), is_key);
    if (!noun && !words && key != "abbreviations" && key != "packages") {
      return Fail(at.source(), fmt::format("`{}` is not known here.{}", Printable(key),
                                           DidYouMean(key, PolicyKeysBelow(""))));
    }
    if (table == nullptr) return Fail(node.source(), fmt::format("`{}` must be a table.", key));
    if (key == "abbreviations") return ReadAbbreviations(*table);
    if (key == "packages") return ReadPackages(*table);
    CheckKeys(*table, {"words"});
    raw_words_.push_back({key, List(*table, "words")});
  }

  // A type that exists is changed, not replaced: what the table leaves out stays.
  void ReadType(const toml::table& table) {
    CheckPolicyKeys(table, "type.");
    const std::string id = Text(table, "id", true);
    const bool known = policy_.types.contains(id);
    Type& type = policy_.types[id];
    type.id = id;
    const toml::node* number = table.get("number");
    if (number != nullptr && !number->is_integer()) {
      Fail(number->source(), "`number` must be an integer.");
    }
    type.number = static_cast<int>(table["number"].value_or<int64_t>(type.number));
    type.level = Level(table, "level", !known).value_or(type.level);
    if (table.contains("title")) type.title = Text(table, "title");
    if (type.title.empty()) type.title = type.id;
    if (table.contains("phrase")) type.phrase = Text(table, "phrase");
    if (type.phrase.empty()) type.phrase = fmt::format("personal data ({})", type.title);
    if (table.contains("regulations")) type.regulations = List(table, "regulations");
    if (table.contains("protections")) type.protections = List(table, "protections");
  }

  // What the table says, else the level of the type.
  Sensitivity LevelOf(const toml::table& table, const std::string& type) {
    if (!type.empty()) CheckType(table, "type", type);
    const auto given = Level(table, "level", false);
    if (given.has_value()) return *given;
    if (type.empty()) Fail(table.source(), "`level` or `type` must be given.");
    const Type* known = policy_.FindType(type);
    return known == nullptr ? Sensitivity::kLow : known->level;
  }

  void CheckType(const toml::table& table, std::string_view key, const std::string& type) {
    if (type.empty() || policy_.FindType(type) != nullptr) return;
    std::vector<std::string_view> ids;
    for (const auto& [id, row] : policy_.types) ids.push_back(id);
    Fail(table.get(key)->source(),
         fmt::format("There is no type {}.{}", Quote(type), DidYouMean(type, ids)));
  }

  void ReadTerm(const toml::table& table) {
    CheckPolicyKeys(table, "term.");
    Term term;
    term.type = Text(table, "type");
    term.level = LevelOf(table, term.type);
    term.kinds = Bits(table, "kinds", kKindNames, Kinds{kind::kText | kind::kBytes});
    term.where = Bits(table, "where", kSubjectNames, Subjects{subject::kMain});
    term.work = Text(table, "work");
    CheckType(table, "work", term.work);
    term.not_before = List(table, "not_before");
    term.not_after = List(table, "not_after");
    term.identity = Flag(table, "identity");
    term.certain = Flag(table, "certain");
    term.bare = Flag(table, "bare");
    term.modified = Flag(table, "modified");
    term.filed = Flag(table, "filed");
    const bool of_type = !table.contains("level");
    raw_terms_.push_back({List(table, "words"), policy_.terms.size(), of_type, by_user_});
    policy_.terms.push_back(std::move(term));
  }

  void ReadPattern(const toml::table& table) {
    last_pattern_ = table.source();
    CheckPolicyKeys(table, "pattern.");
    Pattern pattern;
    pattern.name = Text(table, "name", true);
    pattern.regex = Text(table, "pattern", true);
    pattern.type = Text(table, "type");
    pattern.level = LevelOf(table, pattern.type);
    if (const auto problem = ProblemOf(pattern.regex)) {
      Fail(table.source(), fmt::format("`pattern` {} is no regular expression (RE2): {}.",
                                       Quote(pattern.regex), Printable(*problem)));
    }
    policy_.patterns.push_back(std::move(pattern));
  }

  void ReadOverride(const toml::table& table) {
    CheckPolicyKeys(table, "override.");
    Override row;
    row.path = Text(table, "path", true);
    row.type = Text(table, "type");
    row.level = LevelOf(table, row.type);
    row.why = Text(table, "why");
    policy_.overrides.push_back(std::move(row));
  }

  void ReadAbbreviations(const toml::table& table) {
    Strings(table, [&](std::string_view key, const std::string& text, const toml::node&) {
      policy_.vocabulary.AddAbbreviation(key, text);
    });
  }

  void ReadPackages(const toml::table& table) {
    CheckPolicyKeys(table, "packages.");
    for (const auto& [name, bit] : kSubjectNames) {
      for (const std::string& word : List(table, name)) policy_.package_words[word] |= bit;
    }
  }

  void ReadSettings(const toml::table& pii) {
    policy_.learn = Flag(pii, "learn", policy_.learn);
    if (pii.contains("corrections")) policy_.corrections = Text(pii, "corrections");
    const std::string& path = policy_.corrections;
    const std::vector<std::string_view> parts = Split(path, '/');
    if (path.empty() || path.front() == '/' ||
        std::find(parts.begin(), parts.end(), "..") != parts.end()) {
      Fail(pii.get("corrections")->source(),
           "`corrections` must be a path below the folder of this file.");
    }
    const toml::node* options = pii.get("options");
    if (options == nullptr) return;
    if (options->as_table() == nullptr) {
      return Fail(options->source(), "`options` must be a table.");
    }
    ReadOptions(*options->as_table());
  }

  void ReadOptions(const toml::table& table) {
    CheckPolicyKeys(table, "options.");
    OptionNames& names = policy_.annotations;
    const auto read = [&](std::string_view key, std::string& name) {
      if (!table.contains(key)) return;
      name = Text(table, key);
      // Parentheses are how schemas write it.
      if (name.starts_with('(') && name.ends_with(')')) name = name.substr(1, name.size() - 2);
      if (name.empty()) Fail(table.get(key)->source(), fmt::format("`{}` is empty.", key));
    };
    read("sensitivity", names.sensitivity);
    read("type", names.type);
    read("types", names.types);
    read("message_sensitivity", names.message_sensitivity);
    read("method_sensitivity", names.method_sensitivity);
    read("audit", names.audit);
    for (const std::string_view key : {"levels", "type_names"}) {
      if (table.contains(key) && !table[key].is_table()) {
        return Fail(table.get(key)->source(), fmt::format("`{}` must be a table.", key));
      }
    }
    if (const toml::table* levels = table["levels"].as_table()) {
      for (const auto& [key, node] : *levels) {
        if (const auto level = Level(node)) names.levels[std::string(key.str())] = *level;
      }
    }
    if (const toml::table* types = table["type_names"].as_table()) {
      Strings(*types, [&](std::string_view key, const std::string& type, const toml::node&) {
        CheckType(*types, key, type);
        names.type_names[std::string(key)] = type;
      });
    }
  }

  // Every word is known now: brings phrases into the form in which names are compared.
  void Resolve() {
    const auto learn = [&](const std::vector<std::string>& phrases) {
      for (const std::string& phrase : phrases) {
        for (const std::string_view word : Split(phrase, ' ')) {
          if (word != kPersonSlot) policy_.vocabulary.Add(word);
        }
      }
    };
    for (const RawWords& raw : raw_words_) learn(raw.words);
    for (const RawTerm& raw : raw_terms_) learn(raw.words);
    std::vector<std::string> people;
    for (const RawWords& raw : raw_words_) {
      for (const std::string& word : raw.words) {
        const std::string phrase = Join(policy_.vocabulary.Words(word), " ");
        AddWord(raw.table, phrase);
        if (raw.table == "person") people.push_back(phrase);
      }
    }
    for (const RawTerm& raw : raw_terms_) {
      Term& term = policy_.terms[raw.index];
      const Type* type = policy_.FindType(term.type);
      if (raw.of_type && type != nullptr) term.level = type->level;
      for (const std::string& word : raw.words) AddPhrase(word, people, raw);
    }
    CompilePatterns();
  }

  void CompilePatterns() {
    if (policy_.patterns.empty()) return;
    std::vector<std::string> regexes;
    for (const Pattern& pattern : policy_.patterns) regexes.push_back(pattern.regex);
    policy_.pattern_set = PatternSet::Compile(regexes);
    if (policy_.pattern_set == nullptr) {
      Fail(last_pattern_,
           "The patterns are too large together. Leave some out or write them shorter.");
    }
  }

  void AddWord(const std::string& table, const std::string& phrase) {
    for (const auto& [name, bit] : kNounTables) {
      if (name != table) continue;
      policy_.nouns[phrase] |= bit;
      NoteLength(phrase, policy_.noun_lengths);
    }
    for (const auto& [name, words] : kWordTables) {
      if (name == table) (policy_.*words).insert(phrase);
    }
  }

  void AddPhrase(const std::string& word, const std::vector<std::string>& people,
                 const RawTerm& term) {
    const size_t slot = word.find(kPersonSlot);
    if (slot == std::string::npos) {
      Register(Join(policy_.vocabulary.Words(word), " "), term, true);
      return;
    }
    const std::string before = Join(policy_.vocabulary.Words(word.substr(0, slot)), " ");
    const std::string after =
        Join(policy_.vocabulary.Words(word.substr(slot + kPersonSlot.size())), " ");
    for (const std::string& person : people) {
      std::string phrase = before;
      for (const std::string& part : {person, after}) {
        if (!phrase.empty() && !part.empty()) phrase += ' ';
        phrase += part;
      }
      Register(phrase, term, false);
    }
  }

  // The user's phrases come first, then those that are written out, then those made with a slot,
  // which are more general. Those that need somebody spoken of come before those that count
  // anywhere.
  void Register(const std::string& phrase, const RawTerm& term, bool written) {
    if (phrase.empty()) return;
    auto& entries = policy_.phrases[phrase];
    if (std::any_of(entries.begin(), entries.end(),
                    [&](const Policy::Entry& entry) { return entry.term == term.index; })) {
      return;
    }
    auto place = entries.end();
    if (term.by_user) {
      place = entries.begin();
    } else if (written) {
      const bool narrow = IsNarrow(policy_.terms[term.index]);
      place = std::find_if(entries.begin(), entries.end(), [&](const Policy::Entry& entry) {
        return entry.slotted || (narrow && !IsNarrow(policy_.terms[entry.term]));
      });
    }
    entries.insert(place, {term.index, !written});
    const size_t words = NoteLength(phrase, policy_.phrase_lengths);
    policy_.longest_phrase = std::max(policy_.longest_phrase, words);
  }

  static bool IsNarrow(const Term& term) { return (term.where & subject::kUnknown) == 0; }

  // Returns how many words the phrase has.
  static size_t NoteLength(const std::string& phrase,
                           std::unordered_map<std::string, size_t>& lengths) {
    const auto words = static_cast<size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
    size_t& longest = lengths[phrase.substr(0, phrase.find(' '))];
    longest = std::max(longest, words);
    return words;
  }

  Policy policy_;
  bool by_user_ = false;
  toml::source_region last_pattern_;
  std::vector<RawTerm> raw_terms_;
  std::vector<RawWords> raw_words_;
};

Status ReadFiles(std::span<const EmbeddedFile> files, Reader& reader) {
  // Types come first: terms refer to them.
  std::vector<const EmbeddedFile*> order;
  for (const EmbeddedFile& file : files) order.push_back(&file);
  std::stable_partition(order.begin(), order.end(),
                        [](const auto* file) { return file->path == "types.toml"; });
  for (const EmbeddedFile* file : order) {
    auto table = config::ParseTomlText(file->text, std::string(file->path));
    if (!table.ok()) return table.error();
    reader.Read(*table, std::string(file->path));
  }
  return Ok();
}

}  // namespace

Result<Policy> ReadPolicy(std::span<const EmbeddedFile> files) {
  Reader reader;
  const Status read = ReadFiles(files, reader);
  if (!read.ok()) return read.error();
  return reader.Finish();
}

Result<Policy> ReadPolicy(std::span<const EmbeddedFile> files, std::string_view user_toml,
                          const std::string& origin) {
  Reader reader;
  const Status read = ReadFiles(files, reader);
  if (!read.ok()) return read.error();
  auto table = config::ParseTomlText(user_toml, origin);
  if (!table.ok()) return table.error();
  if (const toml::table* pii = (*table)["pii"].as_table()) reader.ReadUser(*pii, origin);
  return reader.Finish();
}

}  // namespace protowarden::rules::pii
