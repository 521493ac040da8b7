// SPDX-License-Identifier: Apache-2.0
//
// A message in the binary encoding, field by field, without its definition.
// Source: https://protobuf.dev/programming-guides/encoding/
#pragma once

#include <functional>
#include <string_view>

namespace protowarden::load {

// Calls visit(field number, bytes) for the length-delimited fields at the top of a message, in
// order; the bytes are those of `message`. Other fields are skipped. Returns false when the message
// is cut or damaged, or as soon as `visit` does. At most 2 GiB.
[[nodiscard]] bool ForEachField(std::string_view message,
                                const std::function<bool(int number, std::string_view)>& visit);

}  // namespace protowarden::load
