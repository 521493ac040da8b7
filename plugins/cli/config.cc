// SPDX-License-Identifier: Apache-2.0
//
// `protowarden config`: the keys of protowarden.toml.
#include "analyzer/config/config.h"

#include <fmt/format.h>

#include "llm/settings_keys.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output.h"
#include "rules/pii/policy_keys.h"

namespace protowarden::cli {

RunCommand SetUpConfig(CLI::App& app) {
  app.footer("Example:\n  protowarden config");
  return []() -> Result<ExitCode> {
    std::string text = "Keys of protowarden.toml:\n";
    for (const config::KeyDoc& doc : config::KnownKeys()) {
      text += fmt::format("  {:<36} {:<16} {}\n", doc.key, doc.type, doc.text);
    }
    for (const rules::pii::PolicyKey& row : rules::pii::PolicyKeys()) {
      text +=
          fmt::format("  {:<36} {:<16} {}\n", fmt::format("pii.{}", row.key), row.type, row.text);
    }
    for (const llm::SettingsKey& row : llm::SettingsKeys()) {
      text +=
          fmt::format("  {:<36} {:<16} {}\n", fmt::format("llm.{}", row.key), row.type, row.text);
    }
    const Status written = WriteOutput(text, "");
    if (!written.ok()) return written.error();
    return ExitCode::kPassed;
  };
}

}  // namespace protowarden::cli
