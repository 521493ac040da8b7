// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/pii_policy.h"

#include <fmt/format.h>

#include <filesystem>

#include "analyzer/base/text.h"
#include "analyzer/io/tree_support.h"
#include "rules/pii/builtin_policy.h"
#include "rules/pii/policy_reader.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;
namespace pii = rules::pii;

Status ReadCorrectionsInto(const std::string& base, const PolicyOptions& options,
                           PiiPolicy& result) {
  std::error_code failure;
  if (!options.corrections.empty()) {
    result.corrections_path = options.corrections;
    if (!options.new_corrections && !fs::exists(options.corrections, failure)) {
      return UsageError(
          fmt::format("--corrections: {} does not exist.", Printable(options.corrections)));
    }
  } else if (!base.empty()) {
    result.corrections_path = (fs::path(base) / result.policy().corrections).string();
  }
  if (result.corrections_path.empty() || !fs::exists(result.corrections_path, failure)) {
    return Ok();
  }
  const Result<std::string> text = io::ReadFile(result.corrections_path);
  if (!text.ok()) return text.error();
  const std::string shown = io::ShowPath(result.corrections_path, result.corrections_path);
  auto corrections = pii::ReadCorrections(*text, shown);
  if (!corrections.ok()) return corrections.error();
  result.corrections = std::move(corrections).value();
  return Ok();
}

}  // namespace

std::future<void> ReadBuiltinPolicyAhead(unsigned jobs) {
  return std::async(jobs > 1 ? std::launch::async : std::launch::deferred,
                    [] { static_cast<void>(pii::BuiltinPolicy()); });
}

Result<PiiPolicy> ReadPiiPolicy(const config::Config& config, const std::string& base,
                                const PolicyOptions& options) {
  PiiPolicy result;
  if (!config.pii.empty()) {
    auto policy = pii::ReadPolicy(pii::PolicyFiles(), config.pii, config.origin);
    if (!policy.ok()) return policy.error();
    result.own = std::move(policy).value();
  }
  if (options.learn.has_value()) {
    if (!result.own.has_value()) result.own = pii::BuiltinPolicy();
    result.own->learn = *options.learn;
  }
  const Status corrections = ReadCorrectionsInto(base, options, result);
  if (!corrections.ok()) return corrections.error();
  return result;
}

}  // namespace protowarden::app
