// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <thread>

#include "analyzer/base/text.h"

namespace protowarden::github {
namespace {

// Items separated by commas or line ends.
std::vector<std::string> List(std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view line : Split(text, '\n')) {
    for (const std::string_view item : Split(line, ',')) {
      if (!Trim(item).empty()) items.emplace_back(Trim(item));
    }
  }
  return items;
}

Error Misunderstood(std::string_view name, const std::string& value, std::string_view known) {
  return UsageError(fmt::format("The input `{}` is {}; it may be {}.", name, Quote(value), known));
}

Status ReadFlag(std::string_view name, const std::string& value, bool& flag) {
  if (!value.empty() && value != "true" && value != "false") {
    return Misunderstood(name, value, "true or false");
  }
  if (!value.empty()) flag = value == "true";
  return Ok();
}

Status ReadComment(const std::string& value, CommentMode& mode) {
  if (value.empty() || value == "auto" || value == "true") return Ok();
  if (value == "always") {
    mode = CommentMode::kAlways;
  } else if (value == "never" || value == "false") {
    mode = CommentMode::kNever;
  } else {
    return Misunderstood("comment", value, "auto, always or never");
  }
  return Ok();
}

// What the composite action passes on, one variable an input.
class InputReader {
 public:
  explicit InputReader(const Environment& environment) : environment_(environment) {}

  [[nodiscard]] std::string Input(const std::string& name) const {
    return std::string(Trim(environment_("INPUT_" + name)));
  }

  Status Analysis(app::AnalyzeOptions& options) const {
    options.command = "check";
    options.checks = app::Checks::kAll;
    options.review.mode = Input("LLM");
    options.review.set = List(Input("LLM_SET"));
    static constexpr std::array<std::string_view, 4> kReviews = {"", "on", "off", "replay"};
    if (std::find(kReviews.begin(), kReviews.end(), options.review.mode) == kReviews.end()) {
      return Misunderstood("llm", options.review.mode, "on, off or replay");
    }
    options.jobs = std::max(1U, std::thread::hardware_concurrency());
    const std::string folder = Input("WORKING_DIRECTORY");
    if (!folder.empty()) options.path = folder;
    options.config = Input("CONFIG");
    options.use = List(Input("CATEGORIES"));
    options.except = List(Input("EXCEPT"));
    options.only_paths = List(Input("PATHS"));
    options.exclude_paths = List(Input("EXCLUDE_PATHS"));
    options.gate.fail_on = List(Input("FAIL_ON"));
    options.gate.mode = Input("MODE");
    bool pii = true;
    const Status read = ReadFlag("pii", Input("PII"), pii);
    if (!read.ok()) return read;
    if (!pii) options.skip.emplace_back("PII");
    return Ok();
  }

 private:
  const Environment& environment_;
};

}  // namespace

Result<Job> ReadJob(const Environment& environment) {
  Job job;
  const InputReader reader(environment);
  for (const Status& read :
       {reader.Analysis(job.analyze), ReadComment(reader.Input("COMMENT"), job.comment),
        ReadFlag("sarif", reader.Input("SARIF"), job.sarif)}) {
    if (!read.ok()) return read.error();
  }
  job.against = reader.Input("AGAINST");
  job.accept_label = reader.Input("ACCEPT_LABEL");
  job.formats = List(reader.Input("FORMAT"));
  job.report_folder = reader.Input("REPORT_FOLDER");
  if (job.report_folder.empty()) job.report_folder = environment("RUNNER_TEMP");
  if (job.report_folder.empty()) job.report_folder = ".";
  job.token = reader.Input("TOKEN");
  job.event_name = environment("GITHUB_EVENT_NAME");
  job.event_path = environment("GITHUB_EVENT_PATH");
  job.repository = environment("GITHUB_REPOSITORY");
  job.api_url = environment("GITHUB_API_URL");
  job.workflow = environment("GITHUB_WORKFLOW");
  job.job = environment("GITHUB_JOB");
  job.output_path = environment("GITHUB_OUTPUT");
  job.summary_path = environment("GITHUB_STEP_SUMMARY");
  return job;
}

}  // namespace protowarden::github
