// SPDX-License-Identifier: Apache-2.0
//
// Which fields hold personal data: names, types, neighbours, comments and options as evidence, the
// policy as data. Pure and deterministic; no network, no model.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/engine/inventory.h"
#include "analyzer/schema/schema.h"
#include "analyzer/schema/usage.h"
#include "rules/pii/corrections.h"
#include "rules/pii/policy.h"
#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

// What decided about a field.
enum class Origin : uint8_t {
  kNone,       // nothing speaks for personal data
  kName,       // its name
  kComment,    // its comment
  kOption,     // validation rules and other options
  kContainer,  // what the message it holds contains
  kPattern,    // a pattern of the user's policy
  kOverride,   // an override of the user's policy
  kCorrection,
  kAnnotation,
  kLearned,  // annotations of like fields
};
[[nodiscard]] std::string_view Name(Origin origin);

struct Classification {
  Sensitivity level = Sensitivity::kPublic;
  std::vector<std::string> types;  // ids; the first is the main one
  double confidence = 1;           // 0..1
  std::string reason;              // one clause for a reviewer
  Origin origin = Origin::kNone;
  // The classifier's own view where an annotation, override or correction decided.
  std::optional<Disagreement> opinion;
};

// The classification of a whole schema. Refers to the schema.
struct Classified {
  std::unordered_map<const schema::Field*, Classification> fields;
  std::unordered_map<const schema::Message*, Sensitivity> messages;
  std::unordered_map<const schema::Method*, Sensitivity> methods;
  std::vector<TraceStep> trace;  // of ClassifyOptions::traced
};

struct ClassifyOptions {
  // Whether annotations count: those of the field itself decide, those of like fields teach (the
  // policy may turn the latter off).
  bool annotations = false;
  const Corrections* corrections = nullptr;
  const schema::Field* traced = nullptr;  // collect the trace of this field
  unsigned jobs = 1;                      // threads; the result does not depend on them
};

[[nodiscard]] Classified Classify(const Policy& policy, const schema::Schema& schema,
                                  const schema::Usage& usage, const ClassifyOptions& options = {});

}  // namespace protowarden::rules::pii
