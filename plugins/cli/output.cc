// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/output.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "analyzer/base/text.h"

namespace protowarden::cli {

void TellProblems(const std::vector<schema::Diagnostic>& diagnostics) {
  for (const schema::Diagnostic& diagnostic : diagnostics) {
    fmt::print(stderr, "error: {}\n", Printable(ToString(diagnostic)));
  }
}

bool UseColor(const std::string& choice, const std::string& output_path) {
  if (choice == "always") return true;
  if (choice == "never" || !output_path.empty()) return false;
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return isatty(STDOUT_FILENO) == 1;
}

size_t TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<size_t>(size.ws_col, 60, 120);
}

}  // namespace protowarden::cli
