// SPDX-License-Identifier: Apache-2.0
#include "analyzer/engine/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"

namespace protowarden {
namespace {

constexpr std::string_view kNever = "never";
constexpr std::string_view kThresholds = "Use LOW, MEDIUM, HIGH, CRITICAL or never.";
constexpr CategorySet kSemanticParts = category::kValidation | category::kApiContract |
                                       category::kBehaviour | category::kPresence |
                                       category::kDocumented;

std::string Origin(const GateSpec& spec) {
  return spec.origin.empty() ? "command line" : Printable(spec.origin);
}

// "never" is the highest of all.
bool LowerThan(const Threshold& a, const Threshold& b) {
  return a.has_value() && (!b.has_value() || *a < *b);
}

bool IsRule(std::string_view name, std::span<const Rule> catalogue) {
  return std::any_of(catalogue.begin(), catalogue.end(),
                     [&](const Rule& rule) { return rule.id == name; });
}

Error UnknownName(const GateSpec& spec, std::string_view name, std::string_view what,
                  const std::vector<std::string_view>& known) {
  return UsageError(fmt::format("{}: {} is no {}.{} `protowarden rules` lists them.", Origin(spec),
                                Quote(name), what, DidYouMean(name, known)));
}

std::vector<std::string_view> CategoryNames() {
  std::vector<std::string_view> names;
  for (const auto& [name, bit] : kCategories) names.push_back(name);
  return names;
}

std::vector<std::string_view> RuleNames(std::span<const Rule> catalogue) {
  std::vector<std::string_view> names;
  for (const Rule& rule : catalogue) names.push_back(rule.id);
  return names;
}

// The lowest threshold among the categories of `set`, if one is configured.
const Threshold* LowestOf(const std::map<std::string, Threshold>& thresholds, CategorySet set) {
  const Threshold* lowest = nullptr;
  for (const auto& [name, threshold] : thresholds) {
    if ((CategoryOf(name) & set) == 0) continue;
    if (lowest == nullptr || LowerThan(threshold, *lowest)) lowest = &threshold;
  }
  return lowest;
}

// One --fail-on: "HIGH", or "NAME=HIGH" for a category or rule.
Status OverrideThreshold(std::string_view text, std::span<const Rule> catalogue, GateSpec& spec) {
  const size_t equals = text.find('=');
  const std::string name(equals == std::string_view::npos ? "" : text.substr(0, equals));
  const std::string_view value = equals == std::string_view::npos ? text : text.substr(equals + 1);
  Threshold threshold;
  if (!ParseThreshold(value, &threshold)) {
    return UsageError(fmt::format("--fail-on: {} is no severity. {}", Quote(value), kThresholds));
  }
  if (name.empty()) return Ok();  // taken before
  if (CategoryOf(name) != 0) {
    spec.category[name] = threshold;
  } else if (IsRule(name, catalogue)) {
    spec.rule[name] = threshold;
  } else {
    std::vector<std::string_view> known = CategoryNames();
    const auto rules = RuleNames(catalogue);
    known.insert(known.end(), rules.begin(), rules.end());
    return UnknownName({}, name, "rule or category", known);
  }
  return Ok();
}

}  // namespace

std::string Name(const Threshold& threshold) {
  return std::string(threshold.has_value() ? Name(*threshold) : kNever);
}

bool ParseThreshold(std::string_view text, Threshold* threshold) {
  if (ToLower(text) == kNever) {
    *threshold = std::nullopt;
    return true;
  }
  Severity severity{};
  if (!ParseSeverity(text, &severity) || severity == Severity::kNone) return false;
  *threshold = severity;
  return true;
}

bool ParseConfidence(std::string_view text, Confidence* confidence) {
  for (const Confidence value : {Confidence::kLow, Confidence::kMedium, Confidence::kHigh}) {
    if (ToLower(text) != ToLower(Name(value))) continue;
    *confidence = value;
    return true;
  }
  return false;
}

std::string_view Name(GateMode mode) { return mode == GateMode::kShadow ? "shadow" : "enforce"; }

bool ParseGateMode(std::string_view text, GateMode* mode) {
  if (text != "shadow" && text != "enforce") return false;
  *mode = text == "shadow" ? GateMode::kShadow : GateMode::kEnforce;
  return true;
}

Status Override(const GateOverrides& overrides, std::span<const Rule> catalogue, GateSpec& spec) {
  for (const std::string& text : overrides.fail_on) {
    Threshold threshold;
    if (text.find('=') != std::string::npos || !ParseThreshold(text, &threshold)) continue;
    spec.fail_on = threshold;
    spec.category.clear();
    spec.rule.clear();
  }
  for (const std::string& text : overrides.fail_on) {
    const Status done = OverrideThreshold(text, catalogue, spec);
    if (!done.ok()) return done;
  }
  if (!overrides.mode.empty() && !ParseGateMode(overrides.mode, &spec.mode)) {
    return UsageError(
        fmt::format("--mode: {} is neither enforce nor shadow.", Quote(overrides.mode)));
  }
  if (!overrides.min_confidence.empty() &&
      !ParseConfidence(overrides.min_confidence, &spec.min_confidence)) {
    return UsageError(fmt::format("--min-confidence: {} is none of LOW, MEDIUM and HIGH.",
                                  Quote(overrides.min_confidence)));
  }
  return Ok();
}

Result<Gate> Gate::Create(const GateSpec& spec, std::span<const Rule> catalogue) {
  for (const auto& [name, threshold] : spec.category) {
    if (CategoryOf(name) == 0) return UnknownName(spec, name, "category", CategoryNames());
  }
  for (const auto& [name, threshold] : spec.rule) {
    if (!IsRule(name, catalogue)) return UnknownName(spec, name, "rule", RuleNames(catalogue));
  }
  Gate gate;
  gate.spec_ = spec;
  return gate;
}

Threshold Gate::ThresholdOf(std::string_view rule, CategorySet categories) const {
  const auto own = spec_.rule.find(std::string(rule));
  if (own != spec_.rule.end()) return own->second;
  for (const CategorySet set : {static_cast<CategorySet>(categories & kSemanticParts),
                                static_cast<CategorySet>(categories & ~kSemanticParts)}) {
    const Threshold* lowest = LowestOf(spec_.category, set);
    if (lowest != nullptr) return *lowest;
  }
  return spec_.fail_on;
}

bool Gate::Blocks(const Finding& finding) const {
  if (finding.source == FindingSource::kLlm) {
    return spec_.llm_fail_on.has_value() && finding.severity >= *spec_.llm_fail_on &&
           finding.confidence >= spec_.llm_min_confidence;
  }
  if (finding.concern == Concern::kCompatibility && !finding.is_breaking) return false;
  if (finding.confidence < spec_.min_confidence) return false;
  const Threshold threshold = ThresholdOf(finding.rule, finding.categories);
  return threshold.has_value() && finding.severity >= *threshold;
}

void Gate::Keep(CategorySet in_use) {
  std::erase_if(spec_.category,
                [&](const auto& item) { return (CategoryOf(item.first) & in_use) == 0; });
}

}  // namespace protowarden
