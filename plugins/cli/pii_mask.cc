// SPDX-License-Identifier: Apache-2.0
//
// `protowarden pii mask`: takes out of a payload what its reader may not see.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "analyzer/base/text.h"
#include "plugins/app/mask.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  protowarden pii mask --message shop.v1.Account --clearance LOW < account.json
  protowarden pii mask --message Account --clearance MEDIUM --strategy partial < account.json
  protowarden pii mask proto --message Account --clearance LOW --binary < account.bin > masked.bin

Levels come from annotations, where there are none from the classifier. Fields that the schema does
not know are taken out. Exit codes: 0 done, 2 wrong usage, 3 schema or payload cannot be read.)";

struct Options {
  app::MaskOptions mask;
  std::string clearance;
  std::string strategy = "redact";
  std::string output;
};

Result<std::string> ReadInput() {
  static constexpr size_t kMost = size_t{256} << 20U;
  std::string text;
  std::array<char, 1U << 16U> buffer{};
  while (true) {
    const ssize_t count = read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      return AnalysisError(std::string("Standard input could not be read: ") +
                           std::strerror(errno) + ".");
    }
    if (count == 0) return text;
    text.append(buffer.data(), static_cast<size_t>(count));
    if (text.size() > kMost) return AnalysisError("The payload is larger than 256 MiB.");
  }
}

Result<ExitCode> RunMask(Options& options) {
  app::MaskOptions& mask = options.mask;
  // CLI11 has checked both names.
  mask.mask.clearance = ParseSensitivity(options.clearance).value_or(Sensitivity::kPublic);
  if (!mask::ParseStrategy(options.strategy, &mask.mask.strategy)) return ExitCode::kUsage;
  mask.scan.jobs = OutputOptions{}.Jobs();
  const Result<std::string> payload = ReadInput();
  if (!payload.ok()) return payload.error();
  const auto masked = app::MaskPayload(mask, *payload);
  if (!masked.ok()) return masked.error();
  const Status written = WriteOutput(masked->payload, options.output);
  if (!written.ok()) return written.error();
  return ExitCode::kPassed;
}

}  // namespace

RunCommand SetUpPiiMask(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app::MaskOptions& mask = options->mask;
  app.footer(kExamples);
  app.add_option("PATH", mask.scan.path, "Where the schema is; default the current folder");
  app.add_option("--message", mask.message, "Message type of the payload")->required();
  app.add_option("--clearance", options->clearance, "The highest level that the reader may see")
      ->required()
      ->check(CLI::IsMember({"PUBLIC", "LOW", "MEDIUM", "HIGH"}));
  app.add_option("--strategy", options->strategy,
                 "What becomes of strings: redact, partial (last four characters) or hash")
      ->check(CLI::IsMember({"redact", "partial", "hash"}));
  app.add_option("--hash-key", mask.mask.hash_key, "Secret that goes into every hash");
  app.add_flag("--keep-unknown", mask.mask.keep_unknown,
               "Keep fields that the schema does not know");
  app.add_flag("--binary", mask.binary, "The payload is in the binary encoding");
  app.add_option("-I,--import-root", mask.scan.import_roots, "Folder that imports are searched in");
  app.add_option("--config", mask.scan.config,
                 "Configuration: protowarden.toml, buf.yaml, or YAML/JSON text");
  app.add_option("-o,--output", options->output, "Write to this file instead of standard output");
  return [options] { return RunMask(*options); };
}

}  // namespace protowarden::cli
