// SPDX-License-Identifier: Apache-2.0
//
// Which folder the files of a run are named from.
#pragma once

#include <filesystem>
#include <optional>

namespace protowarden::app {

// The folder whose configuration governs `folder`: the nearest one upwards, not above `top`, that
// holds protowarden.toml or buf.yaml, unless a buf.work.yaml further up lists it as one of its
// modules. nullopt when nothing is configured.
[[nodiscard]] std::optional<std::filesystem::path> FindConfigured(
    const std::filesystem::path& folder, const std::filesystem::path& top);

// Where each side of a comparison of two folders starts from.
struct FolderBases {
  std::filesystem::path after;
  std::filesystem::path before;
};

// Like is compared with like: both sides start from the folders that govern them when these are
// configured at the same offset (`new/proto` and `old/proto`, each below a buf.yaml), else from the
// folders as given.
[[nodiscard]] FolderBases BasesOf(const std::filesystem::path& after,
                                  const std::filesystem::path& before);

}  // namespace protowarden::app
