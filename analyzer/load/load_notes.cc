// SPDX-License-Identifier: Apache-2.0
#include "analyzer/load/load_notes.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"

namespace protowarden::load {
namespace {

void AddOnce(std::string note, std::vector<std::string>& notes) {
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
}

}  // namespace

std::vector<std::string> NotesOf(const std::vector<const Side*>& sides,
                                 const std::set<std::string>& unresolved_imports) {
  std::vector<std::string> notes;
  for (const Side* side : sides) {
    if (side->tree == nullptr) continue;
    for (const std::string& note : side->workspace->notes()) AddOnce(note, notes);
    for (std::string& note : side->tree->Notes()) AddOnce(std::move(note), notes);
  }
  if (unresolved_imports.empty()) return notes;
  std::vector<std::string> names;
  for (const std::string& name : unresolved_imports) names.push_back(Printable(name));
  AddOnce(fmt::format("{} not in the tree: {}. Types from there are compared by name only; pass -I "
                      "DIR to have them read.",
                      Count(names.size(), "import is", "imports are"), Join(names, ", ")),
          notes);
  return notes;
}

}  // namespace protowarden::load
