// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace protowarden::rules::pii {
namespace {

template <typename Bits>
using BitName = std::pair<std::string_view, Bits>;

constexpr std::array<BitName<Kinds>, 9> kKindNames = {{{"text", kind::kText},
                                                       {"number", kind::kNumber},
                                                       {"date", kind::kDate},
                                                       {"enum", kind::kEnum},
                                                       {"bool", kind::kBool},
                                                       {"bytes", kind::kBytes},
                                                       {"message", kind::kMessage},
                                                       {"map", kind::kMap},
                                                       {"struct", kind::kStruct}}};
constexpr std::array<BitName<Subjects>, 14> kSubjectNames = {
    {{"person", subject::kPerson},
     {"organisation", subject::kOrganisation},
     {"machine", subject::kMachine},
     {"thing", subject::kThing},
     {"unknown", subject::kUnknown},
     {"payment", subject::kPayment},
     {"address", subject::kAddress},
     {"patient", subject::kPatient},
     {"communication", subject::kCommunication},
     {"credential", subject::kCredential},
     {"device", subject::kDevice},
     {"device_of_person", subject::kDeviceOfPerson},
     {"bank", subject::kBank},
     {"named", subject::kNamed}}};
// Tables of context.toml that list nouns.
constexpr std::array<BitName<Subjects>, 15> kNounTables = {
    {{"person", subject::kPerson},
     {"ambiguous", subject::kAmbiguous},
     {"organisation", subject::kOrganisation},
     {"machine", subject::kMachine},
     {"thing", subject::kThing},
     {"payment", subject::kPayment},
     {"address", subject::kAddress},
     {"patient", subject::kPatient},
     {"communication", subject::kCommunication},
     {"credential", subject::kCredential},
     {"device", subject::kDevice},
     {"robot", subject::kRobot},
     {"bank", subject::kBank},
     {"business", subject::kBusiness},
     {"neutral", subject::kNeutral}}};
constexpr std::array<std::string_view, 5> kWordTables = {"carriers", "describing", "asking",
                                                         "generic", "workplace"};
constexpr std::string_view kPersonSlot = "{person}";

// A document with the name that stands in messages.
struct Document {
  toml::table table;
  std::string origin;
};

// Reads documents into one policy; the first problem is kept.
class Reader {
 public:
  void Read(const toml::table& root, const std::string& origin) {
    origin_ = origin;
    root.for_each([&](const toml::key& key, const auto& node) {
      ReadTable(std::string(key.str()), key, node);
    });
  }

  Result<Policy> Finish() {
    if (!error_.has_value()) Resolve();
    if (error_.has_value()) return UsageError(*error_);
    return std::move(policy_);
  }

 private:
  // A term whose phrases wait until every word is known.
  struct RawTerm {
    std::vector<std::string> words;
    size_t index;
  };
  struct RawWords {
    std::string table;
    std::vector<std::string> words;
  };

  void Fail(const toml::source_region& where, const std::string& message) {
    if (!error_.has_value()) {
      error_ = fmt::format("{}:{}: {}", Printable(origin_), where.begin.line, message);
    }
  }

  void CheckKeys(const toml::table& table, std::initializer_list<std::string_view> known) {
    for (const auto& [key, node] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      const std::vector<std::string_view> names(known);
      Fail(key.source(), fmt::format("`{}` is not known here.{}", Printable(key.str()),
                                     DidYouMean(key.str(), names)));
    }
  }

  std::string Text(const toml::table& table, std::string_view key, bool needed = false) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      if (needed) Fail(table.source(), fmt::format("`{}` is missing.", key));
      return {};
    }
    const auto value = node->value_exact<std::string>();
    if (!value.has_value()) Fail(node->source(), fmt::format("`{}` must be a string.", key));
    return value.value_or("");
  }

  bool Flag(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return false;
    const auto value = node->value_exact<bool>();
    if (!value.has_value()) Fail(node->source(), fmt::format("`{}` must be true or false.", key));
    return value.value_or(false);
  }

  std::vector<std::string> List(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    std::vector<std::string> items;
    if (node == nullptr) return items;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      Fail(node->source(), fmt::format("`{}` must be a list of strings.", key));
      return items;
    }
    for (const toml::node& item : *array) {
      const auto value = item.value_exact<std::string>();
      if (value.has_value()) {
        items.push_back(*value);
      } else {
        Fail(item.source(), fmt::format("`{}` must be a list of strings.", key));
      }
    }
    return items;
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

  std::optional<Sensitivity> Level(const toml::table& table, bool needed) {
    const std::string text = Text(table, "level", needed);
    if (text.empty()) return std::nullopt;
    const auto level = ParseSensitivity(text);
    if (!level.has_value()) {
      Fail(table.get("level")->source(),
           fmt::format("{} is no level; use PUBLIC, LOW, MEDIUM or HIGH.", Quote(text)));
    }
    return level;
  }

  // Calls read(table) for every table of a list of tables.
  template <typename Read>
  void Tables(const std::string& key, const toml::node& node, const Read& read) {
    const toml::array* array = node.as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
      Fail(node.source(), fmt::format("`{0}` must be a list of tables, written [[{0}]].", key));
      return;
    }
    for (const toml::node& item : *array) read(*item.as_table());
  }

  void ReadTable(const std::string& key, const toml::key& at, const toml::node& node) {
    if (key == "type") return Tables(key, node, [&](const auto& table) { ReadType(table); });
    if (key == "term") return Tables(key, node, [&](const auto& table) { ReadTerm(table); });
    if (key == "pattern") return Tables(key, node, [&](const auto& table) { ReadPattern(table); });
    if (key == "override") {
      return Tables(key, node, [&](const auto& table) { ReadOverride(table); });
    }
    const toml::table* table = node.as_table();
    const auto is_key = [&](const auto& name) { return std::string_view(name) == key; };
    const bool noun = std::any_of(kNounTables.begin(), kNounTables.end(),
                                  [&](const auto& row) { return is_key(row.first); });
    const bool words = std::any_of(kWordTables.begin(), kWordTables.end(), is_key);
    if (!noun && !words && key != "abbreviations" && key != "packages") {
      static constexpr std::array<std::string_view, 9> kKeys = {
          "type",   "term",    "pattern",    "override", "abbreviations",
          "person", "machine", "describing", "packages"};
      return Fail(at.source(),
                  fmt::format("`{}` is not known here.{}", Printable(key), DidYouMean(key, kKeys)));
    }
    if (table == nullptr) return Fail(node.source(), fmt::format("`{}` must be a table.", key));
    if (key == "abbreviations") return ReadAbbreviations(*table);
    if (key == "packages") return ReadPackages(*table);
    CheckKeys(*table, {"words"});
    raw_words_.push_back({key, List(*table, "words")});
  }

  void ReadType(const toml::table& table) {
    CheckKeys(table, {"id", "number", "level", "title", "regulations", "protections"});
    Type type;
    type.id = Text(table, "id", true);
    type.number = static_cast<int>(table["number"].value_or<int64_t>(0));
    type.level = Level(table, true).value_or(Sensitivity::kLow);
    type.title = Text(table, "title");
    if (type.title.empty()) type.title = type.id;
    type.regulations = List(table, "regulations");
    type.protections = List(table, "protections");
    policy_.types.insert_or_assign(type.id, type);
  }

  // The level of a type, or what the table says.
  Sensitivity LevelOf(const toml::table& table, const std::string& type) {
    const auto given = Level(table, false);
    if (given.has_value()) return *given;
    const Type* known = policy_.FindType(type);
    if (known != nullptr) return known->level;
    if (type.empty()) {
      Fail(table.source(), "`level` or `type` must be given.");
    } else {
      std::vector<std::string_view> ids;
      for (const auto& [id, row] : policy_.types) ids.push_back(id);
      Fail(table.get("type")->source(),
           fmt::format("There is no type {}.{}", Quote(type), DidYouMean(type, ids)));
    }
    return Sensitivity::kLow;
  }

  void ReadTerm(const toml::table& table) {
    CheckKeys(table, {"type", "level", "kinds", "where", "work", "identity", "certain", "bare",
                      "modified", "not_before", "not_after", "words"});
    Term term;
    term.type = Text(table, "type");
    term.level = LevelOf(table, term.type);
    term.kinds = Bits(table, "kinds", kKindNames, Kinds{kind::kText | kind::kBytes});
    term.where = Bits(table, "where", kSubjectNames, Subjects{subject::kMain});
    term.work = Text(table, "work");
    term.not_before = List(table, "not_before");
    term.not_after = List(table, "not_after");
    term.identity = Flag(table, "identity");
    term.certain = Flag(table, "certain");
    term.bare = Flag(table, "bare");
    term.modified = Flag(table, "modified");
    raw_terms_.push_back({List(table, "words"), policy_.terms.size()});
    policy_.terms.push_back(std::move(term));
  }

  void ReadPattern(const toml::table& table) {
    CheckKeys(table, {"name", "pattern", "type", "level"});
    Pattern pattern;
    pattern.name = Text(table, "name", true);
    pattern.regex = Text(table, "pattern", true);
    pattern.type = Text(table, "type");
    pattern.level = LevelOf(table, pattern.type);
    policy_.patterns.push_back(std::move(pattern));
  }

  void ReadOverride(const toml::table& table) {
    CheckKeys(table, {"path", "type", "level", "why"});
    Override row;
    row.path = Text(table, "path", true);
    row.type = Text(table, "type");
    row.level = LevelOf(table, row.type);
    row.why = Text(table, "why");
    policy_.overrides.push_back(std::move(row));
  }

  void ReadAbbreviations(const toml::table& table) {
    for (const auto& [key, node] : table) {
      const auto value = node.value_exact<std::string>();
      if (!value.has_value()) {
        Fail(node.source(), fmt::format("`{}` must be a string.", Printable(key.str())));
        continue;
      }
      policy_.vocabulary.AddAbbreviation(key.str(), *value);
    }
  }

  void ReadPackages(const toml::table& table) {
    CheckKeys(table, {"person", "machine", "organisation", "credential"});
    for (const auto& [name, bit] : kSubjectNames) {
      for (const std::string& word : List(table, name)) policy_.package_words[word] |= bit;
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
      for (const std::string& word : raw.words) AddPhrase(word, people, raw.index);
    }
  }

  void AddWord(const std::string& table, const std::string& phrase) {
    for (const auto& [name, bit] : kNounTables) {
      if (name == table) policy_.nouns[phrase] |= bit;
    }
    if (table == "carriers") policy_.carriers.insert(phrase);
    if (table == "describing") policy_.describing.insert(phrase);
    if (table == "asking") policy_.asking.insert(phrase);
    if (table == "generic") policy_.generic.insert(phrase);
    if (table == "workplace") policy_.workplace.insert(phrase);
  }

  void AddPhrase(const std::string& word, const std::vector<std::string>& people, size_t term) {
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

  // Phrases that are written out come before those made with a slot, which are more general.
  void Register(const std::string& phrase, size_t term, bool written) {
    if (phrase.empty()) return;
    auto& entries = policy_.phrases[phrase];
    if (std::any_of(entries.begin(), entries.end(),
                    [&](const Policy::Entry& entry) { return entry.term == term; })) {
      return;
    }
    const auto first_slotted = std::find_if(
        entries.begin(), entries.end(), [](const Policy::Entry& entry) { return entry.slotted; });
    entries.insert(written ? first_slotted : entries.end(), {term, !written});
    const auto words = static_cast<size_t>(std::count(phrase.begin(), phrase.end(), ' ')) + 1;
    policy_.longest_phrase = std::max(policy_.longest_phrase, words);
  }

  Policy policy_;
  std::string origin_;
  std::vector<RawTerm> raw_terms_;
  std::vector<RawWords> raw_words_;
  std::optional<std::string> error_;
};

Result<toml::table> Parse(std::string_view text, const std::string& origin) {
  toml::parse_result parsed = toml::parse(text);
  if (parsed) return std::move(parsed).table();
  return UsageError(fmt::format("{}:{}: {}.", Printable(origin), parsed.error().source().begin.line,
                                std::string(parsed.error().description())));
}

Status ReadFiles(std::span<const EmbeddedFile> files, Reader& reader) {
  // Types come first: terms refer to them.
  std::vector<const EmbeddedFile*> order;
  for (const EmbeddedFile& file : files) order.push_back(&file);
  std::stable_partition(order.begin(), order.end(),
                        [](const auto* file) { return file->path == "types.toml"; });
  for (const EmbeddedFile* file : order) {
    auto table = Parse(file->text, std::string(file->path));
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
  auto table = Parse(user_toml, origin);
  if (!table.ok()) return table.error();
  if (const toml::table* pii = (*table)["pii"].as_table()) reader.Read(*pii, origin);
  return reader.Finish();
}

}  // namespace protowarden::rules::pii
