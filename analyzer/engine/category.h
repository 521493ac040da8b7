// SPDX-License-Identifier: Apache-2.0
//
// The categories that rules belong to.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace protowarden {

// Categories a rule belongs to; a bit set. Names and meanings are buf's
// (https://buf.build/docs/breaking/rules/): FILE protects generated code file by file, PACKAGE
// package by package, WIRE_JSON both encodings, WIRE the binary encoding only; CSR is what a
// Confluent schema registry accepts. The others are protowarden's own: SEMANTIC is the API's
// contract beyond the encoding, with its parts VALIDATION, API_CONTRACT, BEHAVIOUR, PRESENCE and
// DOCUMENTED; PII is personal data; CHANGELOG lists what breaks nobody, for release notes.
using CategorySet = uint16_t;
namespace category {
inline constexpr CategorySet kFile = 1U << 0U;
inline constexpr CategorySet kPackage = 1U << 1U;
inline constexpr CategorySet kWireJson = 1U << 2U;
inline constexpr CategorySet kWire = 1U << 3U;
inline constexpr CategorySet kCsr = 1U << 4U;
inline constexpr CategorySet kSemantic = 1U << 5U;
inline constexpr CategorySet kValidation = 1U << 6U;
inline constexpr CategorySet kApiContract = 1U << 7U;
inline constexpr CategorySet kBehaviour = 1U << 8U;
inline constexpr CategorySet kPresence = 1U << 9U;
inline constexpr CategorySet kDocumented = 1U << 10U;
inline constexpr CategorySet kPii = 1U << 11U;
inline constexpr CategorySet kChangelog = 1U << 12U;

inline constexpr CategorySet kBuf = kFile | kPackage | kWireJson | kWire | kCsr;
}  // namespace category

// Names of the categories in the order reports use.
inline constexpr std::array<std::pair<std::string_view, CategorySet>, 13> kCategories = {
    {{"FILE", category::kFile},
     {"PACKAGE", category::kPackage},
     {"WIRE_JSON", category::kWireJson},
     {"WIRE", category::kWire},
     {"CSR", category::kCsr},
     {"SEMANTIC", category::kSemantic},
     {"VALIDATION", category::kValidation},
     {"API_CONTRACT", category::kApiContract},
     {"BEHAVIOUR", category::kBehaviour},
     {"PRESENCE", category::kPresence},
     {"DOCUMENTED", category::kDocumented},
     {"PII", category::kPii},
     {"CHANGELOG", category::kChangelog}}};
// The bit of a category name; 0 when there is none of that name.
[[nodiscard]] CategorySet CategoryOf(std::string_view name);

}  // namespace protowarden
