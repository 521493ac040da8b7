// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/html_data.h"

#include <fmt/format.h>

#include <map>

#include "analyzer/base/text.h"
#include "analyzer/report/acceptance_text.h"
#include "analyzer/report/listing.h"

namespace protowarden::report {
namespace {

// A longer line is cut: a file may be one line.
constexpr size_t kMostOfLine = 400;

std::string_view StateOf(const Entry& entry) {
  if (entry.IsAccepted()) return "accepted";
  if (entry.acceptance.has_value()) return "waiting";
  return IsHarmless(entry.finding) ? "harmless" : "open";
}

// A line with what counts in it, from and to in UTF-16 units, as scripts count.
Json Line(const std::string& text, const Region& region, bool context) {
  const bool one_line = region.line == region.end_line;
  const size_t to = one_line ? static_cast<size_t>(region.end_column) - 1 : text.size();
  return {{"line", region.line},
          {"text", Shortened(Printable(text), kMostOfLine)},
          {"from", context ? 0 : region.column - 1},
          {"to", context ? 0 : to},
          {"context", context}};
}

bool IsBlock(const Span& span) { return span.end_line > span.line; }

// Of what is new, the place before the change is the block that it came into.
Json Before(const Entry& entry) {
  const Finding& finding = entry.finding;
  if (!entry.before_line.has_value() || !finding.against.span.known()) return nullptr;
  const bool around = IsBlock(finding.against.span) && finding.location.span.known() &&
                      !IsBlock(finding.location.span);
  return Line(*entry.before_line, RegionBefore(entry), around);
}

Json After(const Entry& entry) {
  const Finding& finding = entry.finding;
  if (entry.anchor.has_value()) return Line(entry.anchor->text, RegionOf(entry), true);
  const bool known = entry.after_line.has_value() && finding.location.span.known();
  if (!known || finding.location.file.empty()) return nullptr;
  return Line(*entry.after_line, RegionOf(entry), NeedsAnchor(finding));
}

std::string PlaceBefore(const Location& place) {
  return place.file.empty() ? "" : fmt::format("{}:{}", place.file, OrFirst(place.span.line));
}

class Data {
 public:
  Json Make(const Report& report) {
    Json findings = Json::array();
    for (const Entry* entry : ListedWorstFirst(report)) findings.push_back(Describe(*entry));
    for (const Entry& entry : report.entries) {
      if (IsHarmless(entry.finding)) findings.push_back(Describe(entry));
    }
    return {{"explanations", std::move(explanations_)}, {"findings", std::move(findings)}};
  }

 private:
  Json Describe(const Entry& entry) {
    const Finding& finding = entry.finding;
    const Location& place = PlaceOf(finding);
    Json notes = Json::array();
    for (const std::string& note : finding.notes) notes.push_back(Printable(note));
    return {{"severity", Name(finding.severity)},
            {"rule", Printable(finding.rule)},
            {"category", finding.category.empty() ? "by id" : Printable(finding.category)},
            {"element", Printable(finding.element)},
            {"file", Printable(place.file)},
            {"gone", finding.location.file.empty()},
            {"line", OrFirst(place.span.line)},
            {"description", Printable(finding.description)},
            {"explanation", ExplanationOf(finding)},
            {"notes", std::move(notes)},
            {"fingerprint", finding.fingerprint},
            {"state", StateOf(entry)},
            {"blocks", entry.blocks},
            {"acceptance", entry.acceptance.has_value()
                               ? Json(Printable(AcceptanceText(*entry.acceptance)))
                               : Json()},
            {"before", Printable(PlaceBefore(finding.against))},
            {"old", Before(entry)},
            {"new", After(entry)}};
  }

  // Many findings share one.
  size_t ExplanationOf(const Finding& finding) {
    const auto [slot, added] = slots_.emplace(
        std::pair<std::string_view, std::string_view>(finding.impact, finding.recommendation),
        slots_.size());
    if (added) {
      explanations_.push_back(
          {{"impact", Printable(finding.impact)}, {"fix", Printable(finding.recommendation)}});
    }
    return slot->second;
  }

  Json explanations_ = Json::array();
  std::map<std::pair<std::string_view, std::string_view>, size_t> slots_;
};

}  // namespace

Json HtmlData(const Report& report) { return Data().Make(report); }

}  // namespace protowarden::report
