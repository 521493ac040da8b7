// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/config/acceptance_file.h"
#include "analyzer/config/config.h"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

namespace protowarden::config {
namespace {

constexpr std::string_view kList = "list of strings";
constexpr std::string_view kText = "string";
constexpr std::string_view kFlag = "true or false";

constexpr std::array<KeyDoc, 32> kKeys = {{
    {"gate", "table", "what fails a run"},
    {"gate.fail_on", kText,
     "lowest severity that fails: LOW, MEDIUM, HIGH, CRITICAL or never; default LOW"},
    {"gate.category", "table",
     "category -> the same for its rules; default HIGH for SEMANTIC, PII"},
    {"gate.rule", "table", "rule -> the same for this rule"},
    {"gate.min_confidence", kText, "findings less sure than this never fail; default MEDIUM"},
    {"gate.mode", kText, "`enforce`, or `shadow`: report what would fail, but pass"},
    {"import_roots", kList, "folders searched for imports only"},
    {"exclude", kList, "paths left out of the schema (files, folders, globs)"},
    {"breaking", "table", "compatibility rules"},
    {"breaking.use", kList, "rules and categories to apply; default FILE"},
    {"breaking.except", kList, "rules and categories to leave out"},
    {"breaking.ignore", kList, "paths whose findings are ignored"},
    {"breaking.ignore_only", "table", "rule or category -> paths whose findings are ignored"},
    {"breaking.ignore_unstable_packages", kFlag, "ignore packages like foo.v1beta1"},
    {"breaking.profile", kText,
     "`default` judges renamed message types by structure, `buf` by name"},
    {"breaking.severity", "table", "rule or category -> severity"},
    {"modules", "list of tables", "folders that import paths start from"},
    {"modules.path", kText, "the folder"},
    {"modules.includes", kList, "only files below these paths"},
    {"modules.excludes", kList, "paths left out of the module"},
    {"pii", "table", "policy for personal data"},
    {"llm", "table", "a language model as a second reviewer of `check`"},
    {"acceptance", "table", "what may accept a finding in the change that brings it"},
    {"acceptance.policy_from", kText,
     "`base`: policy and acceptances of the base count; `head`: those of the change; default base"},
    {"acceptance.same_change", kList,
     "what counts at once: trailer, label, codeowners, comment, file; default trailer, label"},
    {"acceptance.policy_change", kText,
     "`report` a changed policy, or `fail` until it is reviewed; default report"},
    {"accept", "list of tables", "findings accepted on purpose, as in .protowarden/accepted.toml"},
    {"accept.rule", kText, "the rule"},
    {"accept.element", kText, "full name of the element"},
    {"accept.fingerprint", kText, "of the finding, where others of the rule there should count"},
    {"accept.why", kText, "the reason"},
    {"accept.until", kText, "the last day on which it holds"},
}};

// " Did you mean `breaking.use`?" for a known key that stands in the wrong table; else nothing.
std::string InAnotherTable(std::string_view key) {
  for (const KeyDoc& doc : kKeys) {
    if (doc.key.ends_with("." + std::string(key))) {
      return fmt::format(" Did you mean `{}`?", doc.key);
    }
  }
  return {};
}

// Reads one file; the first problem is kept.
class Reader {
 public:
  explicit Reader(std::string origin) : origin_(std::move(origin)) {}

  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  void Fail(const toml::node& node, const std::string& message) {
    if (error_.has_value()) return;
    error_ =
        UsageError(fmt::format("{}:{}: {}", Printable(origin_), node.source().begin.line, message));
  }

  // Complains about keys of `table` that KnownKeys does not list below `prefix`.
  void CheckKeys(const toml::table& table, const std::string& prefix) {
    std::vector<std::string_view> known;
    for (const KeyDoc& doc : kKeys) {
      if (!doc.key.starts_with(prefix)) continue;
      const std::string_view rest = doc.key.substr(prefix.size());
      if (rest.find('.') == std::string_view::npos) known.push_back(rest);
    }
    for (const auto& [key, value] : table) {
      if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
      const std::string elsewhere = InAnotherTable(key.str());
      Fail(value, fmt::format("Unknown key {}.{}", Quote(prefix + std::string(key.str())),
                              elsewhere.empty() ? DidYouMean(key.str(), known) : elsewhere));
    }
  }

  void Read(const toml::table& table, std::string_view key, std::vector<std::string>& result) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    ReadList(*node, key, result);
  }

  void Read(const toml::table& table, std::string_view key, std::string& result) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto text = node->value<std::string>(); node->is_string()) {
      result = *text;
    } else {
      Fail(*node, fmt::format("`{}` must be a string.", key));
    }
  }

  void Read(const toml::table& table, std::string_view key, bool& result) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto flag = node->value<bool>(); node->is_boolean()) {
      result = *flag;
    } else {
      Fail(*node, fmt::format("`{}` must be true or false.", key));
    }
  }

  void Read(const toml::table& table, std::string_view key, Threshold& result) {
    std::string name = Name(result);
    Read(table, key, name);
    if (!ParseThreshold(name, &result)) {
      Fail(*table.get(key),
           fmt::format("{} is not a severity. Use LOW, MEDIUM, HIGH, CRITICAL or never.",
                       Quote(name)));
    }
  }

  void ReadThresholds(const toml::table& table, std::string_view key,
                      std::map<std::string, Threshold>& result) {
    const toml::table* thresholds = Table(table, key);
    if (thresholds == nullptr) return;
    for (const auto& [name, value] : *thresholds) {
      Read(*thresholds, name.str(), result[std::string(name.str())]);
    }
  }

  const toml::table* Table(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) Fail(*node, fmt::format("`{}` must be a table.", key));
    return node->as_table();
  }

  void ReadBreaking(const toml::table& table, PolicySpec& policy) {
    CheckKeys(table, "breaking.");
    Read(table, "use", policy.use);
    Read(table, "except", policy.except);
    Read(table, "ignore", policy.ignore);
    Read(table, "ignore_unstable_packages", policy.ignore_unstable_packages);
    policy.buf_profile = Choose(table, "profile", "buf", "default", "default");
    if (const toml::table* only = Table(table, "ignore_only")) {
      for (const auto& [key, value] : *only) {
        ReadList(value, key.str(), policy.ignore_only[std::string(key.str())]);
      }
    }
    if (const toml::table* severity = Table(table, "severity")) {
      for (const auto& [key, value] : *severity) {
        Read(*severity, key.str(), policy.severity[std::string(key.str())]);
      }
    }
  }

  void ReadGate(const toml::table& table, GateSpec& gate) {
    CheckKeys(table, "gate.");
    gate.origin = origin_;
    Read(table, "fail_on", gate.fail_on);
    ReadThresholds(table, "category", gate.category);
    ReadThresholds(table, "rule", gate.rule);
    std::string confidence(Name(gate.min_confidence));
    Read(table, "min_confidence", confidence);
    if (!ParseConfidence(confidence, &gate.min_confidence)) {
      Fail(*table.get("min_confidence"), "`min_confidence` must be LOW, MEDIUM or HIGH.");
    }
    gate.mode = Choose(table, "mode", "shadow", "enforce", "enforce") ? GateMode::kShadow
                                                                      : GateMode::kEnforce;
  }

  void ReadAcceptance(const toml::table& table, AcceptancePolicy& policy) {
    CheckKeys(table, "acceptance.");
    policy.from_base = Choose(table, "policy_from", "base", "head");
    policy.policy_change_fails = Choose(table, "policy_change", "fail", "report", "report");
    if (table.get("same_change") == nullptr) return;
    std::vector<std::string> means;
    Read(table, "same_change", means);
    const std::map<std::string_view, bool*> flags = {{"trailer", &policy.trailers},
                                                     {"label", &policy.labels},
                                                     {"codeowners", &policy.codeowners},
                                                     {"comment", &policy.comments},
                                                     {"file", &policy.files}};
    for (const auto& [name, flag] : flags) *flag = false;
    for (const std::string& name : means) {
      const auto found = flags.find(name);
      if (found == flags.end()) {
        Fail(*table.get("same_change"),
             fmt::format("{} is not one of trailer, label, codeowners, comment and file.",
                         Quote(name)));
      } else {
        *found->second = true;
      }
    }
  }

  void ReadModules(const toml::table& root, Config& config) {
    const toml::node* node = root.get("modules");
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    if (list == nullptr) {
      Fail(*node, "`modules` must be a list of tables, written [[modules]].");
      return;
    }
    for (const toml::node& item : *list) {
      const toml::table* table = item.as_table();
      if (table == nullptr) {
        Fail(item, "`modules` must be a list of tables, written [[modules]].");
        return;
      }
      CheckKeys(*table, "modules.");
      Module module;
      Read(*table, "path", module.root);
      module.root = JoinPath("", module.root);
      Read(*table, "includes", module.includes);
      Read(*table, "excludes", module.excludes);
      module.policy = config.policy;
      module.policy.base = module.root;
      config.modules.push_back(std::move(module));
    }
  }

 private:
  // True for `yes`, false for `no`; anything else is a mistake.
  bool Choose(const toml::table& table, std::string_view key, std::string_view yes,
              std::string_view no, std::string_view fallback = {}) {
    std::string choice(fallback.empty() ? yes : fallback);
    Read(table, key, choice);
    if (choice != yes && choice != no) {
      Fail(*table.get(key), fmt::format("`{}` must be \"{}\" or \"{}\".", key, yes, no));
    }
    return choice == yes;
  }

  void ReadList(const toml::node& node, std::string_view key, std::vector<std::string>& result) {
    const toml::array* list = node.as_array();
    bool good = list != nullptr;
    if (list != nullptr) {
      for (const toml::node& item : *list) {
        good = good && item.is_string();
        if (item.is_string()) result.push_back(*item.value<std::string>());
      }
    }
    if (!good) Fail(node, fmt::format("`{}` must be a list of strings.", key));
  }

  std::string origin_;
  std::optional<Error> error_;
};

// toml++ limits how deep values nest but not how many parts a key has, and recurses over both.
constexpr size_t kMaxDots = 32;

// Dots of a line outside of strings and comments; all of them where strings span lines, so that
// nothing can hide in what only looks like a string.
size_t CountDots(std::string_view line) {
  size_t dots = 0;
  char quote = '\0';
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != '\0') {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '#') {
      break;
    } else if (c == '.') {
      ++dots;
    }
  }
  const bool spans_lines = quote != '\0' || line.find("\"\"\"") != std::string_view::npos ||
                           line.find("'''") != std::string_view::npos;
  return spans_lines ? static_cast<size_t>(std::count(line.begin(), line.end(), '.')) : dots;
}

// The 1-based line with more than kMaxDots; 0 when there is none.
size_t FindDeepKey(std::string_view text) {
  size_t number = 0;
  for (const std::string_view line : Split(text, '\n')) {
    ++number;
    if (CountDots(line) > kMaxDots) return number;
  }
  return 0;
}

}  // namespace

std::span<const KeyDoc> KnownKeys() { return kKeys; }

Result<Config> ParseToml(std::string_view text, const std::string& origin) {
  const Status small = CheckSize(text, origin);
  if (!small.ok()) return small.error();
  if (const size_t line = FindDeepKey(text); line != 0) {
    return UsageError(fmt::format("{}:{}: The key has more than {} parts; no key needs so many.",
                                  Printable(origin), line, kMaxDots));
  }
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    return UsageError(fmt::format("{}:{}: {}.", Printable(origin),
                                  parsed.error().source().begin.line,
                                  Printable(parsed.error().description())));
  }
  const toml::table& root = parsed.table();
  Reader reader(origin);
  Config config;
  config.origin = origin;
  config.policy.origin = origin;
  reader.CheckKeys(root, "");
  reader.Read(root, "import_roots", config.import_roots);
  reader.Read(root, "exclude", config.excludes);
  if (const toml::table* gate = reader.Table(root, "gate")) reader.ReadGate(*gate, config.gate);
  if (const toml::table* breaking = reader.Table(root, "breaking")) {
    reader.ReadBreaking(*breaking, config.policy);
  }
  if (const toml::table* acceptance = reader.Table(root, "acceptance")) {
    reader.ReadAcceptance(*acceptance, config.acceptance);
  }
  reader.ReadModules(root, config);
  if (reader.Table(root, "pii") != nullptr) config.pii = text;
  if (reader.Table(root, "llm") != nullptr) config.llm = text;
  if (reader.error().has_value()) return *reader.error();
  if (root.contains("accept")) {
    auto accepted = ReadAcceptRows(text, origin);
    if (!accepted.ok()) return accepted.error();
    config.accepted = std::move(accepted).value();
  }
  return config;
}

}  // namespace protowarden::config
