// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/review.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/report/review_text.h"
#include "llm/child_transport.h"
#include "llm/reviewer/llm_reviewer.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHelper = "protowarden-llm";
constexpr size_t kMaxPrompt = size_t{256} << 10U;

std::atomic<bool> interrupted{false};

// While it lives, Ctrl-C ends the review, not the program: the report is still written.
class InterruptGuard {
 public:
  InterruptGuard() {
    interrupted = false;
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = true; };
    sigaction(SIGINT, &action, &before_);
  }
  ~InterruptGuard() { sigaction(SIGINT, &before_, nullptr); }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction before_ {};
};

std::string Variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

// A configured path, relative to the folder of the schema.
std::string At(const std::string& base, const std::string& path) {
  return (fs::path(base) / path).string();
}

std::string CacheFolder(const std::string& base, const std::string& configured) {
  if (!configured.empty()) return At(base, configured);
  std::string root = Variable("XDG_CACHE_HOME");
  if (root.empty() && !Variable("HOME").empty()) root = Variable("HOME") + "/.cache";
  return root.empty() ? std::string() : root + "/protowarden/llm";
}

// Beside this program.
std::string HelperPath() {
  std::error_code failure;
  const fs::path self = fs::read_symlink("/proc/self/exe", failure);
  return failure ? std::string(kHelper) : (self.parent_path() / kHelper).string();
}

Result<llm::Prompt> ReadPrompt(const std::string& base, const std::string& folder,
                               const std::string& name) {
  const std::string path = At(base, folder + "/" + name + ".md");
  std::error_code failure;
  if (folder.empty() || !fs::exists(path, failure)) return llm::FindPrompt(name);
  const Result<std::string> text = io::ReadFile(path, kMaxPrompt);
  if (!text.ok()) return text.error();
  return llm::FindPrompt(name, *text, path);
}

Result<std::optional<llm::Price>> PriceOf(const std::string& base, const llm::Settings& settings) {
  const std::string& model = settings.ask.endpoint.model;
  if (settings.prices.empty()) return llm::FindPrice(llm::BuiltinPrices(), model);
  const Result<std::string> text = io::ReadFile(At(base, settings.prices));
  if (!text.ok()) return text.error();
  const auto table = llm::ReadPrices(*text, settings.prices);
  if (!table.ok()) return table.error();
  return llm::FindPrice(*table, model);
}

// "asking the language model ($0.12, 40 s left): 3 of 20" without the last part.
std::string PhaseOf(const llm::AskProgress& progress, std::chrono::steady_clock::time_point start) {
  std::string text = "language model";
  if (progress.cost_usd.has_value()) text += fmt::format(", ${:.2f}", *progress.cost_usd);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  if (progress.done > 0 && progress.done < progress.total) {
    const double each = spent.count() / static_cast<double>(progress.done);
    text +=
        fmt::format(", {:.0f} s left", each * static_cast<double>(progress.total - progress.done));
  }
  return text;
}

}  // namespace

Result<std::optional<llm::Settings>> ReviewSettings(const AnalyzeOptions& options, Inputs& inputs) {
  using None = std::optional<llm::Settings>;
  const ReviewOptions& review = options.review;
  if (review.mode == "off") return None();
  const config::Config& config = inputs.after.workspace.config();
  std::string text = config.llm;
  if (!text.empty() && inputs.decider == Decider::kNewPolicy && options.config.empty()) {
    inputs.notes.emplace_back(
        "The [llm] table is new with this change and does not count yet: it says where schemas and "
        "keys are sent.");
    text.clear();
  }
  if (text.empty() && review.set.empty()) {
    if (review.mode.empty() && !review.dry_run) return None();
    return UsageError(
        "No language model is configured. Give `provider` and `model` in the [llm] table of "
        "protowarden.toml, or with --llm-set.");
  }
  auto settings = llm::ReadSettings(text, config.origin, review.set);
  if (!settings.ok()) return settings.error();
  settings->ask.replay = review.mode == "replay";
  return std::optional(std::move(settings).value());
}

Result<Reviewed> ReviewChange(const AnalyzeOptions& options, const llm::Settings& settings,
                              const std::string& base, const ReviewInput& input) {
  llm::ReviewTools tools;
  for (llm::Prompt* prompt : {&tools.compatibility, &tools.personal_data}) {
    const bool first = prompt == &tools.compatibility;
    auto read = ReadPrompt(base, settings.prompts, first ? "compatibility" : "personal_data");
    if (!read.ok()) return read.error();
    *prompt = std::move(read).value();
  }
  const auto price = PriceOf(base, settings);
  if (!price.ok()) return price.error();
  tools.price = *price;
  tools.cache_folder = CacheFolder(base, settings.cache);
  tools.transport = [&settings] { return llm::StartChildTransport(HelperPath(), settings.helper); };
  const auto start = std::chrono::steady_clock::now();
  tools.progress = [&options, start](const llm::AskProgress& progress) {
    if (options.progress) {
      options.progress(PhaseOf(progress, start).c_str(), progress.done, progress.total);
    }
    return !interrupted;
  };
  llm::LlmReviewer reviewer(settings, std::move(tools));
  if (options.review.dry_run) return Reviewed{{}, reviewer.DryRun(input)};
  const InterruptGuard guard;
  return Reviewed{reviewer.Run(input), {}};
}

void AddReview(Review review, report::Report& report) {
  for (const SecondOpinion& opinion : review.opinions) {
    for (report::Entry& entry : report.entries) {
      if (entry.finding.fingerprint != opinion.fingerprint) continue;
      entry.finding.notes.push_back(fmt::format("The language model {} with {} confidence: {}",
                                                opinion.agrees ? "agrees" : "disagrees",
                                                Name(opinion.confidence), opinion.reason));
    }
  }
  for (Finding& finding : review.findings) {
    report.entries.push_back({std::move(finding), std::nullopt, std::nullopt, std::nullopt});
  }
  std::sort(report.entries.begin(), report.entries.end(),
            [](const report::Entry& a, const report::Entry& b) {
              return FindingLess(a.finding, b.finding);
            });
  for (std::string& note : report::ReviewNotes(review.summary)) {
    report.notes.push_back(std::move(note));
  }
  report.review = std::move(review.summary);
}

}  // namespace protowarden::app
