// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <set>

#include "analyzer/base/did_you_mean.h"
#include "analyzer/base/text.h"
#include "analyzer/config/config.h"

namespace protowarden::config {
namespace {

// Thrown inside this file only and turned into a Result at its border.
struct BadConfig {
  std::string message;
};

class Reader {
 public:
  Reader(std::string origin, std::string directory)
      : origin_(std::move(origin)), directory_(std::move(directory)) {}

  [[nodiscard]] Config Read(const YAML::Node& root) const {
    if (!root.IsMap()) Fail(root, "A mapping with the key `version` was expected.");
    const YAML::Node version = root["version"];
    if (!version) Fail(root, "The key `version` is missing. Add `version: v2`.");
    const std::string name = version.as<std::string>();
    Config config;
    config.origin = origin_;
    if (name == "v2") {
      ReadV2(root, config);
    } else if (name == "v1" || name == "v1beta1") {
      ReadV1(root, name == "v1" ? ConfigVersion::kV1 : ConfigVersion::kV1Beta1, config);
    } else {
      Fail(version, fmt::format("Version {} is not known; use v1beta1, v1 or v2.", Quote(name)));
    }
    return config;
  }

  [[nodiscard]] std::vector<std::string> ReadWork(const YAML::Node& root) const {
    if (!root.IsMap()) Fail(root, "A mapping with the key `directories` was expected.");
    CheckKeys(root, {"version", "directories"});
    const std::vector<std::string> directories = List(root["directories"]);
    if (directories.empty()) Fail(root, "The key `directories` must name at least one folder.");
    for (const std::string& folder : directories) (void)Below(root["directories"], folder);
    return directories;
  }

 private:
  [[noreturn]] void Fail(const YAML::Node& node, const std::string& message) const {
    const int line = node.IsDefined() ? node.Mark().line + 1 : 1;
    throw BadConfig{fmt::format("{}:{}: {}", Printable(origin_), line, message)};
  }

  // `path` below the folder of this file.
  [[nodiscard]] std::string Below(const YAML::Node& node, const std::string& path) const {
    std::string relative = JoinPath("", path);
    if (relative == ".." || relative.starts_with("../")) {
      Fail(node, fmt::format("The folder {} is not below this file. Move the file up or name a "
                             "folder below it.",
                             Quote(path)));
    }
    return JoinPath(directory_, relative);
  }

  void CheckKeys(const YAML::Node& map, std::vector<std::string_view> known) const {
    for (const auto& item : map) {
      const auto key = item.first.as<std::string>();
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      Fail(item.first, fmt::format("Unknown key {}.{}", Quote(key), DidYouMean(key, known)));
    }
  }

  [[nodiscard]] std::vector<std::string> List(const YAML::Node& node) const {
    std::vector<std::string> items;
    if (!node || node.IsNull()) return items;
    if (!node.IsSequence()) Fail(node, "A list was expected.");
    for (const YAML::Node& item : node) items.push_back(item.as<std::string>());
    return items;
  }

  [[nodiscard]] PolicySpec ReadBreaking(const YAML::Node& node, ConfigVersion version) const {
    PolicySpec policy;
    policy.version = version;
    policy.buf_profile = true;
    policy.origin = origin_;
    if (!node || node.IsNull()) return policy;
    if (!node.IsMap()) Fail(node, "`breaking` must be a mapping.");
    CheckKeys(node, {"use", "except", "ignore", "ignore_only", "ignore_unstable_packages",
                     "disable_builtin"});
    policy.use = List(node["use"]);
    policy.except = List(node["except"]);
    policy.ignore = List(node["ignore"]);
    if (const YAML::Node only = node["ignore_only"]; only && only.IsMap()) {
      for (const auto& item : only) {
        policy.ignore_only[item.first.as<std::string>()] = List(item.second);
      }
    }
    if (const YAML::Node unstable = node["ignore_unstable_packages"]) {
      policy.ignore_unstable_packages = unstable.as<bool>();
    }
    if (const YAML::Node disable = node["disable_builtin"]) {
      policy.disable_builtin = disable.as<bool>();
    }
    return policy;
  }

  // v1 and v1beta1: ignore paths are relative to the module root.
  void ReadV1(const YAML::Node& root, ConfigVersion version, Config& config) const {
    CheckKeys(root, {"version", "name", "deps", "build", "lint", "breaking"});
    const PolicySpec policy = ReadBreaking(root["breaking"], version);
    std::vector<std::string> roots;
    std::vector<std::string> excludes;
    if (const YAML::Node build = root["build"]; build && build.IsMap()) {
      if (version == ConfigVersion::kV1Beta1) {
        CheckKeys(build, {"roots", "excludes"});
        roots = List(build["roots"]);
      } else {
        CheckKeys(build, {"excludes"});
      }
      excludes = List(build["excludes"]);
    }
    if (roots.empty()) roots.emplace_back(".");
    config.policy = policy;
    for (const std::string& path : roots) {
      Module module;
      module.root = Below(root["build"], path);
      for (const std::string& exclude : excludes) {
        module.excludes.push_back(JoinPath(directory_, exclude));
      }
      module.policy = policy;
      config.modules.push_back(std::move(module));
    }
  }

  // v2: all paths are relative to the folder of buf.yaml.
  void ReadV2(const YAML::Node& root, Config& config) const {
    CheckKeys(root,
              {"version", "name", "modules", "deps", "lint", "breaking", "plugins", "policies"});
    config.policy = ReadBreaking(root["breaking"], ConfigVersion::kV2);
    const YAML::Node modules = root["modules"];
    if (!modules || modules.IsNull()) {
      config.modules.push_back(MakeModule(".", root, config.policy));
      return;
    }
    if (!modules.IsSequence()) Fail(modules, "`modules` must be a list.");
    for (const YAML::Node& item : modules) {
      if (!item.IsMap()) Fail(item, "A module must be a mapping with the key `path`.");
      CheckKeys(item, {"path", "name", "includes", "excludes", "lint", "breaking"});
      const YAML::Node path = item["path"];
      // A module's own section replaces the one at the top.
      const PolicySpec policy =
          item["breaking"] ? ReadBreaking(item["breaking"], ConfigVersion::kV2) : config.policy;
      config.modules.push_back(MakeModule(path ? path.as<std::string>() : ".", item, policy));
    }
  }

  [[nodiscard]] Module MakeModule(const std::string& path, const YAML::Node& node,
                                  PolicySpec policy) const {
    Module module;
    module.root = Below(node, path);
    for (const std::string& include : List(node["includes"])) {
      module.includes.push_back(JoinPath(directory_, include));
    }
    for (const std::string& exclude : List(node["excludes"])) {
      module.excludes.push_back(JoinPath(directory_, exclude));
    }
    // Identities are relative to the module, ignore paths to buf.yaml.
    policy.base = JoinPath("", path);
    module.policy = std::move(policy);
    return module;
  }

  std::string origin_;
  std::string directory_;
};

// Runs `read` on the parsed text and turns every way to fail into an Error.
template <typename T>
Result<T> Parse(std::string_view text, const std::string& origin,
                const std::function<T(const YAML::Node&)>& read) {
  const Status small = CheckSize(text, origin);
  if (!small.ok()) return small.error();
  try {
    return read(YAML::Load(std::string(text)));
  } catch (const BadConfig& bad) {
    return UsageError(bad.message);
  } catch (const YAML::Exception& bad) {
    return UsageError(
        fmt::format("{}:{}: {}.", Printable(origin), bad.mark.line + 1, Printable(bad.msg)));
  }
}

}  // namespace

Status CheckSize(std::string_view text, const std::string& origin) {
  if (text.size() <= kMaxConfigSize) return Ok();
  return UsageError(fmt::format("{} is larger than {} KiB. Is this the right file?",
                                Printable(origin), kMaxConfigSize >> 10U));
}

std::string JoinPath(std::string_view directory, std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view text : {directory, path}) {
    for (const std::string_view part : Split(text, '/')) {
      if (part.empty() || part == ".") continue;
      if (part == ".." && !parts.empty() && parts.back() != "..") {
        parts.pop_back();
      } else {
        parts.emplace_back(part);
      }
    }
  }
  return Join(parts, "/");
}

Result<Config> ParseBufYaml(std::string_view text, const std::string& origin,
                            const std::string& directory) {
  const Reader reader(origin, directory);
  return Parse<Config>(text, origin, [&](const YAML::Node& root) { return reader.Read(root); });
}

Result<std::vector<std::string>> ParseBufWork(std::string_view text, const std::string& origin) {
  const Reader reader(origin, "");
  return Parse<std::vector<std::string>>(
      text, origin, [&](const YAML::Node& root) { return reader.ReadWork(root); });
}

}  // namespace protowarden::config
