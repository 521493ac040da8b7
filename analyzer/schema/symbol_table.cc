// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/symbol_table.h"

#include <algorithm>

namespace protowarden::schema {

void Visibility::Add(const File* file) {
  if (!files_.insert(file).second) return;
  std::string_view package = file->package;
  while (!package.empty() && packages_.insert(std::string(package)).second) {
    const size_t dot = package.rfind('.');
    package = dot == std::string_view::npos ? std::string_view{} : package.substr(0, dot);
  }
}

bool Visibility::SeesAny(const std::unordered_set<const File*>& files) const {
  if (files.empty()) return false;
  return std::any_of(files_.begin(), files_.end(),
                     [&](const File* file) { return files.contains(file); });
}

size_t SymbolTable::Add(const std::string& full_name, Symbol symbol) {
  std::vector<Symbol>& declarations = symbols_[full_name];
  declarations.push_back(symbol);
  return declarations.size();
}

const std::vector<Symbol>* SymbolTable::Declarations(const std::string& full_name) const {
  const auto found = symbols_.find(full_name);
  return found == symbols_.end() ? nullptr : &found->second;
}

const Symbol* SymbolTable::FindVisible(const std::string& full_name,
                                       const Visibility& visible) const {
  const auto found = symbols_.find(full_name);
  if (found == symbols_.end()) return nullptr;
  const auto& candidates = found->second;
  const auto seen = std::find_if(candidates.begin(), candidates.end(),
                                 [&](const Symbol& symbol) { return visible.Sees(symbol.file); });
  return seen == candidates.end() ? nullptr : &*seen;
}

const Symbol* SymbolTable::Lookup(std::string_view name, std::string_view scope,
                                  const Visibility& visible, Want want) const {
  const auto wanted = [&](const Symbol* symbol) {
    if (symbol == nullptr) return false;
    return want == Want::kType ? symbol->IsType() : symbol->extension != nullptr;
  };
  if (!name.empty() && name.front() == '.') {
    const Symbol* symbol = FindVisible(std::string(name.substr(1)), visible);
    return wanted(symbol) ? symbol : nullptr;
  }
  const std::string_view first = name.substr(0, name.find('.'));
  std::string candidate;
  while (true) {
    candidate.assign(scope);
    if (!scope.empty()) candidate.push_back('.');
    candidate.append(first);
    const Symbol* symbol = FindVisible(candidate, visible);
    if (first.size() == name.size()) {
      if (wanted(symbol)) return symbol;
    } else if ((symbol != nullptr && symbol->extension == nullptr) ||
               visible.SeesPackage(candidate)) {
      candidate.append(name.substr(first.size()));
      const Symbol* whole = FindVisible(candidate, visible);
      return wanted(whole) ? whole : nullptr;
    }
    if (scope.empty()) return nullptr;
    const size_t dot = scope.rfind('.');
    scope = dot == std::string_view::npos ? std::string_view{} : scope.substr(0, dot);
  }
}

}  // namespace protowarden::schema
