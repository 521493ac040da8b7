// SPDX-License-Identifier: Apache-2.0
//
// Collects what is accepted on purpose (comments, files, commit trailers) and marks it in a report.
#pragma once

#include <functional>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/compare/comparison.h"
#include "analyzer/engine/policy.h"
#include "analyzer/report/report.h"
#include "plugins/app/inputs.h"

namespace protowarden::app {

// Sets Entry::acceptance and Report::idle_acceptances of a comparison. What the change under
// judgement accepts by itself is marked and not effective, unless its policy says otherwise. Rules
// that are not `in_use` leave acceptances alone. `whole` tells that the report speaks of everything
// that was compared: only then an acceptance can be said to be unused. Returns whether rows
// that the change adds to acceptance files are effective. Fails on a file that cannot be read.
[[nodiscard]] Result<bool> MarkAccepted(Inputs& inputs, const compare::Comparison& comparison,
                                        const std::vector<const Policy*>& in_use, bool whole,
                                        report::Report& report);

// The same for one version, where everything is effective.
[[nodiscard]] Status MarkAccepted(Input& input, const schema::Schema& schema,
                                  const std::vector<const Policy*>& in_use, bool whole,
                                  report::Report& report);

}  // namespace protowarden::app
