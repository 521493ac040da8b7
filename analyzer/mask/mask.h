// SPDX-License-Identifier: Apache-2.0
//
// Masks payloads: takes out of a message what its reader may not see. Fails closed: what the schema
// does not know is taken out too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/engine/inventory.h"
#include "analyzer/schema/schema.h"

namespace protowarden::mask {

// What becomes of a string above the reader's clearance. Other values are cleared, whatever the
// strategy: numbers, enums, bytes and messages have no value that says "masked".
enum class Strategy : uint8_t {
  kRedact,   // "[REDACTED]"
  kPartial,  // "****1111": the last four characters of eight or more
  kHash,     // "hash:" and 16 hex digits of SHA-256 over key and value: equal values stay equal
};
[[nodiscard]] bool ParseStrategy(std::string_view text, Strategy* strategy);

struct Options {
  Sensitivity clearance = Sensitivity::kPublic;  // the highest level that may be read
  Strategy strategy = Strategy::kRedact;
  // Short secrets can be guessed from a hash without key.
  std::string hash_key;
  bool keep_unknown = false;  // fields that the schema does not know
  size_t max_depth = 100;     // messages, lists and maps inside one another; protobuf allows 100
};

// What is known about a field.
struct FieldLevel {
  Sensitivity level = Sensitivity::kPublic;
  bool whole = false;  // decides about a held message as a whole, not field by field
};
using LevelOf = std::function<FieldLevel(const schema::Field&)>;

// Levels from an inventory: the annotation, else the classification. The inventory must outlive it
// and cover everything that was loaded.
[[nodiscard]] LevelOf LevelsOf(const InventoryIndex& index);

struct Masked {
  std::string payload;
  std::vector<std::string> fields;  // full names of what was masked, each once, sorted
};

// The canonical JSON form (https://protobuf.dev/programming-guides/json/): lowerCamelCase or
// original names, extensions in brackets, Any by its @type. Fails on what is no JSON object and on
// nesting beyond the limit.
[[nodiscard]] Result<Masked> MaskJson(std::string_view payload, const schema::Schema& schema,
                                      const schema::Message& type, const LevelOf& level_of,
                                      const Options& options);

// The binary encoding (https://protobuf.dev/programming-guides/encoding/). Fails on what is none.
[[nodiscard]] Result<Masked> MaskBinary(std::string_view payload, const schema::Schema& schema,
                                        const schema::Message& type, const LevelOf& level_of,
                                        const Options& options);

// A string above the clearance, as the strategy wants it.
[[nodiscard]] std::string MaskString(std::string_view text, const Options& options);

// The type that an Any holds, by its URL; nullptr when the schema does not know it.
[[nodiscard]] const schema::Message* TypeOfAny(const schema::Schema& schema,
                                               std::string_view type_url);

}  // namespace protowarden::mask
