// SPDX-License-Identifier: Apache-2.0
//
// The inputs of the Action and the facts about the job, both from the environment.
// Source: https://docs.github.com/actions/reference/variables-reference
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "plugins/app/analyze.h"

namespace protowarden::github {

// Reads a variable of the environment; empty when it is not set.
using Environment = std::function<std::string(const std::string& name)>;

// When a pull request gets a comment: always, if there is something to say, or never. A comment
// that is there already is kept up to date.
enum class CommentMode : uint8_t { kAuto, kAlways, kNever };

struct Job {
  app::AnalyzeOptions analyze;  // without `against` and `reviewed`, which the event may decide
  std::string against;          // SPEC; empty: as the event says
  CommentMode comment = CommentMode::kAuto;
  std::string accept_label;   // the label by which a reviewer agrees
  std::string report_folder;  // where the reports are written
  // Formats with a file: "sarif:out.sarif"; besides the ones that the Action always writes.
  std::vector<std::string> formats;
  bool sarif = true;

  std::string event_name;
  std::string event_path;
  std::string repository;  // "owner/name"
  std::string api_url;
  std::string token;
  std::string workflow;
  std::string job;
  std::string output_path;   // GITHUB_OUTPUT
  std::string summary_path;  // GITHUB_STEP_SUMMARY
};

// Fails with a usage error on an input that it does not understand.
[[nodiscard]] Result<Job> ReadJob(const Environment& environment);

}  // namespace protowarden::github
