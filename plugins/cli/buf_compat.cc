// SPDX-License-Identifier: Apache-2.0
#include "plugins/cli/buf_compat.h"

#include <fmt/format.h>

#include <cstdio>

#include "analyzer/base/text.h"
#include "analyzer/report/buf_formats.h"
#include "analyzer/report/formats.h"

namespace protowarden::cli {
namespace {

// https://buf.build/docs/reference/cli/exit-codes/
constexpr auto kFailure = static_cast<ExitCode>(1);
constexpr auto kFindings = static_cast<ExitCode>(100);

}  // namespace

std::vector<std::string> BufFormatNames() {
  std::vector<std::string> names;
  for (const report::BufFormat& format : report::BufFormats()) names.emplace_back(format.name);
  return names;
}

Status CheckFormats(const std::string& compat, const std::vector<Destination>& destinations) {
  for (const Destination& to : destinations) {
    if (compat.empty() && report::FindFormat(to.format) == nullptr) {
      return UsageError(
          fmt::format("{} is a format of buf. Add --compat buf to have it.", to.format));
    }
    if (!compat.empty() && report::FindBufFormat(to.format) == nullptr) {
      return UsageError(fmt::format("buf has no format {}; with --compat buf there are {}.",
                                    to.format, Join(BufFormatNames(), ", ")));
    }
  }
  return Ok();
}

Result<ExitCode> WriteAsBuf(const report::Report& report,
                            const std::vector<Destination>& destinations) {
  const Status written = WriteAllReports(destinations, [&](const Destination& to) {
    return report::FindBufFormat(to.format)->render(report);
  });
  if (!written.ok()) return written.error();
  return report::BufFindsAnything(report) ? kFindings : ExitCode::kPassed;
}

ExitCode FailAsBuf(const Error& error) {
  fmt::print(stderr, "Failure: {}\n", error.message);
  return kFailure;
}

}  // namespace protowarden::cli
