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

// True when the field can stand in `now` again: number, name, type and oneof are free or there, and
// what its declaration may refer to is still imported.
[[nodiscard]] bool IsRestorable(const schema::Field& field, const schema::Message& now,
                                const schema::Schema& after);
[[nodiscard]] bool IsRestorable(const schema::EnumValue& value, const schema::Enum& now);

// The declaration with the comments right above it and `deprecated = true`, its lines indented by
// `indent` and ended by `eol`; nullopt when the old source has none at its place.
[[nodiscard]] std::optional<std::string> DeprecatedText(const Source& old_source,
                                                        const schema::Element& element,
                                                        const Span& number_span,
                                                        std::string_view indent,
                                                        std::string_view eol);

}  // namespace protowarden::rules::fix
