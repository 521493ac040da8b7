// SPDX-License-Identifier: Apache-2.0
//
// The options that commands with a report share: --format, -o, --color, -q, -v, -j.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "analyzer/report/formats.h"
#include "analyzer/report/report.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/progress.h"

namespace protowarden::cli {

// "-" as a path is standard output, as an empty one is.
using report::Destination;

struct OutputOptions {
  std::string path;  // -o: where the report goes that names no file; empty: standard output
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  unsigned jobs = 0;  // 0: one a core

  // Adds the options to a command; the object must live as long as `app`. The first of `names` is
  // the default format; `flags` are the names of its option.
  void Declare(CLI::App& app, const std::vector<std::string>& names,
               const std::string& flags = "--format");

  [[nodiscard]] unsigned Jobs() const {
    return jobs != 0 ? jobs : std::max(1U, std::thread::hardware_concurrency());
  }
  // What is to be written where. Fails with a usage error when two reports would go to one place.
  // Commands ask before they do any work.
  [[nodiscard]] Result<std::vector<Destination>> Destinations() const;
  [[nodiscard]] report::TextOptions TextFor(const std::string& destination) const;

 private:
  std::vector<std::string> formats_;  // --format NAME[:FILE]
  std::string default_format_ = "text";
};

// Writes every report; one that cannot be written does not keep back the others.
using RenderDestination = std::function<std::string(const Destination&)>;
[[nodiscard]] Status WriteAllReports(const std::vector<Destination>& destinations,
                                     const RenderDestination& render);

// Calls work(progress function) with a progress line that is gone when it returns.
template <typename Work>
auto WithProgress(const OutputOptions& options, const Work& work) {
  Progress progress(options.quiet);
  return work(
      [&](const char* phase, size_t done, size_t total) { progress.Update(phase, done, total); });
}

}  // namespace protowarden::cli
