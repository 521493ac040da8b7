// SPDX-License-Identifier: Apache-2.0
#include "analyzer/io/git.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <future>

#include "analyzer/base/text.h"
#include "analyzer/io/git_output.h"

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

// How long git may be silent. Fetching what a partial clone lacks may take minutes.
std::chrono::seconds Patience() {
  static constexpr int kDefault = 600;
  int seconds = kDefault;
  if (const char* given = std::getenv("PROTOWARDEN_GIT_TIMEOUT")) {
    const std::string_view text(given);
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (parsed.ec != std::errc() || seconds <= 0) seconds = kDefault;
  }
  return std::chrono::seconds(std::min(seconds, 24 * 60 * 60));
}

Command BareCommand(const std::string& directory, std::vector<std::string> arguments) {
  Command command;
  command.name = "git " + (arguments.empty() ? std::string() : arguments.front());
  command.argv = {"git", "-C", directory, "--no-optional-locks",
                  // A user's settings that change what commands print or accept.
                  "-c", "core.quotepath=false", "-c", "submodule.recurse=false"};
  command.patience = Patience();
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

// Output without its final newline; a path may end in others.
std::string WithoutNewline(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return std::string(text);
}

// What to say when git does not answer as versions since 2.15 do.
Error CannotUse(const std::string& directory, const Output& output) {
  static constexpr std::string_view kOldest = "2.15";
  Command command;
  command.argv = {"git", "--version"};
  const Result<Output> asked = Run(command);
  if (asked.ok()) {
    std::string_view version = Trim(asked->out);
    version = version.substr(version.rfind(' ') + 1);
    int major = 0;
    int minor = 0;
    const char* end = version.data() + version.size();
    const auto first = std::from_chars(version.data(), end, major);
    if (first.ptr != end) std::from_chars(first.ptr + 1, end, minor);
    if (major == 1 || (major == 2 && minor < 15)) {
      return AnalysisError(
          fmt::format("git {} is too old: {} or newer is needed.", Printable(version), kOldest));
    }
  }
  const std::string complaint = Complaint(output);
  const bool owner = complaint.find("dubious ownership") != std::string::npos;
  return AnalysisError(fmt::format(
      "git cannot use the repository at {}: {}. {}", Printable(directory), complaint,
      owner ? "If you trust it, run `git config --global --add safe.directory` with its path."
            : "Check that `git status` works there."));
}

// A folder that looks like a bare repository, found by the files in it, not through `.git`.
bool IsBareFolder(const std::string& directory, const std::string& git_dir) {
  std::error_code failure;
  const std::string inside = fs::weakly_canonical(directory, failure).string() + "/";
  return inside.starts_with(git_dir + "/") && fs::path(git_dir).filename() != ".git" &&
         git_dir.find("/.git/") == std::string::npos;
}

}  // namespace

Result<std::shared_ptr<GitRepository>> GitRepository::Discover(const std::string& path) {
  std::error_code failure;
  std::string directory =
      fs::is_directory(path, failure) ? path : fs::path(path).parent_path().string();
  if (directory.empty()) directory = ".";
  // Not in one command: paths may hold newlines.
  auto top_level = std::async(std::launch::async, [&] {
    return Run(BareCommand(directory, {"rev-parse", "--show-toplevel"}));
  });
  const Result<Output> asked =
      Run(BareCommand(directory, {"rev-parse", "--is-bare-repository", "--absolute-git-dir"}));
  const Result<Output> top = top_level.get();
  if (!asked.ok()) return asked.error();
  if (asked->exit_code != 0 && asked->err.find("not a git repository") != std::string::npos) {
    return std::shared_ptr<GitRepository>();
  }
  const size_t newline = asked->out.find('\n');
  if (asked->exit_code != 0 || newline == std::string::npos || asked->out[newline + 1] != '/') {
    return CannotUse(directory, *asked);
  }
  std::shared_ptr<GitRepository> repository(new GitRepository());
  repository->bare_ = asked->out.substr(0, newline) == "true";
  repository->git_dir_ =
      fs::weakly_canonical(WithoutNewline(std::string_view(asked->out).substr(newline + 1)),
                           failure)
          .string();
  // A change may bring such a folder along, with settings that run programs. It is content then.
  if (IsBareFolder(directory, repository->git_dir_)) {
    auto outer = Discover(fs::path(repository->git_dir_).parent_path().string());
    if (outer.ok() && *outer != nullptr && !(*outer)->bare_) return outer;
  }
  repository->top_level_ = repository->git_dir_;
  if (!repository->bare_) {
    if (!top.ok()) return top.error();
    // Inside a .git folder there is no working tree.
    if (top->exit_code != 0) return std::shared_ptr<GitRepository>();
    repository->top_level_ = WithoutNewline(top->out);
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

Result<bool> GitRepository::HasCommits() const {
  const Result<Output> head = Git({"rev-parse", "--verify", "--quiet", "HEAD"});
  if (!head.ok()) return head.error();
  if (head->exit_code == 0) return true;
  const Result<Output> branch = Git({"symbolic-ref", "--quiet", "HEAD"});
  if (!branch.ok()) return branch.error();
  const std::string name(Trim(branch->out));
  if (branch->exit_code == 0) {
    const Result<std::string> file = GitText({"rev-parse", "--git-path", name});
    if (!file.ok()) return file.error();
    std::error_code failure;
    // What is not there was never committed to; what is there and cannot be read is damaged.
    if (!fs::exists(fs::path(top_level_) / WithoutNewline(*file), failure)) return false;
  }
  return AnalysisError(fmt::format(
      "HEAD of {} names no commit: the repository is damaged. Run `git fsck` or clone it again.",
      Printable(top_level_)));
}

bool GitRepository::IsAncestor(const std::string& ancestor, const std::string& commit) const {
  const Result<Output> asked = Git({"merge-base", "--is-ancestor", ancestor, commit});
  return asked.ok() && asked->exit_code == 0;
}

std::string GitRepository::ParentOfNextCommit() {
  static constexpr const char* kMerged = "MERGE_HEAD";
  std::error_code failure;
  if (fs::exists(fs::path(git_dir_) / kMerged, failure)) {
    const auto branch = DefaultBranch();
    if (branch.ok() && !IsAncestor(*branch, "HEAD") && IsAncestor(*branch, kMerged)) {
      return kMerged;
    }
  }
  return "HEAD";
}

bool GitRepository::IsPartial() const {
  const Result<Output> answer =
      Git({"config", "--get-regexp", "^(extensions\\.partialclone|remote\\..*\\.promisor)$"});
  return answer.ok() && answer->exit_code == 0;
}

Error GitRepository::Missing(const std::string& id) const {
  if (IsPartial()) {
    return AnalysisError(fmt::format(
        "The object {} is not in this partial clone and could not be fetched. Check that its "
        "remote can be reached, or fetch it with `git fetch --refetch`.",
        id));
  }
  return AnalysisError(fmt::format(
      "The object {} is missing from the repository or damaged. Run `git fsck`, or clone the "
      "repository again.",
      id));
}

bool GitRepository::IsShallow() const {
  const Result<std::string> answer = GitText({"rev-parse", "--is-shallow-repository"});
  return answer.ok() && Trim(*answer) == "true";
}

Result<std::vector<GitRepository::Trailer>> GitRepository::Trailers(const std::string& base,
                                                                    const std::string& key) const {
  constexpr char kUnit = '\x1f';
  const auto listing = GitText(
      {"log", "-z", "--max-count=5000",
       fmt::format("--format=%h%x1f%(trailers:key={},valueonly,unfold,separator=%x1f)", key),
       base + "..HEAD"});
  if (!listing.ok()) {
    // On an orphan branch there is no commit that could say anything.
    const auto commits = HasCommits();
    if (commits.ok() && !*commits) return std::vector<Trailer>();
    return listing.error();
  }
  std::vector<Trailer> trailers;
  for (const std::string_view commit : Split(*listing, '\0')) {
    const std::vector<std::string_view> parts = Split(commit, kUnit);
    for (size_t i = 1; i < parts.size(); ++i) {
      const std::string_view value = Trim(parts[i]);
      if (!value.empty()) trailers.push_back({std::string(parts[0]), std::string(value)});
    }
  }
  return trailers;
}

std::optional<std::string> GitRepository::ReadAt(const std::string& commit,
                                                 const std::string& path) const {
  const Result<Output> blob = Git({"cat-file", "blob", commit + ":" + path});
  if (!blob.ok() || blob->exit_code != 0) return std::nullopt;
  return blob->out;
}

bool GitRepository::Ignores(const std::string& path) const {
  const Result<Output> answer = Git({"check-ignore", "--quiet", "--", path});
  return answer.ok() && answer->exit_code == 0;
}

Result<std::string> GitRepository::ResolveCommit(const std::string& revision) {
  if (revision.empty() || revision.front() == '-' || revision.find('\0') != std::string::npos) {
    return UsageError(
        fmt::format("{} is not a git revision. Write `refs/heads/NAME` for a branch "
                    "whose name starts with a dash.",
                    Quote(revision)));
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
  const Result<bool> commits = HasCommits();
  if (!commits.ok()) return commits.error();
  if (!*commits) {
    return AnalysisError(
        fmt::format("The revision {} does not exist: this repository has no commits yet. Commit or "
                    "fetch first.",
                    Quote(revision)));
  }
  if (const size_t colon = revision.find(':'); colon != std::string::npos) {
    return AnalysisError(
        fmt::format("{} is no revision: revisions have no colon. For a folder of a commit write "
                    "`.git#ref={},subdir={}`.",
                    Quote(revision), Printable(revision.substr(0, colon)),
                    Printable(revision.substr(colon + 1))));
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
  const std::optional<size_t> announced = ParseBatchHeader(*header);
  if (!announced.has_value()) {
    return Missing(id);
  }
  const size_t size = *announced;
  if (size > kMaxFileSize) {
    for (size_t left = size + 1; left > 0;) {
      const size_t piece = std::min(left, kMaxFileSize);
      const Result<std::string> skipped = batch_->ReadExactly(piece);
      if (!skipped.ok()) return skipped.error();
      left -= piece;
    }
    return AnalysisError(fmt::format(
        "It is larger than {} MiB. Leave it out with `exclude` or split it.", kMaxFileSize >> 20U));
  }
  Result<std::string> bytes = batch_->ReadExactly(size + 1);  // with a final newline
  if (bytes.ok()) bytes->pop_back();
  return bytes;
}

std::vector<Result<std::string>> GitRepository::ReadBlobs(const std::vector<std::string>& ids) {
  // Requests in flight: their text must fit into the pipe, or both sides would wait.
  static constexpr size_t kInFlight = 500;
  // git ends at objects that it cannot fetch or unpack; another one reads the rest. After some
  // failures none tries to fetch any more: that may take a timeout each.
  static constexpr size_t kStartsOnline = 5;
  static constexpr size_t kMaxStarts = 1000;
  std::vector<Result<std::string>> blobs;
  blobs.reserve(ids.size());
  Error last;
  for (size_t starts = 0; blobs.size() < ids.size() && starts < kMaxStarts;) {
    if (batch_ == nullptr) {
      Command command = MakeCommand({"cat-file", "--batch"});
      if (++starts > kStartsOnline) command.environment.emplace_back("GIT_ALLOW_PROTOCOL=none");
      auto started = Conversation::Start(command);
      if (!started.ok()) {
        last = started.error();
        break;
      }
      batch_ = std::move(started).value();
    }
    const size_t end = std::min(blobs.size() + kInFlight, ids.size());
    std::string request;
    for (size_t i = blobs.size(); i < end; ++i) request.append(ids[i]).push_back('\n');
    // What cannot be written is noticed when the answer is read.
    (void)batch_->Write(request);
    while (blobs.size() < end && batch_->Alive()) {
      Result<std::string> blob = ReadBlobAnswer(ids[blobs.size()]);
      if (!batch_->Alive()) {
        last = blob.error();
        blobs.emplace_back(IsPartial() ? Missing(ids[blobs.size()]) : last);
      } else {
        blobs.push_back(std::move(blob));
      }
    }
    if (batch_->Alive()) continue;
    const bool silent = batch_->Silent();
    batch_.reset();
    if (silent) break;
  }
  while (blobs.size() < ids.size()) blobs.emplace_back(last);
  return blobs;
}

}  // namespace protowarden::io
