// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/analyze.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/compare/comparison.h"
#include "analyzer/engine/engine.h"
#include "analyzer/engine/path_pattern.h"
#include "plugins/app/clock.h"
#include "plugins/app/inputs.h"
#include "rules/catalogue.h"

namespace protowarden::app {
namespace {

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// The policy of every module, and which file has which.
class Policies {
 public:
  static Result<Policies> Create(const AnalyzeOptions& options, const Inputs& inputs) {
    Policies policies;
    const config::Config& config = inputs.after.workspace.config();
    std::vector<PolicySpec> specs{config.policy};
    for (const config::Module& module : config.modules) specs.push_back(module.policy);
    for (PolicySpec& spec : specs) {
      if (!options.use.empty()) {
        spec.use = options.use;
        spec.disable_builtin = false;
      }
      if (!options.except.empty()) spec.except = options.except;
      if (options.ignore_unstable_packages) spec.ignore_unstable_packages = true;
      if (options.buf_profile.has_value()) spec.buf_profile = *options.buf_profile;
      auto policy = Policy::Create(spec, rules::Catalogue());
      if (!policy.ok()) return policy.error();
      policies.all_.push_back(std::make_unique<Policy>(std::move(policy).value()));
    }
    policies.inputs_ = &inputs;
    return policies;
  }

  [[nodiscard]] const Policy& Of(const std::string& path) const {
    const auto& modules = inputs_->after.workspace.config().modules;
    for (const Input* input : {&inputs_->after, &inputs_->before}) {
      const load::SourceFile* file = input->workspace.Find(path);
      if (file == nullptr || modules.empty()) continue;
      const auto& own = input->workspace.config().modules;
      if (file->module >= own.size()) continue;
      for (size_t i = 0; i < modules.size(); ++i) {
        if (modules[i].root == own[file->module].root) return *all_[i + 1];
      }
    }
    return *all_.front();
  }

  [[nodiscard]] std::vector<const Policy*> InUse() const {
    std::vector<const Policy*> used;
    const size_t first = all_.size() > 1 ? 1 : 0;
    for (size_t i = first; i < all_.size(); ++i) used.push_back(all_[i].get());
    return used;
  }

  // True when a selected rule satisfies the predicate.
  template <typename Predicate>
  [[nodiscard]] bool Selects(const Predicate& predicate) const {
    for (const Policy* policy : InUse()) {
      for (const Policy::SelectedRule& selected : policy->rules()) {
        if (predicate(*selected.rule)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::vector<std::string> Notes() const {
    std::vector<std::string> paths;
    for (const Input* input : {&inputs_->after, &inputs_->before}) {
      for (const load::SourceFile& file : input->workspace.files()) paths.push_back(file.identity);
    }
    std::set<std::string> notes;
    // Modules share entries: one that matches in any of them is fine.
    std::map<std::pair<std::string, std::string>, bool> entries;
    for (const Policy* policy : InUse()) {
      notes.insert(policy->notes().begin(), policy->notes().end());
      if (paths.empty()) continue;
      for (const auto& [entry, matches] : policy->IgnoreEntries(paths)) {
        bool& matched = entries[{policy->origin(), entry}];
        matched = matched || matches;
      }
    }
    for (const auto& [key, matched] : entries) {
      if (matched) continue;
      const auto& [origin, entry] = key;
      notes.insert(fmt::format("{}: the ignore entry {} matches no file.",
                               origin.empty() ? "command line" : Printable(origin), Quote(entry)));
    }
    return {notes.begin(), notes.end()};
  }

 private:
  std::vector<std::unique_ptr<Policy>> all_;  // the default, then one a module
  const Inputs* inputs_ = nullptr;
};

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
      return PathMatches(pattern, tree_path) || PathMatches(pattern, display) ||
             PathMatches(pattern, identity);
    };
    const auto& only = options_.only_paths;
    if (!only.empty() && std::none_of(only.begin(), only.end(), matches)) return false;
    const auto& excluded = options_.exclude_paths;
    return std::none_of(excluded.begin(), excluded.end(), matches);
  }

  [[nodiscard]] bool Shows(const Location& location) const {
    return !location.file.empty() && Shows(location.path, location.file);
  }

 private:
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

load::Side MakeSide(Input& input) {
  load::Side side;
  side.tree = input.tree.get();
  side.workspace = &input.workspace;
  side.image_files = std::move(input.image_files);
  return side;
}

}  // namespace

Result<report::Report> Analyze(const AnalyzeOptions& options, load::Timings& timings) {
  using Clock = std::chrono::steady_clock;
  auto start = Clock::now();
  Result<Inputs> opened = OpenInputs(options);
  if (!opened.ok()) return opened.error();
  Inputs inputs = std::move(opened).value();
  auto policies = Policies::Create(options, inputs);
  if (!policies.ok()) return policies.error();
  timings.list = SecondsSince(start);

  const load::LoadOptions load_options{
      .jobs = options.jobs,
      .whole_packages =
          policies->Selects([](const Rule& rule) { return rule.id.starts_with("PACKAGE_"); }),
      .importers = policies->Selects([](const Rule& rule) { return rule.needs_usage; }),
      .progress = options.progress};
  load::LoadedPair pair =
      load::LoadPair(MakeSide(inputs.before), MakeSide(inputs.after), load_options, timings);
  start = Clock::now();
  const compare::Comparison comparison(pair.before, pair.after);
  timings.compare = SecondsSince(start);

  start = Clock::now();
  const PathFilter filter(options, inputs);
  std::vector<Finding> findings = RunRules(
      {comparison, [&](const std::string& path) -> const Policy& { return policies->Of(path); },
       policies->InUse()});
  timings.rules = SecondsSince(start);

  start = Clock::now();
  report::Report report;
  report.command = "breaking";
  report.timestamp = Timestamp();
  report.head = inputs.after.description;
  report.base = inputs.before.description;
  report.proto_files = ComparedFiles(comparison, filter);
  report.files_total = pair.files_total;
  for (Finding& finding : findings) {
    if (filter.Shows(finding.location) || filter.Shows(finding.against)) {
      report.entries.push_back({std::move(finding), std::nullopt, std::nullopt});
    }
  }
  report.notes = std::move(inputs.notes);
  for (const auto& notes : {policies->Notes(), pair.notes}) {
    report.notes.insert(report.notes.end(), notes.begin(), notes.end());
  }
  if (pair.files_changed == 0 && !inputs.when_unchanged.empty()) {
    report.notes.push_back(inputs.when_unchanged);
  }
  TakeDiagnostics(std::move(pair.diagnostics), inputs, filter, report);
  if (options.excerpts) {
    AddExcerpts(inputs.after, &Finding::location, &report::Entry::after_line, report.entries);
    AddExcerpts(inputs.before, &Finding::against, &report::Entry::before_line, report.entries);
  }
  report.fail_on = options.fail_on.value_or(inputs.after.workspace.config().fail_on);
  report::Conclude(report);
  timings.report = SecondsSince(start);
  return report;
}

ExitCode ExitCodeOf(const report::Report& report) {
  if (!report.diagnostics.empty()) return ExitCode::kCannotAnalyse;
  return report.can_deploy ? ExitCode::kPassed : ExitCode::kGateFailed;
}

}  // namespace protowarden::app
