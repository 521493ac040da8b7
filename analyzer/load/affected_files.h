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

// True when both versions of a file (null: absent) mean the same to the files that import them:
// same package, same public imports, same names of messages, enums (with their first number, the
// implicit default) and extensions.
[[nodiscard]] bool SameInterface(const schema::File* before, const schema::File* after);

// Identities of files of the workspace, not in `changed`, that import one of `sources` directly or
// through public imports.
[[nodiscard]] Result<std::vector<std::string>> FindImporters(
    io::FileTree& tree, const Workspace& workspace, const std::vector<std::string>& sources,
    const std::set<std::string>& changed);

// The packages that have fewer kinds of elements (messages, enums, services, extensions, or any at
// all) in the files of the new side than in those of the old side.
[[nodiscard]] std::set<std::string> PackagesThatLoseAKind(
    const std::vector<const schema::File*>& before, const std::vector<const schema::File*>& after);

// The files of the workspace that declare one of the packages.
[[nodiscard]] Result<std::vector<const SourceFile*>> FindFilesOfPackages(
    io::FileTree& tree, const Workspace& workspace, const std::set<std::string>& packages);

}  // namespace protowarden::load
