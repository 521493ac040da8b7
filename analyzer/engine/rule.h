// SPDX-License-Identifier: Apache-2.0
//
// What a rule is: one constexpr row beside its check function. The catalogue, `protowarden rules`,
// `protowarden explain`, SARIF help and the generated docs all read this row.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "analyzer/compare/comparison.h"
#include "analyzer/engine/category.h"
#include "analyzer/engine/change_usage.h"
#include "analyzer/engine/exposure.h"
#include "analyzer/engine/finding.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/engine/record_pairs.h"
#include "analyzer/engine/shared_work.h"

namespace protowarden {

// The version of a configuration file decides which rules exist and where they belong.
enum class ConfigVersion : uint8_t { kV1Beta1, kV1, kV2 };

// Collects what one check reports. Locations follow buf: `at` is the place in the new schema, an
// unknown span means "the file" (printed as 1:1), no location at all means that the file is gone.
class Reporter;

// Handed to every check beside its pair.
struct RuleContext {
  const compare::Comparison& comparison;
  // Only for rules with `needs_usage` or `needs_inventory`. Ask last: it may cost reading more
  // files.
  const ChangeUsage& usage;
  // buf's profile gives buf's verdicts to the letter. The default profile departs from them where
  // they are wrong for users: message types that changed their name are judged by their structure
  // (PROTOWARDEN_FIELD_WIRE_STRUCTURE), and the last element of a kind that is deleted from a
  // package is reported like the others.
  bool buf_profile = false;
  // The personal data of each side: of everything that was loaded, compared or not. Null unless a
  // selected rule has `needs_inventory`, and before the change when one version is judged alone.
  const InventoryIndex* inventory_before = nullptr;
  const InventoryIndex* inventory_after = nullptr;
  const Exposure* exposure_before = nullptr;
  const Exposure* exposure_after = nullptr;
  const RecordPairs* records = nullptr;  // the records of both sides, matched
  SharedWork* shared = nullptr;          // of this run; never null while rules run
};

using FileCheck = void (*)(const RuleContext&, const compare::FilePair&, Reporter&);
using MessageCheck = void (*)(const RuleContext&, const compare::MessagePair&, Reporter&);
using FieldCheck = void (*)(const RuleContext&, const compare::FieldPair&, Reporter&);
using EnumCheck = void (*)(const RuleContext&, const compare::EnumPair&, Reporter&);
using EnumValuesCheck = void (*)(const RuleContext&, const compare::EnumValuesPair&, Reporter&);
using ServiceCheck = void (*)(const RuleContext&, const compare::ServicePair&, Reporter&);
using MethodCheck = void (*)(const RuleContext&, const compare::MethodPair&, Reporter&);
// Only for rules with `needs_inventory`.
using FieldRecordCheck = void (*)(const RuleContext&, const FieldRecordPair&, Reporter&);
using MethodRecordCheck = void (*)(const RuleContext&, const MethodRecordPair&, Reporter&);
// For rules about what is gone from the schema as a whole.
using SchemaCheck = void (*)(const RuleContext&, Reporter&);

using Check =
    std::variant<FileCheck, MessageCheck, FieldCheck, EnumCheck, EnumValuesCheck, ServiceCheck,
                 MethodCheck, FieldRecordCheck, MethodRecordCheck, SchemaCheck>;

struct Rule {
  std::string_view id;
  CategorySet categories = 0;  // in version 2 configurations (and protowarden.toml)
  Severity severity = Severity::kHigh;
  std::string_view title;   // "Fields are not deleted from a message": one line, no full stop
  std::string_view impact;  // who breaks and how: full sentences
  std::string_view remedy;  // what to do: full sentences
  std::string_view source;  // URL of the fact's source
  Check check;
  // Where older configuration versions differ from version 2.
  CategorySet categories_v1 = kSameAsV2;
  CategorySet categories_v1beta1 = kSameAsV2;
  bool buf_rule = true;  // false for rules that only protowarden has
  // May ask which methods use a message: then the files that import a changed file are loaded too.
  bool needs_usage = false;
  // Asks which personal data a schema holds: RuleContext has the inventories, and both versions are
  // read as a whole, because a field is judged by its surroundings.
  bool needs_inventory = false;
  // Also judges one version alone, as `protowarden pii` does without --against.
  bool about_state = false;
  // What it reports on is gone, or on its way out. What has no place before the change is an
  // addition without being told.
  ChangeKind change = ChangeKind::kChanged;
  // Only says that something changed: dropped where another compatibility finding on the same
  // element says what that means.
  bool yields = false;
  // Rules that see the same change: dropped where one of them reports the element at least as
  // severely. "FIELD_SAME_TYPE" says all that a rule about the type's range has to say.
  std::span<const std::string_view> yields_to{};
  // How `check --fix` undoes the change.
  Repair repair = Repair::kNone;

  static constexpr CategorySet kSameAsV2 = 0x8000;

  // The categories in a configuration version; 0 when the rule does not exist there.
  [[nodiscard]] constexpr CategorySet CategoriesIn(ConfigVersion version) const;
};

class Reporter {
 public:
  // One report of a check. Only `element`, `description` and the locations are needed; severity,
  // impact and recommendation come from the rule's row unless given here.
  struct Draft {
    std::string element{};
    Location at{};
    Location against{};
    std::string description{};
    std::vector<std::string> arguments{};
    std::vector<std::string> notes{};
    std::string impact{};
    std::string recommendation{};
    std::optional<Severity> severity{};
    // Worth knowing, whatever its severity: nothing that worked before stops working.
    bool harmless = false;
    Confidence confidence = Confidence::kHigh;
  };

  Reporter(const Rule& rule, std::vector<Finding>& findings) : rule_(rule), findings_(findings) {}
  void Add(Draft draft);

 private:
  const Rule& rule_;
  std::vector<Finding>& findings_;
};

// Locations for Reporter::Draft.
[[nodiscard]] Location At(const schema::File* file, const Span& span);
[[nodiscard]] Location AtFile(const schema::File* file);  // the file, no position: 1:1
// The first known span; unknown if none is.
[[nodiscard]] Span FirstKnown(std::initializer_list<Span> spans);

constexpr CategorySet Rule::CategoriesIn(ConfigVersion version) const {
  const auto without_csr = static_cast<CategorySet>(categories & ~category::kCsr);
  const CategorySet v1 = categories_v1 == kSameAsV2 ? without_csr : categories_v1;
  switch (version) {
    case ConfigVersion::kV2:
      return categories;
    case ConfigVersion::kV1:
      return v1;
    case ConfigVersion::kV1Beta1:
      return categories_v1beta1 == kSameAsV2 ? v1 : categories_v1beta1;
  }
  return 0;
}

}  // namespace protowarden
