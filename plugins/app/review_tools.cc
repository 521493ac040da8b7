// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/review_tools.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "analyzer/io/append_line.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/io/write_file.h"
#include "llm/child_transport.h"
#include "plugins/app/clock.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHelper = "protowarden-llm";
constexpr size_t kMaxPrompt = size_t{256} << 10U;

std::atomic<bool> interrupted{false};

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

// Nothing is sent that could not be recorded.
Status CheckAudit(const std::string& path) {
  const Status folder = io::MakeFolderOf(path);
  return folder.ok() ? io::CanAppend(path) : folder;
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

InterruptGuard::InterruptGuard() {
  interrupted = false;
  struct sigaction action {};
  action.sa_handler = [](int) { interrupted = true; };
  sigaction(SIGINT, &action, &before_);
}

InterruptGuard::~InterruptGuard() { sigaction(SIGINT, &before_, nullptr); }

Result<llm::ReviewTools> MakeReviewTools(const llm::Settings& settings, const std::string& base,
                                         const ReviewProgress& progress) {
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
  const std::string audit = settings.audit.empty() ? std::string() : At(base, settings.audit);
  tools.transport = [setup = settings.helper, audit]() -> Result<std::unique_ptr<llm::Transport>> {
    if (!audit.empty()) {
      const Status usable = CheckAudit(audit);
      if (!usable.ok()) return usable.error();
    }
    return llm::StartChildTransport(HelperPath(), setup);
  };
  if (!audit.empty()) {
    tools.record = [audit](const llm::RequestRecord& record) {
      return io::AppendLine(audit, llm::AuditLine(record, Timestamp()));
    };
  }
  tools.progress = [progress, start = std::chrono::steady_clock::now(),
                    last = size_t{0}](const llm::AskProgress& asked) mutable {
    // Another run of questions has begun.
    if (asked.done < last) start = std::chrono::steady_clock::now();
    last = asked.done;
    if (progress) progress(PhaseOf(asked, start).c_str(), asked.done, asked.total);
    return !interrupted;
  };
  return tools;
}

}  // namespace protowarden::app
