// SPDX-License-Identifier: Apache-2.0
//
// What a model is told to do: versioned files of llm/prompts/, compiled in. And how data is handed
// to it, so that the data cannot pose as instructions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/base/embedded_file.h"
#include "analyzer/base/result.h"
#include "llm/json.h"

namespace protowarden::llm {

struct Prompt {
  std::string name;     // "compatibility"
  std::string version;  // as its first line says, "1"
  std::string text;     // without that line
  std::string hash;     // SHA-256 of `text`: changes when the version was forgotten
  Json schema;          // of the answer
  std::string schema_hash;
};

// The prompts that come with the program: NAME.md and NAME.schema.json.
[[nodiscard]] std::span<const EmbeddedFile> PromptFiles();

// `text` replaces the built-in NAME.md when it is not empty; its first line is
// `<!-- NAME, version VERSION -->`. The schema is always the built-in one, which the program reads
// answers with. Fails with a usage error on a prompt without such a line.
[[nodiscard]] Result<Prompt> FindPrompt(std::string_view name, std::string_view text = {},
                                        const std::string& origin = {});

// `data` on one line of JSON between two lines that it cannot hold: their name is a hash of all of
// it, so whoever writes a part would have to write the hash of a text that holds that hash. Not
// random, so that a dry run prints the very bytes and a provider's prompt cache works.
[[nodiscard]] std::string Fenced(const Json& data);

}  // namespace protowarden::llm
