// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/documented/lexicon.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "analyzer/base/builtin.h"
#include "analyzer/base/text.h"
#include "analyzer/config/toml_values.h"
#include "rules/semantic/documented/quantity.h"
#include "rules/semantic/documented/sentences.h"

namespace protowarden::rules::semantic::documented {

class Lexicon::Reader : private config::TomlValues {
 public:
  Result<std::unique_ptr<const Lexicon>> Read(const toml::table& root, const std::string& origin) {
    SetOrigin(origin);
    CheckKeys(root, {"synonyms", "fillers", "qualifiers", "contrast", "complement"});
    ReadSynonyms(root);
    ReadWords(root, "fillers", lexicon_->fillers_);
    ReadWords(root, "qualifiers", lexicon_->qualifiers_);
    if (const toml::node* node = root.get("contrast")) {
      Tables("contrast", *node, [&](const toml::table& table) { ReadContrast(table); });
    }
    if (const toml::node* node = root.get("complement")) {
      Tables("complement", *node, [&](const toml::table& table) { ReadComplement(table); });
    }
    if (error().has_value()) return UsageError(*error());
    return std::unique_ptr<const Lexicon>(std::move(lexicon_));
  }

 private:
  static std::string StemOf(const std::string& word) { return Join(TokensOf(word), " "); }

  void ReadSynonyms(const toml::table& root) {
    const toml::table* table = root["synonyms"].as_table();
    if (table == nullptr) return;
    for (const auto& [key, node] : *table) {
      const std::string name = StemOf(std::string(key.str()));
      for (const std::string& word : List(*table, key.str())) {
        lexicon_->synonyms_[StemOf(word)] = name;
      }
    }
  }

  void ReadWords(const toml::table& root, std::string_view key,
                 std::set<std::string, std::less<>>& words) {
    const toml::table* table = root[key].as_table();
    if (table == nullptr) return;
    CheckKeys(*table, {"words"});
    for (const std::string& word : List(*table, "words")) words.insert(StemOf(word));
  }

  Topic ReadTopic(const toml::table& table) {
    if (!table.contains("topic")) return Topic::kMeaning;
    const std::string name = Text(table, "topic");
    const auto topic = std::find_if(kTopics.begin(), kTopics.end(),
                                    [&](const auto& row) { return row.first == name; });
    if (topic != kTopics.end()) return topic->second;
    Fail(table.source(), fmt::format("There is no topic {}.", Quote(name)));
    return Topic::kMeaning;
  }

  void ReadComplement(const toml::table& table) {
    CheckKeys(table, {"topic", "after", "before"});
    const Topic topic = ReadTopic(table);
    for (const bool leads : {true, false}) {
      for (const std::string& words : List(table, leads ? "after" : "before")) {
        lexicon_->slots_.push_back({topic, leads, PhraseStems(words)});
        if (lexicon_->slots_.back().stems.empty()) Fail(table.source(), "A word is empty.");
      }
    }
  }

  void ReadContrast(const toml::table& table) {
    CheckKeys(table, {"topic", "one_way", "anywhere", "unnumbered", "inner", "behind", "groups"});
    Contrast contrast;
    contrast.topic = ReadTopic(table);
    contrast.one_way = Flag(table, "one_way");
    contrast.anywhere = Flag(table, "anywhere");
    contrast.unnumbered = Flag(table, "unnumbered");
    contrast.inner = Flag(table, "inner");
    for (const std::string& word : List(table, "behind")) contrast.behind.insert(StemOf(word));
    const std::vector<std::string> groups = List(table, "groups");
    if (groups.size() < 2) return Fail(table.source(), "A contrast needs two groups or more.");
    for (size_t group = 0; group < groups.size(); ++group) {
      for (const std::string_view written : Split(groups[group], ',')) {
        std::vector<std::string> stems = PhraseStems(NumbersInDigits(std::string(Trim(written))));
        if (stems.empty()) return Fail(table.source(), "A group has an empty word.");
        auto& phrases = lexicon_->phrases_[stems.front()];
        phrases.push_back({std::move(stems), lexicon_->contrasts_.size(), group});
      }
    }
    lexicon_->contrasts_.push_back(std::move(contrast));
  }

  std::unique_ptr<Lexicon> lexicon_ = std::make_unique<Lexicon>();
};

Result<std::unique_ptr<const Lexicon>> Lexicon::Read(std::string_view text,
                                                     const std::string& origin) {
  auto root = config::ParseTomlText(text, origin);
  if (!root.ok()) return root.error();
  return Reader().Read(root.value(), origin);
}

const Lexicon& Lexicon::Builtin() {
  static const std::unique_ptr<const Lexicon> kLexicon =
      RequireBuiltin(Read(LexiconFiles().front().text, "lexicon.toml"));
  return *kLexicon;
}

const std::string& Lexicon::Canonical(const std::string& stem) const {
  const auto found = synonyms_.find(stem);
  return found == synonyms_.end() ? stem : found->second;
}

std::span<const ContrastPhrase> Lexicon::PhrasesFrom(std::string_view stem) const {
  const auto found = phrases_.find(stem);
  if (found == phrases_.end()) return {};
  return found->second;
}

const ComplementSlot* Lexicon::SlotBehind(std::span<const std::string> words) const {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [&](const ComplementSlot& item) {
    return item.leads && item.stems.size() <= words.size() &&
           std::equal(item.stems.rbegin(), item.stems.rend(), words.rbegin());
  });
  return slot == slots_.end() ? nullptr : &*slot;
}

const ComplementSlot* Lexicon::SlotBefore(std::span<const std::string> words) const {
  const auto slot = std::find_if(slots_.begin(), slots_.end(), [&](const ComplementSlot& item) {
    return !item.leads && item.stems.size() <= words.size() &&
           std::equal(item.stems.begin(), item.stems.end(), words.begin());
  });
  return slot == slots_.end() ? nullptr : &*slot;
}

std::vector<std::string> PhraseStems(std::string_view text) {
  std::string spaced(text);
  for (size_t i = 1; i + 1 < spaced.size(); ++i) {
    const bool inside = std::isalpha(static_cast<unsigned char>(spaced[i - 1])) != 0 &&
                        std::isalpha(static_cast<unsigned char>(spaced[i + 1])) != 0;
    if (spaced[i] == '-' && inside) spaced[i] = ' ';
  }
  std::vector<std::string> stems = TokensOf(spaced);
  std::erase_if(
      stems, [](const std::string& stem) { return stem == "a" || stem == "an" || stem == "the"; });
  return stems;
}

}  // namespace protowarden::rules::semantic::documented
