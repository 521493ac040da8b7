// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/inputs.h"

#include <fmt/format.h>

#include <filesystem>
#include <future>
#include <optional>

#include "analyzer/base/text.h"
#include "analyzer/io/git.h"
#include "analyzer/io/tree_support.h"
#include "analyzer/load/spec.h"
#include "plugins/app/base_folder.h"
#include "plugins/app/given_config.h"
#include "plugins/app/request_roots.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;
using io::FileTree;
using io::GitRepository;
using load::Spec;

// Stands for the past of a repository without commits.
class EmptyTree : public FileTree {
 public:
  [[nodiscard]] const std::vector<io::TreeEntry>& entries() const override { return none_; }
  [[nodiscard]] std::vector<Result<std::string>> Read(std::span<const std::string> paths) override {
    return {paths.size(), AnalysisError("There is no such file.")};
  }
  [[nodiscard]] Result<std::vector<std::string>> FilesContaining(
      std::span<const std::string> /*needles*/, const std::string& /*folder*/) override {
    return std::vector<std::string>();
  }
  [[nodiscard]] std::string DisplayPath(const std::string& path) const override { return path; }
  [[nodiscard]] std::string Describe() const override { return "nothing (no commits yet)"; }

 private:
  std::vector<io::TreeEntry> none_;
};

bool IsFolder(const std::string& path) {
  std::error_code failure;
  return fs::is_directory(path, failure);
}

bool IsFile(const std::string& path) {
  std::error_code failure;
  return fs::is_regular_file(path, failure);
}

std::string RelativeTo(const fs::path& path, const fs::path& base) {
  const std::string relative = path.lexically_relative(base).string();
  return relative == "." ? std::string() : relative;
}

class InputOpener {
 public:
  explicit InputOpener(const AnalyzeOptions& options) : options_(options) {}

  Result<Inputs> Run() {
    return Do({&InputOpener::Locate, &InputOpener::OpenSides, &InputOpener::Configure});
  }

  Result<OneInput> RunOne() {
    alone_ = true;
    auto done = Do({&InputOpener::Locate, &InputOpener::OpenAfter, &InputOpener::ConfigureOne});
    if (!done.ok()) return done.error();
    return OneInput{std::move(done->after), std::move(done->filter), std::move(done->base)};
  }

 private:
  Result<Inputs> Do(std::initializer_list<Status (InputOpener::*)()> steps) {
    for (const auto step : steps) {
      const Status done = (this->*step)();
      if (!done.ok()) return done.error();
    }
    return std::move(inputs_);
  }

  // Finds the repository and the folder that identities are relative to.
  Status Locate() {
    std::error_code failure;
    path_ = fs::canonical(options_.path, failure);
    if (failure) return UsageError(fmt::format("{} does not exist.", Quote(options_.path)));
    auto spec =
        load::ParseSpec(options_.against, IsFolder(options_.against), IsFile(options_.against));
    if (!spec.ok()) return spec.error();
    spec_ = std::move(spec).value();
    image_ = IsFile(path_) && path_.extension() != ".proto";
    const fs::path folder = IsFolder(path_) ? path_ : path_.parent_path();
    auto repository = GitRepository::Discover(folder.string());
    // Without git, folders and images can still be compared.
    if (repository.ok()) {
      repository_ = std::move(repository).value();
    } else if (NeedsGit()) {
      return repository.error();
    }
    if (repository_ != nullptr && repository_->is_bare()) bare_ = true;
    // Who names a folder that git ignores means it.
    if (alone_ && !options_.staged && options_.request == nullptr && repository_ != nullptr &&
        !bare_ && repository_->Ignores(path_.string())) {
      repository_ = nullptr;
    }
    const Status based = FindBase(folder);
    if (!based.ok()) return based;
    const bool everything = bare_ || options_.request != nullptr;
    inputs_.filter = everything ? "" : RelativeTo(path_, base_);
    inputs_.base = bare_ ? "" : base_.string();
    return Ok();
  }

  Status FindBase(const fs::path& folder) {
    base_ = folder;
    if (spec_.kind == Spec::Kind::kFolder) {
      std::error_code failure;
      const fs::path other = fs::canonical(spec_.text, failure);
      if (failure) return UsageError(fmt::format("{} is not a folder.", Quote(spec_.text)));
      const FolderBases bases = BasesOf(folder, other);
      base_ = bases.after;
      // What was typed stands in messages unless another folder is meant.
      if (bases.before != other) spec_.text = bases.before.string();
    } else if (!bare_) {
      const bool in_git = repository_ != nullptr &&
                          (spec_.kind != Spec::Kind::kImage || options_.request != nullptr);
      const fs::path top =
          repository_ == nullptr ? folder.root_path() : fs::path(repository_->top_level());
      base_ = FindConfigured(folder, top).value_or(in_git ? top : folder);
    }
    return Ok();
  }

  [[nodiscard]] bool NeedsGit() const {
    if (alone_) return options_.staged;
    return options_.staged || spec_.kind == Spec::Kind::kGitRevision ||
           spec_.kind == Spec::Kind::kMergeBase;
  }

  // The base as a path inside the repository.
  [[nodiscard]] std::string Prefix() const {
    return bare_ ? "" : RelativeTo(base_, repository_->top_level());
  }

  // Both at once: git is a program that is mostly waited for.
  Status OpenSides() {
    auto before = std::async(std::launch::async, [this] { return OpenBefore(); });
    const Status after = OpenAfter();
    const Status opened = before.get();
    return after.ok() ? opened : after;
  }

  Status OpenAfter() {
    if (options_.request == nullptr) return OpenSources();
    const Status opened = OpenSources();
    if (!opened.ok()) return opened;
    auto files = load::ReadFiles(*options_.request);
    if (!files.ok()) return files.error();
    inputs_.after.image_files = std::move(files).value();
    inputs_.after.description = "the files that are compiled";
    return Ok();
  }

  Status OpenSources() {
    Input& after = inputs_.after;
    if (image_) return OpenImage(path_.string(), after);
    if (options_.staged) {
      if (repository_ == nullptr) return NoRepository("--staged");
      return Take(repository_->OpenIndex(Prefix()), after);
    }
    if (bare_) {
      const auto commit = repository_->ResolveCommit("HEAD");
      if (!commit.ok()) return commit.error();
      return Take(repository_->OpenCommit(*commit, "", Describe(*commit, "HEAD")), after);
    }
    // Against a folder or an image this side is a plain folder too: what git ignores counts.
    if (repository_ != nullptr && (NeedsGit() || alone_ || options_.request != nullptr)) {
      return Take(repository_->OpenWorktree(Prefix()), after);
    }
    const auto ids = alone_ ? io::ContentIds::kNone : io::ContentIds::kHashed;
    return Take(io::OpenFolder(base_.string(), options_.jobs, ids), after);
  }

  Status OpenBefore() {
    Input& before = inputs_.before;
    switch (spec_.kind) {
      case Spec::Kind::kFolder:
        return Take(io::OpenFolder(spec_.text, options_.jobs), before);
      case Spec::Kind::kImage:
        return OpenImage(spec_.text, before);
      case Spec::Kind::kGitRevision:
        return OpenRevision(before);
      case Spec::Kind::kMergeBase:
        return OpenMergeBase(before);
    }
    return Ok();
  }

  Status OpenRevision(Input& before) {
    std::shared_ptr<GitRepository> repository = repository_;
    std::string prefix = repository == nullptr ? "" : Prefix();
    if (!spec_.repository.empty()) {
      auto other = GitRepository::Discover(spec_.repository);
      if (!other.ok()) return other.error();
      if (*other == nullptr) return NoRepository(spec_.repository);
      // buf takes the whole repository unless subdir= is given; so does a plain repository here.
      const bool same = repository != nullptr && (*other)->top_level() == repository->top_level();
      if (!same) prefix.clear();
      repository = *other;
    }
    if (repository == nullptr) return NoRepository("--against " + spec_.text);
    if (!spec_.subdir.empty()) prefix = config::JoinPath("", spec_.subdir);
    const auto commit = repository->ResolveCommit(spec_.text);
    if (!commit.ok()) return commit.error();
    SetBase(repository, *commit);
    return Take(repository->OpenCommit(*commit, prefix, Describe(*commit, spec_.text)), before);
  }

  Status OpenMergeBase(Input& before) {
    if (repository_ == nullptr) return NoRepository("a comparison without --against");
    const Status opened =
        options_.staged && spec_.text.empty() ? OpenParent(before) : OpenMergeBaseWith(before);
    if (opened.ok()) return opened;
    const auto commits = repository_->HasCommits();
    if (!commits.ok()) return commits.error();
    return *commits ? opened : OpenNothing(before);
  }

  Status OpenParent(Input& before) {
    const std::string parent = repository_->ParentOfNextCommit();
    const auto commit = repository_->ResolveCommit(parent);
    if (!commit.ok()) return commit.error();
    SetBase(repository_, *commit);
    inputs_.base_is_head = parent == "HEAD";
    return Take(repository_->OpenCommit(*commit, Prefix(), Describe(*commit, parent)), before);
  }

  // HEAD has no commits yet.
  Status OpenNothing(Input& before) {
    if (!spec_.text.empty()) {
      const auto commit = repository_->ResolveCommit(spec_.text);
      return commit.ok() ? NoHead(spec_.text) : commit.error();
    }
    // With commits elsewhere the past is not empty, and only the next commit is known to be new.
    if (const auto branch = repository_->DefaultBranch(); branch.ok() && !options_.staged) {
      return NoHead(*branch);
    }
    inputs_.notes.emplace_back("The repository has no commits yet: everything is new.");
    before.tree = std::make_unique<EmptyTree>();
    before.description = before.tree->Describe();
    return Ok();
  }

  static Error NoHead(const std::string& branch) {
    return AnalysisError(fmt::format(
        "HEAD has no commits yet, so there is no merge base with {}. Pass --against {}.",
        Quote(branch), Printable(branch)));
  }

  Status OpenMergeBaseWith(Input& before) {
    std::string branch = spec_.text;
    if (branch.empty()) {
      auto found = repository_->DefaultBranch();
      if (!found.ok()) return found.error();
      branch = std::move(found).value();
    }
    const auto commit = repository_->MergeBase(branch);
    if (!commit.ok()) return commit.error();
    const auto head = repository_->ResolveCommit("HEAD");
    if (head.ok() && *head == *commit) {
      inputs_.base_is_head = true;
      inputs_.when_unchanged = fmt::format(
          "HEAD is part of {}, so only uncommitted changes were compared. `--against HEAD~1` "
          "compares with the commit before.",
          Printable(branch));
    }
    SetBase(repository_, *commit);
    return Take(
        repository_->OpenCommit(*commit, Prefix(), Describe(*commit, "merge base with " + branch)),
        before);
  }

  void SetBase(const std::shared_ptr<GitRepository>& repository, const std::string& commit) {
    if (repository_ == nullptr || repository->top_level() != repository_->top_level()) return;
    inputs_.repository = repository;
    inputs_.base_commit = commit;
    inputs_.prefix = Prefix();
  }

  static std::string Describe(const std::string& commit, const std::string& name) {
    return fmt::format("commit {} ({})", commit.substr(0, 7), Printable(name));
  }

  static Error NoRepository(const std::string& wanted) {
    return UsageError(fmt::format(
        "{} needs a git repository and there is none here. Pass --against with a folder or an "
        "image, or run inside a repository.",
        Printable(wanted)));
  }

  static Status Take(Result<std::unique_ptr<FileTree>> tree, Input& input) {
    if (!tree.ok()) return tree.error();
    input.tree = std::move(tree).value();
    input.description = input.tree->Describe();
    return Ok();
  }

  static Status OpenImage(const std::string& path, Input& input) {
    const Result<std::string> bytes = io::ReadFile(path, load::kMaxImageSize);
    if (!bytes.ok()) return bytes.error();
    auto files = load::ReadImage(*bytes, path);
    if (!files.ok()) return files.error();
    input.image_files = std::move(files).value();
    input.description = "image " + Printable(path);
    return Ok();
  }

  static Result<config::Config> ConfigOf(const std::string& given, Input& input) {
    if (!given.empty()) return ReadGivenConfig(given);
    return input.tree == nullptr ? config::Config{} : load::ReadConfig(*input.tree);
  }

  Status Configure() {
    auto after = ConfigOf(options_.config, inputs_.after);
    if (!after.ok()) return after.error();
    auto before = ConfigOf(options_.against_config, inputs_.before);
    if (!before.ok()) return before.error();
    // A side without module roots takes the other's, or its files would seem to have moved.
    if (before->modules.empty()) before->modules = after->modules;
    if (before->origin.empty()) before->excludes = after->excludes;
    if (after->modules.empty()) {
      after->modules = before->modules;
      for (config::Module& module : after->modules) module.policy = after->policy;
    }
    if (options_.request != nullptr) FitToRequest(*after, &*before);
    ChooseDecider(*before, *after);
    inputs_.after.workspace =
        load::Workspace(EntriesOf(inputs_.after), std::move(after).value(), options_.import_roots);
    inputs_.before.workspace = load::Workspace(EntriesOf(inputs_.before), std::move(before).value(),
                                               options_.import_roots);
    NameRequestFiles();
    return CheckNotEmpty();
  }

  // A pull request does not decide about itself. The index does: a hook helps who commits.
  void ChooseDecider(const config::Config& before, config::Config& after) {
    inputs_.own_accepted = after.accepted;
    if (inputs_.base_commit.empty() || options_.staged || inputs_.after.tree == nullptr) return;
    const bool new_policy = before.origin.empty();
    const config::AcceptancePolicy acceptance = new_policy ? after.acceptance : before.acceptance;
    const bool from_base =
        options_.policy_from.empty() ? acceptance.from_base : options_.policy_from == "base";
    if (from_base && acceptance.labels && !options_.reviewed.empty()) {
      inputs_.decider = Decider::kReviewed;
    } else if (from_base) {
      inputs_.decider = new_policy ? Decider::kNewPolicy : Decider::kBase;
    }
    // What was passed on the command line decides whatever the repository says.
    if (inputs_.decider == Decider::kBase && options_.config.empty() && !IsBuf(before, after)) {
      TakePolicy(before, after);
    }
    inputs_.policy_changes =
        PolicyChanges(*inputs_.before.tree, *inputs_.after.tree, inputs_.decider);
    for (report::PolicyChange& change : inputs_.policy_changes) {
      change.blocks = acceptance.policy_change_fails && change.needs_review;
    }
  }

  // Compared as buf does it, whose rules come from the new side.
  [[nodiscard]] bool IsBuf(const config::Config& before, const config::Config& after) const {
    return options_.buf_profile.value_or(before.policy.buf_profile && after.policy.buf_profile);
  }

  static const std::vector<io::TreeEntry>& EntriesOf(const Input& input) {
    static const std::vector<io::TreeEntry> kNone;
    return input.tree == nullptr ? kNone : input.tree->entries();
  }

  // Files of the trees get the names that they have in the request. `before` may be null.
  void FitToRequest(config::Config& after, config::Config* before) {
    const std::set<std::string>& names = options_.request->targets;
    std::vector<std::string> preferred;
    const auto prefer = [&](const std::string& folder) {
      std::error_code failure;
      preferred.push_back(RelativeTo(fs::weakly_canonical(folder, failure), base_));
    };
    for (const std::string& root : options_.source_roots) prefer(root);
    for (const config::Module& module : after.modules) preferred.push_back(module.root);
    prefer(options_.path);
    preferred.emplace_back();
    const std::set<std::string> roots = RootsOf(names, EntriesOf(inputs_.after), preferred);
    FitModules(roots, after);
    if (before == nullptr || inputs_.before.tree == nullptr) return;
    preferred.insert(preferred.begin(), roots.begin(), roots.end());
    for (const config::Module& module : before->modules) preferred.push_back(module.root);
    const std::set<std::string> old_roots = RootsOf(names, EntriesOf(inputs_.before), preferred);
    FitModules(old_roots, *before);
    if (old_roots.empty()) {
      inputs_.notes.push_back(
          fmt::format("None of the compiled files is in {}: everything counts as new.",
                      inputs_.before.description));
    }
  }

  // Files of the request are shown as the sources that they come from; those that the configuration
  // leaves out are not compared.
  void NameRequestFiles() {
    if (options_.request == nullptr) return;
    for (const auto& file : inputs_.after.image_files) {
      const load::SourceFile* source = inputs_.after.workspace.Find(file->path);
      if (source == nullptr) continue;
      file->display_path = inputs_.after.tree->DisplayPath(source->tree_path);
      if (source->module == load::SourceFile::kNoModule) file->is_target = false;
    }
  }

  Status ConfigureOne() {
    Input& input = inputs_.after;
    auto config = ConfigOf(options_.config, input);
    if (!config.ok()) return config.error();
    if (options_.request != nullptr) FitToRequest(*config, nullptr);
    input.workspace =
        load::Workspace(EntriesOf(input), std::move(config).value(), options_.import_roots);
    NameRequestFiles();
    if (options_.staged || !input.image_files.empty() || !input.workspace.files().empty()) {
      return Ok();
    }
    return AnalysisError(fmt::format(
        "There is no .proto file in {}. Check PATH and the modules of the configuration.",
        input.description));
  }

  // A run over nothing must not look like success. A hook may meet commits without schemas.
  [[nodiscard]] Status CheckNotEmpty() const {
    const auto empty = [](const Input& input) {
      return input.image_files.empty() && input.workspace.files().empty();
    };
    if (options_.staged || !empty(inputs_.after) || !empty(inputs_.before)) return Ok();
    return AnalysisError(fmt::format(
        "There is no .proto file in {} nor in {}. Check PATH and the modules of the configuration.",
        inputs_.after.description, inputs_.before.description));
  }

  const AnalyzeOptions& options_;
  Inputs inputs_;
  Spec spec_;
  fs::path path_;
  fs::path base_;
  bool alone_ = false;  // there is no other side
  bool image_ = false;
  bool bare_ = false;
  std::shared_ptr<GitRepository> repository_;
};

}  // namespace

Result<Inputs> OpenInputs(const AnalyzeOptions& options) { return InputOpener(options).Run(); }

load::Side SideOf(Input& input) {
  load::Side side;
  if (input.image_files.empty()) side.tree = input.tree.get();
  side.workspace = &input.workspace;
  side.image_files = std::move(input.image_files);
  return side;
}

Result<OneInput> OpenInput(const AnalyzeOptions& options) { return InputOpener(options).RunOne(); }

}  // namespace protowarden::app
