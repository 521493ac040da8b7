// SPDX-License-Identifier: Apache-2.0
#include "analyzer/schema/schema.h"

#include <fmt/format.h>

#include <algorithm>

namespace protowarden::schema {
namespace {

template <typename Map>
auto Lookup(const Map& map, const typename Map::key_type& key) -> typename Map::mapped_type {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

}  // namespace

std::string ToString(const Diagnostic& diagnostic) {
  if (diagnostic.line == 0) return fmt::format("{}: {}", diagnostic.file, diagnostic.message);
  return fmt::format("{}:{}:{}: {}", diagnostic.file, diagnostic.line, diagnostic.column,
                     diagnostic.message);
}

void DiagnosticList::Add(Diagnostic diagnostic) {
  if (++counts_[diagnostic.file] <= kMaxPerFile) diagnostics_.push_back(std::move(diagnostic));
}

bool DiagnosticList::IsFull(const std::string& file) const {
  const auto found = counts_.find(file);
  return found != counts_.end() && found->second >= kMaxPerFile;
}

std::vector<Diagnostic> DiagnosticList::Take() {
  for (const auto& [file, count] : counts_) {
    if (count <= kMaxPerFile) continue;
    diagnostics_.push_back(
        {file, 0, 0,
         fmt::format("This file has {} problems; the first {} are shown.", count, kMaxPerFile)});
  }
  counts_.clear();
  std::sort(diagnostics_.begin(), diagnostics_.end());
  return std::exchange(diagnostics_, {});
}

const File* Schema::FindFile(std::string_view path) const { return Lookup(by_path_, path); }

const Message* Schema::FindMessage(std::string_view full_name) const {
  return Lookup(messages_, full_name);
}

const Enum* Schema::FindEnum(std::string_view full_name) const { return Lookup(enums_, full_name); }

const Service* Schema::FindService(std::string_view full_name) const {
  return Lookup(services_, full_name);
}

const Field* Schema::FindExtension(std::string_view extendee, int32_t number) const {
  return Lookup(extensions_, {extendee, number});
}

const Field* Schema::FindExtensionByName(std::string_view full_name) const {
  return Lookup(extensions_by_name_, std::string(full_name));
}

bool Schema::HasPackage(std::string_view package) const {
  return std::binary_search(packages_.begin(), packages_.end(), package);
}

}  // namespace protowarden::schema
