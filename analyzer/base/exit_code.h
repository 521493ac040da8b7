// SPDX-License-Identifier: Apache-2.0
//
// The process exit codes, a contract with CI scripts. Never 0 on doubt.
#pragma once

namespace protowarden {

enum class ExitCode : int {
  kPassed = 0,
  kGateFailed = 1,
  kUsage = 2,          // wrong flags or configuration
  kCannotAnalyse = 3,  // bad proto, git failure, I/O failure
};

}  // namespace protowarden
