// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"
#include "analyzer/io/git.h"
#include "analyzer/io/tree_support.h"
#include "llm/evaluation/labelled_set.h"
#include "llm/evaluation/model_judge.h"
#include "plugins/app/base_folder.h"
#include "plugins/app/clock.h"
#include "plugins/app/evaluation_cases.h"
#include "plugins/app/given_config.h"
#include "plugins/app/review.h"
#include "plugins/app/review_tools.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfigName = "protowarden.toml";
constexpr double kAllFields = 2;  // no classifier is surer than 1

// The configuration and the folder that its paths are relative to.
struct Configured {
  config::Config config;
  std::string base;
};

Result<Configured> Configure(const std::string& given, const fs::path& folder) {
  Configured configured{{}, folder.string()};
  if (!given.empty()) {
    auto config = ReadGivenConfig(given);
    if (!config.ok()) return config.error();
    configured.config = std::move(config).value();
    return configured;
  }
  const auto repository = io::GitRepository::Discover(folder.string());
  const bool in_git = repository.ok() && *repository != nullptr && !(*repository)->is_bare();
  const auto found =
      FindConfigured(folder, in_git ? fs::path((*repository)->top_level()) : folder.root_path());
  std::error_code failure;
  if (!found.has_value() || !fs::exists(*found / kConfigName, failure)) return configured;
  const Result<std::string> text = io::ReadFile(*found / kConfigName, config::kMaxConfigSize);
  if (!text.ok()) return UsageError(text.error().message);
  auto config = config::ParseToml(*text, io::ShowPath(*found / kConfigName, kConfigName));
  if (!config.ok()) return config.error();
  configured.config = std::move(config).value();
  configured.base = found->string();
  return configured;
}

// Where the element of a change is a member, what it is a member of.
std::string OwnerOf(const EvaluationCase& opened, const std::string& element) {
  for (const schema::Schema* side : {&opened.loaded.after, &opened.loaded.before}) {
    if (side->FindMessage(element) != nullptr || side->FindEnum(element) != nullptr ||
        side->FindService(element) != nullptr) {
      return element;
    }
  }
  return element.substr(0, element.rfind('.'));
}

// One round of questions about all cases, and which rows each question is about.
struct Round {
  std::vector<llm::ChangedElement> elements;
  std::vector<std::vector<size_t>> rows_of_element;
  std::vector<llm::UnsureField> fields;
  std::vector<size_t> row_of_field;
};

class Evaluation {
 public:
  Evaluation(const EvaluateOptions& options, std::vector<LabelledRow> rows, EvaluationCases cases)
      : options_(options), cases_(std::move(cases)) {
    report_.rows = std::move(rows);
    elements_.resize(report_.rows.size());
    for (const auto& opened : cases_.cases) {
      for (size_t i = 0; i < opened->rows.size(); ++i) {
        elements_[opened->rows[i]] = opened->elements[i];
      }
    }
  }

  report::EvaluationReport& report() { return report_; }

  void JudgeByRules() {
    JudgeResult& result = report_.results.emplace_back();
    result.judge = Judge::kRules;
    result.verdicts.resize(report_.rows.size());
    for (const auto& opened : cases_.cases) {
      for (size_t i = 0; i < opened->rows.size(); ++i) {
        RowVerdict& verdict = result.verdicts[opened->rows[i]];
        if (opened->labelled.fields.empty()) {
          TakeFindings(opened->findings, opened->elements[i], verdict);
          continue;
        }
        const FieldRecord& record = opened->labelled.fields[i];
        verdict.sensitivity = record.sensitivity;
        verdict.reason = record.reason;
      }
    }
  }

  // Alone, or beside the rules as in a check.
  void JudgeByModel(Judge judge, llm::ModelJudge& model, const llm::Settings& settings) {
    const bool beside = judge == Judge::kBoth;
    min_confidence_ = settings.min_confidence;
    Round round;
    for (const auto& opened : cases_.cases) AddQuestions(*opened, beside, settings, round);
    llm::ModelAnswers answers = model.Ask(round.elements, round.fields);
    JudgeResult result;
    result.judge = judge;
    result.verdicts =
        beside ? report_.results.front().verdicts : std::vector<RowVerdict>(report_.rows.size());
    for (size_t i = 0; i < round.elements.size(); ++i) {
      for (const size_t row : round.rows_of_element[i]) {
        RowVerdict& verdict = result.verdicts[row];
        if (!answers.elements[i].answered) verdict.answered = false;
        TakeFindings(answers.elements[i].findings, elements_[row], verdict);
      }
    }
    for (size_t i = 0; i < round.fields.size(); ++i) {
      TakeLevel(answers.fields[i], result.verdicts[round.row_of_field[i]]);
    }
    result.review = std::move(answers.summary);
    report_.results.push_back(std::move(result));
  }

 private:
  // A finding counts by its severity and, of a model, its confidence. The worst of those that count
  // gives the reason; where none does, the worst of the others says what was seen.
  void TakeFindings(const std::vector<Finding>& findings, const std::string& element,
                    RowVerdict& verdict) const {
    // What found it first has said why.
    if (verdict.breaking) return;
    const Finding* best = nullptr;
    bool best_counts = false;
    for (const Finding& finding : findings) {
      if (!Concerns(finding, element)) continue;
      const bool sure =
          finding.source != FindingSource::kLlm || finding.confidence >= min_confidence_;
      const bool counts = sure && finding.severity >= options_.severity;
      const bool better = best == nullptr || (counts && !best_counts) ||
                          (counts == best_counts && best->severity < finding.severity);
      if (!better) continue;
      best = &finding;
      best_counts = counts;
    }
    if (best == nullptr) return;
    verdict.breaking = best_counts;
    verdict.reason = fmt::format("{} {}: {}", best->rule, Name(best->severity), best->description);
    if (best->confidence == Confidence::kHigh) return;
    verdict.reason += fmt::format(" ({} confidence)", Name(best->confidence));
  }

  // Only a higher level than the one that is known counts.
  void TakeLevel(const llm::FieldAnswer& answer, RowVerdict& verdict) const {
    if (!answer.answered) verdict.answered = false;
    if (!answer.level.has_value()) return;
    const bool sure = answer.level->confidence >= min_confidence_;
    const Sensitivity level = sure ? answer.level->level : Sensitivity::kPublic;
    if (verdict.sensitivity.has_value() && *verdict.sensitivity >= level) return;
    verdict.sensitivity = level;
    verdict.reason = answer.level->reason;
    if (!sure) {
      verdict.reason += fmt::format(" ({} with {} confidence)", Name(answer.level->level),
                                    Name(answer.level->confidence));
    }
  }

  void AddQuestions(const EvaluationCase& opened, bool beside, const llm::Settings& settings,
                    Round& round) const {
    const bool fields = !opened.labelled.fields.empty();
    llm::Selection selection = settings.selection;
    if (!beside) selection.pii_below = kAllFields;
    const ReviewInput input{
        *opened.comparison, opened.findings, fields ? &opened.labelled : nullptr, {}};
    if (fields) {
      for (llm::UnsureField& field : llm::UnsureFields(input, selection)) {
        const auto index = static_cast<size_t>(field.record - opened.labelled.fields.data());
        field.told = beside;
        round.fields.push_back(std::move(field));
        round.row_of_field.push_back(opened.rows[index]);
      }
      return;
    }
    std::vector<std::string> owners;
    for (const std::string& element : opened.elements) owners.push_back(OwnerOf(opened, element));
    for (llm::ChangedElement& element : llm::ChangedElements(input, selection)) {
      std::vector<size_t> rows;
      for (size_t i = 0; i < owners.size(); ++i) {
        // What is nested in a labelled type belongs to it.
        const bool own =
            element.element == owners[i] ||
            (owners[i] == opened.elements[i] && element.element.starts_with(owners[i] + "."));
        if (own) rows.push_back(opened.rows[i]);
      }
      if (rows.empty()) continue;
      if (!beside) element.findings.clear();
      round.elements.push_back(std::move(element));
      round.rows_of_element.push_back(std::move(rows));
    }
  }

  const EvaluateOptions& options_;
  EvaluationCases cases_;
  report::EvaluationReport report_;
  std::vector<std::string> elements_;  // of the rows: as the new side names them
  Confidence min_confidence_ = Confidence::kMedium;
};

// Both rounds share a budget.
Status AskModel(const EvaluateOptions& options, const llm::Settings& settings,
                const std::string& base, Evaluation& evaluation) {
  auto tools = MakeReviewTools(settings, base, options.progress);
  if (!tools.ok()) return tools.error();
  llm::ModelJudge model(settings, std::move(tools).value());
  const InterruptGuard guard;
  evaluation.JudgeByModel(Judge::kModel, model, settings);
  evaluation.JudgeByModel(Judge::kBoth, model, settings);
  evaluation.report().min_confidence = settings.min_confidence;
  return Ok();
}

}  // namespace

Result<report::EvaluationReport> Evaluate(const EvaluateOptions& options) {
  const Result<std::string> text = io::ReadFile(options.set);
  if (!text.ok()) return UsageError(text.error().message);
  auto rows = llm::ReadLabelledSet(*text, options.set);
  if (!rows.ok()) return rows.error();
  std::error_code failure;
  const fs::path folder = fs::canonical(fs::absolute(options.set).parent_path(), failure);
  auto configured = Configure(options.config, folder);
  if (!configured.ok()) return configured.error();
  const config::Config& config = configured->config;
  const auto settings = ReviewSettings(options.review, config);
  if (!settings.ok()) return settings.error();
  const auto pii = ReadPiiPolicy(config, configured->base, {});
  if (!pii.ok()) return pii.error();
  auto cases = OpenCases(*rows, {.folder = folder.string(),
                                 .origin = options.set,
                                 .config = config,
                                 .pii = &*pii,
                                 .jobs = options.jobs,
                                 .progress = options.progress});
  if (!cases.ok()) return cases.error();
  const std::string hash = Sha256Hex(Sha256Hex(*text) + cases->schemas_hash);
  std::vector<std::string> notes = std::move(cases->notes);
  Evaluation evaluation(options, std::move(rows).value(), std::move(cases).value());
  report::EvaluationReport& report = evaluation.report();
  report.timestamp = Timestamp();
  report.set = options.set;
  report.set_hash = hash;
  report.severity = options.severity;
  report.notes = std::move(notes);
  evaluation.JudgeByRules();
  if (settings->has_value()) {
    const Status asked = AskModel(options, **settings, configured->base, evaluation);
    if (!asked.ok()) return asked.error();
  } else {
    report.notes.emplace_back(
        options.review.mode == "off"
            ? "The language model was left out (--llm=off): these are the rules alone."
            : "No language model is configured: these are the rules alone. [llm] in "
              "protowarden.toml or --llm-set names one.");
  }
  return std::move(report);
}

ExitCode ExitCodeOf(const report::EvaluationReport& report) {
  const bool fails = std::any_of(report.results.begin(), report.results.end(),
                                 [](const JudgeResult& result) { return result.review.Fails(); });
  return fails ? ExitCode::kCannotAnalyse : ExitCode::kPassed;
}

}  // namespace protowarden::app
