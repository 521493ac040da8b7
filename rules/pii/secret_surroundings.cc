// SPDX-License-Identifier: Apache-2.0
//
// Keys and tokens whose own names do not say that they must stay secret.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/text.h"
#include "rules/pii/comment_evidence.h"
#include "rules/pii/field_kind.h"
#include "rules/pii/surroundings.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;

constexpr std::array<std::string_view, 3> kCertificates = {"cert", "certificate", "crt"};
// Ends of names of messages that somebody sends to somebody.
constexpr std::array<std::string_view, 8> kExchanged = {"Request", "Req",    "Response", "Resp",
                                                        "Reply",   "Result", "Input",    "Output"};
// What a comment on a key begins with that only says where or what it is.
constexpr std::array<std::string_view, 10> kPointers = {
    "file",       "path",        "name",      "public", "id",
    "identifier", "fingerprint", "reference", "within", "lookup"};

template <typename Words>
bool HoldsAny(const Words& wanted, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

// The words without what only says how a value is written (`key_pem`).
size_t LengthOf(const Policy& policy, const std::vector<std::string>& words) {
  size_t length = words.size();
  while (length > 1 && policy.carriers.contains(words[length - 1])) --length;
  return length;
}

bool Points(const Policy& policy, const Field& field) {
  return HoldsAny(kPointers, policy.vocabulary.Words(FirstSentence(field.comments)));
}

}  // namespace

bool Surroundings::BySecret(const Field& field, const NameReading& name, Kinds kinds,
                            Classification& result) const {
  const bool text = (kinds & (kind::kText | kind::kBytes)) != 0;
  if (field.parent == nullptr || !text || name.words.empty() || NamesValue(field, name)) {
    return false;
  }
  std::string reason = ByCertificate(field, name, kinds);
  if (reason.empty()) reason = ByToken(field, name);
  if (reason.empty()) reason = ByKeyComment(field, name);
  if (reason.empty()) reason = ByContent(field, name);
  const Type* type = policy_.FindType("API_KEY");
  if (reason.empty() || type == nullptr) return false;
  return Decide(*type, fmt::format("`{}` {} is {}", field.name, reason, type->phrase), result);
}

// A `key` beside a certificate is the private one, and so is `node_key` beside `node_cert`.
std::string Surroundings::ByCertificate(const Field& field, const NameReading& name,
                                        Kinds kinds) const {
  const size_t length = LengthOf(policy_, name.words);
  if (name.words[length - 1] != "key" || Points(policy_, field)) return {};
  for (const Field& other : field.parent->fields) {
    if (KindOf(other) != kinds || other.label != field.label) continue;
    const std::vector<std::string>& words = names_.Read(other.name).words;
    if (words.empty() || LengthOf(policy_, words) != length) continue;
    const bool same_prefix =
        std::equal(name.words.begin(), name.words.begin() + static_cast<std::ptrdiff_t>(length - 1),
                   words.begin());
    const bool certificate = std::find(kCertificates.begin(), kCertificates.end(),
                                       words[length - 1]) != kCertificates.end();
    if (same_prefix && certificate) return fmt::format("beside `{}`", other.name);
  }
  return {};
}

// The only `token` of a request opens something, unless its surroundings speak of pages, coins or
// words.
std::string Surroundings::ByToken(const Field& field, const NameReading& name) const {
  const schema::Message& parent = *field.parent;
  if (name.words.size() != 1 || name.words.front() != "token") return {};
  const bool exchanged =
      std::any_of(kExchanged.begin(), kExchanged.end(),
                  [&](std::string_view ending) { return parent.name.ends_with(ending); });
  if (!exchanged || field.label == schema::Label::kRepeated || Points(policy_, field)) return {};
  if (SpeaksOfOtherTokens(parent.name) || SpeaksOfOtherTokens(parent.file->package)) return {};
  const bool others =
      std::any_of(parent.fields.begin(), parent.fields.end(), [&](const Field& other) {
        const bool listed =
            other.label == schema::Label::kRepeated && other.message_type != nullptr;
        return &other != &field && (listed || SpeaksOfOtherTokens(other.name));
      });
  if (others) return {};
  const std::vector<std::string> comment = policy_.vocabulary.Words(FirstSentence(field.comments));
  if (HoldsAny(policy_.other_tokens, comment)) return {};
  return fmt::format("of `{}`", parent.name);
}

bool Surroundings::SpeaksOfOtherTokens(std::string_view name) const {
  return HoldsAny(policy_.other_tokens, policy_.vocabulary.Words(name));
}

// `ssl_key_file`, described as the content of the file.
std::string Surroundings::ByContent(const Field& field, const NameReading& name) const {
  static constexpr std::array<std::string_view, 4> kContents = {"content", "contents", "encoded",
                                                                "base64"};
  static constexpr size_t kFirstLetters = 200;
  const size_t count = name.words.size();
  if (count < 2 || !policy_.files.contains(name.words.back())) return {};
  const NameReading held = ReadName(policy_, name.Phrase(0, count - 1));
  const bool secret =
      std::any_of(held.candidates.begin(), held.candidates.end(), [](const Candidate& candidate) {
        return candidate.term->type == "API_KEY" && candidate.term->certain && candidate.sure_tail;
      });
  if (!secret) return {};
  const schema::Comments& comments = field.comments;
  const std::string_view text = comments.leading.empty() ? comments.trailing : comments.leading;
  const std::vector<std::string> comment = SplitName(text.substr(0, kFirstLetters));
  return HoldsAny(kContents, comment) ? "by its comment" : std::string();
}

// A key of a name that nobody knows whose comment says that it encrypts or must stay secret.
std::string Surroundings::ByKeyComment(const Field& field, const NameReading& name) const {
  const size_t length = LengthOf(policy_, name.words);
  const bool plain = length > 1 && policy_.plain_keys.contains(name.words[length - 2]);
  if (name.words[length - 1] != "key" || plain || Points(policy_, field)) return {};
  const std::vector<std::string> comment = policy_.vocabulary.Words(FirstSentence(field.comments));
  if (!HoldsAny(policy_.secret_signs, comment)) return {};
  return "by its comment";
}

}  // namespace protowarden::rules::pii
