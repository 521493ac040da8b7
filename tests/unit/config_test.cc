// SPDX-License-Identifier: Apache-2.0
#include "analyzer/config/config.h"

#include <gmock/gmock.h>

#include "analyzer/engine/path_pattern.h"
#include "analyzer/load/spec.h"
#include "rules/catalogue.h"

namespace protowarden {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Toml, ReadsEveryPart) {
  const auto config = config::ParseToml(R"(
import_roots = ["third_party"]
exclude = ["gen/**"]
[breaking]
use = ["WIRE_JSON"]
except = ["FIELD_SAME_JSON_NAME"]
ignore = ["legacy"]
ignore_unstable_packages = true
profile = "buf"
[breaking.ignore_only]
FIELD_NO_DELETE = ["a.proto"]
[breaking.severity]
FIELD_NO_DELETE = "CRITICAL"
[gate]
fail_on = "HIGH"
min_confidence = "high"
mode = "shadow"
[gate.category]
VALIDATION = "MEDIUM"
[gate.rule]
FIELD_NO_DELETE = "never"
[[modules]]
path = "proto"
excludes = ["proto/old"]
)",
                                        "protowarden.toml");
  ASSERT_TRUE(config.ok()) << config.error().message;
  EXPECT_EQ(config->gate.fail_on, Severity::kHigh);
  EXPECT_EQ(config->gate.min_confidence, Confidence::kHigh);
  EXPECT_EQ(config->gate.mode, GateMode::kShadow);
  EXPECT_EQ(config->gate.category.at("VALIDATION"), Severity::kMedium);
  EXPECT_EQ(config->gate.category.at("PII"), Severity::kHigh);
  EXPECT_EQ(config->gate.rule.at("FIELD_NO_DELETE"), std::nullopt);
  EXPECT_THAT(config->import_roots, ElementsAre("third_party"));
  EXPECT_THAT(config->policy.use, ElementsAre("WIRE_JSON"));
  EXPECT_TRUE(config->policy.buf_profile);
  ASSERT_EQ(config->modules.size(), 1U);
  EXPECT_EQ(config->modules[0].root, "proto");
}

struct BadConfig {
  const char* text;
  const char* expected;
};

TEST(Toml, MistakesHaveLineAndHint) {
  const BadConfig cases[] = {
      {"[breaking]\nignroe = []\n",
       "protowarden.toml:2: Unknown key \"breaking.ignroe\". Did you "
       "mean `ignore`?"},
      {"[gate]\nfail_on = 3\n", "protowarden.toml:2: `fail_on` must be a string"},
      {"fail_on = \"HIGH\"\n", "Unknown key \"fail_on\". Did you mean `gate.fail_on`?"},
      {"[gate]\nfail_on = \"NONE\"\n", "protowarden.toml:2: \"NONE\" is not a severity"},
      {"[gate]\nmode = \"off\"\n", "protowarden.toml:2: `mode` must be"},
      {"[gate]\nmin_confidence = \"SURE\"\n", "protowarden.toml:2: `min_confidence` must be"},
      {"[gate]\nmin_confidense = \"LOW\"\n", "Did you mean `min_confidence`?"},
      {"[gate.category]\nPII = \"HUGE\"\n", "protowarden.toml:2: \"HUGE\""},
      {"[breaking]\nuse = \"FILE\"\n", "protowarden.toml:2:"},
      {"[gate]\nfail_on = \"WORST\"\n", "protowarden.toml:2:"},
      {"a = \n", "protowarden.toml:1:"},
  };
  for (const BadConfig& item : cases) {
    const auto config = config::ParseToml(item.text, "protowarden.toml");
    ASSERT_FALSE(config.ok()) << item.text;
    EXPECT_EQ(config.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(config.error().message, HasSubstr(item.expected));
  }
}

TEST(BufYaml, V2ModulesAndTheirOwnBreakingSection) {
  const auto config = config::ParseBufYaml(R"(
version: v2
modules:
  - path: proto/a
    excludes: [proto/a/gen]
  - path: proto/b
    breaking:
      use: [WIRE]
breaking:
  use: [FILE]
  ignore: [proto/a/old]
)",
                                           "buf.yaml", "");
  ASSERT_TRUE(config.ok()) << config.error().message;
  ASSERT_EQ(config->modules.size(), 2U);
  EXPECT_THAT(config->modules[0].policy.use, ElementsAre("FILE"));
  EXPECT_THAT(config->modules[0].excludes, ElementsAre("proto/a/gen"));
  EXPECT_EQ(config->modules[0].policy.base, "proto/a");
  EXPECT_THAT(config->modules[1].policy.use, ElementsAre("WIRE"));
  EXPECT_TRUE(config->modules[1].policy.buf_profile);
}

TEST(BufYaml, V1Beta1Roots) {
  const auto config = config::ParseBufYaml(
      "version: v1beta1\nbuild:\n  roots: [proto, vendor]\n  excludes: [proto/x]\n", "buf.yaml",
      "sub");
  ASSERT_TRUE(config.ok()) << config.error().message;
  ASSERT_EQ(config->modules.size(), 2U);
  EXPECT_EQ(config->modules[1].root, "sub/vendor");
  EXPECT_EQ(config->policy.version, ConfigVersion::kV1Beta1);
}

TEST(BufYaml, MistakesAreUsageErrors) {
  for (const char* text :
       {"breaking:\n  use: [FILE]\n", "version: v3\n", "version: v2\nbreking: 1\n", "version: [",
        "version: v2\nmodules: 3\n", "- a\n"}) {
    const auto config = config::ParseBufYaml(text, "buf.yaml", "");
    ASSERT_FALSE(config.ok()) << text;
    EXPECT_EQ(config.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(config.error().message, HasSubstr("buf.yaml"));
  }
}

TEST(JoinPath, CleansUp) {
  EXPECT_EQ(config::JoinPath("a/b", "../c/./d"), "a/c/d");
  EXPECT_EQ(config::JoinPath("", "."), "");
  EXPECT_EQ(config::JoinPath("", "../x"), "../x");
}

struct PatternCase {
  const char* pattern;
  const char* path;
  bool matches;
};

TEST(PathPattern, FoldersFilesAndGlobs) {
  const PatternCase cases[] = {
      {"a", "a/b.proto", true},         {"a", "ab.proto", false},
      {"a/b.proto", "a/b.proto", true}, {"*.proto", "a.proto", true},
      {"*.proto", "x/a.proto", false},  {"**/v1/*.proto", "x/y/v1/a.proto", true},
      {"**/v1", "x/v1/a.proto", true},  {"a/**", "a/b/c.proto", true},
      {"a?c.proto", "abc.proto", true}, {"a?c.proto", "a/c.proto", false},
  };
  for (const PatternCase& item : cases) {
    EXPECT_EQ(PathMatches(item.pattern, item.path), item.matches)
        << item.pattern << " " << item.path;
  }
}

TEST(PathPattern, ManyStarsDoNotHang) {
  std::string pattern;
  std::string path;
  for (int i = 0; i < 40; ++i) pattern += "**/a*";
  for (int i = 0; i < 2000; ++i) path += "a/";
  EXPECT_FALSE(PathMatches(pattern + "x", path + "b"));
}

TEST(Policy, UnknownIdsGetAHint) {
  PolicySpec spec;
  spec.use = {"FIELD_NO_DELTE"};
  const auto policy = Policy::Create(spec, rules::Catalogue());
  ASSERT_FALSE(policy.ok());
  EXPECT_THAT(policy.error().message, HasSubstr("Did you mean `FIELD_NO_DELETE`?"));
}

TEST(Policy, DeprecatedIdsStandForTheirReplacements) {
  PolicySpec spec;
  spec.version = ConfigVersion::kV1;
  spec.use = {"FIELD_SAME_LABEL"};
  const auto policy = Policy::Create(spec, rules::Catalogue());
  ASSERT_TRUE(policy.ok()) << policy.error().message;
  EXPECT_NE(policy->Find("FIELD_SAME_CARDINALITY"), nullptr);
  EXPECT_FALSE(policy->notes().empty());
  spec.version = ConfigVersion::kV2;
  EXPECT_FALSE(Policy::Create(spec, rules::Catalogue()).ok());
}

TEST(Policy, UnstablePackages) {
  for (const char* name : {"a.v1alpha1", "a.v1beta", "a.v2p1beta3", "a.v1test", "a.v1testfoo"}) {
    EXPECT_TRUE(IsUnstablePackage(name)) << name;
  }
  for (const char* name : {"v1alpha1", "a.v1", "a.alpha1", "a.v1gamma1", "", "a.vbeta1"}) {
    EXPECT_FALSE(IsUnstablePackage(name)) << name;
  }
}

struct SpecCase {
  const char* text;
  bool folder;
  bool file;
  load::Spec::Kind kind;
  const char* result;
};

TEST(Spec, WhatAgainstMayName) {
  using Kind = load::Spec::Kind;
  const SpecCase cases[] = {
      {"", false, false, Kind::kMergeBase, ""},
      {"main", false, false, Kind::kGitRevision, "main"},
      {"main", true, false, Kind::kFolder, "main"},
      {"git:main", true, false, Kind::kGitRevision, "main"},
      {"merge-base:dev", false, false, Kind::kMergeBase, "dev"},
      {"x.binpb", false, true, Kind::kImage, "x.binpb"},
      {".git#branch=main", false, false, Kind::kGitRevision, "main"},
      {"../r/.git#tag=v1,subdir=proto", false, false, Kind::kGitRevision, "v1"},
  };
  for (const SpecCase& item : cases) {
    const auto spec = load::ParseSpec(item.text, item.folder, item.file);
    ASSERT_TRUE(spec.ok()) << item.text;
    EXPECT_EQ(spec->kind, item.kind) << item.text;
    EXPECT_EQ(spec->text, item.result) << item.text;
  }
  EXPECT_FALSE(load::ParseSpec("gone.binpb", false, false).ok());
  EXPECT_FALSE(load::ParseSpec("git:", false, false).ok());
  EXPECT_FALSE(load::ParseSpec(".git#brnch=main", false, false).ok());
}

}  // namespace
}  // namespace protowarden
