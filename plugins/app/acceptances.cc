// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/acceptances.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/config/acceptance_file.h"
#include "analyzer/config/codeowners.h"
#include "analyzer/engine/allow_directive.h"
#include "analyzer/io/tree_support.h"
#include "plugins/app/clock.h"
#include "plugins/app/rule_names.h"

namespace protowarden::app {
namespace {

constexpr std::string_view kTrailer = "Protowarden-Allow";

bool IsAmong(const std::vector<Acceptance>& list, const Acceptance& wanted) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Acceptance& item) { return SameAcceptance(item, wanted); });
}

// The acceptance files of one tree.
Status ReadFiles(io::FileTree& tree, std::vector<Acceptance>& acceptances) {
  for (const auto& [path, kind] : {std::pair(config::kAcceptedFile, AcceptanceOrigin::kFile),
                                   std::pair(config::kBaselineFile, AcceptanceOrigin::kBaseline)}) {
    const auto text = io::ReadIfPresent(tree, std::string(path));
    if (!text.ok()) return text.error();
    if (!text->has_value()) continue;
    auto rows = config::ReadAcceptances(**text, tree.DisplayPath(std::string(path)), kind);
    if (!rows.ok()) return rows.error();
    std::move(rows->begin(), rows->end(), std::back_inserter(acceptances));
  }
  return Ok();
}

// Puts the acceptances of a run together.
class Collector {
 public:
  [[nodiscard]] std::vector<Acceptance> TakeAcceptances() { return std::move(acceptances_); }

  // Those that do not stand in `base` (may be null) are effective only if trusted(file).
  template <typename Trusted>
  void Comments(const schema::File& file, const schema::File* base, const Trusted& trusted) {
    AllowDirectives found;
    ReadAllowComments(file, RuleProblem, found);
    Complain(std::move(found.invalid));
    if (found.acceptances.empty()) return;
    AllowDirectives of_base;
    if (base != nullptr) ReadAllowComments(*base, RuleProblem, of_base);
    const bool effective = trusted(file);
    for (Acceptance& item : found.acceptances) {
      item.effective = effective || IsAmong(of_base.acceptances, item);
      acceptances_.push_back(std::move(item));
    }
  }

  // Rows of `own` that are not among those of the base are effective only if `effective`.
  void Rows(std::vector<Acceptance> base, std::vector<Acceptance> own, bool effective) {
    for (Acceptance& item : own) {
      if (IsAmong(base, item)) continue;
      item.effective = effective;
      Check(std::move(item));
    }
    for (Acceptance& item : base) Check(std::move(item));
  }

  void Trailers(const std::vector<io::GitRepository::Trailer>& trailers, bool effective) {
    AllowDirectives found;
    for (const auto& [commit, value] : trailers) {
      ReadAllowTrailer(value, "commit " + commit, RuleProblem, found);
    }
    for (Acceptance& item : found.acceptances) {
      item.effective = effective;
      acceptances_.push_back(std::move(item));
    }
    Complain(std::move(found.invalid));
  }

  // Marks the findings of a report and lists what does nothing.
  void Mark(const std::vector<const Policy*>& in_use, bool whole, report::Report& report) {
    AcceptanceBook book(TakeAcceptances(), Today());
    for (report::Entry& entry : report.entries) {
      if (const Acceptance* acceptance = book.Find(entry.finding)) entry.acceptance = *acceptance;
    }
    report.idle_acceptances = std::move(invalid_);
    const auto list = [&](report::IdleAcceptance::Why why, const Acceptance& item,
                          std::string explanation) {
      report.idle_acceptances.push_back({why, item, std::move(explanation)});
    };
    const auto judged = [&](const Acceptance& item) {
      return std::any_of(in_use.begin(), in_use.end(),
                         [&](const Policy* policy) { return policy->Find(item.rule) != nullptr; });
    };
    for (const Acceptance* item : book.Expired()) {
      if (!judged(*item)) continue;
      list(report::IdleAcceptance::Why::kExpired, *item,
           fmt::format("It held until {}. Remove it, or agree on another day.", item->until));
    }
    for (const Acceptance* item : book.Unused()) {
      if (!whole || !judged(*item) || item->origin == AcceptanceOrigin::kBaseline) continue;
      list(report::IdleAcceptance::Why::kUnused, *item,
           "No finding needs it. Remove it if the change is done, or correct rule and element.");
    }
  }

 private:
  void Check(Acceptance item) {
    std::string problem = RuleProblem(item.rule);
    if (problem.empty()) {
      acceptances_.push_back(std::move(item));
    } else {
      invalid_.push_back(
          {report::IdleAcceptance::Why::kInvalid, std::move(item), std::move(problem)});
    }
  }

  void Complain(std::vector<AllowDirectives::Invalid> found) {
    for (AllowDirectives::Invalid& item : found) {
      invalid_.push_back({report::IdleAcceptance::Why::kInvalid, std::move(item.acceptance),
                          std::move(item.problem)});
    }
  }

  std::vector<Acceptance> acceptances_;
  std::vector<report::IdleAcceptance> invalid_;
};

// Which means of acceptance in the change itself count.
class Trust {
 public:
  explicit Trust(Inputs& inputs)
      : inputs_(inputs), policy_(inputs.after.workspace.config().acceptance) {}

  [[nodiscard]] bool All() const {
    return inputs_.decider == Decider::kChange || inputs_.decider == Decider::kReviewed;
  }
  [[nodiscard]] bool Trailers() const { return All() || policy_.trailers; }
  [[nodiscard]] bool Comments(const schema::File& file) {
    return All() || policy_.comments || (policy_.codeowners && HasOwner(TreePath(file)));
  }
  [[nodiscard]] bool Files() {
    return All() || policy_.files ||
           (policy_.codeowners && HasOwner(std::string(config::kAcceptedFile)));
  }

 private:
  [[nodiscard]] std::string TreePath(const schema::File& file) const {
    const load::SourceFile* source = inputs_.after.workspace.Find(file.path);
    return source == nullptr ? file.path : source->tree_path;
  }

  // Whether the base's CODEOWNERS gives the file an owner.
  bool HasOwner(const std::string& path) {
    if (!codeowners_.has_value()) {
      codeowners_.emplace();
      for (const std::string_view candidate : config::kCodeownersPaths) {
        auto text = inputs_.repository->ReadAt(inputs_.base_commit, std::string(candidate));
        if (!text.has_value()) continue;
        codeowners_ = std::move(text);
        break;
      }
    }
    return config::HasOwner(*codeowners_,
                            inputs_.prefix.empty() ? path : inputs_.prefix + "/" + path);
  }

  Inputs& inputs_;
  const config::AcceptancePolicy& policy_;
  std::optional<std::string> codeowners_;
};

void CollectComments(Trust& trust, const compare::Comparison& comparison, Collector& collector) {
  const auto trusted = [&](const schema::File& file) { return trust.Comments(file); };
  for (const compare::FilePair& pair : comparison.files()) {
    collector.Comments(pair.after, &pair.before, trusted);
  }
  for (const schema::File* file : comparison.added_files()) {
    collector.Comments(*file, nullptr, trusted);
  }
}

Status CollectFiles(Inputs& inputs, bool trust_all, bool trust_rows, Collector& collector) {
  if (inputs.after.tree == nullptr) return Ok();
  std::vector<Acceptance> own = inputs.own_accepted;
  Status read = ReadFiles(*inputs.after.tree, own);
  if (!read.ok()) return read;
  if (trust_all) {
    collector.Rows({}, std::move(own), true);
    return Ok();
  }
  std::vector<Acceptance> base = inputs.after.workspace.config().accepted;
  if (inputs.decider == Decider::kNewPolicy) base.clear();
  read = ReadFiles(*inputs.before.tree, base);
  if (!read.ok()) return read;
  collector.Rows(std::move(base), std::move(own), trust_rows);
  return Ok();
}

}  // namespace

Result<bool> MarkAccepted(Inputs& inputs, const compare::Comparison& comparison,
                          const std::vector<const Policy*>& in_use, bool whole,
                          report::Report& report) {
  Collector collector;
  Trust trust(inputs);
  CollectComments(trust, comparison, collector);
  const bool trust_rows = trust.Files();
  const Status files = CollectFiles(inputs, trust.All(), trust_rows, collector);
  if (!files.ok()) return files.error();
  // Only where there is something to accept: asking git takes time.
  const bool needed =
      std::any_of(report.entries.begin(), report.entries.end(),
                  [](const report::Entry& entry) { return !report::IsHarmless(entry.finding); });
  if (needed && !inputs.base_commit.empty() && !inputs.base_is_head) {
    const auto trailers = inputs.repository->Trailers(inputs.base_commit, std::string(kTrailer));
    if (!trailers.ok()) return trailers.error();
    collector.Trailers(*trailers, trust.Trailers());
  }
  collector.Mark(in_use, whole, report);
  return trust_rows;
}

Status MarkAccepted(Input& input, const schema::Schema& schema,
                    const std::vector<const Policy*>& in_use, bool whole, report::Report& report) {
  Collector collector;
  const auto trusted = [](const schema::File&) { return true; };
  for (const auto& file : schema.files()) {
    if (file->is_target) collector.Comments(*file, nullptr, trusted);
  }
  if (input.tree != nullptr) {
    std::vector<Acceptance> rows = input.workspace.config().accepted;
    const Status read = ReadFiles(*input.tree, rows);
    if (!read.ok()) return read;
    collector.Rows({}, std::move(rows), true);
  }
  collector.Mark(in_use, whole, report);
  return Ok();
}

}  // namespace protowarden::app
