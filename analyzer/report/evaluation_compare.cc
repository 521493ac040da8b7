// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <map>

#include "analyzer/base/text.h"
#include "analyzer/report/evaluation_json.h"

namespace protowarden::report {
namespace {

// Of a report that somebody may have edited: nothing throws.
const Json& At(const Json& json, std::string_view key) {
  static const Json kNull;
  if (!json.is_object()) return kNull;
  const auto found = json.find(key);
  return found == json.end() ? kNull : *found;
}

std::string Text(const Json& json) {
  return json.is_string() ? json.get<std::string>() : std::string();
}

std::string Shown(const Json& json) {
  return json.is_string() ? Printable(json.get_ref<const std::string&>()) : "none";
}

std::optional<double> Number(const Json& json) {
  return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

class Comparer {
 public:
  Comparer(const Json& earlier, const Json& now) : earlier_(earlier), now_(now) {}

  EvaluationComparison Run() {
    for (const char* key : {"model", "prompts", "severity", "min_confidence"}) {
      const std::string before = Shown(At(earlier_, key));
      const std::string after = Shown(At(now_, key));
      if (before == after) continue;
      result_.settings.push_back(fmt::format("{}: {}, now {}", key, before, after));
    }
    for (const auto& [judge, mode] : At(now_, "modes").items()) {
      const Json& before = At(At(earlier_, "modes"), judge);
      if (before.is_object()) Figures(judge, "", before, mode);
    }
    Verdicts();
    return std::move(result_);
  }

 private:
  void Figures(const std::string& judge, const std::string& prefix, const Json& before,
               const Json& after) {
    for (const auto& [key, value] : after.items()) {
      const Json& old = At(before, key);
      if (value.is_object()) {
        Figures(judge, prefix + key + ".", old, value);
      } else if (const auto was = Number(old), is = Number(value); was != is) {
        result_.figures.push_back({judge, prefix + key, was, is});
      }
    }
  }

  void Verdicts() {
    std::map<std::string, const Json*> by_id;
    if (!At(earlier_, "rows").is_array()) return;
    for (const Json& row : At(earlier_, "rows")) by_id.emplace(Text(At(row, "id")), &row);
    for (const Json& row : At(now_, "rows")) {
      const auto found = by_id.find(Text(At(row, "id")));
      if (found == by_id.end()) continue;
      for (const Judge judge : {Judge::kRules, Judge::kModel, Judge::kBoth}) {
        const std::string was = Text(At(At(*found->second, Name(judge)), "verdict"));
        const std::string is = Text(At(At(row, Name(judge)), "verdict"));
        if (was.empty() || is.empty() || was == is) continue;
        result_.verdicts.push_back(
            {found->first, std::string(Name(judge)), Text(At(row, "label")), was, is});
      }
    }
  }

  const Json& earlier_;
  const Json& now_;
  EvaluationComparison result_;
};

}  // namespace

Result<EvaluationComparison> CompareEvaluations(const EvaluationReport& now, std::string_view json,
                                                const std::string& origin) {
  const Json earlier = Json::parse(json, nullptr, false);
  if (earlier.is_discarded() || Text(At(earlier, "command")) != "eval" ||
      !At(earlier, "modes").is_object()) {
    return UsageError(fmt::format(
        "{} is no report of `protowarden eval --format json`, so nothing can be compared with it.",
        Printable(origin)));
  }
  const std::string hash = Text(At(earlier, "set_sha256"));
  if (hash != now.set_hash) {
    static constexpr size_t kShownDigits = 12;
    return UsageError(fmt::format(
        "{} was made with another set (its content is {}, now it is {}): figures of different sets "
        "cannot be compared. Evaluate the same rows and schemas twice.",
        Printable(origin), Quote(hash.substr(0, kShownDigits)),
        Quote(now.set_hash.substr(0, kShownDigits))));
  }
  const Json current = EvaluationJson(now);
  EvaluationComparison comparison = Comparer(earlier, current).Run();
  comparison.earlier = origin;
  return comparison;
}

}  // namespace protowarden::report
