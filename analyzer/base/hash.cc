// SPDX-License-Identifier: Apache-2.0
#include "analyzer/base/hash.h"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>

namespace protowarden {
namespace {

std::string Digest(const EVP_MD* algorithm, std::string_view prefix, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), algorithm, nullptr);
  EVP_DigestUpdate(context.get(), prefix.data(), prefix.size());
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  return {digest.begin(), digest.begin() + size};
}

std::string Hex(std::string_view bytes) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    hex.push_back(kHex[byte >> 4U]);
    hex.push_back(kHex[byte & 15U]);
  }
  return hex;
}

}  // namespace

std::string GitBlobId(std::string_view bytes) {
  std::string header = "blob " + std::to_string(bytes.size());
  header.push_back('\0');
  return Hex(Digest(EVP_sha1(), header, bytes));
}

std::string Sha256(std::string_view bytes) { return Digest(EVP_sha256(), {}, bytes); }

std::string Sha256Hex(std::string_view bytes) { return Hex(Sha256(bytes)); }

}  // namespace protowarden
