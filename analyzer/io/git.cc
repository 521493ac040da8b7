// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/git.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include "analyzer/base/text.h"

namespace protowarden::io {
namespace {

namespace fs = std::filesystem;

// What `git rev-parse --local-env-vars` lists, plus what hooks set.
const std::vector<std::string>& RepositoryVariables() {
  static const std::vector<std::string> kNames = {"GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                                  "GIT_CONFIG",
                                                  "GIT_CONFIG_PARAMETERS",
                                                  "GIT_CONFIG_COUNT",
                                                  "GIT_OBJECT_DIRECTORY",
                                                  "GIT_DIR",
                                                  "GIT_WORK_TREE",
                                                  "GIT_IMPLICIT_WORK_TREE",
                                                  "GIT_GRAFT_FILE",
                                                  "GIT_INDEX_FILE",
                                                  "GIT_NO_REPLACE_OBJECTS",
                                                  "GIT_REPLACE_REF_BASE",
                                                  "GIT_PREFIX",
                                                  "GIT_SHALLOW_FILE",
                                                  "GIT_COMMON_DIR",
                                                  "GIT_NAMESPACE",
                                                  "GIT_CEILING_DIRECTORIES",
                                                  "GIT_LITERAL_PATHSPECS",
                                                  "GIT_GLOB_PATHSPECS",
                                                  "GIT_NOGLOB_PATHSPECS",
                                                  "GIT_ICASE_PATHSPECS",
                                                  "GIT_QUARANTINE_PATH",
                                                  "GIT_EXTERNAL_DIFF"};
  return kNames;
}

std::string FirstLine(const std::string& text) {
  return Printable(Trim(std::string_view(text).substr(0, text.find('\n'))));
}

// Git's own words without "fatal: ".
std::string Complaint(const Output& output) {
  std::string line = FirstLine(output.err);
  if (line.starts_with("fatal: ")) line.erase(0, 7);
  return line.empty() ? fmt::format("git ended with exit code {}", output.exit_code) : line;
}

Command BareCommand(const std::string& directory, std::vector<std::string> arguments) {
  Command command;
  command.argv = {"git", "-C", directory, "--no-optional-locks", "-c", "core.quotepath=false"};
  command.argv.insert(command.argv.end(), std::make_move_iterator(arguments.begin()),
                      std::make_move_iterator(arguments.end()));
  command.scrub_environment = RepositoryVariables();
  // Messages in English, and never a prompt in a terminal or a credential helper's window.
  command.environment = {"LC_ALL=C", "GIT_TERMINAL_PROMPT=0"};
  return command;
}

// The index of a running hook, if it belongs to this repository.
std::string HookIndex(const std::string& git_dir) {
  const char* named = std::getenv("GIT_INDEX_FILE");
  if (named == nullptr || *named == '\0') return {};
  std::error_code failure;
  fs::path index = fs::absolute(named, failure);
  index = fs::weakly_canonical(index, failure);
  if (failure || !fs::is_regular_file(index, failure)) return {};
  return index.string().starts_with(git_dir + "/") ? index.string() : std::string();
}

}  // namespace

Result<std::shared_ptr<GitRepository>> GitRepository::Discover(const std::string& path) {
  std::error_code failure;
  const std::string directory =
      fs::is_directory(path, failure) ? path : fs::path(path).parent_path().string();
  const Result<Output> asked =
      Run(BareCommand(directory.empty() ? "." : directory,
                      {"rev-parse", "--is-bare-repository", "--absolute-git-dir"}));
  if (!asked.ok()) return asked.error();
  if (asked->exit_code != 0) {
    if (asked->err.find("not a git repository") != std::string::npos) {
      return std::shared_ptr<GitRepository>();
    }
    return AnalysisError(fmt::format("git cannot use the repository at {}: {}.",
                                     Printable(directory), Complaint(*asked)));
  }
  std::shared_ptr<GitRepository> repository(new GitRepository());
  const size_t newline = asked->out.find('\n');
  repository->bare_ = asked->out.substr(0, newline) == "true";
  repository->git_dir_ =
      fs::weakly_canonical(Trim(std::string_view(asked->out).substr(newline + 1)), failure);
  repository->top_level_ = repository->git_dir_;
  if (!repository->bare_) {
    const Result<Output> top =
        Run(BareCommand(directory.empty() ? "." : directory, {"rev-parse", "--show-toplevel"}));
    if (!top.ok()) return top.error();
    // Inside a .git folder there is no working tree.
    if (top->exit_code != 0) return std::shared_ptr<GitRepository>();
    repository->top_level_ = top->out.substr(0, top->out.find_last_not_of('\n') + 1);
  }
  repository->index_file_ = HookIndex(repository->git_dir_);
  return repository;
}

Command GitRepository::MakeCommand(std::vector<std::string> arguments) const {
  Command command = BareCommand(top_level_, std::move(arguments));
  if (!index_file_.empty()) command.environment.push_back("GIT_INDEX_FILE=" + index_file_);
  return command;
}

Result<Output> GitRepository::Git(std::vector<std::string> arguments) const {
  return Run(MakeCommand(std::move(arguments)));
}

Result<std::string> GitRepository::GitText(std::vector<std::string> arguments) const {
  const std::string subcommand = arguments.front();
  Result<Output> output = Git(std::move(arguments));
  if (!output.ok()) return output.error();
  if (output->exit_code != 0) {
    return AnalysisError(fmt::format("`git {}` failed: {}.", subcommand, Complaint(*output)));
  }
  return std::move(output->out);
}

bool GitRepository::Exists(const std::string& reference) const {
  const Result<Output> asked = Git({"rev-parse", "--verify", "--quiet", reference + "^{commit}"});
  return asked.ok() && asked->exit_code == 0;
}

bool GitRepository::HasCommits() { return Exists("HEAD"); }

bool GitRepository::IsShallow() const {
  const Result<std::string> answer = GitText({"rev-parse", "--is-shallow-repository"});
  return answer.ok() && Trim(*answer) == "true";
}

bool GitRepository::Ignores(const std::string& path) const {
  const Result<Output> answer = Git({"check-ignore", "--quiet", "--", path});
  return answer.ok() && answer->exit_code == 0;
}

Result<std::string> GitRepository::ResolveCommit(const std::string& revision) {
  if (revision.empty() || revision.front() == '-' || revision.find('\0') != std::string::npos) {
    return UsageError(fmt::format("{} is not a git revision.", Quote(revision)));
  }
  for (const std::string& candidate : {revision, "refs/remotes/origin/" + revision}) {
    const Result<Output> found = Git({"rev-parse", "--verify", "--quiet", candidate + "^{commit}"});
    if (!found.ok()) return found.error();
    if (found->exit_code == 0) return std::string(Trim(found->out));
  }
  if (IsShallow()) {
    return AnalysisError(fmt::format(
        "The revision {} is not in this shallow clone. Fetch it first: `git fetch --unshallow "
        "origin` or `git fetch --depth=1 origin {}`; in GitHub Actions set `fetch-depth: 0` for "
        "actions/checkout.",
        Quote(revision), Printable(revision)));
  }
  if (!HasCommits()) {
    return AnalysisError(fmt::format(
        "The revision {} does not exist: this repository has no commits yet.", Quote(revision)));
  }
  return AnalysisError(fmt::format(
      "The revision {} does not exist in {}. If it is a branch or tag of the remote, run `git "
      "fetch origin {}` first; if it is a folder or file, check the path.",
      Quote(revision), Printable(top_level_), Printable(revision)));
}

Result<std::string> GitRepository::MergeBase(const std::string& revision) {
  const Result<std::string> commit = ResolveCommit(revision);
  if (!commit.ok()) return commit.error();
  const Result<Output> found = Git({"merge-base", "HEAD", *commit});
  if (!found.ok()) return found.error();
  if (found->exit_code == 0) return std::string(Trim(found->out));
  if (IsShallow()) {
    return AnalysisError(fmt::format(
        "The merge base with {} is not in this shallow clone. Deepen it: `git fetch --unshallow "
        "origin` or `git fetch --deepen=200 origin`; in GitHub Actions set `fetch-depth: 0` for "
        "actions/checkout.",
        Quote(revision)));
  }
  return AnalysisError(fmt::format(
      "HEAD and {} have no common commit. Pass the revision to compare with as --against.",
      Quote(revision)));
}

Result<std::string> GitRepository::DefaultBranch() {
  const Result<Output> head =
      Git({"symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"});
  if (!head.ok()) return head.error();
  if (head->exit_code == 0) {
    std::string branch(Trim(head->out));
    if (Exists(branch)) return branch;
  }
  for (const char* branch : {"origin/main", "origin/master", "main", "master"}) {
    if (Exists(branch)) return std::string(branch);
  }
  return AnalysisError(
      "No default branch was found (origin/HEAD, main or master). Pass the revision to compare "
      "with, for example --against origin/develop.");
}

Result<std::string> GitRepository::ReadBlobAnswer(const std::string& id) {
  const Result<std::string> header = batch_->ReadLine();
  if (!header.ok()) return header.error();
  const size_t space = header->rfind(' ');
  size_t size = 0;
  const char* end = header->data() + header->size();
  const auto parsed = std::from_chars(header->data() + space + 1, end, size);
  if (space == std::string::npos || parsed.ec != std::errc() || parsed.ptr != end) {
    return AnalysisError(fmt::format(
        "The object {} is missing from the repository. In a partial clone, check that the remote "
        "can be reached.",
        id));
  }
  if (size > kMaxFileSize) {
    for (size_t left = size + 1; left > 0;) {
      const size_t piece = std::min(left, kMaxFileSize);
      const Result<std::string> skipped = batch_->ReadExactly(piece);
      if (!skipped.ok()) return skipped.error();
      left -= piece;
    }
    return AnalysisError(fmt::format("It is larger than {} MiB.", kMaxFileSize >> 20U));
  }
  Result<std::string> bytes = batch_->ReadExactly(size + 1);  // with a final newline
  if (bytes.ok()) bytes->pop_back();
  return bytes;
}

std::vector<Result<std::string>> GitRepository::ReadBlobs(const std::vector<std::string>& ids) {
  // Requests in flight: their text must fit into the pipe, or both sides would wait.
  static constexpr size_t kInFlight = 500;
  std::vector<Result<std::string>> blobs;
  blobs.reserve(ids.size());
  if (batch_ == nullptr && !ids.empty()) {
    auto started = Conversation::Start(MakeCommand({"cat-file", "--batch"}));
    if (!started.ok()) {
      blobs.assign(ids.size(), started.error());
      return blobs;
    }
    batch_ = std::move(started).value();
  }
  for (size_t start = 0; start < ids.size(); start += kInFlight) {
    const size_t end = std::min(start + kInFlight, ids.size());
    std::string request;
    for (size_t i = start; i < end; ++i) request.append(ids[i]).push_back('\n');
    const Status sent = batch_->Write(request);
    for (size_t i = start; i < end; ++i) {
      if (sent.ok()) {
        blobs.push_back(ReadBlobAnswer(ids[i]));
      } else {
        blobs.emplace_back(sent.error());
      }
    }
  }
  return blobs;
}

}  // namespace protowarden::io
