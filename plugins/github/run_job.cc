// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/run_job.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <random>

#include "analyzer/base/text.h"
#include "analyzer/base/workflow_command.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/report/formats.h"
#include "plugins/app/write_output.h"
#include "plugins/github/api.h"
#include "plugins/github/base_commit.h"
#include "plugins/github/event.h"
#include "plugins/github/sticky_comment.h"

namespace protowarden::github {
namespace {

namespace fs = std::filesystem;

constexpr size_t kLogWidth = 120;
constexpr std::chrono::seconds kRequestTimeout{30};

// A line for the log as a workflow command: "warning", "notice".
void Say(std::string_view command, std::string_view text) {
  fmt::print("{}", WorkflowCommand(command, {{"title", "protowarden"}}, text));
}

// Text that may hold anything, so that no line of it is taken for a command.
Status Log(const std::string& text) {
  std::random_device random;
  const std::string token = fmt::format("protowarden-{:08x}{:08x}", random(), random());
  std::fflush(stdout);
  return app::WriteOutput(fmt::format("::stop-commands::{0}\n{1}\n::{0}::\n", token, text), "");
}

// Appends to a file that the runner reads; without one there is nobody to tell.
Status Append(const std::string& path, const std::string& text) {
  if (path.empty()) return Ok();
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  const bool written = file >= 0 && app::WriteAll(file, text);
  if (file >= 0 && close(file) == 0 && written) return Ok();
  return AnalysisError(
      fmt::format("{} could not be written: {}.", Printable(path), std::strerror(errno)));
}

// What the event and the clone say about what to compare with.
Status ChooseBase(Job& job, Event& event) {
  if (!job.event_path.empty()) {
    const auto payload = io::ReadFile(job.event_path);
    if (!payload.ok()) return payload.error();
    auto parsed = ParseEvent(job.event_name, *payload);
    if (!parsed.ok()) return parsed.error();
    event = std::move(parsed).value();
  }
  if (!job.accept_label.empty() && event.HasLabel(job.accept_label)) {
    job.analyze.reviewed = fmt::format("label {}", job.accept_label);
  }
  if (!job.against.empty()) {
    job.analyze.against = job.against;
    return Ok();
  }
  const auto repository = io::GitRepository::Discover(job.analyze.path);
  if (!repository.ok()) return repository.error();
  if (*repository == nullptr) {
    return UsageError(fmt::format(
        "{} is in no git repository. Run actions/checkout before this action, or set the input "
        "`against`.",
        Quote(job.analyze.path)));
  }
  const auto base = FindBaseCommit(**repository, event);
  if (!base.ok()) return base.error();
  for (const std::string& note : base->notes) fmt::print("protowarden: {}.\n", note);
  fmt::print("protowarden: compared with {}, the {}.\n", base->commit.substr(0, 12), base->why);
  job.analyze.against = "git:" + base->commit;
  return Ok();
}

// The reports that are always written and those of the inputs: format -> path.
Result<std::map<std::string, std::string>> Destinations(const Job& job) {
  std::map<std::string, std::string> paths;
  std::vector<std::string> usual = {"json", "markdown"};
  if (job.sarif) usual.emplace_back("sarif");
  for (const std::string& name : usual) {
    paths[name] = (fs::path(job.report_folder) /
                   fmt::format("protowarden.{}", report::FindFormat(name)->extension))
                      .string();
  }
  for (const std::string& given : job.formats) {
    const report::Destination wanted = report::ParseDestination(given);
    if (wanted.path.empty() || report::FindFormat(wanted.format) == nullptr) {
      return UsageError(
          fmt::format("The input `format` has {}; write FORMAT:FILE, with a format of {}.",
                      Quote(given), Join(report::FormatNames(), ", ")));
    }
    paths[wanted.format] = wanted.path;
  }
  return paths;
}

// Outputs of the step, one a line; GitHub's form for values without line ends.
std::string OutputsOf(const report::Report& report,
                      const std::map<std::string, std::string>& paths) {
  const auto breaking = std::count_if(
      report.entries.begin(), report.entries.end(),
      [](const report::Entry& entry) { return entry.finding.is_breaking && !entry.IsAccepted(); });
  std::string text = fmt::format("can_deploy={}\noverall_severity={}\nbreaking_changes={}\n",
                                 report.can_deploy, Name(report.overall_severity), breaking);
  for (const auto& [format, path] : paths) {
    text += fmt::format("report-{}={}\n", format, Printable(path));
  }
  return text;
}

bool HasSomethingToSay(const report::Report& report) {
  return !report.diagnostics.empty() || !report.policy_changes.empty() ||
         std::any_of(report.entries.begin(), report.entries.end(),
                     [](const report::Entry& entry) { return !report::IsHarmless(entry.finding); });
}

void WriteComment(const Job& job, const Event& event, const report::Report& report,
                  const std::string& text) {
  if (event.kind != Event::Kind::kPullRequest || job.comment == CommentMode::kNever) return;
  if (event.from_fork) {
    Say("notice",
        "The pull request comes from a fork, whose token may not comment; the summary of "
        "the job has the report.");
    return;
  }
  if (job.token.empty() || job.repository.empty()) {
    Say("warning",
        "Without a token no comment can be written; the summary of the job has the report.");
    return;
  }
  http::Options options;
  options.total_timeout = kRequestTimeout;
  options.ca_file = http::CaFileOfEnvironment();
  const auto client = http::MakeClient(options);
  if (!client.ok()) {
    Say("warning", "No comment: " + client.error().message);
    return;
  }
  ApiSettings settings;
  if (!job.api_url.empty()) settings.base_url = job.api_url;
  settings.repository = job.repository;
  settings.token = job.token;
  Api api(settings, **client);
  const bool create = job.comment == CommentMode::kAlways || HasSomethingToSay(report);
  const Status kept = KeepComment(api, event.number, MarkerOf(job.workflow, job.job), text, create);
  if (!kept.ok()) Say("warning", "No comment: " + kept.error().message);
}

}  // namespace

Result<ExitCode> RunJob(Job job) {
  Event event;
  Status done = ChooseBase(job, event);
  if (!done.ok()) return done.error();
  const auto paths = Destinations(job);
  if (!paths.ok()) return paths.error();
  job.analyze.pii_services = true;
  load::Timings timings;
  const auto analyzed = app::Analyze(job.analyze, timings);
  if (!analyzed.ok()) return analyzed.error();
  const report::Report& report = *analyzed;
  const report::TextOptions options{.color = false, .width = kLogWidth, .verbosity = 0};
  const auto render = [&](const std::string& format) {
    return report::FindFormat(format)->render(report, options);
  };
  const std::string markdown = render("markdown");
  done = Log(render("text"));
  if (done.ok()) done = app::WriteOutput(render("github"), "");
  if (done.ok()) done = Append(job.summary_path, markdown);
  for (const auto& [format, path] : *paths) {
    if (done.ok()) done = app::WriteOutput(render(format), path);
  }
  if (done.ok()) done = Append(job.output_path, OutputsOf(report, *paths));
  if (!done.ok()) return done.error();
  WriteComment(job, event, report, markdown);
  return app::ExitCodeOf(report);
}

}  // namespace protowarden::github
