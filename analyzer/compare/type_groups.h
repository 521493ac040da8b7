// SPDX-License-Identifier: Apache-2.0
//
// Which field types can be read as one another. Field kinds of one group share an encoding and a
// range of values that parsers convert between.
// Source: https://protobuf.dev/programming-guides/proto3/#updating and
// https://protobuf.dev/programming-guides/json/
#pragma once

#include "analyzer/schema/model.h"

namespace protowarden::compare {

enum class Encoding : uint8_t { kBinary, kBinaryAndJson };

// True when data written with one kind can be read with the other in the encoding(s). Enums, groups
// and messages are compatible only with their own kind, string and bytes not with each other.
[[nodiscard]] bool SameGroup(schema::Kind before, schema::Kind after, Encoding encoding);

}  // namespace protowarden::compare
