// SPDX-License-Identifier: Apache-2.0
//
// When a request is tried again, what it may cost, what settings mean.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "llm/budget.h"
#include "llm/http/client.h"
#include "llm/http/google_credentials.h"
#include "llm/retry.h"
#include "llm/settings.h"
#include "llm/settings_keys.h"

namespace protowarden::llm {
namespace {

using testing::HasSubstr;
using Kind = RetryDecision::Kind;

struct Attempt {
  long status = 500;
  std::map<std::string, std::string> headers{};
  std::string body{};
  int attempt = 1;
  milliseconds left{600'000};
  double chance = 0.5;
};

RetryDecision DecideOn(const Attempt& attempt) {
  return Decide({}, {attempt.status, attempt.headers, attempt.body, attempt.attempt, attempt.left,
                     attempt.chance, 784'111'777, true});
}

TEST(Retry, DependsOnTheStatus) {
  for (const long status : {0L, 408L, 409L, 429L, 500L, 503L, 529L}) {
    EXPECT_EQ(DecideOn({.status = status}).kind, Kind::kRetry) << status;
  }
  for (const long status : {301L, 400L, 413L, 422L}) {
    EXPECT_EQ(DecideOn({.status = status}).kind, Kind::kGiveUp) << status;
  }
  for (const long status : {401L, 403L, 404L}) {
    EXPECT_EQ(DecideOn({.status = status}).kind, Kind::kStop) << status;
  }
}

TEST(Retry, WaitsLongerEachTimeWithFullJitter) {
  EXPECT_EQ(DecideOn({.chance = 0}).wait, milliseconds(0));
  EXPECT_EQ(DecideOn({.chance = 0.5}).wait, milliseconds(250));
  EXPECT_EQ(DecideOn({.attempt = 4, .chance = 0.5}).wait, milliseconds(2000));
  EXPECT_EQ(DecideOn({.attempt = 6}).kind, Kind::kGiveUp);
}

TEST(Retry, HintsCountInTheirOrderAsTheLeastWait) {
  const auto wait = [](std::map<std::string, std::string> headers, std::string body = {}) {
    return DecideOn({429, std::move(headers), std::move(body), 1, milliseconds(600'000), 0}).wait;
  };
  EXPECT_EQ(wait({{"retry-after-ms", "1500"}, {"retry-after", "9"}}), milliseconds(1500));
  EXPECT_EQ(wait({{"retry-after", "2"}}), milliseconds(2000));
  EXPECT_EQ(wait({{"retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"}}), milliseconds(10'000));
  EXPECT_EQ(wait({{"retry-after", "soon"}}), milliseconds(0));
  EXPECT_EQ(wait({{"retry-after", "-5"}}), milliseconds(0));
  EXPECT_EQ(wait({}, R"([{"error":{"details":[{"retryDelay":"45.8s"}]}}])"), milliseconds(45'800));
  EXPECT_EQ(DecideOn({.status = 400, .headers = {{"x-should-retry", "true"}}}).kind, Kind::kRetry);
  EXPECT_EQ(DecideOn({.status = 500, .headers = {{"x-should-retry", "false"}}}).kind,
            Kind::kGiveUp);
}

TEST(Retry, GivesUpWhatTheDeadlineForbids) {
  const auto late = DecideOn({.status = 429, .headers = {{"retry-after", "700"}}});
  EXPECT_EQ(late.kind, Kind::kGiveUp);
  EXPECT_THAT(late.why, HasSubstr("time limit"));
}

TEST(Retry, AUsedUpQuotaEndsTheRun) {
  EXPECT_EQ(DecideOn({.status = 429, .body = R"({"error":{"code":"insufficient_quota"}})"}).kind,
            Kind::kStop);
  EXPECT_EQ(DecideOn({.status = 429, .body = R"({"error":{"details":[{"violations":[{"quotaId":
      "GenerateRequestsPerDayPerProject"}]}]}})"})
                .kind,
            Kind::kStop);
  EXPECT_EQ(DecideOn({.status = 429, .body = R"({"error":{"details":[{"violations":[{"quotaId":
      "GenerateRequestsPerMinute"}]}]}})"})
                .kind,
            Kind::kRetry);
}

TEST(CircuitBreaker, OpensAfterFailuresInARow) {
  CircuitBreaker breaker(3);
  breaker.GaveUp("a");
  breaker.GaveUp("b");
  breaker.Succeeded();
  breaker.GaveUp("c");
  breaker.GaveUp("d");
  EXPECT_FALSE(breaker.open());
  breaker.GaveUp("e");
  EXPECT_TRUE(breaker.open());
  EXPECT_THAT(breaker.why(), HasSubstr("3 requests in a row failed. e"));
}

TEST(Budget, ReservesBeforeAndSettlesAfter) {
  Budget budget({.max_requests = 3, .max_tokens = 1000}, Price{.input = 1, .output = 2});
  EXPECT_TRUE(budget.Reserve(300, 400));
  EXPECT_FALSE(budget.Reserve(300, 600));
  EXPECT_EQ(budget.exhausted(), "max_tokens = 1000");
  budget.Settle(300, 400, {.input = 10, .cached_input = 0, .cache_write = 0, .output = 5});
  EXPECT_TRUE(budget.Reserve(300, 600));
  budget.Settle(300, 600, {});
  EXPECT_TRUE(budget.Reserve(3, 1));
  EXPECT_FALSE(budget.Reserve(3, 1));
  EXPECT_EQ(budget.exhausted(), "max_requests = 3");
  EXPECT_EQ(budget.requests(), 3);
  EXPECT_DOUBLE_EQ(budget.cost().value(), 20);
}

TEST(Budget, AnUnknownPriceIsNotFree) {
  Budget unlimited({}, std::nullopt);
  EXPECT_TRUE(unlimited.Reserve(3, 1));
  EXPECT_EQ(unlimited.cost(), std::nullopt);
  Budget limited({.max_cost_usd = 5}, std::nullopt);
  EXPECT_FALSE(limited.Reserve(3, 1));
  EXPECT_THAT(limited.exhausted(), HasSubstr("the price of the model is unknown"));
  Budget priced({.max_cost_usd = 5}, Price{.input = 0, .output = 1});
  EXPECT_TRUE(priced.Reserve(3, 5));
  EXPECT_FALSE(priced.Reserve(3, 1));
}

TEST(Prices, AreFoundByDatedAndPrefixedNames) {
  const Json& table = BuiltinPrices();
  ASSERT_TRUE(table.is_object());
  const auto price = FindPrice(table, "gpt-4o-mini");
  ASSERT_TRUE(price.has_value());
  EXPECT_DOUBLE_EQ(price->input, 1.5e-07);
  EXPECT_TRUE(FindPrice(table, "openai/gpt-4o-mini-2024-07-18").has_value());
  EXPECT_TRUE(FindPrice(table, "claude-haiku-4-5-20251001").has_value());
  // A snapshot that costs another price than the model of that name.
  EXPECT_DOUBLE_EQ(FindPrice(table, "gpt-4o-2024-05-13")->input, 5e-6);
  EXPECT_DOUBLE_EQ(FindPrice(table, "gpt-4o-2024-08-06")->input, 2.5e-6);
  EXPECT_FALSE(FindPrice(table, "gpt-4o-maxi").has_value());
  EXPECT_DOUBLE_EQ(CostOf({1, 2, 0.5, 3}, {10, 4, 2, 5}), 4 + 2 + 6 + 10);
  EXPECT_FALSE(ReadPrices("[1]", "p.json").ok());
  EXPECT_FALSE(ReadPrices(R"({"m":1})", "p.json").ok());
}

constexpr const char* kMinimal = "[llm]\nprovider = \"anthropic\"\nmodel = \"m\"\n";

TEST(Settings, HaveDefaultsOfTheirProvider) {
  const auto settings = ReadSettings(kMinimal, "p.toml", {});
  ASSERT_TRUE(settings.ok()) << settings.error().message;
  EXPECT_EQ(settings->ask.endpoint.base_url, "https://api.anthropic.com");
  EXPECT_EQ(settings->helper.key.variable, "ANTHROPIC_API_KEY");
  EXPECT_EQ(settings->helper.key.header, "x-api-key: ");
  EXPECT_EQ(settings->fail_on, std::nullopt);
  EXPECT_FALSE(settings->required);
}

TEST(Settings, OfTheCommandLineWin) {
  const auto settings = ReadSettings(kMinimal, "p.toml",
                                     {"provider=ollama", "model=llama3.2:3b", "max_requests=7",
                                      "gate.fail_on=HIGH", "pii_below=0"});
  ASSERT_TRUE(settings.ok()) << settings.error().message;
  EXPECT_EQ(settings->ask.provider->name, "ollama");
  EXPECT_EQ(settings->ask.endpoint.model, "llama3.2:3b");
  EXPECT_EQ(settings->limits.max_requests, 7);
  EXPECT_EQ(settings->fail_on, Severity::kHigh);
  EXPECT_EQ(settings->selection.pii_below, 0);
}

TEST(Settings, MistakesAreUsageErrors) {
  const auto problem = [](const std::string& more) {
    const auto read = ReadSettings(kMinimal + more, "p.toml", {});
    return read.ok() ? std::string() : read.error().message;
  };
  EXPECT_THAT(problem("tiemout = 3\n"),
              HasSubstr("p.toml:4: `tiemout` is not known here. Did you"));
  EXPECT_THAT(problem("timeout = 0\n"), HasSubstr("from 1 to 3600"));
  EXPECT_THAT(problem("on_failure = \"no\"\n"), HasSubstr("warn"));
  EXPECT_THAT(problem("api_key_env = \"A\"\napi_key_file = \"b\"\n"), HasSubstr("not both"));
  EXPECT_THAT(problem("[llm.gate]\nfail_on = \"LOUD\"\n"), HasSubstr("is not a severity"));
  EXPECT_THAT(problem("[llm.gate]\nfial_on = \"LOW\"\n"), HasSubstr("is not known here"));
  EXPECT_THAT(ReadSettings("", "", {}).error().message, HasSubstr("`provider` is missing"));
  EXPECT_THAT(ReadSettings("", "", {"provider=antropic", "model=m"}).error().message,
              HasSubstr("Did you mean `anthropic`?"));
  EXPECT_FALSE(ReadSettings(kMinimal, "", {"model=../../x"}).ok());
  EXPECT_FALSE(ReadSettings(kMinimal, "", {"model=a?key=b"}).ok());
  EXPECT_FALSE(ReadSettings(kMinimal, "", {"model"}).ok());
  EXPECT_FALSE(ReadSettings(kMinimal, "", {"timeout=1\nmodel=\"x\""}).ok());
}

TEST(Addresses, MustBeSafe) {
  for (const char* good :
       {"https://a.b/c", "http://127.0.0.1:80/x", "http://localhost", "http://[::1]:8/"}) {
    EXPECT_TRUE(http::IsSafe(good)) << good;
  }
  for (const char* bad : {"http://a.b", "http://localhost.evil.com/",
                          "http://127.0.0.1:1@evil.com/", "ftp://a", "file:///etc/passwd", ""}) {
    EXPECT_FALSE(http::IsSafe(bad)) << bad;
  }
}

TEST(Addresses, OfCredentialsMustBeTrusted) {
  for (const char* good :
       {"https://sts.googleapis.com/v1/token",
        "https://pipelines.actions.githubusercontent.com/a?b", "http://localhost:1/t"}) {
    EXPECT_TRUE(http::IsTrustedHost(good)) << good;
  }
  for (const char* bad : {"https://evil.com/", "https://googleapis.com.evil.com/",
                          "https://evilgoogleapis.com/", "https://a.googleapis.com@evil.com/",
                          "https://evil.com/?.googleapis.com", "http://sts.googleapis.com/"}) {
    EXPECT_FALSE(http::IsTrustedHost(bad)) << bad;
  }
}

TEST(Addresses, FormsAreEncoded) {
  EXPECT_EQ(http::FormBody({{"a", "b c&d=é"}, {"x", "~._-"}}), "a=b%20c%26d%3D%C3%A9&x=~._-");
}

}  // namespace
}  // namespace protowarden::llm
