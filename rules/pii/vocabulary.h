// SPDX-License-Identifier: Apache-2.0
//
// How names are cut into words: `homePhoneNumber2`, `home_phone_numbers` and `homephonenumber` all
// read "home phone number".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace protowarden::rules::pii {

// Lower-case words of a name, split at underscores, capitals and digits. `HTTPServer2` gives
// "http", "server", "2".
[[nodiscard]] std::vector<std::string> SplitName(std::string_view name);

// The words that a policy knows. Building it is not thread-safe; reading it is.
class Vocabulary {
 public:
  // Makes a word known, so that plurals and run-together names find it.
  void Add(std::string_view word);
  // "dob" -> "date of birth"; both sides in lower case.
  void AddAbbreviation(std::string_view short_form, std::string_view long_form);

  // The words of a phrase or name in the form in which they are compared: singular, abbreviations
  // expanded, run-together words taken apart, digits dropped that no term has.
  [[nodiscard]] std::vector<std::string> Words(std::string_view name) const {
    return FirstWords(name, std::string_view::npos);
  }
  // The first `most` of them.
  [[nodiscard]] std::vector<std::string> FirstWords(std::string_view name, size_t most) const;

 private:
  // Found by parts of a longer name, too.
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  void Append(const std::string& word, std::vector<std::string>& words) const;
  [[nodiscard]] std::string Singular(const std::string& word) const;
  [[nodiscard]] bool Known(std::string_view word) const { return words_.contains(word); }
  [[nodiscard]] std::vector<std::string> TakeApart(std::string_view word) const;

  std::unordered_set<std::string, Hash, std::equal_to<>> words_;
  std::unordered_map<std::string, std::vector<std::string>, Hash, std::equal_to<>> abbreviations_;
};

}  // namespace protowarden::rules::pii
