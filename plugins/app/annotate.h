// SPDX-License-Identifier: Apache-2.0
//
// Composes loading and classification with the edits that write annotations into the sources, or
// take them out. Writes nothing itself.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analyzer/base/exit_code.h"
#include "analyzer/base/result.h"
#include "analyzer/edit/edits.h"
#include "analyzer/load/plugin_request.h"
#include "analyzer/schema/schema.h"
#include "rules/pii/annotate/annotate.h"

namespace protowarden::app {

struct AnnotateRequest {
  std::vector<std::string> paths;  // folders and files; empty: the working directory
  // Only the sources of what protoc compiles, under the names that it has for them; see
  // AnalyzeOptions.
  const load::PluginRequest* request = nullptr;
  std::vector<std::string> source_roots;
  bool strip = false;  // remove annotations instead
  rules::pii::AnnotateOptions options;
  std::string import_path;                // of the annotations; empty: found in the tree
  std::string config;                     // --config
  std::vector<std::string> import_roots;  // -I
  unsigned jobs = 1;
  std::function<void(const char* phase, size_t done, size_t total)> progress;
};

// A file that PATH names, changed or not.
struct AnnotatedFile {
  std::string display_path;
  std::string disk_path;      // where its bytes are, symbolic links resolved
  std::string relative_path;  // below PATH, or as the request names it
  std::string text;           // as it is on disk
  std::vector<edit::Edit> edits;
};

struct AnnotateResult {
  std::vector<AnnotatedFile> files;  // sorted by display path
  size_t fields = 0;
  size_t messages = 0;
  size_t methods = 0;
  // The import path to offer when the annotated files import definitions that no file of the tree
  // has; empty otherwise.
  std::string missing_definition;
  std::vector<schema::Diagnostic> diagnostics;
};

[[nodiscard]] Result<AnnotateResult> Annotate(const AnnotateRequest& request);

// kPassed or kCannotAnalyse.
[[nodiscard]] ExitCode ExitCodeOf(const AnnotateResult& result);

}  // namespace protowarden::app
