// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/help.h"

#include <fmt/format.h>

#include <string_view>

#include "analyzer/report/formats.h"
#include "plugins/protoc/parameter.h"

namespace protowarden::protoc {
namespace {

constexpr std::string_view kUsage =
    R"(protoc-gen-protowarden: checks .proto files while protoc or buf compiles them, as
`protowarden check` does, and fails the build on what breaks.

  protoc --protowarden_out=DIR --protowarden_opt=against=origin/main FILE.proto...

Parameters (--protowarden_opt=key=value,key=value or a JSON object):
)";

constexpr std::string_view kNotes = R"(
Only the files named to protoc are judged, so a file that is gone is not noticed: `protowarden
check` does. A build that fails writes no file; with mode=shadow findings are warnings, and the
report is written.

With buf, ask for all files at once; by default buf starts one process a folder, and each would
write the report anew (buf.gen.yaml):

  version: v2
  plugins:
    - local: protoc-gen-protowarden
      out: gen
      opt: against=origin/main
      strategy: all

Exit codes: 0 answered (findings and mistakes in parameters are part of the answer), 2 wrong usage,
3 standard input is no request.
)";

constexpr size_t kTextColumn = 16;
constexpr size_t kWidth = 100;

// `text` wrapped behind the column of names.
std::string Wrapped(std::string_view text) {
  std::string out;
  size_t column = kTextColumn;
  while (!text.empty()) {
    const size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    if (column + word.size() > kWidth) {
      if (out.ends_with(' ')) out.pop_back();
      out += "\n" + std::string(kTextColumn, ' ');
      column = kTextColumn;
    }
    out += word;
    column += word.size() + 1;
    if (end == std::string_view::npos) break;
    out += ' ';
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace

std::string Help() {
  std::string text(kUsage);
  for (const ParameterKey& key : ParameterKeys()) {
    text += fmt::format("  {:{}}{}\n", key.name, kTextColumn - 2, Wrapped(key.text));
  }
  text += "\nFormats:\n";
  for (const report::Format& format : report::Formats()) {
    text += fmt::format("  {:{}}{}\n", format.name, kTextColumn - 2, format.summary);
  }
  text += fmt::format("  {:{}}Nothing is written: the build passes or fails\n", kNoReport,
                      kTextColumn - 2);
  return text.append(kNotes);
}

}  // namespace protowarden::protoc
