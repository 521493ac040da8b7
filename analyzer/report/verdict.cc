// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/verdict.h"

#include <fmt/format.h>

#include <map>

#include "analyzer/base/text.h"

namespace protowarden::report {
namespace {

constexpr size_t kMostListed = 10;

// "on LOW and above", "only on CRITICAL", "never"
std::string When(const Threshold& threshold) {
  if (!threshold.has_value()) return "never";
  if (*threshold == Severity::kCritical) return "on CRITICAL";
  return fmt::format("on {} and above", Name(*threshold));
}

std::string And(std::vector<std::string> names) {
  if (names.size() == 1) return names.front();
  const std::string last = std::move(names.back());
  names.pop_back();
  return Join(names, ", ") + " and " + last;
}

}  // namespace

std::string GateText(const Gate& gate) {
  std::map<Threshold, std::vector<std::string>> others;
  for (const auto* items : {&gate.categories(), &gate.rules()}) {
    for (const auto& [name, threshold] : *items) {
      if (threshold != gate.fail_on() || items == &gate.rules()) others[threshold].push_back(name);
    }
  }
  std::string text = gate.fail_on().has_value() ? "fails " + When(gate.fail_on()) : "never fails";
  for (auto& [threshold, names] : others) {
    text += fmt::format("; for {} {}", And(std::move(names)), When(threshold));
  }
  return text;
}

std::string_view VerdictHeadline(const Report& report) {
  const bool open = report.review.has_value() && report.review->Fails();
  if (open || !report.diagnostics.empty()) return "could not be analysed in full";
  if (report.can_deploy) return "can be deployed";
  return report.gate.mode() == GateMode::kEnforce ? "must not be deployed"
                                                  : "would fail (shadow mode)";
}

std::string VerdictText(const Report& report, const std::string& criteria, const Style& style) {
  const std::string answer = report.can_deploy ? style.Good("yes") : style.Bad("no");
  if (report.gate.mode() == GateMode::kEnforce) {
    return fmt::format("can_deploy: {} ({})\n", answer, criteria);
  }
  std::string text =
      fmt::format("can_deploy: {} (shadow mode: no finding fails the run; enforced, it {})\n",
                  answer, criteria);
  size_t listed = 0;
  for (const Entry& entry : report.entries) {
    if (!entry.blocks || ++listed > kMostListed) continue;
    text += fmt::format("would fail: {} {} {}\n", style.Badge(entry.finding.severity),
                        Printable(entry.finding.rule), Printable(entry.finding.element));
  }
  if (listed > kMostListed) text += fmt::format("would fail: {} more\n", listed - kMostListed);
  return text;
}

}  // namespace protowarden::report
