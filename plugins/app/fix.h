// SPDX-License-Identifier: Apache-2.0
//
// Sources with the mechanical fixes of a run's findings. Nothing is written here.
#pragma once

#include <string>
#include <vector>

#include "analyzer/edit/edits.h"
#include "rules/fix/fix.h"

namespace protowarden::app {

struct FixedFile {
  std::string display_path;
  std::string disk_path;  // symbolic links resolved; empty when it is not a file of a folder
  std::string text;       // as it was read
  std::vector<edit::Edit> edits;
};

}  // namespace protowarden::app
