// SPDX-License-Identifier: Apache-2.0
//
// What a check says about a change. Every check, whether wire, semantic, PII or LLM, reports
// through this one type. A Finding owns its data: no pointers into a schema.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/span.h"

namespace protowarden {

// How bad it is for whoever depends on the schema. kNone: worth knowing, breaks nobody.
enum class Severity : uint8_t { kNone, kLow, kMedium, kHigh, kCritical };
// "NONE", "LOW", ...
[[nodiscard]] std::string_view Name(Severity severity);
[[nodiscard]] bool ParseSeverity(std::string_view text, Severity* severity);

// How sure the check is. Structural rules are always kHigh.
enum class Confidence : uint8_t { kLow, kMedium, kHigh };
[[nodiscard]] std::string_view Name(Confidence confidence);

enum class FindingSource : uint8_t { kRule, kLlm, kHistory };
[[nodiscard]] std::string_view Name(FindingSource source);

// What a finding is about; each has its own gate.
enum class Concern : uint8_t { kCompatibility, kPrivacy };

// A place in one side of the comparison.
struct Location {
  std::string path;  // the file's identity (schema::File::path); ignore lists match it
  std::string file;  // the file's display path; empty when the place has no file
  Span span;

  friend auto operator<=>(const Location&, const Location&) = default;
};

struct Finding {
  std::string rule;      // e.g. "FIELD_NO_DELETE"
  std::string category;  // the selected category that brought the rule in, e.g. "WIRE_JSON"
  Severity severity = Severity::kNone;
  Confidence confidence = Confidence::kHigh;
  FindingSource source = FindingSource::kRule;
  Concern concern = Concern::kCompatibility;
  bool is_breaking = true;  // never for kPrivacy: nothing stops working

  // Full name, e.g. "todo.v1.Task.description": the one after the change where the element lives
  // on.
  std::string element;
  Location location;               // after the change; empty when the file is gone
  Location against;                // before the change; empty for additions
  std::string description;         // what changed, one sentence
  std::string impact;              // who breaks and how
  std::string recommendation;      // what to do
  std::vector<std::string> notes;  // facts that help to judge it ("moved to ...")

  // Stable name of this finding across line shifts and rewordings: a hash of rule, element and
  // `arguments`.
  std::string fingerprint;
  std::vector<std::string> arguments;  // what tells two findings of a rule on an element apart
};

// Orders by file, position, rule, element, description. Two findings that compare equal are one.
[[nodiscard]] bool FindingLess(const Finding& a, const Finding& b);

}  // namespace protowarden
