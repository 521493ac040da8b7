// SPDX-License-Identifier: Apache-2.0
#include "llm/helper_protocol.h"

#include "llm/json.h"

namespace protowarden::llm {

std::string SetupLine(const HelperSetup& setup) {
  const KeySource& key = setup.key;
  return DumpJson({{"variable", key.variable},
                   {"file", key.file},
                   {"header", key.header},
                   {"optional", key.optional},
                   {"google", key.google},
                   {"connect_ms", setup.connect_ms},
                   {"total_ms", setup.total_ms},
                   {"deadline_ms", setup.deadline_ms},
                   {"parallel", setup.parallel},
                   {"max_attempts", setup.max_attempts},
                   {"base_wait_ms", setup.base_wait_ms}}) +
         "\n";
}

std::optional<HelperSetup> ReadSetupLine(std::string_view line) {
  const Json json = ParseJson(line);
  HelperSetup setup;
  setup.key = {TextOf(json, "variable"), TextOf(json, "file"), TextOf(json, "header"),
               FlagOf(json, "optional"), FlagOf(json, "google")};
  setup.connect_ms = NumberOf(json, "connect_ms");
  setup.total_ms = NumberOf(json, "total_ms");
  setup.deadline_ms = NumberOf(json, "deadline_ms");
  setup.parallel = NumberOf(json, "parallel");
  setup.max_attempts = NumberOf(json, "max_attempts");
  setup.base_wait_ms = NumberOf(json, "base_wait_ms");
  if (setup.connect_ms < 1 || setup.total_ms < 1 || setup.deadline_ms < 1 || setup.parallel < 1 ||
      setup.max_attempts < 1 || setup.base_wait_ms < 1) {
    return std::nullopt;
  }
  return setup;
}

std::string RequestLine(const std::string& id, const HttpCall& call) {
  return DumpJson({{"id", id}, {"url", call.url}, {"headers", call.headers}, {"body", call.body}}) +
         "\n";
}

std::optional<HelperRequest> ReadRequestLine(std::string_view line) {
  const Json json = ParseJson(line);
  HelperRequest request{TextOf(json, "id"), {TextOf(json, "url"), {}, TextOf(json, "body")}};
  for (const Json& header : ItemsOf(Member(json, "headers"))) {
    if (!header.is_string()) return std::nullopt;
    request.call.headers.push_back(header.get<std::string>());
  }
  if (request.id.empty() || request.call.url.empty()) return std::nullopt;
  return request;
}

std::string ReplyLine(const Reply& reply) {
  return DumpJson({{"id", reply.id},
                   {"status", reply.status},
                   {"body", reply.body},
                   {"problem", reply.problem},
                   {"attempts", reply.attempts}}) +
         "\n";
}

std::optional<Reply> ReadReplyLine(std::string_view line) {
  const Json json = ParseJson(line);
  Reply reply;
  reply.id = TextOf(json, "id");
  reply.status = static_cast<long>(NumberOf(json, "status"));
  reply.body = TextOf(json, "body");
  reply.problem = TextOf(json, "problem");
  reply.attempts = static_cast<int>(NumberOf(json, "attempts"));
  if (reply.id.empty()) return std::nullopt;
  return reply;
}

}  // namespace protowarden::llm
