// SPDX-License-Identifier: Apache-2.0
//
// `protowarden annotate`: writes what `pii` finds into the source.
#include "plugins/app/annotate.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "analyzer/base/text.h"
#include "analyzer/edit/unified_diff.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"
#include "plugins/cli/replace_file.h"

namespace protowarden::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExamples = R"(Examples:
  protowarden annotate                          show as a patch what would be written
  protowarden annotate proto | git apply        write it through git
  protowarden annotate proto/account.proto --in-place
  protowarden annotate proto -o annotated       write annotated copies
  protowarden annotate --strip --in-place       take all annotations out again
  mkdir -p proto/pii/v1 &&
    protowarden annotate --print-schema > proto/pii/v1/sensitivity.proto

Exit codes: 0 done, 2 wrong usage or configuration, 3 a file could not be analysed or written.)";

struct Options {
  app::AnnotateRequest request;
  bool diff = false;
  bool in_place = false;
  bool print_schema = false;
  std::string folder;  // -o
  bool quiet = false;
  unsigned jobs = 0;
};

Status PrintDiff(const app::AnnotateResult& result) {
  std::string patch;
  for (const app::AnnotatedFile& file : result.files) {
    patch += edit::UnifiedDiff(file.display_path, file.text, file.edits);
  }
  return WriteOutput(patch, "");
}

Status RewriteFiles(const app::AnnotateResult& result) {
  for (const app::AnnotatedFile& file : result.files) {
    if (file.edits.empty()) continue;
    const Status written =
        ReplaceFile(file.disk_path, file.text, edit::Apply(file.text, file.edits));
    if (!written.ok()) return written;
  }
  return Ok();
}

Status WriteCopies(const app::AnnotateResult& result, const fs::path& folder) {
  std::error_code ignored;
  const bool names_file = folder.extension() == ".proto" && !fs::is_directory(folder, ignored);
  if (names_file && result.files.size() == 1) {
    const app::AnnotatedFile& file = result.files.front();
    return WriteOutput(edit::Apply(file.text, file.edits), folder.string());
  }
  std::set<std::string> names;
  for (const app::AnnotatedFile& file : result.files) {
    if (!names.insert(file.relative_path).second) {
      return UsageError(
          fmt::format("Two files would be written to {}. Name one folder that holds both.",
                      Printable((folder / file.relative_path).string())));
    }
  }
  for (const app::AnnotatedFile& file : result.files) {
    const fs::path path = folder / file.relative_path;
    Status written = MakeFolderOf(path.string());
    if (written.ok()) written = WriteOutput(edit::Apply(file.text, file.edits), path.string());
    if (!written.ok()) return written;
  }
  return Ok();
}

std::string Summary(const Options& options, const app::AnnotateResult& result) {
  size_t changed = 0;
  for (const app::AnnotatedFile& file : result.files) changed += file.edits.empty() ? 0U : 1U;
  const std::string of = fmt::format("{} of {}", changed, Count(result.files.size(), "file"));
  const bool written = options.in_place || !options.folder.empty();
  if (options.request.strip) {
    return fmt::format("{} annotations in {}.\n", written ? "Removed the" : "Would remove the", of);
  }
  return fmt::format("{} {}, {} and {} in {}.\n", written ? "Annotated" : "Would annotate",
                     Count(result.fields, "field"), Count(result.messages, "message"),
                     Count(result.methods, "method"), of);
}

// Everything but the patch goes to standard error.
void Tell(const Options& options, const app::AnnotateResult& result) {
  TellProblems(result.diagnostics);
  if (options.quiet) return;
  if (!result.missing_definition.empty()) {
    fmt::print(stderr,
               "note: {0} is not in the tree. `protowarden annotate --print-schema` prints it; "
               "--annotation-import names another place.\n",
               Printable(result.missing_definition));
  }
  fmt::print(stderr, "{}", Summary(options, result));
}

Result<ExitCode> RunAnnotate(Options& options) {
  if (options.print_schema) {
    const Status written = WriteOutput(rules::pii::SchemaFiles().front().text, "");
    if (!written.ok()) return written.error();
    return ExitCode::kPassed;
  }
  OutputOptions output;
  output.jobs = options.jobs;
  output.quiet = options.quiet;
  options.request.jobs = output.Jobs();
  Result<app::AnnotateResult> result = WithProgress(output, [&](const auto& progress) {
    options.request.progress = progress;
    return app::Annotate(options.request);
  });
  if (!result.ok()) return result.error();
  Status written = Ok();
  if (options.in_place) {
    written = RewriteFiles(*result);
  } else if (!options.folder.empty()) {
    written = WriteCopies(*result, options.folder);
  } else {
    written = PrintDiff(*result);
  }
  if (!written.ok()) return written.error();
  Tell(options, *result);
  return app::ExitCodeOf(*result);
}

}  // namespace

RunCommand SetUpAnnotate(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::AnnotateRequest& request = options->request;
  app.footer(kExamples);
  app.add_option("PATH", request.paths, "Folders and files; default the current folder");
  CLI::Option* diff = app.add_flag("--diff", options->diff, "Print a patch (default)");
  CLI::Option* in_place = app.add_flag("--in-place", options->in_place, "Rewrite the files");
  CLI::Option* folder =
      app.add_option("-o,--output", options->folder,
                     "Write annotated copies of all files below this folder (of one file: "
                     "also to a .proto file)");
  diff->excludes(in_place)->excludes(folder);
  in_place->excludes(folder);
  CLI::Option* strip = app.add_flag("--strip", request.strip, "Remove all annotations instead");
  app.add_flag("--all", request.options.all, "Annotate PUBLIC elements too")->excludes(strip);
  app.add_flag("--overwrite", request.options.overwrite,
               "Replace annotations that differ; otherwise they are never changed")
      ->excludes(strip);
  app.add_option("--annotation-import", request.import_path,
                 "Import path of the annotations; default where the tree defines them, else "
                 "pii/v1/sensitivity.proto");
  app.add_flag("--print-schema", options->print_schema,
               "Print pii/v1/sensitivity.proto, which defines the annotations, and exit");
  app.add_option("-I,--import-root", request.import_roots, "Folder that imports are searched in");
  app.add_option("--config", request.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  app.add_flag("-q,--quiet", options->quiet, "No summary");
  app.add_option("-j,--jobs", options->jobs, "Threads; default one a core")
      ->check(CLI::Range(1, 256));
  return [options] { return RunAnnotate(*options); };
}

}  // namespace protowarden::cli
