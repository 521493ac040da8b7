// SPDX-License-Identifier: Apache-2.0
//
// What every command about personal data begins with: the schema that PATH names, the policy of its
// configuration and its corrections.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/load/loader.h"
#include "analyzer/schema/usage.h"
#include "plugins/app/inputs.h"
#include "plugins/app/pii_policy.h"
#include "plugins/app/scan.h"
#include "rules/pii/classifier.h"
#include "rules/pii/policy.h"

namespace protowarden::app {

struct PiiSession {
  Input input;
  std::string filter;  // as in Inputs
  std::string base;    // as in Inputs
  PiiPolicy pii;
  load::Loaded loaded;
  std::optional<schema::Usage> usage;
  unsigned jobs = 1;

  [[nodiscard]] const rules::pii::Policy& policy() const { return pii.policy(); }
  // With annotations, unless the classifier is to be judged by itself.
  [[nodiscard]] rules::pii::Classified Classify(bool annotations = true,
                                                const schema::Field* traced = nullptr) const;
  // True for what was read for its context only: PATH does not name it.
  [[nodiscard]] bool IsOutside(const Location& location) const;
  // Of the targets, restricted to what PATH names.
  [[nodiscard]] Inventory TakeInventory(const rules::pii::Classified& classified) const;
};

// Behind a pointer, because its parts refer to each other.
[[nodiscard]] Result<std::unique_ptr<PiiSession>> OpenPii(const ScanOptions& options,
                                                          load::Timings& timings);

// The fields that are corrected, by full name; corrections of no field are left out.
[[nodiscard]] std::map<std::string, const schema::Field*, std::less<>> CorrectedFields(
    const PiiSession& session);

// Rules that the corrections propose.
[[nodiscard]] std::vector<report::PiiSuggestion> SuggestionsOf(
    const PiiSession& session, const rules::pii::Classified& classified);

// A field by its full name, by its name without the package or by any end of it at a dot, if only
// one has it. Else a usage error that says what there is.
[[nodiscard]] Result<const schema::Field*> FindField(const schema::Schema& schema,
                                                     std::string_view name);

}  // namespace protowarden::app
