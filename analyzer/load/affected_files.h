// SPDX-License-Identifier: Apache-2.0
//
// Finds the unchanged files that a change can reach, by searching text instead of reading all.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/load/workspace.h"
#include "analyzer/schema/model.h"

namespace protowarden::load {

// What a change of a file means to the files that import it, by package, public imports and the
// names of messages, enums (with their first number, the implicit default) and extensions.
enum class InterfaceChange : uint8_t {
  kNone,
  // Only new names at the top level: one can hide a like name of an enclosing package from files of
  // the same package or below it, and from no others.
  kNewNames,
  kOther,
};

// Null: absent. A new file changes nothing for files that import it already: before, they were
// incomplete.
[[nodiscard]] InterfaceChange CompareInterfaces(const schema::File* before,
                                                const schema::File* after);

// The folder that holds every file that a new name in the file can concern: its own where folders
// follow packages ("acme/shop/v1/x.proto" in acme.shop.v1), else "" for all.
[[nodiscard]] std::string FolderOfPackage(const SourceFile& file, const std::string& package);

// Identities of files of the workspace in `folder` or below, not in `changed`, that import one of
// `sources` directly or through public imports.
[[nodiscard]] Result<std::vector<std::string>> FindImporters(
    io::FileTree& tree, const Workspace& workspace, const std::vector<std::string>& sources,
    const std::set<std::string>& changed, const std::string& folder = {});

// The packages that have fewer kinds of elements (messages, enums, services, extensions, or any at
// all) in the files of the new side than in those of the old side.
[[nodiscard]] std::set<std::string> PackagesThatLoseAKind(
    const std::vector<const schema::File*>& before, const std::vector<const schema::File*>& after);

// The files of the workspace that declare one of the packages.
[[nodiscard]] Result<std::vector<const SourceFile*>> FindFilesOfPackages(
    io::FileTree& tree, const Workspace& workspace, const std::set<std::string>& packages);

}  // namespace protowarden::load
