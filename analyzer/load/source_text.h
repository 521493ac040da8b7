// SPDX-License-Identifier: Apache-2.0
//
// Prepares .proto source text for libprotobuf's parser, whatever its version: editions, which
// libprotobuf 3.21 does not know, are presented to it as proto3 with every position kept.
//
// The parser refuses `edition = "2023";`, unquoted names in `reserved`, `export`/`local` before a
// declaration and `import option`. These are blanked out with spaces and remembered here, apart
// from `export` and `local`: as in buf, a declaration begins behind them. A syntax statement of
// kPrefixWidth columns is put in front of the first line. Because the width is a multiple of eight,
// tabs expand as they did.
// Source: https://protobuf.dev/reference/protobuf/edition-2023-spec/ and edition-2024-spec.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/base/span.h"
#include "analyzer/schema/features.h"

namespace protowarden::load {

inline constexpr int32_t kPrefixWidth = 16;
// Deeper nesting of braces than this is refused: protobuf itself allows 32 nested messages.
inline constexpr int kMaxNesting = 200;

struct SourceText {
  std::string_view original;
  std::string rewritten;    // used when has_prefix
  bool has_prefix = false;  // the first line is shifted by kPrefixWidth columns
  schema::Edition edition = schema::Edition::kUnknown;  // set for editions only
  Span edition_span;                                    // of the edition statement

  struct ReservedIdentifier {
    std::string name;
    Span span;
  };
  std::vector<ReservedIdentifier> reserved_identifiers;
  std::vector<Span> option_imports;  // of the whole `import option` statements

  // What to parse.
  [[nodiscard]] std::string_view text() const { return has_prefix ? rewritten : original; }

  // A position as the parser reported it (1-based), in terms of the original text.
  [[nodiscard]] Span Original(Span span) const;
};

// Fails with a message that starts "line:column: " when the nesting is too deep or the edition is
// not supported. `text` must outlive the result.
[[nodiscard]] Result<SourceText> PrepareSource(std::string_view text);

}  // namespace protowarden::load
