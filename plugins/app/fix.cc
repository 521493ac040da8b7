// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/fix.h"

#include <filesystem>

#include "plugins/app/disk_path.h"
#include "plugins/app/fix_inputs.h"

namespace protowarden::app {
namespace {

std::optional<std::string> ReadSource(Input& input, const std::string& path) {
  const load::SourceFile* file = input.workspace.Find(path);
  if (input.tree == nullptr || file == nullptr) return std::nullopt;
  const std::vector<std::string> paths = {file->tree_path};
  auto texts = input.tree->Read(paths);
  if (texts.empty() || !texts.front().ok()) return std::nullopt;
  return std::move(texts.front()).value();
}

}  // namespace

std::vector<FixedFile> ProposeFixes(Inputs& inputs, const load::LoadedPair& pair,
                                    rules::fix::Deleted deleted, report::Report& report) {
  const rules::fix::FixContext context{
      .before = pair.before,
      .after = pair.after,
      .deleted = deleted,
      .read_before = [&](const std::string& path) { return ReadSource(inputs.before, path); },
      .read_after = [&](const std::string& path) { return ReadSource(inputs.after, path); }};
  std::vector<const Finding*> findings;
  for (const report::Entry& entry : report.entries) {
    if (entry.finding.repair != Repair::kNone) findings.push_back(&entry.finding);
  }
  std::vector<FixedFile> files;
  for (rules::fix::FileFix& fix : rules::fix::FixAll(context, findings)) {
    FixedFile file{fix.file->display_path, {}, std::move(fix.text), std::move(fix.edits)};
    const load::SourceFile* source = inputs.after.workspace.Find(fix.file->path);
    if (!inputs.base.empty() && source != nullptr) {
      const auto path = DiskPath(inputs.base, source->tree_path);
      if (!path.ok()) {
        report.diagnostics.push_back({file.display_path, 0, 0, path.error().message});
        continue;
      }
      file.disk_path = *path;
    }
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace protowarden::app
