// SPDX-License-Identifier: Apache-2.0
//
// Methods whose access to personal data is not recorded.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "rules/pii/describe.h"
#include "rules/pii/families.h"

namespace protowarden::rules::pii {
namespace {

Sensitivity LevelOf(const schema::Schema& schema, const Exposure& exposure,
                    const MethodRecord& record) {
  if (record.annotation.has_value()) return *record.annotation;
  const schema::Method* method = FindMethod(schema, record);
  if (method == nullptr) return Sensitivity::kPublic;
  return std::max(exposure.LevelOf(method->input), exposure.LevelOf(method->output));
}

// Whether a code base audits is known from the methods that say so; one that never does is not
// nagged.
bool UsesAudit(const Inventory& inventory) {
  return std::any_of(
      inventory.methods.begin(), inventory.methods.end(),
      [](const MethodRecord& method) { return method.audit_annotation.has_value(); });
}

void Check(const RuleContext& context, Reporter& reporter) {
  if (!UsesAudit(context.inventory_after->inventory())) return;
  for (const MethodRecordPair& pair : context.records->methods()) {
    const MethodRecord& method = pair.after;
    if (method.audit_annotation.value_or(false)) continue;
    const Sensitivity level = LevelOf(context.comparison.after(), *context.exposure_after, method);
    if (level == Sensitivity::kPublic) continue;
    if (pair.before != nullptr) {
      // PII_ANNOTATION_REMOVED speaks of these.
      if (pair.before->audit_annotation.value_or(false)) continue;
      if (LevelOf(context.comparison.before(), *context.exposure_before, *pair.before) >= level) {
        continue;
      }
    }
    reporter.Add(
        {.element = method.element,
         .at = method.location,
         .against = pair.before == nullptr ? Location{} : pair.before->location,
         .description = fmt::format(
             "RPC {} touches {} personal data and is not audited{}.", Quote(method.method_path),
             Name(level), method.audit_annotation.has_value() ? ": audit_pii_access is false" : ""),
         .severity = SeverityOf(level)});
  }
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "PII_METHOD_NOT_AUDITED",
     .categories = category::kPii,
     .severity = Severity::kHigh,
     .title = "Methods that touch personal data are audited",
     .impact = "After an incident nobody can tell who read whose data through this method. HIPAA "
               "asks for such records for health data, PCI DSS requirement 10 for card data.",
     .remedy = "Add `option (pii.v1.audit_pii_access) = true;` to the method, as its neighbours "
               "have it; `protowarden annotate` does it.",
     .source = "https://www.ecfr.gov/current/title-45/section-164.312",
     .check = Check,
     .buf_rule = false,
     .needs_inventory = true,
     .about_state = true},
}};

}  // namespace

std::span<const Rule> AuditRules() { return kRules; }

}  // namespace protowarden::rules::pii
