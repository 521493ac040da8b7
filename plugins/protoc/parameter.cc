// SPDX-License-Identifier: Apache-2.0
#include "plugins/protoc/parameter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/report/formats.h"

namespace protowarden::protoc {
namespace {

using Json = nlohmann::json;
using Text = std::string Parameter::*;
using List = std::vector<std::string> Parameter::*;

constexpr std::array<ParameterKey, 11> kKeys = {{
    {"against", &Parameter::against,
     "what to compare with: a git revision, merge-base:REF, a folder or an image (default: the "
     "merge base with the default branch; with pii= nothing)"},
    {"use", &Parameter::use, "rules and categories to apply: FILE, PACKAGE, WIRE_JSON, ..."},
    {"except", &Parameter::except, "rules and categories to leave out"},
    {"config", &Parameter::config, "protowarden.toml or buf.yaml (default: found upwards)"},
    {"fail_on", &Parameter::fail_on,
     "lowest severity that fails the build, or NAME=SEVERITY: LOW to CRITICAL, never"},
    {"mode", &Parameter::mode, "enforce, or shadow: findings are warnings"},
    {"profile", &Parameter::profile, "default, or buf: judge renamed types by name as buf does"},
    {"format", &Parameter::formats, "report to write, FORMAT or FORMAT:FILE (default: json)"},
    {"report", &Parameter::report, "name of the reports, without extension (default: report)"},
    {"pii", &Parameter::pii,
     "annotate: write annotated copies of the compiled files; report: write REPORT.pii.json"},
    {"source_root", &Parameter::source_roots,
     "folder that file names are relative to, as given to protoc with -I (default: found below the "
     "repository)"},
}};

constexpr std::array<std::string_view, 2> kPii = {"annotate", "report"};
constexpr std::array<std::string_view, 2> kModes = {"enforce", "shadow"};
constexpr std::array<std::string_view, 2> kProfiles = {"default", "buf"};

const ParameterKey* FindKey(std::string_view name) {
  const auto found = std::find_if(kKeys.begin(), kKeys.end(),
                                  [&](const ParameterKey& key) { return key.name == name; });
  return found == kKeys.end() ? nullptr : &*found;
}

Error UnknownKey(std::string_view name) {
  std::vector<std::string_view> names;
  for (const ParameterKey& key : kKeys) names.push_back(key.name);
  const std::vector<std::string> known(names.begin(), names.end());
  return UsageError(
      fmt::format("There is no parameter {}.{} There are {}. A value that holds a comma needs the "
                  "JSON form, {{\"against\": \"...\"}}.",
                  Quote(name), DidYouMean(name, names), Join(known, ", ")));
}

class Reader {
 public:
  Result<Parameter> Read(std::string_view text) {
    const std::string_view trimmed = Trim(text);
    const Status read = trimmed.starts_with('{') ? ReadJson(trimmed) : ReadPairs(trimmed);
    if (!read.ok()) return read.error();
    return std::move(parameter_);
  }

 private:
  Status ReadPairs(std::string_view text) {
    const ParameterKey* list = nullptr;  // what a piece without `=` goes on with
    for (const std::string_view piece : Split(text, ',')) {
      if (piece.empty()) continue;
      const size_t equals = piece.find('=');
      if (equals == std::string_view::npos && list != nullptr) {
        const Status set = Set(*list, piece);
        if (!set.ok()) return set;
        continue;
      }
      const std::string_view name = Trim(piece.substr(0, equals));
      const ParameterKey* key = FindKey(name);
      if (key == nullptr) return UnknownKey(name);
      const bool bare = equals == std::string_view::npos;
      const Status set = Set(*key, bare ? std::string_view() : piece.substr(equals + 1));
      if (!set.ok()) return set;
      list = std::holds_alternative<List>(key->target) ? key : nullptr;
    }
    return Ok();
  }

  Status ReadJson(std::string_view text) {
    const Json object = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!object.is_object()) {
      return UsageError(
          "The parameter begins like JSON and is no complete object. Write {\"key\": \"value\"}, "
          "or key=value,...");
    }
    for (const auto& [name, value] : object.items()) {
      const ParameterKey* key = FindKey(name);
      if (key == nullptr) return UnknownKey(name);
      const Json values = value.is_array() ? value : Json::array({value});
      for (const Json& item : values) {
        if (!item.is_string()) {
          return UsageError(
              fmt::format("The parameter {} must be a string{}.", name,
                          std::holds_alternative<List>(key->target) ? " or a list of them" : ""));
        }
        const Status set = Set(*key, item.get_ref<const std::string&>());
        if (!set.ok()) return set;
      }
    }
    return Ok();
  }

  Status Set(const ParameterKey& key, std::string_view value) {
    if (Trim(value).empty()) {
      return UsageError(fmt::format("The parameter {0} has no value. Write {0}=VALUE.", key.name));
    }
    if (const List* list = std::get_if<List>(&key.target)) {
      (parameter_.**list).emplace_back(value);
      return Ok();
    }
    if (!given_.insert(key.name).second) {
      return UsageError(fmt::format("The parameter {} is given twice.", key.name));
    }
    parameter_.*std::get<Text>(key.target) = value;
    return Ok();
  }

  Parameter parameter_;
  std::set<std::string_view> given_;
};

Status CheckOneOf(std::string_view key, const std::string& value,
                  std::span<const std::string_view> values) {
  if (value.empty() || std::find(values.begin(), values.end(), value) != values.end()) return Ok();
  const std::vector<std::string> known(values.begin(), values.end());
  return UsageError(fmt::format("{}={} is unknown.{} There are {}.", key, Printable(value),
                                DidYouMean(value, values), Join(known, ", ")));
}

// What protoc writes to must stay below its output folder.
Status CheckFileName(std::string_view key, std::string_view name) {
  const std::vector<std::string_view> parts = Split(name, '/');
  const bool inside = std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
  if (inside && IsValidUtf8(name) && name.find_first_of("\\\n\r") == std::string_view::npos) {
    return Ok();
  }
  return UsageError(
      fmt::format("{}: {} is no file name below the output folder.", key, Quote(name)));
}

Status Check(const Parameter& parameter) {
  std::vector<Status> checks{CheckOneOf("mode", parameter.mode, kModes),
                             CheckOneOf("profile", parameter.profile, kProfiles),
                             CheckFileName("report", parameter.report)};
  for (const std::string& pii : parameter.pii) checks.push_back(CheckOneOf("pii", pii, kPii));
  std::vector<std::string_view> formats{kNoReport};
  for (const report::Format& format : report::Formats()) formats.push_back(format.name);
  for (const std::string& given : parameter.formats) {
    const report::Destination wanted = report::ParseDestination(given);
    checks.push_back(CheckOneOf("format", wanted.format, formats));
    if (wanted.format != given) checks.push_back(CheckFileName("format", wanted.path));
  }
  for (const Status& check : checks) {
    if (!check.ok()) return check;
  }
  return Ok();
}

}  // namespace

std::span<const ParameterKey> ParameterKeys() { return kKeys; }

Result<Parameter> ParseParameter(std::string_view text) {
  Result<Parameter> parameter = Reader().Read(text);
  if (!parameter.ok()) return parameter;
  const Status checked = Check(*parameter);
  if (!checked.ok()) return checked.error();
  return parameter;
}

}  // namespace protowarden::protoc
