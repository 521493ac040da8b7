// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/annotate.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"
#include "analyzer/io/tree_support.h"
#include "plugins/app/disk_path.h"
#include "plugins/app/inputs.h"
#include "plugins/app/pii_policy.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;

// A file's path below the PATH that names it: what a copy is called.
std::string NameOfCopy(const std::string& filter, const std::string& tree_path) {
  if (filter.empty()) return tree_path;
  if (filter == tree_path) return fs::path(tree_path).filename().string();
  return tree_path.substr(filter.size() + 1);
}

// Annotates the files of one tree: the first of the remaining paths and all that lie in its tree.
class TreeAnnotator {
 public:
  TreeAnnotator(const AnnotateRequest& request, AnnotateResult& result)
      : request_(request), result_(result) {}

  Status Run(std::vector<std::string>& paths) {
    const Status opened = Open(paths);
    if (!opened.ok()) return opened;
    load::Timings timings;
    load::Side side;
    side.tree = input_.tree.get();
    side.workspace = &input_.workspace;
    const load::LoadOptions options{.jobs = request_.jobs, .progress = request_.progress};
    const load::Loaded loaded = load::LoadAll(std::move(side), options, timings);
    Classify(loaded.schema);
    for (const schema::Diagnostic& diagnostic : loaded.diagnostics) {
      broken_.insert(diagnostic.file);
      result_.diagnostics.push_back(diagnostic);
    }
    EditFiles(loaded.schema);
    return Ok();
  }

 private:
  Status Open(std::vector<std::string>& paths) {
    AnalyzeOptions analyze;
    analyze.path = paths.front();
    analyze.request = request_.request;
    analyze.source_roots = request_.source_roots;
    analyze.config = request_.config;
    analyze.import_roots = request_.import_roots;
    analyze.jobs = request_.jobs;
    auto opened = OpenInput(analyze);
    if (!opened.ok()) return opened.error();
    input_ = std::move(opened->input);
    if (input_.tree == nullptr) {
      return UsageError(fmt::format(
          "{} is an image, which has no source to annotate. Name .proto files or folders.",
          Printable(paths.front())));
    }
    base_ = opened->base;
    auto policy = ReadPiiPolicy(input_.workspace.config(), opened->base, {});
    if (!policy.ok()) return policy.error();
    policy_ = std::move(policy).value();
    filters_.push_back(opened->filter);
    paths.erase(paths.begin());
    for (auto path = paths.begin(); path != paths.end();) {
      std::error_code failure;
      const auto filter = PathBelow(fs::canonical(*path, failure), base_);
      if (failure || !filter) {
        ++path;
        continue;
      }
      filters_.push_back(*filter);
      path = paths.erase(path);
    }
    return Ok();
  }

  void Classify(const schema::Schema& schema) {
    if (request_.strip) return;
    const schema::Usage usage(schema);
    // What is to be overwritten must not decide what is written.
    classified_ = rules::pii::Classify(policy_.policy(), schema, usage,
                                       {.annotations = !request_.options.overwrite,
                                        .corrections = &policy_.corrections,
                                        .jobs = request_.jobs});
  }

  void EditFiles(const schema::Schema& schema) {
    const rules::pii::AnnotationTarget target(policy_.policy().annotations, policy_.policy(),
                                              schema, request_.import_path);
    std::vector<const schema::File*> sources;
    std::vector<AnnotatedFile> files;
    for (const auto& file : schema.files()) {
      if (!file->is_target || broken_.contains(file->display_path)) continue;
      auto found = Locate(*file);
      if (!found) continue;
      sources.push_back(file.get());
      files.push_back(std::move(*found));
    }
    std::vector<rules::pii::Annotated> done(files.size());
    ParallelFor(files.size(), request_.jobs, [&](size_t i) {
      const auto text = io::ReadFile(files[i].disk_path);
      if (!text.ok()) {
        done[i].diagnostics.push_back({files[i].display_path, 0, 0, text.error().message});
        return;
      }
      files[i].text = *text;
      if (request_.strip) {
        done[i].edits = rules::pii::Strip(target, *sources[i], *text);
      } else {
        done[i] = Annotate(target, classified_, *sources[i], *text, request_.options);
      }
    });
    for (size_t i = 0; i < files.size(); ++i) Take(target, done[i], files[i]);
  }

  void Take(const rules::pii::AnnotationTarget& target, rules::pii::Annotated& done,
            AnnotatedFile& file) {
    result_.fields += done.fields;
    result_.messages += done.messages;
    result_.methods += done.methods;
    result_.diagnostics.insert(result_.diagnostics.end(), done.diagnostics.begin(),
                               done.diagnostics.end());
    if (!done.diagnostics.empty()) return;
    if (!request_.strip && !done.edits.empty() && !target.is_defined()) {
      result_.missing_definition = target.import_path();
    }
    file.edits = std::move(done.edits);
    result_.files.push_back(std::move(file));
  }

  // nullopt for files that no PATH names and, with a diagnostic, for those that must not be
  // written.
  std::optional<AnnotatedFile> Locate(const schema::File& file) {
    const load::SourceFile* source = input_.workspace.Find(file.path);
    if (source == nullptr) return std::nullopt;
    if (request_.request != nullptr && !request_.request->targets.contains(file.path)) {
      return std::nullopt;
    }
    const auto filter = std::find_if(filters_.begin(), filters_.end(), [&](const std::string& one) {
      return one.empty() || PathMatches(one, source->tree_path);
    });
    if (filter == filters_.end()) return std::nullopt;
    const auto path = DiskPath(base_, source->tree_path);
    if (!path.ok()) {
      result_.diagnostics.push_back({file.display_path, 0, 0, path.error().message});
      return std::nullopt;
    }
    // Two links to one file are one file to write.
    if (!seen_.insert(*path).second) return std::nullopt;
    const std::string name =
        request_.request != nullptr ? file.path : NameOfCopy(*filter, source->tree_path);
    return AnnotatedFile{file.display_path, *path, name, {}, {}};
  }

  const AnnotateRequest& request_;
  AnnotateResult& result_;
  PiiPolicy policy_;
  rules::pii::Classified classified_;
  Input input_;
  fs::path base_;
  std::vector<std::string> filters_;  // what the paths are in this tree
  std::set<std::string> broken_;      // display paths
  std::set<std::string> seen_;        // disk paths
};

}  // namespace

Result<AnnotateResult> Annotate(const AnnotateRequest& request) {
  AnnotateResult result;
  std::vector<std::string> paths = request.paths;
  if (paths.empty()) paths.emplace_back(".");
  while (!paths.empty()) {
    const Status done = TreeAnnotator(request, result).Run(paths);
    if (!done.ok()) return done.error();
  }
  std::sort(result.files.begin(), result.files.end(),
            [](const AnnotatedFile& a, const AnnotatedFile& b) {
              return a.display_path < b.display_path;
            });
  std::sort(result.diagnostics.begin(), result.diagnostics.end());
  return result;
}

ExitCode ExitCodeOf(const AnnotateResult& result) {
  return result.diagnostics.empty() ? ExitCode::kPassed : ExitCode::kCannotAnalyse;
}

}  // namespace protowarden::app
