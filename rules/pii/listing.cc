// SPDX-License-Identifier: Apache-2.0
//
// Methods that hand out the HIGH data of many persons at once.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/base/contains.h"
#include "analyzer/base/text.h"
#include "rules/pii/describe.h"
#include "rules/pii/families.h"
#include "rules/pii/vocabulary.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using schema::Method;

// First words of method names that stand for many records.
constexpr std::array<std::string_view, 11> kReading = {"list",      "search", "query", "find",
                                                       "scan",      "export", "dump",  "browse",
                                                       "enumerate", "filter", "select"};
// Words before a verb that say the same.
constexpr std::array<std::string_view, 3> kMany = {"batch", "bulk", "multi"};
// Verbs of methods that answer with what the caller has sent.
constexpr std::array<std::string_view, 12> kWriting = {"create", "update", "insert", "upsert",
                                                       "mutate", "patch",  "put",    "set",
                                                       "add",    "save",   "write",  "import"};

enum class Verb : uint8_t { kReadsMany, kWrites, kOther };

Verb VerbOf(const Method& method) {
  const std::vector<std::string> words = SplitName(method.name);
  if (words.empty()) return Verb::kOther;
  const bool many = Contains(kMany, words.front());
  if (Contains(kWriting, words[many && words.size() > 1 ? 1 : 0])) return Verb::kWrites;
  const bool all = words.size() > 1 && words[1] == "all";  // GetAllUsers
  return many || all || Contains(kReading, words.front()) ? Verb::kReadsMany : Verb::kOther;
}

// True for a message that only wraps a list: its personal data is behind one repeated field.
bool WrapsList(const std::vector<ExposedField>& fields) {
  const Field* list = nullptr;
  for (const ExposedField& field : fields) {
    const Field* first = field.path.front();
    if (first->label != schema::Label::kRepeated || field.path.size() < 2) return false;
    if (list != nullptr && list != first) return false;
    list = first;
  }
  return list != nullptr;
}

// The HIGH data that the method returns of many at once.
std::vector<ExposedField> Listed(const Method& method, const Exposure& exposure) {
  const Verb verb = VerbOf(method);
  if (verb == Verb::kWrites) return {};
  std::vector<ExposedField> fields = exposure.Of(method.output);
  const bool all = method.server_streaming;
  const bool repeated = verb == Verb::kReadsMany || WrapsList(fields);
  std::erase_if(fields, [&](const ExposedField& field) {
    return field.level != Sensitivity::kHigh || !(all || (repeated && field.Repeated()));
  });
  return fields;
}

void Check(const RuleContext& context, const MethodRecordPair& pair, Reporter& reporter) {
  const Method* method = FindMethod(context.comparison.after(), pair.after);
  if (method == nullptr) return;
  std::vector<ExposedField> fields = Listed(*method, *context.exposure_after);
  if (pair.before != nullptr) {
    const Method* before = FindMethod(context.comparison.before(), *pair.before);
    std::set<std::string> known;
    for (const ExposedField& field : Listed(*before, *context.exposure_before)) {
      known.insert(TypesOf(*field.record));
    }
    std::erase_if(
        fields, [&](const ExposedField& field) { return known.contains(TypesOf(*field.record)); });
  }
  if (fields.empty()) return;
  const auto surest = std::max_element(fields.begin(), fields.end(),
                                       [](const ExposedField& a, const ExposedField& b) {
                                         return a.record->confidence < b.record->confidence;
                                       });
  const Confidence confidence = ConfidenceOf(surest->record->confidence);
  reporter.Add({.element = pair.after.element,
                .at = pair.after.location,
                .against = pair.before == nullptr ? Location{} : pair.before->location,
                .description = fmt::format("RPC {} {} HIGH personal data of many at once: {}.",
                                           Quote(pair.after.method_path),
                                           method->server_streaming ? "streams" : "lists",
                                           Paths(*method->output, fields)),
                .confidence = confidence});
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "PII_LIST_RETURNS_HIGH",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "Methods that list or search return no HIGH personal data",
     .impact = "One caller with access to the method collects the ids, card numbers or health data "
               "of everybody, page by page.",
     .remedy =
         "Return a summary message without these fields (or masked ones) from the list and "
         "serve the full record one at a time, by a method with its own permission and audit.",
     .source = "https://owasp.org/API-Security/editions/2023/en/"
               "0xa3-broken-object-property-level-authorization/",
     .check = Check,
     .buf_rule = false,
     .needs_inventory = true,
     .about_state = true},
}};

}  // namespace

std::span<const Rule> ListingRules() { return kRules; }

}  // namespace protowarden::rules::pii
