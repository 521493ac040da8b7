// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/analyze.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/compare/comparison.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/path_pattern.h"
#include "plugins/app/acceptances.h"
#include "plugins/app/anchors.h"
#include "plugins/app/clock.h"
#include "plugins/app/fix_inputs.h"
#include "plugins/app/gate.h"
#include "plugins/app/inputs.h"
#include "plugins/app/inventory.h"
#include "plugins/app/module_policies.h"
#include "plugins/app/review.h"
#include "plugins/app/rule_names.h"
#include "rules/catalogue.h"

namespace protowarden::app {
namespace {

constexpr std::string_view kNewlyExposed = "PII_NEWLY_EXPOSED";

// Decides which files the report speaks of.
class PathFilter {
 public:
  PathFilter(const AnalyzeOptions& options, const Inputs& inputs)
      : options_(options), inputs_(inputs) {}

  // `identity` and `display` name one file.
  [[nodiscard]] bool Shows(const std::string& identity, const std::string& display) const {
    std::string tree_path = identity;
    for (const Input* input : {&inputs_.after, &inputs_.before}) {
      if (const load::SourceFile* file = input->workspace.Find(identity)) {
        tree_path = file->tree_path;
        break;
      }
    }
    if (!inputs_.filter.empty() && inputs_.after.tree != nullptr &&
        !PathMatches(inputs_.filter, tree_path)) {
      return false;
    }
    const auto matches = [&](const std::string& pattern) {
      return MatchesAny(pattern, {tree_path, display, identity});
    };
    const auto& only = options_.only_paths;
    if (!only.empty() && std::none_of(only.begin(), only.end(), matches)) return false;
    const auto& excluded = options_.exclude_paths;
    return std::none_of(excluded.begin(), excluded.end(), matches);
  }

  // A path with a slip in it would leave everything out and pass.
  [[nodiscard]] Status CheckOnlyPaths() const {
    for (const std::string& pattern : options_.only_paths) {
      if (MatchesIn(inputs_.after, pattern) || MatchesIn(inputs_.before, pattern)) continue;
      return UsageError(fmt::format("{} is no .proto file, neither in {} nor in {}.",
                                    Quote(pattern), inputs_.after.description,
                                    inputs_.before.description));
    }
    return Ok();
  }

  [[nodiscard]] bool ShowsAll() const {
    return inputs_.filter.empty() && options_.only_paths.empty() && options_.exclude_paths.empty();
  }

  [[nodiscard]] bool Shows(const Location& location) const {
    return !location.file.empty() && Shows(location.path, location.file);
  }

 private:
  static bool MatchesAny(const std::string& pattern,
                         std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return PathMatches(pattern, name); });
  }

  static bool MatchesIn(const Input& input, const std::string& pattern) {
    const auto& sources = input.workspace.files();
    const auto& compiled = input.image_files;
    return std::any_of(sources.begin(), sources.end(),
                       [&](const load::SourceFile& file) {
                         return MatchesAny(pattern, {file.tree_path, file.identity,
                                                     input.tree->DisplayPath(file.tree_path)});
                       }) ||
           std::any_of(compiled.begin(), compiled.end(), [&](const auto& file) {
             return MatchesAny(pattern, {file->path, file->display_path});
           });
  }

  const AnalyzeOptions& options_;
  const Inputs& inputs_;
};

// A longer line is not shown: a file may be one line, and every finding has its own copy.
constexpr size_t kMaxShownLine = 2000;

// The line with a 1-based number; nullopt when it is too long to be shown.
std::optional<std::string> LineAt(const std::vector<std::string_view>& lines, int32_t line) {
  if (static_cast<size_t>(line) > lines.size()) return std::string();
  std::string_view text = lines[static_cast<size_t>(line) - 1];
  if (text.size() > kMaxShownLine) return std::nullopt;
  if (text.ends_with('\r')) text.remove_suffix(1);
  return std::string(text);
}

// Fills one side's source lines, reading each file once.
void AddExcerpts(Input& input, Location Finding::*where,
                 std::optional<std::string> report::Entry::*line,
                 std::vector<report::Entry>& entries) {
  if (input.tree == nullptr) return;
  std::map<std::string, size_t> slots;
  std::vector<std::string> paths;
  for (const report::Entry& entry : entries) {
    const Location& at = entry.finding.*where;
    const load::SourceFile* file = input.workspace.Find(at.path);
    if (!at.span.known() || file == nullptr) continue;
    if (slots.emplace(at.path, paths.size()).second) paths.push_back(file->tree_path);
  }
  const auto texts = input.tree->Read(paths);
  std::vector<std::vector<std::string_view>> lines;
  lines.reserve(texts.size());
  for (const auto& text : texts) {
    lines.push_back(text.ok() ? Split(*text, '\n') : std::vector<std::string_view>{});
  }
  for (report::Entry& entry : entries) {
    const Location& at = entry.finding.*where;
    const auto slot = slots.find(at.path);
    if (!at.span.known() || slot == slots.end() || !texts[slot->second].ok()) continue;
    entry.*line = LineAt(lines[slot->second], at.span.line);
  }
}

std::vector<std::string> ComparedFiles(const compare::Comparison& comparison,
                                       const PathFilter& filter) {
  std::set<std::string> files;
  const auto add = [&](const schema::File& file) {
    if (filter.Shows(file.path, file.display_path)) files.insert(file.display_path);
  };
  for (const compare::FilePair& pair : comparison.files()) add(pair.after);
  for (const schema::File* file : comparison.added_files()) add(*file);
  for (const schema::File* file : comparison.deleted_files()) add(*file);
  return {files.begin(), files.end()};
}

// Problems in files that the report does not speak of are noted and do not fail the run.
void TakeDiagnostics(std::vector<schema::Diagnostic> diagnostics, const Inputs& inputs,
                     const PathFilter& filter, report::Report& report) {
  if (diagnostics.empty()) return;
  std::map<std::string, std::string> identities;  // by display path
  for (const Input* input : {&inputs.before, &inputs.after}) {
    if (input->tree == nullptr) continue;
    for (const load::SourceFile& file : input->workspace.files()) {
      identities[input->tree->DisplayPath(file.tree_path)] = file.identity;
    }
  }
  for (schema::Diagnostic& diagnostic : diagnostics) {
    const auto identity = identities.find(diagnostic.file);
    if (identity == identities.end() || filter.Shows(identity->second, diagnostic.file)) {
      report.diagnostics.push_back(std::move(diagnostic));
    } else {
      report.notes.push_back("Outside of what is compared: " + schema::ToString(diagnostic));
    }
  }
}

// One run from opened inputs to the report.
class Run {
 public:
  Run(const AnalyzeOptions& options, Inputs inputs, load::Timings& timings)
      : options_(options),
        inputs_(std::move(inputs)),
        timings_(timings),
        filter_(options_, inputs_) {}

  Result<Analysis> Do() {
    const Status named = filter_.CheckOnlyPaths();
    if (!named.ok()) return named.error();
    auto policies = ModulePolicies::Create(options_, inputs_);
    if (!policies.ok()) return policies.error();
    policies_ = std::move(policies).value();
    if (options_.checks == Checks::kAll) {
      auto review = ReviewSettings(options_, inputs_);
      if (!review.ok()) return review.error();
      review_ = std::move(review).value();
    }
    GateSpec spec = inputs_.after.workspace.config().gate;
    if (review_.has_value()) {
      spec.llm_fail_on = review_->fail_on;
      spec.llm_min_confidence = review_->min_confidence;
    }
    auto gate = MakeGate(std::move(spec), options_.gate, policies_->InUse());
    if (!gate.ok()) return gate.error();
    gate_ = std::move(gate).value();
    privacy_ = Selects(policies_->InUse(), [](const Rule& rule) { return rule.needs_inventory; });
    // The built-in policy takes time to read; what users wrote is checked in any case.
    if (privacy_ || !inputs_.after.workspace.config().pii.empty()) {
      auto privacy_policy =
          ReadPiiPolicy(inputs_.after.workspace.config(), inputs_.base, options_.pii_policy);
      if (!privacy_policy.ok()) return privacy_policy.error();
      privacy_policy_ = std::move(privacy_policy).value();
    }
    std::vector<Finding> findings = LoadAndJudge();
    const Status reported = Report(std::move(findings));
    if (!reported.ok()) return reported.error();
    return std::move(analysis_);
  }

 private:
  // Few changes raise the question who uses what: it is answered when a rule has asked.
  std::vector<Finding> LoadAndJudge() {
    Load(review_.has_value() ? load::Importers::kAll : load::Importers::kUnlessFewChanged);
    bool asked = false;
    std::vector<Finding> findings = Judge(asked);
    if (!asked || !pair_.importers_skipped) return findings;
    Load(load::Importers::kAll);
    return Judge(asked);
  }

  void Load(load::Importers importers) {
    const auto policies = policies_->InUse();
    const load::LoadOptions load_options{
        .jobs = options_.jobs,
        .whole_packages =
            Selects(policies, [](const Rule& rule) { return rule.id.starts_with("PACKAGE_"); }),
        .importers = Selects(policies, [](const Rule& rule) { return rule.needs_usage; })
                         ? importers
                         : load::Importers::kNone,
        .surroundings = privacy_,
        .teaching_options = TeachingOptions(),
        .everything = options_.checks == Checks::kPrivacy,
        .only = options_.request == nullptr ? std::set<std::string>() : options_.request->targets,
        .progress = options_.progress};
    pair_ = load::LoadPair(SideOf(inputs_.before), SideOf(inputs_.after), load_options, timings_);
  }

  [[nodiscard]] std::vector<std::string> TeachingOptions() const {
    if (!privacy_policy_.has_value()) return {};
    const auto& names = privacy_policy_->policy().annotations;
    return {names.sensitivity, names.type, names.types};
  }

  // `asked`: whether a rule asked which methods use a message.
  std::vector<Finding> Judge(bool& asked) {
    {
      const load::Phase comparing(timings_, &load::Timings::compare);
      comparison_.emplace(pair_.before, pair_.after);
    }
    const load::Phase judging(timings_, &load::Timings::rules);
    const ChangeUsage usage(pair_.before, pair_.after);
    EngineInput input{*comparison_,
                      [&](const std::string& path) -> const Policy& { return policies_->Of(path); },
                      policies_->InUse()};
    input.usage = &usage;
    Inventory before;
    if (privacy_) {
      before = Classify();
      input.inventory_before = &before;
      input.inventory_after = &analysis_.inventory;
    }
    std::vector<Finding> findings = RunRules(input);
    asked = usage.asked();
    return findings;
  }

  // Judges the fields of both sides, which takes longer than anything else: one side a thread.
  // Returns the side before.
  Inventory Classify() {
    const load::Phase classifying(timings_, &load::Timings::classify);
    const unsigned jobs = std::max(options_.jobs / 2, 1U);
    auto other = std::async(options_.jobs > 1 ? std::launch::async : std::launch::deferred,
                            [&] { return InventoryOf(pair_.before, *privacy_policy_, jobs); });
    analysis_.inventory = InventoryOf(pair_.after, *privacy_policy_, jobs);
    return other.get();
  }

  // Leaves what the report speaks of: what is compared, or all where that is asked for.
  void CutInventory() {
    const bool report_all = options_.checks == Checks::kPrivacy;
    const auto outside = [&](const Location& location) {
      const schema::File* file = pair_.after.FindFile(location.path);
      const bool compared = file != nullptr && file->is_target;
      if (!compared && (options_.request != nullptr || !report_all)) return true;
      const bool foreign =
          inputs_.after.tree != nullptr && inputs_.after.workspace.Find(location.path) == nullptr;
      return foreign || !filter_.Shows(location);
    };
    analysis_.inventory.Cut(outside);
    for (const auto& file : pair_.after.files()) {
      if (!outside(AtFile(file.get()))) analysis_.files.push_back(file->display_path);
    }
    analysis_.report.pii = report::TotalsOf(analysis_.inventory);
    if (options_.pii_services) {
      analysis_.report.pii_services = report::LevelsByService(analysis_.inventory);
    }
  }

  // Asks the language model; the findings are those of the rules.
  Result<Reviewed> AskModel(const compare::Comparison& comparison,
                            const std::vector<Finding>& findings) {
    const load::Phase asking(timings_, &load::Timings::review);
    const ReviewInput input{comparison, findings, privacy_ ? &analysis_.inventory : nullptr,
                            [&](const Location& at) { return filter_.Shows(at); }};
    return ReviewChange(options_, *review_, inputs_.base, input);
  }

  Status Report(std::vector<Finding> findings) {
    const compare::Comparison& comparison = *comparison_;
    const load::Phase reporting(timings_, &load::Timings::report);
    report::Report& report = analysis_.report;
    analysis_.base = inputs_.base;
    report.command = options_.command;
    report.timestamp = Timestamp();
    report.head = inputs_.after.description;
    report.base = inputs_.before.description;
    report.proto_files = ComparedFiles(comparison, filter_);
    report.files_total = pair_.files_total;
    std::optional<Reviewed> reviewed;
    if (review_.has_value()) {
      auto asked = AskModel(comparison, findings);
      if (!asked.ok()) return asked.error();
      reviewed = std::move(asked).value();
      analysis_.planned = std::move(reviewed->planned);
    }
    for (Finding& finding : findings) {
      if (!filter_.Shows(finding.location) && !filter_.Shows(finding.against)) continue;
      if (finding.rule == kNewlyExposed) ++report.newly_exposed;
      report.entries.push_back({std::move(finding), std::nullopt, std::nullopt, std::nullopt});
    }
    if (options_.checks == Checks::kPrivacy || (privacy_ && options_.pii_services)) {
      AddServices(pair_.after, analysis_.inventory);
    }
    if (privacy_) CutInventory();
    AddNotes();
    if (reviewed.has_value() && !options_.review.dry_run) {
      AddReview(std::move(reviewed->review), report);
    }
    TakeDiagnostics(std::move(pair_.diagnostics), inputs_, filter_, report);
    if (options_.excerpts) {
      AddExcerpts(inputs_.after, &Finding::location, &report::Entry::after_line, report.entries);
      AddExcerpts(inputs_.before, &Finding::against, &report::Entry::before_line, report.entries);
      AddAnchors(inputs_, report.entries);
    }
    report.gate = *gate_;
    report.policy_changes = std::move(inputs_.policy_changes);
    const Result<bool> marked =
        MarkAccepted(inputs_, comparison, policies_->InUse(), filter_.ShowsAll(), report);
    if (!marked.ok()) return marked.error();
    analysis_.pending = !*marked;
    report.catalogue = AllRules();
    if (options_.fix.has_value()) {
      analysis_.fixes = ProposeFixes(inputs_, pair_, *options_.fix, report);
    }
    report::Conclude(report);
    return Ok();
  }

  void AddNotes() {
    report::Report& report = analysis_.report;
    report.notes = std::move(inputs_.notes);
    for (const auto& notes : {policies_->Notes(), pair_.notes}) {
      report.notes.insert(report.notes.end(), notes.begin(), notes.end());
    }
    if (pair_.files_changed == 0 && !inputs_.when_unchanged.empty()) {
      report.notes.push_back(inputs_.when_unchanged);
    }
  }

  const AnalyzeOptions& options_;
  Inputs inputs_;
  load::Timings& timings_;
  PathFilter filter_;
  std::optional<ModulePolicies> policies_;
  std::optional<PiiPolicy> privacy_policy_;
  std::optional<Gate> gate_;
  std::optional<llm::Settings> review_;  // a language model takes part
  bool privacy_ = false;                 // a rule asks about personal data
  load::LoadedPair pair_;
  std::optional<compare::Comparison> comparison_;  // of pair_
  Analysis analysis_;
};

}  // namespace

Result<Analysis> AnalyzeWithInventory(const AnalyzeOptions& options, load::Timings& timings) {
  const load::Phase opening(timings, &load::Timings::git);
  Result<Inputs> opened = OpenInputs(options);
  if (!opened.ok()) return opened.error();
  return Run(options, std::move(opened).value(), timings).Do();
}

Result<report::Report> Analyze(const AnalyzeOptions& options, load::Timings& timings) {
  auto analysis = AnalyzeWithInventory(options, timings);
  if (!analysis.ok()) return analysis.error();
  return std::move(analysis->report);
}

ExitCode ExitCodeOf(const report::Report& report) {
  if (!report.diagnostics.empty()) return ExitCode::kCannotAnalyse;
  if (report.review.has_value() && report.review->Fails()) return ExitCode::kCannotAnalyse;
  const bool passes = report.can_deploy || report.gate.mode() == GateMode::kShadow;
  return passes ? ExitCode::kPassed : ExitCode::kGateFailed;
}

}  // namespace protowarden::app
