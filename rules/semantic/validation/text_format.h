// SPDX-License-Identifier: Apache-2.0
//
// The well-known formats of string and bytes rules. Formats that both libraries define by a regular
// expression are read as that expression; the others are names with known relations.
// Sources: https://github.com/bufbuild/protoc-gen-validate/blob/main/validate/validate.proto and
// https://github.com/bufbuild/protovalidate/blob/main/proto/protovalidate/buf/validate/validate.proto
// The libraries differ in details (an email address with a display name); a rule that moves from
// one to the other under the same name is the same rule.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace protowarden::rules::semantic {

// The regular expression of a string format ("uuid"), empty when it has none.
[[nodiscard]] std::string_view FormatPattern(std::string_view format);
// Of well_known_regex: HTTP_HEADER_NAME or HTTP_HEADER_VALUE, by name or number.
[[nodiscard]] std::string_view HeaderPattern(std::string_view known_regex, bool strict);

// True for the name of a format that is not read as an expression ("email").
[[nodiscard]] bool IsNamedFormat(std::string_view format);
// Every text of the format `narrow` is one of the format `wide`, too.
[[nodiscard]] bool FormatImplies(std::string_view narrow, std::string_view wide);

// Whether `text` has the format; nullopt when only the library can tell.
[[nodiscard]] std::optional<bool> HasFormat(std::string_view format, std::string_view text);
// Texts that have one of the named formats: to try out rules with.
[[nodiscard]] std::span<const std::string_view> FormatSamples();

}  // namespace protowarden::rules::semantic
