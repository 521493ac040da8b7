// SPDX-License-Identifier: Apache-2.0
//
// The schemas of a labelled set, read and judged by the rules: each pair once, however many rows
// speak of it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/compare/comparison.h"
#include "analyzer/config/config.h"
#include "analyzer/engine/evaluation.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/load/loader.h"
#include "plugins/app/pii_policy.h"

namespace protowarden::app {

// Both sides of a change, or one schema (then `loaded.before` is empty) with its personal data.
// Never moved: its parts refer to each other.
struct EvaluationCase {
  std::vector<size_t> rows;           // indices into the set
  std::vector<std::string> elements;  // of these rows: as the new side names them
  load::LoadedPair loaded;
  std::optional<compare::Comparison> comparison;
  std::vector<Finding> findings;  // of the rules, about compatibility
  // The labelled fields, one a row, as the classifier sees them: annotations do not count.
  Inventory labelled;
};

struct CaseOptions {
  std::string folder;  // of the set: where its paths start from
  std::string origin;  // of the set, for messages
  config::Config config;
  const PiiPolicy* pii = nullptr;
  unsigned jobs = 1;
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

struct EvaluationCases {
  std::vector<std::unique_ptr<EvaluationCase>> cases;
  std::string schemas_hash;  // of the content of every schema that rows name
  std::vector<std::string> notes;
};

// Fails with a usage error that names the row whose path leaves the folder or whose element does
// not exist, and with an analysis error on a schema that cannot be read.
[[nodiscard]] Result<EvaluationCases> OpenCases(const std::vector<LabelledRow>& rows,
                                                const CaseOptions& options);

}  // namespace protowarden::app
