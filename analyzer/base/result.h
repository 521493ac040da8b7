// SPDX-License-Identifier: Apache-2.0
//
// Result<T>: a value or the reason why there is none. The one way to report an error in this
// project; findings about schemas are data (engine/finding.h), not errors. Nothing here throws.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace protowarden {

// What a failure means for the process's exit code (see ExitCode in base/exit_code.h).
enum class ErrorKind {
  kUsage,     // the command line or a configuration file is wrong: exit 2
  kAnalysis,  // the input could not be analysed (bad proto, git failure, I/O): exit 3
};

// A failure. `message` is a full sentence for the user: what happened, where, and what to do.
struct Error {
  ErrorKind kind = ErrorKind::kAnalysis;
  std::string message;
};

inline Error UsageError(std::string message) { return {ErrorKind::kUsage, std::move(message)}; }
inline Error AnalysisError(std::string message) {
  return {ErrorKind::kAnalysis, std::move(message)};
}

// Holds either a T or an Error. Accessing the wrong one is a programming error (asserted).
template <typename T>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: functions return either `value` or `SomeError(...)`.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const T& value() const& {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T& value() & {
    assert(ok());
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T value() && {
    assert(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  [[nodiscard]] const Error& error() const {
    assert(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

// The result of an action that yields nothing.
struct Unit {};
using Status = Result<Unit>;
inline Status Ok() { return Unit{}; }

}  // namespace protowarden
