// SPDX-License-Identifier: Apache-2.0
//
// The [llm] table of protowarden.toml. Text in, checked values out; nothing is read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/gate.h"
#include "llm/budget.h"
#include "llm/helper_protocol.h"
#include "llm/provider.h"
#include "llm/reviewer/asker.h"
#include "llm/reviewer/changed_elements.h"

namespace protowarden::llm {

struct Settings {
  AskSettings ask;
  HelperSetup helper;
  Limits limits;
  Selection selection;
  // Paths as they were written.
  std::string cache;
  std::string audit;
  std::string prompts;
  std::string prices;
  size_t votes = 1;       // answers to what is doubtful
  bool required = false;  // on_failure = "fail"
  Threshold fail_on;      // [llm.gate]: never
  Confidence min_confidence = Confidence::kMedium;
};

// `toml` is the whole file; only its `llm` table is read. `overrides` are "key=value", with values
// as TOML has them or plain texts. Fails with a usage error, with file and line, on an unknown key
// or a value that makes no sense.
[[nodiscard]] Result<Settings> ReadSettings(std::string_view toml, const std::string& origin,
                                            const std::vector<std::string>& overrides);

}  // namespace protowarden::llm
