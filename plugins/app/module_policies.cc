// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/module_policies.h"

#include <fmt/format.h>

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/base/text.h"
#include "rules/catalogue.h"

namespace protowarden::app {
namespace {

constexpr std::string_view kPrivacyCategory = "PII";

// Adds to the configured rules what a command asks for beside them.
void SelectRules(const AnalyzeOptions& options, std::vector<std::string>& use) {
  if (options.checks == Checks::kBreaking) return;
  if (options.checks == Checks::kPrivacy) {
    use = {std::string(kPrivacyCategory)};
    return;
  }
  if (options.checks == Checks::kMigration && options.use.empty()) {
    use = {"FILE", "WIRE_JSON", "WIRE"};
  }
  if (use.empty()) use = {"FILE"};
  use.insert(use.end(), {"SEMANTIC", "CHANGELOG"});
  if (options.checks == Checks::kAll) use.emplace_back(kPrivacyCategory);
}

}  // namespace

Result<ModulePolicies> ModulePolicies::Create(const AnalyzeOptions& options, const Inputs& inputs) {
  ModulePolicies policies;
  const config::Config& config = inputs.after.workspace.config();
  std::vector<PolicySpec> specs{config.policy};
  for (const config::Module& module : config.modules) specs.push_back(module.policy);
  for (PolicySpec& spec : specs) {
    if (!options.use.empty()) {
      spec.use = options.use;
      spec.disable_builtin = false;
    }
    SelectRules(options, spec.use);
    if (!options.except.empty()) spec.except = options.except;
    spec.except.insert(spec.except.end(), options.skip.begin(), options.skip.end());
    if (options.ignore_unstable_packages) spec.ignore_unstable_packages = true;
    if (options.buf_profile.has_value()) spec.buf_profile = *options.buf_profile;
    auto policy = Policy::Create(spec, rules::Catalogue());
    if (!policy.ok()) return policy.error();
    policies.all_.push_back(std::make_unique<Policy>(std::move(policy).value()));
  }
  policies.inputs_ = &inputs;
  return policies;
}

const Policy& ModulePolicies::Of(const std::string& path) const {
  const auto& modules = inputs_->after.workspace.config().modules;
  for (const Input* input : {&inputs_->after, &inputs_->before}) {
    const load::SourceFile* file = input->workspace.Find(path);
    if (file == nullptr || modules.empty()) continue;
    const auto& own = input->workspace.config().modules;
    if (file->module >= own.size()) continue;
    for (size_t i = 0; i < modules.size(); ++i) {
      if (modules[i].root == own[file->module].root) return *all_[i + 1];
    }
  }
  return *all_.front();
}

std::vector<const Policy*> ModulePolicies::InUse() const {
  std::vector<const Policy*> used;
  const size_t first = all_.size() > 1 ? 1 : 0;
  for (size_t i = first; i < all_.size(); ++i) used.push_back(all_[i].get());
  return used;
}

std::vector<std::string> ModulePolicies::Notes() const {
  std::vector<std::string> paths;
  for (const Input* input : {&inputs_->after, &inputs_->before}) {
    for (const load::SourceFile& file : input->workspace.files()) paths.push_back(file.identity);
  }
  std::set<std::string> notes;
  // Modules share entries: one that matches in any of them is fine.
  std::map<std::pair<std::string, std::string>, bool> entries;
  for (const Policy* policy : InUse()) {
    notes.insert(policy->notes().begin(), policy->notes().end());
    if (paths.empty()) continue;
    for (const auto& [entry, matches] : policy->IgnoreEntries(paths)) {
      bool& matched = entries[{policy->origin(), entry}];
      matched = matched || matches;
    }
  }
  for (const auto& [key, matched] : entries) {
    if (matched) continue;
    const auto& [origin, entry] = key;
    notes.insert(fmt::format("{}: the ignore entry {} matches no file.",
                             origin.empty() ? "command line" : Printable(origin), Quote(entry)));
  }
  return {notes.begin(), notes.end()};
}

}  // namespace protowarden::app
