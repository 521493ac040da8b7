// SPDX-License-Identifier: Apache-2.0
//
// Which findings keep a change from being deployed. A pure function over findings: nothing is read,
// printed or decided elsewhere.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/rule.h"

namespace protowarden {

// The lowest severity that fails the gate; nullopt: never.
using Threshold = std::optional<Severity>;
// "HIGH", ... or "never".
[[nodiscard]] std::string Name(const Threshold& threshold);
// LOW to CRITICAL or "never", case ignored; false for anything else.
[[nodiscard]] bool ParseThreshold(std::string_view text, Threshold* threshold);
[[nodiscard]] bool ParseConfidence(std::string_view text, Confidence* confidence);

// kShadow judges as kEnforce does but fails no run: for introducing the gate step by step.
enum class GateMode : uint8_t { kEnforce, kShadow };
[[nodiscard]] std::string_view Name(GateMode mode);
[[nodiscard]] bool ParseGateMode(std::string_view text, GateMode* mode);

// The gate as a configuration spells it; names are not yet checked against the catalogue.
struct GateSpec {
  GateMode mode = GateMode::kEnforce;
  Threshold fail_on = Severity::kLow;
  // A change that only breaks whoever relies on more than the encoding and the generated code is
  // judged with care, as is personal data, which breaks nobody.
  std::map<std::string, Threshold> category = {{"PII", Severity::kHigh},
                                               {"SEMANTIC", Severity::kHigh}};
  std::map<std::string, Threshold> rule;
  Confidence min_confidence = Confidence::kMedium;  // less sure findings never fail the gate
  std::string origin;                               // the file it was read from, for messages
  // What a language model finds has a gate of its own, [llm.gate]; by default it is only told.
  Threshold llm_fail_on;
  Confidence llm_min_confidence = Confidence::kMedium;
};

// What the command line says about the gate; wins over a configuration.
struct GateOverrides {
  std::vector<std::string> fail_on;  // "HIGH" for everything, or "NAME=HIGH"
  std::string mode;
  std::string min_confidence;
  [[nodiscard]] bool SetsThreshold() const { return !fail_on.empty(); }
};
// Fails with a usage error on a value that does not exist.
[[nodiscard]] Status Override(const GateOverrides& overrides, std::span<const Rule> catalogue,
                              GateSpec& spec);

// A checked gate.
class Gate {
 public:
  Gate() = default;
  // Fails with a usage error on an unknown rule or category, with a did-you-mean.
  static Result<Gate> Create(const GateSpec& spec, std::span<const Rule> catalogue);

  [[nodiscard]] GateMode mode() const { return spec_.mode; }
  [[nodiscard]] Confidence min_confidence() const { return spec_.min_confidence; }
  [[nodiscard]] const Threshold& fail_on() const { return spec_.fail_on; }
  [[nodiscard]] const Threshold& llm_fail_on() const { return spec_.llm_fail_on; }
  // By category and rule, in the order of their names.
  [[nodiscard]] const std::map<std::string, Threshold>& categories() const {
    return spec_.category;
  }
  [[nodiscard]] const std::map<std::string, Threshold>& rules() const { return spec_.rule; }

  // What holds for a rule: its own threshold, else that of its part of SEMANTIC, else the lowest of
  // its other categories, else `fail_on`.
  [[nodiscard]] Threshold ThresholdOf(std::string_view rule, CategorySet categories) const;
  // True when the finding keeps the change from being deployed, in either mode.
  [[nodiscard]] bool Blocks(const Finding& finding) const;
  // Forgets categories that no rule of a run is in, so that a report need not speak of them.
  void Keep(CategorySet in_use);

 private:
  GateSpec spec_;
};

}  // namespace protowarden
