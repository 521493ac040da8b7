// SPDX-License-Identifier: Apache-2.0
//
// Every form that a report about a change has: one row a format, one writer each. Every way in
// (command line, protoc plugin, Action) takes its writers from here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/report/report.h"

namespace protowarden::report {

struct Format {
  std::string_view name;       // "sarif"
  std::string_view extension;  // of a file in this format, without the dot; no two are equal
  std::string_view summary;    // one line, no full stop
  // Pure. Only the text format minds the options.
  std::string (*render)(const Report& report, const TextOptions& options);
  // Shows source lines: Entry::before_line and after_line are to be read.
  bool shows_source = false;
  // Shows Report::pii_services.
  bool shows_services = false;
};

// In the order in which help lists them; "text" comes first.
[[nodiscard]] std::span<const Format> Formats();

// Their names, in that order.
[[nodiscard]] std::vector<std::string> FormatNames();

// nullptr when there is no such format.
[[nodiscard]] const Format* FindFormat(std::string_view name);

// One report of a run, as every way in writes it: "sarif" or "sarif:out.sarif".
struct Destination {
  std::string format;
  std::string path;  // empty: where reports of no name go
};
// A format's name has no colon, a file's may. The format need not exist.
[[nodiscard]] Destination ParseDestination(std::string_view item);

}  // namespace protowarden::report
