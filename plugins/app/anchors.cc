// SPDX-License-Identifier: Apache-2.0
#include "plugins/app/anchors.h"

#include <map>
#include <string>
#include <string_view>

#include "analyzer/base/text.h"

namespace protowarden::app {
namespace {

// The texts of one side's files by identity.
std::map<std::string, std::string> ReadTexts(Input& input, Location Finding::*where,
                                             const std::vector<report::Entry*>& entries) {
  std::map<std::string, std::string> texts;
  std::vector<std::string> paths;
  std::vector<std::string> identities;
  for (const report::Entry* entry : entries) {
    const std::string& identity = (entry->finding.*where).path;
    const load::SourceFile* file = input.workspace.Find(identity);
    if (file == nullptr || !texts.emplace(identity, "").second) continue;
    identities.push_back(identity);
    paths.push_back(file->tree_path);
  }
  const auto read = input.tree->Read(paths);
  for (size_t i = 0; i < read.size(); ++i) {
    if (read[i].ok()) texts[identities[i]] = *read[i];
  }
  return texts;
}

}  // namespace

void AddAnchors(Inputs& inputs, std::vector<report::Entry>& entries) {
  if (inputs.before.tree == nullptr || inputs.after.tree == nullptr) return;
  std::vector<report::Entry*> wanted;
  for (report::Entry& entry : entries) {
    if (report::NeedsAnchor(entry.finding)) wanted.push_back(&entry);
  }
  if (wanted.empty()) return;
  const auto before = ReadTexts(inputs.before, &Finding::against, wanted);
  const auto after = ReadTexts(inputs.after, &Finding::location, wanted);
  std::map<const std::string*, std::vector<std::string_view>> lines;  // of a text
  const auto lines_of = [&](const auto& texts,
                            const std::string& identity) -> const std::vector<std::string_view>* {
    const auto text = texts.find(identity);
    if (text == texts.end() || text->second.empty()) return nullptr;
    return &lines.emplace(&text->second, Split(text->second, '\n')).first->second;
  };
  for (report::Entry* entry : wanted) {
    const auto* old_lines = lines_of(before, entry->finding.against.path);
    const auto* new_lines = lines_of(after, entry->finding.location.path);
    if (old_lines == nullptr || new_lines == nullptr) continue;
    entry->anchor = report::FindAnchor(entry->finding, *old_lines, *new_lines);
  }
}

}  // namespace protowarden::app
