// SPDX-License-Identifier: Apache-2.0
//
// Rules about methods of services.
#include <fmt/format.h>

#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "rules/wire/families.h"

namespace protowarden::rules {
namespace {

using namespace category;  // NOLINT(google-build-using-namespace): bit names in rows
using compare::MethodPair;
using compare::ServicePair;
using schema::Method;

Location At(const Method& method, const Span& span) {
  return protowarden::At(method.parent->file, span);
}

// `RPC "Get" on service "Books" `
std::string Describe(const Method& method) {
  return fmt::format("RPC {} on service {}", Quote(method.name), Quote(method.parent->name));
}

void CheckNoDelete(const RuleContext& /*context*/, const ServicePair& pair, Reporter& reporter) {
  std::set<std::string_view> kept;
  for (const Method& method : pair.after.methods) kept.insert(method.name);
  for (const Method& method : pair.before.methods) {
    if (kept.contains(method.name)) continue;
    reporter.Add({.element = method.FullName(),
                  .at = protowarden::At(pair.after.file, pair.after.span),
                  .against = At(method, method.span),
                  .description = fmt::format("Previously present RPC {} on service {} was deleted.",
                                             Quote(method.name), Quote(pair.after.name))});
  }
}

void ReportStreaming(const MethodPair& pair, std::string_view who, bool now_streaming,
                     Reporter& reporter) {
  reporter.Add({.element = pair.after.FullName(),
                .at = At(pair.after, pair.after.span),
                .against = At(pair.before, pair.before.span),
                .description = fmt::format("{} changed from {} {} to {} {}.", Describe(pair.after),
                                           who, now_streaming ? "unary" : "streaming", who,
                                           now_streaming ? "streaming" : "unary")});
}

void CheckClientStreaming(const RuleContext& /*context*/, const MethodPair& pair,
                          Reporter& reporter) {
  if (pair.before.client_streaming != pair.after.client_streaming) {
    ReportStreaming(pair, "client", pair.after.client_streaming, reporter);
  }
}

void CheckServerStreaming(const RuleContext& /*context*/, const MethodPair& pair,
                          Reporter& reporter) {
  if (pair.before.server_streaming != pair.after.server_streaming) {
    ReportStreaming(pair, "server", pair.after.server_streaming, reporter);
  }
}

void CheckIdempotency(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  static constexpr std::string_view kOption = "idempotency_level";
  static constexpr std::string_view kDefault = "IDEMPOTENCY_UNKNOWN";
  const std::string before = pair.before.options.GetText(kOption, kDefault);
  const std::string after = pair.after.options.GetText(kOption, kDefault);
  if (before == after) return;
  reporter.Add({.element = pair.after.FullName(),
                .at = At(pair.after, pair.after.options.SpanOf(kOption)),
                .against = At(pair.before, pair.before.options.SpanOf(kOption)),
                .description = fmt::format("{} changed option \"idempotency_level\" from {} to {}.",
                                           Describe(pair.after), Quote(before), Quote(after))});
}

void CheckRequestType(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  if (pair.before.input_type == pair.after.input_type) return;
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = At(pair.after, pair.after.input_span),
       .against = At(pair.before, pair.before.input_span),
       .description = fmt::format("{} changed request type from {} to {}.", Describe(pair.after),
                                  Quote(pair.before.input_type), Quote(pair.after.input_type))});
}

void CheckResponseType(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  if (pair.before.output_type == pair.after.output_type) return;
  reporter.Add(
      {.element = pair.after.FullName(),
       .at = At(pair.after, pair.after.output_span),
       .against = At(pair.before, pair.before.output_span),
       .description = fmt::format("{} changed response type from {} to {}.", Describe(pair.after),
                                  Quote(pair.before.output_type), Quote(pair.after.output_type))});
}

constexpr CategorySet kAll = kFile | kPackage | kWireJson | kWire | kCsr;
constexpr std::string_view kServices = "https://protobuf.dev/programming-guides/proto3/#services";
constexpr std::string_view kGrpc = "https://grpc.io/docs/what-is-grpc/core-concepts/";

constexpr std::array<Rule, 6> kRules = {{
    {.id = "RPC_NO_DELETE",
     .categories = kFile | kPackage,
     .severity = Severity::kCritical,
     .title = "RPCs are not deleted from a service",
     .impact =
         "Clients that call the method get UNIMPLEMENTED from the new server, and code that uses "
         "the generated stub no longer compiles.",
     .remedy = "Keep the method, mark it `deprecated`, and remove it when its traffic has ended. A "
               "renamed method is a new one: serve both names for a time.",
     .source = kServices,
     .check = CheckNoDelete,
     .change = ChangeKind::kRemoved,
     .repair = Repair::kRestore},
    {.id = "RPC_SAME_CLIENT_STREAMING",
     .categories = kAll,
     .severity = Severity::kCritical,
     .title = "RPCs keep their client streaming",
     .impact =
         "Old clients and new servers disagree on how many requests a call has: a unary server "
         "fails calls that send more than one, a streaming one may wait for the end of the "
         "stream. Generated client and server signatures change.",
     .remedy = "Keep the method as it is and add a new one with the other streaming mode.",
     .source = kGrpc,
     .check = CheckClientStreaming},
    {.id = "RPC_SAME_IDEMPOTENCY_LEVEL",
     .categories = kAll,
     .severity = Severity::kMedium,
     .title = "RPCs keep their idempotency level",
     .impact =
         "Clients and proxies retry, cache or send as HTTP GET (Connect) according to the level. "
         "A promise taken back may be relied on by old clients: they repeat calls that are no "
         "longer safe to repeat.",
     .remedy = "Keep the level. If the method is no longer idempotent, add a new method.",
     .source = "https://connectrpc.com/docs/protocol/#unary-get-request",
     .check = CheckIdempotency},
    {.id = "RPC_SAME_REQUEST_TYPE",
     .categories = kAll,
     .severity = Severity::kCritical,
     .title = "RPCs keep their request type",
     .impact =
         "Old clients send the old message and the new server parses the bytes as another one: "
         "fields are lost or misread. Generated client and server signatures change.",
     .remedy = "Keep the type and add fields to it, or add a new method for the new type.",
     .source = kServices,
     .check = CheckRequestType},
    {.id = "RPC_SAME_RESPONSE_TYPE",
     .categories = kAll,
     .severity = Severity::kCritical,
     .title = "RPCs keep their response type",
     .impact = "Old clients parse the new server's answer as the old message: fields are lost or "
               "misread. Generated client and server signatures change.",
     .remedy = "Keep the type and add fields to it, or add a new method for the new type.",
     .source = kServices,
     .check = CheckResponseType},
    {.id = "RPC_SAME_SERVER_STREAMING",
     .categories = kAll,
     .severity = Severity::kCritical,
     .title = "RPCs keep their server streaming",
     .impact =
         "Old clients and new servers disagree on how many responses a call has: a unary client "
         "fails when there is more than one or none. Generated client and server signatures "
         "change.",
     .remedy = "Keep the method as it is and add a new one with the other streaming mode.",
     .source = kGrpc,
     .check = CheckServerStreaming},
}};

}  // namespace

std::span<const Rule> RpcRules() { return kRules; }

}  // namespace protowarden::rules
