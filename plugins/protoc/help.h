// SPDX-License-Identifier: Apache-2.0
//
// `protoc-gen-protowarden --help`.
#pragma once

#include <string>

namespace protowarden::protoc {

[[nodiscard]] std::string Help();

}  // namespace protowarden::protoc
