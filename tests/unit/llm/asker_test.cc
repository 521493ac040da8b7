// SPDX-License-Identifier: Apache-2.0
//
// The loop around a model: batches, cache, second tries, halves, budget, failures.
#include "llm/reviewer/asker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <set>

namespace protowarden::llm {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Items with names; an answer is taken as it is.
class Names : public Task {
 public:
  explicit Names(std::vector<std::string> names)
      : prompt_(FindPrompt("personal_data").value()), names_(std::move(names)) {}

  [[nodiscard]] const Prompt& prompt() const override { return prompt_; }
  [[nodiscard]] size_t size() const override { return names_.size(); }
  [[nodiscard]] std::string NameOf(size_t item) const override { return names_[item]; }
  [[nodiscard]] Json DataOf(size_t item) const override { return {{"element", names_[item]}}; }
  void Take(std::span<const size_t> items, const std::vector<Json>& answers) override {
    for (size_t i = 0; i < items.size(); ++i) {
      taken.insert(names_[items[i]] + "=" + TextOf(answers[i], "kind"));
    }
  }

  std::multiset<std::string> taken;

 private:
  Prompt prompt_;
  std::vector<std::string> names_;
};

Json Item(const std::string& id, const std::string& kind) {
  return {{"id", id},      {"sensitivity", "LOW"}, {"kind", kind}, {"confidence", "LOW"},
          {"reason", "r"}, {"quote", "q"}};
}

// The names in a request of the OpenAI form, in order.
std::vector<std::string> NamesIn(const HttpCall& call) {
  std::vector<std::string> names;
  const std::string user = TextOf(ParseJson(call.body)["messages"][1], "content");
  const size_t start = user.find('\n') + 1;
  for (const Json& item : ParseJson(user.substr(start, user.find('\n', start) - start))) {
    names.push_back(TextOf(item, "element"));
  }
  return names;
}

std::string Chat(const std::string& text, const char* reason = "stop") {
  return DumpJson({{"choices", {{{"finish_reason", reason}, {"message", {{"content", text}}}}}},
                   {"usage", {{"prompt_tokens", 10}, {"completion_tokens", 2}}}});
}

// Answers each request with what `respond` makes of its names.
class FakeTransport : public Transport {
 public:
  using Respond = std::function<Reply(const std::vector<std::string>&, const HttpCall&)>;
  FakeTransport(Respond respond, std::vector<std::vector<std::string>>& sent)
      : respond_(std::move(respond)), sent_(sent) {}

  Status Send(const std::string& id, const HttpCall& call) override {
    sent_.push_back(NamesIn(call));
    Reply reply = respond_(sent_.back(), call);
    reply.id = id;
    replies_.push_back(std::move(reply));
    return Ok();
  }
  Result<Reply> Receive() override {
    if (replies_.empty()) return AnalysisError("nothing left");
    Reply reply = std::move(replies_.back());  // the last first: any order must do
    replies_.pop_back();
    if (reply.status == -1) return AnalysisError("The helper died.");
    return reply;
  }

 private:
  Respond respond_;
  std::vector<std::vector<std::string>>& sent_;
  std::deque<Reply> replies_;
};

Reply Good(const std::vector<std::string>& names) {
  Json items = Json::array();
  for (size_t i = 0; i < names.size(); ++i) items.push_back(Item(ItemId(i), "of " + names[i]));
  Reply reply;
  reply.status = 200;
  reply.body = Chat(DumpJson({{"items", items}}));
  return reply;
}

class AskerTest : public testing::Test {
 protected:
  AskerTest() {
    settings.provider = FindProvider("openai");
    settings.endpoint.base_url = "https://h/v1";
    settings.endpoint.model = "m";
    settings.batch_items = 3;
    folder =
        std::filesystem::temp_directory_path() / ("protowarden-asker-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder);
  }
  ~AskerTest() override { std::filesystem::remove_all(folder); }

  ReviewSummary Ask(Names& names, FakeTransport::Respond respond, Limits limits = {},
                    bool with_cache = false) {
    sent.clear();
    const Cache cache(with_cache ? folder.string() : "");
    Budget budget(limits, std::nullopt);
    Asker asker(settings, cache, budget, [&]() -> Result<std::unique_ptr<Transport>> {
      return std::unique_ptr<Transport>(std::make_unique<FakeTransport>(respond, sent));
    });
    asker.Run({&names});
    return asker.summary();
  }

  AskSettings settings;
  std::filesystem::path folder;
  std::vector<std::vector<std::string>> sent;
};

Reply Respond(const std::vector<std::string>& names, const HttpCall& /*call*/) {
  return Good(names);
}

TEST_F(AskerTest, AsksInBatchesAndTakesEveryAnswerOnce) {
  Names names({"a", "b", "c", "d"});
  const ReviewSummary summary = Ask(names, Respond);
  EXPECT_THAT(sent, ElementsAre(ElementsAre("a", "b", "c"), ElementsAre("d")));
  EXPECT_THAT(names.taken, ElementsAre("a=of a", "b=of b", "c=of c", "d=of d"));
  EXPECT_EQ(summary.reviewed, 4U);
  EXPECT_EQ(summary.requests, 2);
  EXPECT_EQ(summary.input_tokens, 20);
  EXPECT_THAT(summary.not_reviewed, IsEmpty());
}

TEST_F(AskerTest, AnItemThatIsTooLargeGoesAlone) {
  settings.batch_tokens = 10;
  Names names({"a", std::string(60, 'b'), "c"});
  Ask(names, Respond);
  EXPECT_EQ(sent.size(), 3U);
}

TEST_F(AskerTest, WhatWasAnsweredOnceIsNotAskedAgain) {
  Names first({"a", "b"});
  Ask(first, Respond, {}, true);
  Names second({"b", "a", "c"});
  const ReviewSummary summary = Ask(second, Respond, {}, true);
  EXPECT_THAT(sent, ElementsAre(ElementsAre("c")));
  EXPECT_EQ(summary.cached_answers, 2U);
  EXPECT_THAT(second.taken, ElementsAre("a=of a", "b=of b", "c=of c"));
  settings.replay = true;
  Names third({"a", "x"});
  const ReviewSummary replayed = Ask(third, Respond, {}, true);
  EXPECT_THAT(sent, IsEmpty());
  EXPECT_EQ(replayed.reviewed, 1U);
  ASSERT_EQ(replayed.not_reviewed.size(), 1U);
  EXPECT_THAT(replayed.not_reviewed[0].reason, HasSubstr("no recorded answer"));
}

TEST_F(AskerTest, AnotherModelHasAnotherCache) {
  Names first({"a"});
  Ask(first, Respond, {}, true);
  settings.endpoint.model = "other";
  Names second({"a"});
  Ask(second, Respond, {}, true);
  EXPECT_EQ(sent.size(), 1U);
}

TEST_F(AskerTest, DamagedEntriesCountAsAbsent) {
  Names first({"a"});
  Ask(first, Respond, {}, true);
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path());
    std::string text((std::istreambuf_iterator<char>(in)), {});
    text.replace(text.find("of a"), 4, "of x");
    std::ofstream(file.path()) << text;
  }
  Names second({"a"});
  Ask(second, Respond, {}, true);
  EXPECT_EQ(sent.size(), 1U);
  EXPECT_THAT(second.taken, ElementsAre("a=of a"));
}

TEST_F(AskerTest, AnAnswerThatIsNotValidIsAskedForOnceMore) {
  int calls = 0;
  Names names({"a", "b"});
  const ReviewSummary summary = Ask(names, [&](const auto& asked, const HttpCall& call) {
    if (++calls == 1) {
      Reply reply = Good({asked[0]});
      return reply;
    }
    EXPECT_THAT(call.body, HasSubstr(R"(The item \"2\" is missing.)"));
    return Good(asked);
  });
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(summary.reviewed, 2U);
}

TEST_F(AskerTest, ABadItemDoesNotHideTheOthers) {
  for (const char* reason : {"stop", "length", "content_filter"}) {
    Names names({"a", "bad", "c"});
    const ReviewSummary summary = Ask(names, [&](const auto& asked, const HttpCall&) {
      if (std::find(asked.begin(), asked.end(), "bad") == asked.end()) return Good(asked);
      Reply reply;
      reply.status = 200;
      reply.body = Chat("no JSON", reason);
      return reply;
    });
    EXPECT_THAT(names.taken, ElementsAre("a=of a", "c=of c")) << reason;
    ASSERT_EQ(summary.not_reviewed.size(), 1U);
    EXPECT_EQ(summary.not_reviewed[0].element, "bad");
  }
}

TEST_F(AskerTest, AServerThatKnowsNoSchemasIsAskedWithout) {
  int calls = 0;
  Names names({"a", "b", "c", "d"});
  settings.in_flight = 1;
  Ask(names, [&](const auto& asked, const HttpCall& call) {
    ++calls;
    if (call.body.find("response_format") == std::string::npos) return Good(asked);
    Reply reply;
    reply.status = 400;
    reply.body = R"({"error":{"message":"response_format is not supported"}})";
    return reply;
  });
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(names.taken.size(), 4U);
}

TEST_F(AskerTest, StopsAtTheBudgetAndSaysSo) {
  Names names({"a", "b", "c", "d"});
  const ReviewSummary summary = Ask(names, Respond, {.max_requests = 1});
  EXPECT_EQ(summary.reviewed, 3U);
  ASSERT_EQ(summary.not_reviewed.size(), 1U);
  EXPECT_EQ(summary.not_reviewed[0].reason, "The budget is used up: max_requests = 1.");
}

TEST_F(AskerTest, FailuresAreToldWithTheirReason) {
  Names names({"a"});
  const ReviewSummary refused = Ask(names, [](const auto&, const HttpCall&) {
    Reply reply;
    reply.problem = "No key.";
    return reply;
  });
  ASSERT_EQ(refused.not_reviewed.size(), 1U);
  EXPECT_EQ(refused.not_reviewed[0].reason, "No key.");
  Names others({"a", "b", "c", "d", "e"});
  const ReviewSummary died = Ask(others, [](const auto&, const HttpCall&) {
    Reply reply;
    reply.status = -1;
    return reply;
  });
  EXPECT_EQ(died.not_reviewed.size(), 5U);
  EXPECT_EQ(died.not_reviewed[0].reason, "The helper died.");
}

TEST_F(AskerTest, AnInterruptedRunKeepsWhatItHas) {
  Names names({"a", "b", "c", "d"});
  settings.in_flight = 1;
  const Cache cache("");
  Budget budget({}, std::nullopt);
  Asker asker(settings, cache, budget, [&]() -> Result<std::unique_ptr<Transport>> {
    return std::unique_ptr<Transport>(std::make_unique<FakeTransport>(Respond, sent));
  });
  asker.OnProgress([](const AskProgress& progress) { return progress.done == 0; });
  asker.Run({&names});
  EXPECT_EQ(asker.summary().reviewed, 3U);
  EXPECT_TRUE(asker.summary().interrupted);
  EXPECT_EQ(asker.summary().not_reviewed.at(0).reason, "The run was interrupted.");
}

}  // namespace
}  // namespace protowarden::llm
