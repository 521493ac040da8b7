// SPDX-License-Identifier: Apache-2.0
//
// Answers of earlier runs, one file an item, named after what was asked: equal questions are asked
// once, however items were put together, and a run can be replayed without a network.
#pragma once

#include <optional>
#include <string>

#include "analyzer/base/result.h"
#include "llm/json.h"
#include "llm/prompt.h"
#include "llm/provider.h"

namespace protowarden::llm {

// Everything that decides what the answer about one item may be: provider, base URL, model, prompt,
// schema, parameters and what is sent of it. SHA-256 in hex over canonical JSON.
[[nodiscard]] std::string CacheKey(std::string_view provider, const Endpoint& endpoint,
                                   const Prompt& prompt, const Json& item);

// A folder of answers. Safe with other processes: a file is written beside its place and renamed,
// and one that does not hold what its name promises counts as absent.
class Cache {
 public:
  // An empty folder: nothing is found or kept.
  explicit Cache(std::string folder) : folder_(std::move(folder)) {}

  [[nodiscard]] std::optional<Json> Find(const std::string& key) const;
  // Only complete, valid answers are to be kept. Fails when the folder or the file cannot be
  // written.
  [[nodiscard]] Status Keep(const std::string& key, const Json& answer) const;
  [[nodiscard]] const std::string& folder() const { return folder_; }

 private:
  [[nodiscard]] std::string PathOf(const std::string& key) const;

  std::string folder_;
};

}  // namespace protowarden::llm
