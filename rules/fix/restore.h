// SPDX-License-Identifier: Apache-2.0
//
// Brings deleted fields and enum values back, deprecated, as they stood in the old source. Internal
// to fix/.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/schema/schema.h"
#include "rules/fix/source_body.h"

namespace protowarden::rules::fix {

// True when what is written in the old file means the same in the new one: package, kind of syntax
// and imports are still there.
[[nodiscard]] bool SameSurroundings(const schema::File& before, const schema::File& after);

// True when the field can stand in `now` again, in the same surroundings: number and name are free,
// its type is still there. Its oneof is not looked at.
[[nodiscard]] bool IsRestorable(const schema::Field& field, const schema::Message& now,
                                const schema::Schema& after);
// The same for an enum value whose number and name are free.
[[nodiscard]] bool IsRestorable(const schema::EnumValue& value, const schema::Enum& now);

// A declaration to be brought back.
struct Declaration {
  std::string text;      // with the comments right above it and `deprecated = true`
  bool set_off = false;  // an empty line stood above it
};

// Its lines are indented by `indent` and ended by `eol`; nullopt when the old source has none at
// its place.
[[nodiscard]] std::optional<Declaration> DeprecatedDeclaration(const Source& old_source,
                                                               const schema::Element& element,
                                                               const Span& number_span,
                                                               std::string_view indent,
                                                               std::string_view eol);

// The same for a message, enum, service or RPC.
[[nodiscard]] std::optional<Declaration> DeprecatedType(const Source& old_source,
                                                        const schema::Element& element,
                                                        std::string_view indent,
                                                        std::string_view eol);

}  // namespace protowarden::rules::fix
