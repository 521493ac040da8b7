// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/output_options.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"

namespace protowarden::cli {
namespace {

bool IsStandardOutput(const std::string& path) { return path.empty() || path == "-"; }

// What is wrong with one --format; empty if nothing.
std::string Complaint(const std::vector<std::string>& names, const std::string& item) {
  const Destination wanted = report::ParseDestination(item);
  if (std::find(names.begin(), names.end(), wanted.format) == names.end()) {
    const std::vector<std::string_view> known(names.begin(), names.end());
    return fmt::format("There is no format {}.{} There are {}.", Quote(wanted.format),
                       DidYouMean(wanted.format, known), Join(names, ", "));
  }
  if (wanted.path.empty() && item.ends_with(':')) {
    return fmt::format("{} names no file. Write {}:FILE, or {} for standard output.", Quote(item),
                       wanted.format, wanted.format);
  }
  return {};
}

}  // namespace

void OutputOptions::Declare(CLI::App& app, const std::vector<std::string>& names,
                            const std::string& flags) {
  default_format_ = names.front();
  app.add_option(
         flags, formats_,
         fmt::format("{}; FORMAT:FILE writes to a file, and may be repeated", Join(names, ", ")))
      ->type_name("FORMAT[:FILE]")
      ->type_size(1)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->check(CLI::Validator([names](std::string& item) { return Complaint(names, item); },
                             "{" + Join(names, ",") + "}"));
  app.add_option("-o,--output", path, "Write to this file instead of standard output");
  app.add_option("--color", color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app.add_flag("-q,--quiet", quiet, "One line a finding");
  app.add_flag("-v,--verbose", verbose, "Explain every finding");
  app.add_option("-j,--jobs", jobs, "Threads; default one a core")->check(CLI::Range(1, 256));
}

Result<std::vector<Destination>> OutputOptions::Destinations() const {
  if (formats_.empty()) return std::vector<Destination>{{default_format_, path}};
  std::vector<Destination> destinations;
  std::set<std::string> taken;
  bool output_used = path.empty();
  for (const std::string& item : formats_) {
    Destination wanted = report::ParseDestination(item);
    if (wanted.path.empty()) {
      wanted.path = path;
      output_used = true;
    }
    const bool standard = IsStandardOutput(wanted.path);
    const std::string place =
        standard ? "standard output"
                 : Printable(std::filesystem::path(wanted.path).lexically_normal().string());
    if (!taken.insert(place).second) {
      return UsageError(
          fmt::format("Two reports would go to {}. Give each its own file: --format {}:FILE.",
                      place, wanted.format));
    }
    destinations.push_back(std::move(wanted));
  }
  if (!output_used) {
    return UsageError(fmt::format(
        "Every --format names its file, so nothing is left for -o {}. Drop -o.", Printable(path)));
  }
  return destinations;
}

report::TextOptions OutputOptions::TextFor(const std::string& destination) const {
  int verbosity = 0;
  if (verbose) verbosity = 1;
  if (quiet) verbosity = -1;
  const std::string file = IsStandardOutput(destination) ? "" : destination;
  return {.color = UseColor(color, file), .width = TerminalWidth(), .verbosity = verbosity};
}

Status WriteAllReports(const std::vector<Destination>& destinations,
                       const RenderDestination& render) {
  Status all = Ok();
  for (const Destination& destination : destinations) {
    const Status written = WriteOutput(render(destination), destination.path);
    if (!written.ok() && all.ok()) all = written;
  }
  return all;
}

}  // namespace protowarden::cli
