// SPDX-License-Identifier: Apache-2.0
//
// What --against and PATH may name.
#pragma once

#include <string>

#include "analyzer/base/result.h"

namespace protowarden::load {

struct Spec {
  enum class Kind {
    kGitRevision,  // branch, tag, sha, HEAD~3; `git:` prefix
    kMergeBase,    // `merge-base:REF`; empty text means the default branch
    kFolder,       // `dir:` prefix or an existing folder
    kImage,        // `image:` prefix or a file ending in .binpb, .pb, .bin, .json (also .gz)
  };
  Kind kind = Kind::kMergeBase;
  std::string text;        // the revision or path
  std::string repository;  // for ".git#..." forms: the repository's path; empty: that of PATH
  std::string subdir;      // for ".git#subdir=...": the folder inside the repository
};

// Accepts the explicit prefixes, and what buf users type: ".git#branch=main",
// "path/.git#tag=v1,subdir=proto", "../old", "image.binpb". `exists_as_folder` and
// `exists_as_file` answer for plain texts; an existing folder or file wins over a revision of the
// same name unless `git:` is given.
[[nodiscard]] Result<Spec> ParseSpec(const std::string& text, bool exists_as_folder,
                                     bool exists_as_file);

}  // namespace protowarden::load
