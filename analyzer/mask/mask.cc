// SPDX-License-Identifier: Apache-2.0
#include "analyzer/mask/mask.h"

#include <algorithm>

#include "analyzer/base/hash.h"

namespace protowarden::mask {
namespace {

constexpr std::string_view kRedacted = "[REDACTED]";

// The last `count` characters of UTF-8 text; empty when there are not at least `least` in all.
std::string_view LastCharacters(std::string_view text, size_t count, size_t least) {
  size_t characters = 0;
  size_t start = text.size();
  for (size_t at = text.size(); at > 0; --at) {
    const bool continued = (static_cast<unsigned char>(text[at - 1]) & 0xC0U) == 0x80U;
    if (continued) continue;
    if (++characters == count) start = at - 1;
  }
  return characters >= least ? text.substr(start) : std::string_view();
}

}  // namespace

bool ParseStrategy(std::string_view text, Strategy* strategy) {
  if (text == "redact") *strategy = Strategy::kRedact;
  if (text == "partial") *strategy = Strategy::kPartial;
  if (text == "hash") *strategy = Strategy::kHash;
  return text == "redact" || text == "partial" || text == "hash";
}

LevelOf LevelsOf(const InventoryIndex& index) {
  return [&index](const schema::Field& field) -> FieldLevel {
    const FieldRecord* record = index.FindField(field.FullName());
    if (record == nullptr) return {};
    return {record->sensitivity, record->SpeaksForContent()};
  };
}

std::string MaskString(std::string_view text, const Options& options) {
  static constexpr size_t kShown = 4;
  static constexpr size_t kLeast = 8;  // four of fewer would show too much
  static constexpr size_t kDigits = 16;
  switch (options.strategy) {
    case Strategy::kPartial: {
      const std::string_view tail = LastCharacters(text, kShown, kLeast);
      return tail.empty() ? std::string(kRedacted) : "****" + std::string(tail);
    }
    case Strategy::kHash: {
      std::string keyed = options.hash_key;
      keyed.push_back('\0');
      keyed.append(text);
      return "hash:" + Sha256Hex(keyed).substr(0, kDigits);
    }
    case Strategy::kRedact:
      break;
  }
  return std::string(kRedacted);
}

const schema::Message* TypeOfAny(const schema::Schema& schema, std::string_view type_url) {
  return schema.FindMessage(type_url.substr(type_url.rfind('/') + 1));
}

}  // namespace protowarden::mask
