// SPDX-License-Identifier: Apache-2.0
//
// Which folders protoc had as import roots.
#include "plugins/app/request_roots.h"

#include <gmock/gmock.h>

namespace protowarden::app {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<io::TreeEntry> kEntries = {{"a/x/v1/t.proto", ""},
                                             {"b/deep/x/v1/t.proto", ""},
                                             {"b/deep/y.proto", ""},
                                             {"other/xx/v1/t.proto", ""}};

TEST(RequestRoots, AreWhatIsLeftOfThePath) {
  EXPECT_THAT(RootsOf({"y.proto"}, kEntries, {}), ElementsAre("b/deep"));
  EXPECT_THAT(RootsOf({"b/deep/y.proto"}, kEntries, {}), ElementsAre(""));
  EXPECT_THAT(RootsOf({"eep/y.proto", "z.proto"}, kEntries, {}), IsEmpty());
}

TEST(RequestRoots, PreferWhatTheUserNamedElseTheTop) {
  EXPECT_THAT(RootsOf({"x/v1/t.proto"}, kEntries, {}), ElementsAre("a"));
  EXPECT_THAT(RootsOf({"x/v1/t.proto"}, kEntries, {"b/deep"}), ElementsAre("b/deep"));
  EXPECT_THAT(RootsOf({"x/v1/t.proto", "y.proto"}, kEntries, {}), ElementsAre("a", "b/deep"));
}

TEST(RequestRoots, ReplaceModulesOnlyWhenTheyDiffer) {
  config::Config config;
  config.policy.use = {"WIRE"};
  FitModules({""}, config);
  EXPECT_THAT(config.modules, IsEmpty());
  FitModules({"a"}, config);
  ASSERT_EQ(config.modules.size(), 1U);
  EXPECT_EQ(config.modules[0].root, "a");
  EXPECT_EQ(config.modules[0].policy.base, "a");
  EXPECT_THAT(config.modules[0].policy.use, ElementsAre("WIRE"));
  config.modules.push_back({.root = "b", .includes = {}, .excludes = {}, .policy = {}});
  FitModules({"b"}, config);
  EXPECT_EQ(config.modules.size(), 2U);
}

}  // namespace
}  // namespace protowarden::app
