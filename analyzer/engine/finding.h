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
#include "analyzer/engine/category.h"

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

// What happened to the element, as release notes sort it.
enum class ChangeKind : uint8_t { kAdded, kChanged, kDeprecated, kRemoved };
// "added", "changed", ...
[[nodiscard]] std::string_view Name(ChangeKind change);

// The mechanical fix of a finding, see rules/fix/.
enum class Repair : uint8_t {
  kNone,
  kReserve,       // reserve the number and name of what is gone; or bring it back, deprecated
  kUnreserve,     // put back what was reserved
  kMakeOptional,  // take a new requirement off a field
  kRestore,       // bring back what is gone, deprecated: only where deleted things are to be kept
};
// "reserve", ...; "" for kNone.
[[nodiscard]] std::string_view Name(Repair repair);

// The type or service that an element belongs to, or is; of a file there is none.
struct Subject {
  enum class Kind : uint8_t { kService, kMessage, kEnum, kFile };
  Kind kind = Kind::kFile;
  std::string name;     // full name; for kFile the display path
  std::string package;  // of the file that the change is in

  friend auto operator<=>(const Subject&, const Subject&) = default;
};

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
  bool is_breaking = true;     // never for kPrivacy: nothing stops working
  CategorySet categories = 0;  // all those of the rule
  ChangeKind change = ChangeKind::kChanged;
  Repair repair = Repair::kNone;

  // Full name, e.g. "todo.v1.Task.description": the one after the change where the element lives
  // on.
  std::string element;
  Subject subject;                 // where `element` belongs
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
