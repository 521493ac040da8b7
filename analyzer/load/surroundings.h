// SPDX-License-Identifier: Apache-2.0
//
// Finds the unchanged files that say how changed ones are meant: whose data a message holds shows
// in the messages and methods that use it, and in its package.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/io/file_tree.h"
#include "analyzer/load/workspace.h"
#include "analyzer/schema/model.h"

namespace protowarden::load {

// What an import statement of a file names; nullptr when it was not read.
using ImportResolver =
    std::function<const schema::File*(const schema::File& file, const schema::Import& import)>;

// `files` and every file with a message that they use, directly or through other such files. Sorted
// by path. The files need not be linked.
[[nodiscard]] std::vector<const schema::File*> WithUsedFiles(
    const std::vector<const schema::File*>& files, const ImportResolver& resolve);

// Identities of the files of the workspace, none of `files`, that share a package with one of
// `files` or import it. What is imported almost everywhere gets no meaning from there: importers
// beyond kMaxImporters are left out, all of them, as no choice among them would be right.
inline constexpr size_t kMaxImporters = 100;
[[nodiscard]] Result<std::vector<std::string>> FindSurroundings(
    io::FileTree& tree, const Workspace& workspace, const std::vector<const schema::File*>& files);

// Identities of files that hold both an option named in `options`, by the last part of its name,
// and one of `fields`.
[[nodiscard]] Result<std::vector<std::string>> FindLessons(io::FileTree& tree,
                                                           const Workspace& workspace,
                                                           const std::vector<std::string>& options,
                                                           const std::set<std::string>& fields);

// Names of the fields that a file has and its older version, null for none, has not.
[[nodiscard]] std::set<std::string> NewFieldNames(const schema::File* before,
                                                  const schema::File& after);

}  // namespace protowarden::load
