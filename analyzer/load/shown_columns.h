// SPDX-License-Identifier: Apache-2.0
//
// Turns the tokenizer's columns of a parsed file into columns as they are shown (base/span.h).
#pragma once

#include "analyzer/base/source_index.h"
#include "analyzer/schema/model.h"

namespace protowarden::load {

void ShowColumns(const SourceIndex& source, schema::File& file);

}  // namespace protowarden::load
