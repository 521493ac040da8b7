// SPDX-License-Identifier: Apache-2.0
#include "plugins/github/base_commit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "analyzer/base/text.h"

namespace protowarden::github {
namespace {

class BaseFinder {
 public:
  BaseFinder(const io::GitRepository& repository, const Event& event)
      : repository_(repository), event_(event) {}

  Result<BaseCommit> Find() {
    switch (event_.kind) {
      case Event::Kind::kPullRequest:
        return OfPullRequest();
      case Event::Kind::kPush:
        if (event_.before_commit.empty()) return MergeBaseWith(event_.default_branch);
        return Given("the tip before the push");
      case Event::Kind::kMergeGroup:
        return Given("what the merge group is merged into");
      case Event::Kind::kOther:
        break;
    }
    return MergeBaseWith(event_.default_branch);
  }

 private:
  // The output of a git command that succeeded.
  [[nodiscard]] std::optional<std::string> Ask(std::vector<std::string> arguments) const {
    const auto answer = repository_.Git(std::move(arguments));
    if (!answer.ok() || answer->exit_code != 0) return std::nullopt;
    return std::string(Trim(answer->out));
  }

  [[nodiscard]] std::optional<std::string> Resolve(const std::string& revision) const {
    return Ask({"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  }

  [[nodiscard]] bool IsShallow() const {
    return Ask({"rev-parse", "--is-shallow-repository"}) == "true";
  }

  // A first depth for a branch: not less than there is, which would cut it.
  [[nodiscard]] int Depth() const {
    static constexpr int kFirst = 50;
    const std::string count = Ask({"rev-list", "--count", "HEAD"}).value_or("");
    int depth = 0;
    std::from_chars(count.data(), count.data() + count.size(), depth);
    return std::max(kFirst, depth);
  }

  bool Fetch(std::vector<std::string> arguments, const std::string& note) {
    arguments.insert(arguments.begin(), {"fetch", "--quiet", "--no-tags"});
    const bool done = Ask(std::move(arguments)).has_value();
    if (done) notes_.push_back(note);
    return done;
  }

  Result<BaseCommit> Found(std::string commit, std::string why) {
    return BaseCommit{std::move(commit), std::move(why), std::move(notes_)};
  }

  Result<BaseCommit> OfPullRequest() {
    // GitHub checks out the merge of the head into the base. Its first parent is exact, and a
    // shallow checkout knows its id though it does not have it.
    if (const auto parents = MergeParents(); !parents.empty()) {
      if (Have(parents.front())) {
        return Found(parents.front(), "first parent of the merge commit");
      }
    }
    return MergeBaseWith(event_.base_branch);
  }

  // The parents that HEAD's own text names, if it merges the head of the pull request.
  [[nodiscard]] std::vector<std::string> MergeParents() const {
    const auto text = Ask({"cat-file", "commit", "HEAD"});
    std::vector<std::string> parents;
    if (!text.has_value()) return parents;
    for (const std::string_view line : Split(*text, '\n')) {
      if (line.empty()) break;
      if (line.starts_with("parent ")) parents.emplace_back(line.substr(line.find(' ') + 1));
    }
    if (parents.size() != 2 || parents[1] != event_.head_commit) parents.clear();
    return parents;
  }

  // True once the commit is here; one that is missing is fetched alone, which leaves what is there
  // as deep as it is.
  bool Have(const std::string& commit) {
    if (Resolve(commit).has_value()) return true;
    std::vector<std::string> arguments = {"origin", commit};
    if (IsShallow()) arguments.insert(arguments.begin(), "--depth=1");
    return Fetch(std::move(arguments), fmt::format("fetched {}", commit.substr(0, 7))) &&
           Resolve(commit).has_value();
  }

  Result<BaseCommit> Given(std::string why) {
    if (Have(event_.before_commit)) return Found(event_.before_commit, std::move(why));
    if (event_.kind == Event::Kind::kPush) {
      // Gone after a forced push: the branch's common past with the default one is what is left.
      return MergeBaseWith(event_.default_branch);
    }
    return AnalysisError(fmt::format(
        "The commit {} could not be fetched. Set `fetch-depth: 0` for actions/checkout.",
        event_.before_commit));
  }

  Result<BaseCommit> MergeBaseWith(const std::string& branch) {
    const std::string name = branch.empty() ? "main" : branch;
    const std::string remote = "refs/remotes/origin/" + name;
    const std::string refspec = fmt::format("+refs/heads/{}:{}", name, remote);
    if (!Resolve(remote).has_value()) {
      std::vector<std::string> arguments = {"origin", refspec};
      if (IsShallow()) arguments.insert(arguments.begin(), fmt::format("--depth={}", Depth()));
      Fetch(std::move(arguments), fmt::format("fetched the branch {}", name));
    }
    const std::string why = fmt::format("merge base with {}", name);
    if (auto base = CommonWith(remote)) return Found(*std::move(base), why);
    static constexpr int kSteps = 6;
    int depth = 100;
    for (int step = 0; step < kSteps && IsShallow(); ++step, depth *= 4) {
      if (!Fetch({fmt::format("--deepen={}", depth), "origin", refspec},
                 fmt::format("deepened the clone by {}", depth))) {
        break;
      }
      if (auto base = CommonWith(remote)) return Found(*std::move(base), why);
    }
    if (IsShallow()) Fetch({"--unshallow", "origin"}, "fetched the whole history");
    if (auto base = CommonWith(remote)) return Found(*std::move(base), why);
    return AnalysisError(
        fmt::format("HEAD and the branch {} have no common commit here. Set `fetch-depth: 0` for "
                    "actions/checkout, or say what to compare with in the input `against`.",
                    Quote(name)));
  }

  [[nodiscard]] std::optional<std::string> CommonWith(const std::string& reference) const {
    return Ask({"merge-base", "HEAD", reference});
  }

  const io::GitRepository& repository_;
  const Event& event_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<BaseCommit> FindBaseCommit(const io::GitRepository& repository, const Event& event) {
  return BaseFinder(repository, event).Find();
}

}  // namespace protowarden::github
