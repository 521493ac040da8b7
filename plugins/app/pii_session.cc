// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/pii_session.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"
#include "rules/pii/scan.h"

namespace protowarden::app {
namespace {

namespace pii = rules::pii;

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

rules::pii::Classified PiiSession::Classify(bool annotations, const schema::Field* traced) const {
  return rules::pii::Classify(policy(), loaded.schema, *usage,
                              {.annotations = annotations,
                               .corrections = &pii.corrections,
                               .traced = traced,
                               .jobs = jobs});
}

Inventory PiiSession::TakeInventory(const rules::pii::Classified& classified) const {
  Inventory inventory = rules::pii::TakeInventory(policy(), policy().annotations, loaded.schema,
                                                  classified, rules::pii::Extent::kTargets, jobs);
  inventory.Cut([this](const Location& location) { return IsOutside(location); });
  return inventory;
}

bool PiiSession::IsOutside(const Location& location) const {
  if (filter.empty() || input.tree == nullptr) return false;
  const load::SourceFile* file = input.workspace.Find(location.path);
  return file != nullptr && !PathMatches(filter, file->tree_path);
}

Result<std::unique_ptr<PiiSession>> OpenPii(const ScanOptions& options, load::Timings& timings) {
  const std::future<void> reading = ReadBuiltinPolicyAhead(options.jobs);
  AnalyzeOptions analyze;
  analyze.path = options.path;
  analyze.request = options.request;
  analyze.source_roots = options.source_roots;
  analyze.staged = options.staged;
  analyze.config = options.config;
  analyze.import_roots = options.import_roots;
  analyze.jobs = options.jobs;
  auto opened = OpenInput(analyze);
  if (!opened.ok()) return opened.error();
  auto session = std::make_unique<PiiSession>();
  session->jobs = options.jobs;
  session->input = std::move(opened->input);
  session->filter = std::move(opened->filter);
  session->base = opened->base;
  auto policy = ReadPiiPolicy(session->input.workspace.config(), opened->base, options.policy);
  if (!policy.ok()) return policy.error();
  session->pii = std::move(policy).value();
  const load::LoadOptions load_options{.jobs = options.jobs, .progress = options.progress};
  session->loaded = load::LoadAll(SideOf(session->input), load_options, timings);
  session->usage.emplace(session->loaded.schema);
  return session;
}

std::map<std::string, const schema::Field*, std::less<>> CorrectedFields(
    const PiiSession& session) {
  std::map<std::string, const schema::Field*, std::less<>> fields;
  if (session.pii.corrections.empty()) return fields;
  ForEachField(session.loaded.schema, [&](const schema::Field& field) {
    std::string full_name = field.FullName();
    if (session.pii.corrections.contains(full_name)) fields.emplace(std::move(full_name), &field);
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
  for (pii::Proposal& row : ProposeRules(session.pii.corrections, needed)) {
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
