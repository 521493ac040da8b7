// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/text_format.h"

#include <algorithm>
#include <array>
#include <utility>

namespace protowarden::rules::semantic {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Expressions as both libraries write them.
constexpr std::array<Pair, 4> kPatterns = {{
    {"uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"},
    {"tuuid", "^[0-9a-fA-F]{32}$"},
    {"ulid", "^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$"},
    {"ipv4",
     "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}"
     "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$"},
}};

constexpr std::array<std::string_view, 15> kNamed = {"email",
                                                     "hostname",
                                                     "ip",
                                                     "ipv6",
                                                     "uri",
                                                     "uri_ref",
                                                     "address",
                                                     "host_and_port",
                                                     "ip_prefix",
                                                     "ipv4_prefix",
                                                     "ipv6_prefix",
                                                     "ip_with_prefixlen",
                                                     "protobuf_fqn",
                                                     "ipv4_with_prefixlen",
                                                     "protobuf_dot_fqn"};

constexpr std::array<Pair, 9> kImplied = {{
    {"ipv6", "ip"},
    {"ipv6", "address"},
    {"ip", "address"},
    {"hostname", "address"},
    {"uri", "uri_ref"},
    {"ipv4_prefix", "ip_prefix"},
    {"ipv6_prefix", "ip_prefix"},
    {"ipv4_with_prefixlen", "ip_with_prefixlen"},
    {"ipv6_with_prefixlen", "ip_with_prefixlen"},
}};

constexpr std::array<std::string_view, 10> kSamples = {
    "user@example.com",     "www.example.com", "192.0.2.1",       "2001:db8::1",
    "https://example.com/", "/path",           "example.com:443", "192.0.2.0/24",
    "2001:db8::/32",        "not valid"};
// Formats of each sample that nobody disputes; what is not listed here is not known, except for
// the last sample, which has none.
constexpr std::array<Pair, 16> kSampleFormats = {{
    {"user@example.com", "email"},
    {"www.example.com", "hostname"},
    {"www.example.com", "address"},
    {"192.0.2.1", "ip"},
    {"192.0.2.1", "address"},
    {"2001:db8::1", "ip"},
    {"2001:db8::1", "ipv6"},
    {"2001:db8::1", "address"},
    {"https://example.com/", "uri"},
    {"https://example.com/", "uri_ref"},
    {"/path", "uri_ref"},
    {"example.com:443", "host_and_port"},
    {"192.0.2.0/24", "ip_prefix"},
    {"192.0.2.0/24", "ipv4_prefix"},
    {"2001:db8::/32", "ip_prefix"},
    {"2001:db8::/32", "ipv6_prefix"},
}};

template <size_t kSize>
bool Has(const std::array<Pair, kSize>& table, std::string_view first, std::string_view second) {
  return std::find(table.begin(), table.end(), Pair{first, second}) != table.end();
}

}  // namespace

std::string_view FormatPattern(std::string_view format) {
  const auto* const found = std::find_if(kPatterns.begin(), kPatterns.end(),
                                         [&](const Pair& item) { return item.first == format; });
  return found == kPatterns.end() ? std::string_view() : found->second;
}

std::string_view HeaderPattern(std::string_view known_regex, bool strict) {
  if (known_regex == "HTTP_HEADER_NAME" || known_regex == "1") {
    return strict ? "^:?[0-9a-zA-Z!#$%&'*+\\-.^_|~\\x60]+$" : "^[^\\x00\\x0A\\x0D]+$";
  }
  if (known_regex == "HTTP_HEADER_VALUE" || known_regex == "2") {
    return strict ? "^[^\\x00-\\x08\\x0A-\\x1F\\x7F]*$" : "^[^\\x00\\x0A\\x0D]*$";
  }
  return {};
}

bool IsNamedFormat(std::string_view format) {
  return std::find(kNamed.begin(), kNamed.end(), format) != kNamed.end() ||
         format == "ipv6_with_prefixlen";
}

bool FormatImplies(std::string_view narrow, std::string_view wide) {
  return narrow == wide || Has(kImplied, narrow, wide);
}

std::optional<bool> HasFormat(std::string_view format, std::string_view text) {
  if (Has(kSampleFormats, text, format)) return true;
  // The empty text is a URI reference and nothing else; no format knows spaces.
  if (text.empty()) return format == "uri_ref";
  if (text.find(' ') != std::string_view::npos) return false;
  return std::nullopt;
}

std::span<const std::string_view> FormatSamples() { return kSamples; }

}  // namespace protowarden::rules::semantic
