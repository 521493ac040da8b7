// SPDX-License-Identifier: Apache-2.0
#include "analyzer/compare/type_groups.h"

namespace protowarden::compare {
namespace {

using schema::Kind;

// A representative of each group of the binary encoding.
Kind BinaryGroup(Kind kind) {
  switch (kind) {
    case Kind::kInt64:
    case Kind::kUint32:
    case Kind::kUint64:
    case Kind::kBool:
      return Kind::kInt32;  // plain varint
    case Kind::kSint64:
      return Kind::kSint32;  // zigzag varint
    case Kind::kSfixed32:
      return Kind::kFixed32;
    case Kind::kSfixed64:
      return Kind::kFixed64;
    default:
      return kind;
  }
}

// JSON writes 64-bit integers as strings and booleans as true/false, which splits the varints.
Kind JsonGroup(Kind kind) {
  switch (kind) {
    case Kind::kInt64:
    case Kind::kUint64:
      return Kind::kInt64;
    case Kind::kUint32:
      return Kind::kInt32;
    case Kind::kBool:
    case Kind::kSint64:
      return kind;
    default:
      return BinaryGroup(kind);
  }
}

}  // namespace

bool SameGroup(Kind before, Kind after, Encoding encoding) {
  if (before == Kind::kUnresolved || after == Kind::kUnresolved) {
    // A name without definition: a message or an enum, nobody knows which.
    const Kind known = before == Kind::kUnresolved ? after : before;
    return known == Kind::kUnresolved || known == Kind::kMessage || known == Kind::kEnum ||
           known == Kind::kGroup;
  }
  return encoding == Encoding::kBinary ? BinaryGroup(before) == BinaryGroup(after)
                                       : JsonGroup(before) == JsonGroup(after);
}

}  // namespace protowarden::compare
