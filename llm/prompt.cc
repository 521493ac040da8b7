// SPDX-License-Identifier: Apache-2.0
#include "llm/prompt.h"

#include <fmt/format.h>

#include "analyzer/base/hash.h"
#include "analyzer/base/text.h"

namespace protowarden::llm {
namespace {

constexpr size_t kMarkDigits = 32;

std::string_view FileText(const std::string& path) {
  for (const EmbeddedFile& file : PromptFiles()) {
    if (file.path == path) return file.text;
  }
  return {};
}

// The version in `<!-- NAME, version VERSION -->`; empty when the line is another.
std::string_view VersionIn(std::string_view line, std::string_view name) {
  const std::string start = fmt::format("<!-- {}, version ", name);
  static constexpr std::string_view kEnd = " -->";
  line = Trim(line);
  if (!line.starts_with(start) || !line.ends_with(kEnd)) return {};
  if (line.size() < start.size() + kEnd.size()) return {};
  return Trim(line.substr(start.size(), line.size() - start.size() - kEnd.size()));
}

}  // namespace

Result<Prompt> FindPrompt(std::string_view name, std::string_view text, const std::string& origin) {
  if (text.empty()) text = FileText(fmt::format("{}.md", name));
  const size_t end = text.find('\n');
  const std::string_view version = VersionIn(text.substr(0, end), name);
  if (version.empty() || end == std::string_view::npos) {
    return UsageError(
        fmt::format("{}: The first line of the prompt must be `<!-- {}, version X -->`.",
                    Printable(origin.empty() ? std::string(name) : origin), name));
  }
  Prompt prompt;
  prompt.name = name;
  prompt.version = version;
  prompt.text = Trim(text.substr(end + 1));
  prompt.hash = Sha256Hex(prompt.text);
  const std::string_view schema = FileText(fmt::format("{}.schema.json", name));
  prompt.schema = ParseJson(schema);
  prompt.schema_hash = Sha256Hex(DumpJson(prompt.schema));
  return prompt;
}

std::string Fenced(const Json& data) {
  const std::string text = DumpJson(data);
  const std::string mark = "DATA-" + Sha256Hex(text).substr(0, kMarkDigits);
  return fmt::format("{0}\n{1}\n{0}\n", mark, text);
}

}  // namespace protowarden::llm
