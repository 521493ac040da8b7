// SPDX-License-Identifier: Apache-2.0
#include "llm/model_rules.h"

#include <array>

#include "llm/reviewer/evidence.h"

namespace protowarden::llm {
namespace {

constexpr const char* kSource =
    "https://github.com/protowarden/protowarden/blob/main/llm/prompts/CHANGELOG.md";

constexpr std::string_view kChangeBefore = R"(message Order {
  // Price in cents.
  int64 price = 1;
}
)";
constexpr std::string_view kChangeAfter = R"(message Order {
  // Price in units of the currency.
  int64 price = 1;
}
)";
constexpr std::string_view kFieldBefore = R"(message Visit {
}
)";
constexpr std::string_view kFieldAfter = R"(message Visit {
  // What the patient told about earlier illnesses.
  string remark = 1;
}
)";

constexpr auto kRules = std::to_array<Rule>({
    {.id = kCompatibilityRule,
     .categories = category::kSemantic,
     .severity = Severity::kMedium,
     .title = "A changed meaning breaks nobody, in the opinion of a language model",
     .impact =
         "Programs that rely on the old meaning go on without an error and do something else. "
         "Each finding says who breaks and quotes the words of the schema that show it; its "
         "severity is the model's: CRITICAL where data is lost or misread, HIGH where calls "
         "fail, MEDIUM where results change, LOW where few will notice.",
     .remedy = "Read the quote and judge for yourself: models err. If it is right, keep the old "
               "meaning and add a new field, value or method for the new one. By default such "
               "findings fail no run; [llm.gate] says which do.",
     .source = kSource,
     .check = {},
     .buf_rule = false},
    {.id = kPersonalDataRule,
     .categories = category::kPii,
     .severity = Severity::kMedium,
     .title = "Personal data is known as such, in the opinion of a language model",
     .impact =
         "A field that the classifier was unsure of holds more sensitive data than it thought, "
         "so nobody masks, encrypts or audits it. The severity follows the level that the "
         "model gives; the finding quotes the words on which that rests.",
     .remedy = "Annotate the field with its level, or correct the classifier with `protowarden pii "
               "correct`. By default such findings fail no run; [llm.gate] says which do.",
     .source = kSource,
     .check = {},
     .buf_rule = false},
});

}  // namespace

std::span<const Rule> ModelRules() { return kRules; }

ModelRuleExample ExampleOf(std::string_view id) {
  if (id == kCompatibilityRule) return {kChangeBefore, kChangeAfter};
  if (id == kPersonalDataRule) return {kFieldBefore, kFieldAfter};
  return {};
}

}  // namespace protowarden::llm
