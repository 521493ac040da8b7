// SPDX-License-Identifier: Apache-2.0
//
// A command that writes a text about the changes between two versions and gates nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plugins/app/analyze.h"
#include "plugins/cli/command.h"
#include "plugins/cli/output_options.h"

namespace protowarden::cli {

// Writes the report in one of the command's formats.
using RenderDocument = std::function<std::string(const report::Report&, std::string_view format,
                                                 const report::TextOptions&)>;

// Declares PATH, the options of a comparison and those of the output, of which the first of
// `formats` is the default. Exit codes: 0 written, 3 something could not be analysed.
[[nodiscard]] RunCommand SetUpDocument(CLI::App& app, const std::string& command,
                                       app::Checks checks, const std::vector<std::string>& formats,
                                       RenderDocument render);

}  // namespace protowarden::cli
