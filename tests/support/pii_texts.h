// SPDX-License-Identifier: Apache-2.0
//
// From .proto texts to classifications, without files or processes.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "analyzer/load/loader.h"
#include "analyzer/schema/usage.h"
#include "rules/pii/builtin_policy.h"
#include "rules/pii/classifier.h"
#include "rules/pii/policy_reader.h"
#include "rules/pii/scan.h"
#include "tests/support/memory_tree.h"

namespace protowarden::test {

// What the classifier says about texts. `toml` is a protowarden.toml.
class PiiTexts {
 public:
  struct Options {
    std::string toml{};
    bool annotations = true;
    rules::pii::Corrections corrections{};
    std::string traced{};
  };

  explicit PiiTexts(const std::map<std::string, std::string>& files) : PiiTexts(files, Options{}) {}
  PiiTexts(const std::map<std::string, std::string>& files, const Options& options)
      : tree_(files), workspace_(tree_.entries(), {}, {}) {
    namespace pii = rules::pii;
    auto policy = pii::ReadPolicy(pii::PolicyFiles(), options.toml, "protowarden.toml");
    if (!policy.ok()) throw std::runtime_error(policy.error().message);
    policy_ = std::move(policy).value();
    load::Timings timings;
    loaded_ = load::LoadAll({&tree_, &workspace_, {}}, {}, timings);
    if (!loaded_.diagnostics.empty()) throw std::runtime_error(loaded_.diagnostics.front().message);
    usage_.emplace(loaded_.schema);
    pii::ClassifyOptions classify;
    classify.annotations = options.annotations;
    classify.corrections = &options.corrections;
    if (!options.traced.empty()) classify.traced = &FieldOf(options.traced);
    classified_ = pii::Classify(policy_, loaded_.schema, *usage_, classify);
  }

  // By "Message.field" or full name; throws when there is none.
  [[nodiscard]] const schema::Field& FieldOf(const std::string& path) const {
    const schema::Field* found = nullptr;
    for (const auto& file : loaded_.schema.files()) {
      ForEachMessage(*file, [&](const schema::Message& message) {
        for (const schema::Field& field : message.fields) {
          const std::string name = field.FullName();
          if (name == path || name.ends_with("." + path)) found = &field;
        }
      });
    }
    if (found == nullptr) throw std::runtime_error("no field " + path);
    return *found;
  }
  [[nodiscard]] const rules::pii::Classification& Of(const std::string& path) const {
    return classified_.fields.at(&FieldOf(path));
  }
  // "MEDIUM", or "MEDIUM EMAIL_PERSONAL" where a type is known.
  [[nodiscard]] std::string Level(const std::string& path) const {
    const rules::pii::Classification& found = Of(path);
    std::string text(Name(found.level));
    if (!found.types.empty()) text += " " + found.types.front();
    return text;
  }
  [[nodiscard]] std::string LevelOfMessage(const std::string& full_name) const {
    return std::string(Name(classified_.messages.at(loaded_.schema.FindMessage(full_name))));
  }
  [[nodiscard]] Inventory TakeInventory() const {
    return rules::pii::TakeInventory(policy_, policy_.annotations, loaded_.schema, classified_);
  }
  [[nodiscard]] const rules::pii::Classified& classified() const { return classified_; }
  [[nodiscard]] const schema::Schema& schema() const { return loaded_.schema; }

 private:
  MemoryTree tree_;
  load::Workspace workspace_;
  rules::pii::Policy policy_;
  load::Loaded loaded_;
  std::optional<schema::Usage> usage_;
  rules::pii::Classified classified_;
};

// What fields are expected to be, as Level() writes it.
struct FieldLevel {
  const char* field;  // "Message.field"
  const char* expected;
};

inline void ExpectAll(const PiiTexts& texts, std::initializer_list<FieldLevel> rows) {
  for (const FieldLevel& row : rows) EXPECT_EQ(texts.Level(row.field), row.expected) << row.field;
}

// One proto3 file with a body; the annotations of pii.v1 may be used.
inline std::map<std::string, std::string> Proto(const std::string& body,
                                                const std::string& package = "shop.v1") {
  return {{"shop.proto", "syntax = \"proto3\";\npackage " + package + ";\n" + body}};
}

}  // namespace protowarden::test
