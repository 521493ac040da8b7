// SPDX-License-Identifier: Apache-2.0
//
// Colours of text output. Everything is plain when colour is off.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/engine/finding.h"

namespace protowarden::report {

class Style {
 public:
  explicit Style(bool color) : color_(color) {}

  [[nodiscard]] std::string Strong(std::string_view text) const { return Paint("1", text); }
  [[nodiscard]] std::string Faint(std::string_view text) const { return Paint("2", text); }
  [[nodiscard]] std::string Removed(std::string_view text) const { return Paint("31", text); }
  [[nodiscard]] std::string Added(std::string_view text) const { return Paint("32", text); }
  [[nodiscard]] std::string Label(std::string_view text) const { return Paint("1;36", text); }
  [[nodiscard]] std::string Good(std::string_view text) const { return Paint("1;32", text); }
  [[nodiscard]] std::string Bad(std::string_view text) const { return Paint("1;31", text); }
  // The severity's name.
  [[nodiscard]] std::string Badge(Severity severity) const;
  // Any text in the severity's colour.
  [[nodiscard]] std::string InColorOf(Severity severity, std::string_view text) const;

 private:
  [[nodiscard]] std::string Paint(std::string_view code, std::string_view text) const;

  bool color_;
};

}  // namespace protowarden::report
