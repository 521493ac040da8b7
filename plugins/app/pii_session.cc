// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/pii_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"
#include "analyzer/io/tree_support.h"
#include "plugins/app/inventory.h"
#include "rules/pii/scan.h"

namespace protowarden::app {
namespace {

namespace fs = std::filesystem;
namespace pii = rules::pii;

Status ReadPolicyInto(const ScanOptions& options, PiiSession& session) {
  const config::Config& config = session.input.workspace.config();
  if (!config.pii.empty()) {
    auto policy = PolicyOf(config);
    if (!policy.ok()) return policy.error();
    session.own_policy = std::move(policy).value();
  }
  if (options.learn.has_value()) {
    if (!session.own_policy.has_value()) session.own_policy = pii::BuiltinPolicy();
    session.own_policy->learn = *options.learn;
  }
  return Ok();
}

Status ReadCorrectionsInto(const ScanOptions& options, const std::string& base,
                           PiiSession& session) {
  std::error_code failure;
  if (!options.corrections.empty()) {
    session.corrections_path = options.corrections;
    if (!options.new_corrections && !fs::exists(options.corrections, failure)) {
      return UsageError(
          fmt::format("--corrections: {} does not exist.", Printable(options.corrections)));
    }
  } else if (!base.empty()) {
    session.corrections_path = (fs::path(base) / session.policy().corrections).string();
  }
  if (session.corrections_path.empty() || !fs::exists(session.corrections_path, failure)) {
    return Ok();
  }
  const Result<std::string> text = io::ReadFile(session.corrections_path);
  if (!text.ok()) return text.error();
  const std::string shown = io::ShowPath(session.corrections_path, session.corrections_path);
  auto corrections = pii::ReadCorrections(*text, shown);
  if (!corrections.ok()) return corrections.error();
  session.corrections = std::move(corrections).value();
  return Ok();
}

void ForEachField(const schema::Schema& schema, const auto& visit) {
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const schema::Message& message) {
      if (message.is_map_entry) return;
      for (const schema::Field& field : message.fields) visit(field);
    });
    ForEachExtension(*file, visit);
  }
}

}  // namespace

pii::Classified PiiSession::Classify(bool annotations, const schema::Field* traced) const {
  return pii::Classify(policy(), loaded.schema, *usage,
                       {.annotations = annotations, .corrections = &corrections, .traced = traced});
}

Inventory PiiSession::TakeInventory(const pii::Classified& classified) const {
  Inventory inventory =
      pii::TakeInventory(policy(), policy().annotations, loaded.schema, classified);
  // Only what PATH names is reported; the rest was read for its context.
  if (filter.empty() || input.tree == nullptr) return inventory;
  const auto outside = [&](const auto& record) {
    const load::SourceFile* file = input.workspace.Find(record.location.path);
    return file != nullptr && !PathMatches(filter, file->tree_path);
  };
  std::erase_if(inventory.fields, outside);
  std::erase_if(inventory.messages, outside);
  std::erase_if(inventory.methods, outside);
  return inventory;
}

Result<std::unique_ptr<PiiSession>> OpenPii(const ScanOptions& options, load::Timings& timings) {
  AnalyzeOptions analyze;
  analyze.path = options.path;
  analyze.staged = options.staged;
  analyze.config = options.config;
  analyze.import_roots = options.import_roots;
  analyze.jobs = options.jobs;
  auto opened = OpenInput(analyze);
  if (!opened.ok()) return opened.error();
  auto session = std::make_unique<PiiSession>();
  session->input = std::move(opened->input);
  session->filter = std::move(opened->filter);
  const Status policy = ReadPolicyInto(options, *session);
  if (!policy.ok()) return policy.error();
  const Status corrections = ReadCorrectionsInto(options, opened->base, *session);
  if (!corrections.ok()) return corrections.error();
  load::Side side;
  side.tree = session->input.tree.get();
  side.workspace = &session->input.workspace;
  side.image_files = std::move(session->input.image_files);
  const load::LoadOptions load_options{.jobs = options.jobs, .progress = options.progress};
  session->loaded = load::LoadAll(std::move(side), load_options, timings);
  session->usage.emplace(session->loaded.schema);
  return session;
}

std::map<std::string, const schema::Field*, std::less<>> CorrectedFields(
    const PiiSession& session) {
  std::map<std::string, const schema::Field*, std::less<>> fields;
  if (session.corrections.empty()) return fields;
  ForEachField(session.loaded.schema, [&](const schema::Field& field) {
    std::string full_name = field.FullName();
    if (session.corrections.contains(full_name)) fields.emplace(std::move(full_name), &field);
  });
  return fields;
}

std::vector<report::PiiSuggestion> SuggestionsOf(const PiiSession& session,
                                                 const pii::Classified& classified) {
  const auto fields = CorrectedFields(session);
  const auto needed = [&](const std::string& name) {
    const auto field = fields.find(name);
    if (field == fields.end()) return false;
    const pii::Classification& own = classified.fields.at(field->second);
    return own.opinion.has_value() && own.opinion->sensitivity != own.level;
  };
  std::vector<report::PiiSuggestion> suggestions;
  for (pii::Proposal& row : ProposeRules(session.corrections, needed)) {
    suggestions.push_back({std::move(row.reason), std::move(row.toml)});
  }
  return suggestions;
}

Result<const schema::Field*> FindField(const schema::Schema& schema, std::string_view name) {
  static constexpr size_t kShown = 5;
  const std::string ending = fmt::format(".{}", name);
  std::vector<const schema::Field*> found;
  const schema::Field* exact = nullptr;
  ForEachField(schema, [&](const schema::Field& field) {
    const std::string full_name = field.FullName();
    if (full_name == name) exact = &field;
    if (full_name.ends_with(ending)) found.push_back(&field);
  });
  if (exact != nullptr) return exact;
  const auto same = [&](const schema::Field* field) {
    return field->FullName() == found.front()->FullName();
  };
  // Copies of a file declare one name several times.
  if (!found.empty() && std::all_of(found.begin(), found.end(), same)) return found.front();
  if (found.empty()) {
    // Short names are compared with ends of the same length.
    std::vector<std::string> names;
    const auto dots = std::count(name.begin(), name.end(), '.');
    ForEachField(schema, [&](const schema::Field& field) {
      const std::string full_name = field.FullName();
      size_t begin = full_name.size();
      for (auto left = dots + 1; left > 0 && begin != std::string::npos && begin > 0; --left) {
        begin = full_name.rfind('.', begin - 1);
      }
      names.push_back(begin == std::string::npos ? full_name : full_name.substr(begin + 1));
    });
    const std::vector<std::string_view> views(names.begin(), names.end());
    return UsageError(
        fmt::format("There is no field {} in the schema.{} `protowarden pii -v` "
                    "lists the fields that hold personal data.",
                    Quote(name), DidYouMean(name, views)));
  }
  std::vector<std::string> names;
  for (const schema::Field* field : found) names.push_back(field->FullName());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string more;
  if (names.size() > kShown) {
    more = fmt::format(" and {} more", names.size() - kShown);
    names.resize(kShown);
  }
  return UsageError(fmt::format("{} may be several fields: {}{}. Write one of them.", Quote(name),
                                Join(names, ", "), more));
}

}  // namespace protowarden::app
