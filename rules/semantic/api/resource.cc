// SPDX-License-Identifier: Apache-2.0
//
// Rules about google.api.resource and resource_reference: what resources are called.
// Source: https://github.com/googleapis/googleapis/blob/master/google/api/resource.proto
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "rules/option_text.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/api/field_path.h"
#include "rules/url_template.h"

namespace protowarden::rules::semantic {
namespace {

using compare::FieldPair;
using compare::MessagePair;
using schema::Option;

constexpr std::string_view kResource = "google.api.resource";
constexpr std::string_view kReference = "google.api.resource_reference";
constexpr std::string_view kAnything = "*";
// More than any resource has; each is compared with each.
constexpr size_t kManyPatterns = 64;

std::string NameField(const Option& resource) {
  const std::string name = ChildText(resource, "name_field");
  return name.empty() ? "name" : name;
}

// Patterns of the old resource whose names the new one does not have.
std::vector<std::string> LostPatterns(const Option& before, const Option& after) {
  std::vector<std::string> lost;
  const auto now = schema::ItemsOf(after.Child("pattern"));
  const auto old = schema::ItemsOf(before.Child("pattern"));
  // Without patterns a resource says nothing about its names.
  if (now.empty() || std::max(now.size(), old.size()) > kManyPatterns) return lost;
  for (const Option& pattern : old) {
    const UrlTemplate narrow = ParseUrlTemplate(pattern.text);
    // A pattern that ends in the collection was never a resource's: the id was forgotten.
    UrlTemplate with_id = narrow;
    with_id.segments.emplace_back("*");
    const bool kept =
        pattern.text == kAnything || std::any_of(now.begin(), now.end(), [&](const Option& item) {
          const UrlTemplate wide = ParseUrlTemplate(item.text);
          return item.text == kAnything || Covers(wide, narrow) || Covers(wide, with_id);
        });
    if (!kept) lost.push_back(pattern.text);
  }
  return lost;
}

Reporter::Draft MessageDraft(const MessagePair& pair) {
  return {.element = pair.after.full_name,
          .at = At(pair.after.file,
                   FirstKnown({pair.after.options.SpanOf(kResource), pair.after.span})),
          .against = At(pair.before.file,
                        FirstKnown({pair.before.options.SpanOf(kResource), pair.before.span}))};
}

void CheckType(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  const Option* before = pair.before.options.Find({kResource});
  if (before == nullptr) return;
  const Option* after = pair.after.options.Find({kResource});
  const std::string old_type = ChildText(*before, "type");
  const std::string new_type = after == nullptr ? "" : ChildText(*after, "type");
  if (old_type == new_type) return;
  if (after == nullptr && HasUndecoded(pair.after.options)) return;
  Reporter::Draft draft = MessageDraft(pair);
  draft.description =
      new_type.empty()
          ? fmt::format("Message `{}` is no longer the resource {}.", pair.after.name, old_type)
          : fmt::format("Message `{}` changed its resource type from {} to {}.", pair.after.name,
                        old_type, new_type);
  draft.arguments = {old_type, new_type};
  reporter.Add(std::move(draft));
}

void CheckPatterns(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  const Option* before = pair.before.options.Find({kResource});
  const Option* after = pair.after.options.Find({kResource});
  if (before == nullptr || after == nullptr) return;
  const std::string type = ChildText(*before, "type");
  for (const std::string& pattern : LostPatterns(*before, *after)) {
    Reporter::Draft draft = MessageDraft(pair);
    draft.description = fmt::format("Resource {} lost the name pattern {}.", type, Quote(pattern));
    draft.arguments = {pattern};
    reporter.Add(std::move(draft));
  }
}

void CheckNameField(const RuleContext& /*context*/, const MessagePair& pair, Reporter& reporter) {
  const Option* before = pair.before.options.Find({kResource});
  const Option* after = pair.after.options.Find({kResource});
  if (before == nullptr || after == nullptr) return;
  const std::string old_field = NameField(*before);
  const std::string new_field = NameField(*after);
  if (SameField(&pair.before, old_field, &pair.after, new_field)) return;
  Reporter::Draft draft = MessageDraft(pair);
  draft.description = fmt::format("Resource {} has its name in the field `{}` instead of `{}`.",
                                  ChildText(*after, "type"), new_field, old_field);
  draft.arguments = {old_field, new_field};
  reporter.Add(std::move(draft));
}

void CheckReference(const RuleContext& /*context*/, const FieldPair& pair, Reporter& reporter) {
  const Option* before = pair.before.options.Find({kReference});
  const Option* after = pair.after.options.Find({kReference});
  if (before == nullptr || after == nullptr || pair.before.name != pair.after.name) return;
  for (const std::string_view key : {"type", "child_type"}) {
    const std::string old_type = ChildText(*before, key);
    const std::string new_type = ChildText(*after, key);
    if (old_type.empty() || new_type.empty() || old_type == new_type) continue;
    if (old_type == kAnything || new_type == kAnything) continue;
    // "Book" and "library.example.com/Book": only qualified.
    if (old_type.ends_with("/" + new_type) || new_type.ends_with("/" + old_type)) continue;
    reporter.Add(
        {.element = pair.after.FullName(),
         .at = At(pair.after.file, FirstKnown({after->span, pair.after.span})),
         .against = At(pair.before.file, FirstKnown({before->span, pair.before.span})),
         .description = fmt::format("Field `{}` of message `{}` names {}{} instead of {}.",
                                    pair.after.name, pair.after.parent->name,
                                    key == "type" ? "a " : "a parent of ", new_type, old_type),
         .arguments = {old_type, new_type}});
  }
}

constexpr std::string_view kTypes = "https://google.aip.dev/123";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "RESOURCE_TYPE_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kMedium,
     .title = "Messages keep their resource type",
     .impact = "Whatever is keyed by the type no longer matches: references to it, policies, audit "
               "logs and inventories. Generated classes for resource names change or vanish.",
     .remedy = "Keep `type`. A resource of another type is a new message.",
     .source = kTypes,
     .check = CheckType,
     .buf_rule = false},
    {.id = "RESOURCE_PATTERN_REMOVED",
     .categories = kApiContractCategories,
     .severity = Severity::kMedium,
     .title = "Resources keep the patterns of their names",
     .impact = "Clients and generated helpers that format or parse names by the old pattern no "
               "longer fit: names that they stored may be refused, new ones cannot be parsed.",
     .remedy = "Keep the old pattern first and append the new one.",
     .source = "https://google.aip.dev/122",
     .check = CheckPatterns,
     .buf_rule = false},
    {.id = "RESOURCE_NAME_FIELD_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kMedium,
     .title = "Resources keep their name in the same field",
     .impact = "Tools and generated clients that address a resource by the field `name_field` "
               "read another value than before.",
     .remedy = "Keep `name_field`.",
     .source = kTypes,
     .check = CheckNameField,
     .buf_rule = false},
    {.id = "RESOURCE_REFERENCE_CHANGED",
     .categories = kApiContractCategories,
     .severity = Severity::kLow,
     .title = "Fields that hold a resource name go on naming the same type",
     .impact = "Clients send and parse names of the old type; helpers that were generated for the "
               "field take another type of name, so code that uses them no longer compiles.",
     .remedy = "Keep the reference. Add a new field for names of the other type.",
     .source = "https://google.aip.dev/client-libraries/4231",
     .check = CheckReference,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> ResourceRules() { return kRules; }

}  // namespace protowarden::rules::semantic
