// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/pattern_set.h"

#include <fmt/format.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

namespace protowarden::rules::pii {
namespace {

re2::RE2::Options SetOptions() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

// Full name and name stand in one text, a line each, so that one pass tries both. There is exactly
// one line end, so an alternative matches exactly one of the lines.
std::string OnEitherLine(const std::string& regex) {
  return fmt::format("(?:{0})\n.*|.*\n(?:{0})", regex);
}

}  // namespace

struct PatternSet::Compiled {
  re2::RE2::Set set{SetOptions(), re2::RE2::ANCHOR_BOTH};
  std::vector<std::unique_ptr<re2::RE2>> single;  // for when the set runs out of memory
};

std::optional<std::string> ProblemOf(const std::string& regex) {
  const re2::RE2 alone(regex, SetOptions());
  if (!alone.ok()) return alone.error();
  const re2::RE2 wrapped(OnEitherLine(regex), SetOptions());
  return wrapped.ok() ? std::nullopt : std::optional(wrapped.error());
}

std::shared_ptr<const PatternSet> PatternSet::Compile(const std::vector<std::string>& regexes) {
  auto compiled = std::make_unique<Compiled>();
  for (const std::string& regex : regexes) {
    const std::string wrapped = OnEitherLine(regex);
    std::string error;
    if (compiled->set.Add(wrapped, &error) < 0) return nullptr;
    compiled->single.push_back(std::make_unique<re2::RE2>(wrapped, SetOptions()));
  }
  if (!compiled->set.Compile()) return nullptr;
  return std::shared_ptr<const PatternSet>(new PatternSet(std::move(compiled)));
}

PatternSet::PatternSet(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}

PatternSet::~PatternSet() = default;

std::optional<size_t> PatternSet::FirstMatch(std::string_view full_name,
                                             std::string_view name) const {
  const std::string text = fmt::format("{}\n{}", full_name, name);
  std::vector<int> matches;
  re2::RE2::Set::ErrorInfo problem{};
  if (compiled_->set.Match(text, &matches, &problem)) {
    return static_cast<size_t>(*std::min_element(matches.begin(), matches.end()));
  }
  if (problem.kind == re2::RE2::Set::kNoError) return std::nullopt;
  for (size_t i = 0; i < compiled_->single.size(); ++i) {
    if (re2::RE2::FullMatch(text, *compiled_->single[i])) return i;
  }
  return std::nullopt;
}

}  // namespace protowarden::rules::pii
