// SPDX-License-Identifier: Apache-2.0
//
// The rule about google.api.method_signature: the parameter lists of generated client methods.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "rules/option_text.h"
#include "rules/semantic/api/families.h"
#include "rules/semantic/api/field_path.h"

namespace protowarden::rules::semantic {
namespace {

using compare::MethodPair;
using schema::Method;

constexpr std::string_view kOption = "google.api.method_signature";
// More than any method has; each is compared with each.
constexpr size_t kManySignatures = 64;

std::vector<std::vector<std::string>> SignaturesOf(const Method& method) {
  std::vector<std::vector<std::string>> signatures;
  for (const schema::Option& item : schema::ItemsOf(method.options.Find({kOption}))) {
    std::vector<std::string> parameters;
    for (const std::string_view parameter : Split(item.text, ',')) {
      parameters.emplace_back(Trim(parameter));
    }
    signatures.push_back(std::move(parameters));
  }
  return signatures;
}

void Check(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  const auto before = SignaturesOf(pair.before);
  const auto after = SignaturesOf(pair.after);
  if (before == after || std::max(before.size(), after.size()) > kManySignatures) return;
  if (after.empty() && HasUndecoded(pair.after.options)) return;
  const auto same = [&](const std::string& old, const std::string& now) {
    return SameField(pair.before.input, old, pair.after.input, now);
  };
  for (const std::vector<std::string>& old : before) {
    if (std::any_of(after.begin(), after.end(), [&](const std::vector<std::string>& now) {
          return std::equal(old.begin(), old.end(), now.begin(), now.end(), same);
        })) {
      continue;
    }
    const std::string shown = Join(old, ",");
    const bool reordered = std::any_of(after.begin(), after.end(), [&](const auto& now) {
      return std::is_permutation(old.begin(), old.end(), now.begin(), now.end());
    });
    reporter.Add(
        {.element = pair.after.FullName(),
         .at = At(pair.after.parent->file,
                  FirstKnown({pair.after.options.SpanOf(kOption), pair.after.span})),
         .against = At(pair.before.parent->file,
                       FirstKnown({pair.before.options.SpanOf(kOption), pair.before.span})),
         .description =
             fmt::format("The signature ({}) of RPC {} was {}.", shown, Quote(pair.after.name),
                         reordered ? "put in another order" : "removed"),
         .arguments = {shown},
         .recommendation = fmt::format(
             "Keep `option (google.api.method_signature) = {};` and add others below it.",
             Quote(shown))});
  }
}

constexpr std::array<Rule, 1> kRules = {{
    {.id = "METHOD_SIGNATURE_REMOVED",
     .categories = kApiContractCategories,
     .severity = Severity::kMedium,
     .title = "Methods keep the signatures that client libraries are generated from",
     .impact = "Generated clients lose the method that takes these parameters, or take them in "
               "another order: code that calls it no longer compiles. The wire does not notice.",
     .remedy = "Keep the old signature and add the new one below it.",
     .source = "https://google.aip.dev/client-libraries/4232",
     .check = Check,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> MethodSignatureRules() { return kRules; }

}  // namespace protowarden::rules::semantic
