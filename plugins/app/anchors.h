// SPDX-License-Identifier: Apache-2.0
//
// Reads where reports mark what is gone from a file.
#pragma once

#include <vector>

#include "analyzer/report/report.h"
#include "plugins/app/inputs.h"

namespace protowarden::app {

// Fills Entry::anchor of what needs one, reading each file once. Files that cannot be read, or are
// not there, leave it empty.
void AddAnchors(Inputs& inputs, std::vector<report::Entry>& entries);

}  // namespace protowarden::app
