// SPDX-License-Identifier: Apache-2.0
//
// Rules about what a call does: pages, and whether it only reads.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "rules/http_binding.h"
#include "rules/semantic/behaviour/families.h"

namespace protowarden::rules::semantic {
namespace {

using compare::MethodPair;
using schema::Field;
using schema::Message;
using schema::Method;

constexpr std::string_view kPageToken = "page_token";
constexpr std::string_view kNextPageToken = "next_page_token";

bool HasText(const Message* message, std::string_view name) {
  const Field* field = message == nullptr ? nullptr : message->FindFieldByName(name);
  return field != nullptr && field->kind == schema::Kind::kString &&
         field->label != schema::Label::kRepeated;
}

// Names as in https://google.aip.dev/158.
bool IsPaged(const Method& method) {
  return HasText(method.input, kPageToken) && HasText(method.output, kNextPageToken);
}

bool SameTypes(const MethodPair& pair) {
  return pair.before.input_type == pair.after.input_type &&
         pair.before.output_type == pair.after.output_type && pair.before.input != nullptr &&
         pair.before.output != nullptr && pair.after.input != nullptr &&
         pair.after.output != nullptr;
}

Reporter::Draft Draft(const MethodPair& pair) {
  return {.element = pair.after.FullName(),
          .at = At(pair.after.parent->file, pair.after.span),
          .against = At(pair.before.parent->file, pair.before.span)};
}

// The list that the response consists of; nullptr when there is none or more than one.
const Field* ListOf(const Message& response) {
  const Field* list = nullptr;
  for (const Field& field : response.fields) {
    if (!field.IsList() || field.kind != schema::Kind::kMessage) continue;
    if (list != nullptr) return nullptr;
    list = &field;
  }
  return list;
}

void CheckPagesAdded(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  if (!SameTypes(pair) || IsPaged(pair.before) || !IsPaged(pair.after)) return;
  // Without a list that was there before, nobody gets less of it.
  const bool listed = std::any_of(pair.before.output->fields.begin(),
                                  pair.before.output->fields.end(), [&](const Field& field) {
                                    const Field* now = pair.after.output->FindField(field.number);
                                    return field.label == schema::Label::kRepeated &&
                                           now != nullptr && now->name == field.name;
                                  });
  if (!listed) return;
  Reporter::Draft draft = Draft(pair);
  draft.description = fmt::format("RPC {} answers in pages now.", Quote(pair.after.name));
  reporter.Add(std::move(draft));
}

void CheckPagesRemoved(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  if (!SameTypes(pair) || !IsPaged(pair.before) || IsPaged(pair.after)) return;
  Reporter::Draft draft = Draft(pair);
  draft.description = fmt::format("RPC {} no longer answers in pages.", Quote(pair.after.name));
  reporter.Add(std::move(draft));
}

void CheckList(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  if (!SameTypes(pair)) return;
  const Field* before = ListOf(*pair.before.output);
  const Field* after = ListOf(*pair.after.output);
  if (before == nullptr || after == nullptr || before->number == after->number) return;
  if (pair.after.output->FindField(before->number) != nullptr) return;
  Reporter::Draft draft = Draft(pair);
  draft.at = At(after->file, after->span);
  draft.against = At(before->file, before->span);
  draft.description =
      fmt::format("RPC {} returns its list as `{}` = {} instead of `{}` = {}.",
                  Quote(pair.after.name), after->name, after->number, before->name, before->number);
  draft.arguments = {before->name, after->name};
  reporter.Add(std::move(draft));
}

bool ReadsOverHttp(const HttpBinding& binding) {
  return binding.verb == "GET" || binding.verb == "HEAD" || binding.verb == "OPTIONS" ||
         binding.verb == "*";
}

// Why clients may take the method for one that only reads; empty when they may not.
std::string WhyReadOnly(const Method& method) {
  if (method.options.GetText("idempotency_level", "") == "NO_SIDE_EFFECTS") {
    return "`idempotency_level = NO_SIDE_EFFECTS`";
  }
  const std::vector<HttpBinding> bindings = ReadHttpBindings(method);
  const bool reads =
      !bindings.empty() && std::all_of(bindings.begin(), bindings.end(), ReadsOverHttp);
  return reads ? "HTTP GET" : "";
}

void CheckReadOnly(const RuleContext& /*context*/, const MethodPair& pair, Reporter& reporter) {
  const std::string before = WhyReadOnly(pair.before);
  if (before.empty() || !WhyReadOnly(pair.after).empty()) return;
  const std::vector<HttpBinding> bindings = ReadHttpBindings(pair.after);
  const bool over_http = before == "HTTP GET";
  // Beside a GET, other bindings are for long parameters; without bindings nothing is said.
  if (over_http &&
      (bindings.empty() || std::any_of(bindings.begin(), bindings.end(), ReadsOverHttp))) {
    return;
  }
  Reporter::Draft draft = Draft(pair);
  draft.description = fmt::format("RPC {} no longer promises to have no side effects: it had {}{}.",
                                  Quote(pair.after.name), before,
                                  over_http ? " and has " + bindings.front().verb + " now" : "");
  reporter.Add(std::move(draft));
}

constexpr std::string_view kPages = "https://google.aip.dev/158";

constexpr std::array<Rule, 4> kRules = {{
    {.id = "PAGINATION_ADDED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "Methods that returned everything do not begin to answer in pages",
     .impact = "Old clients do not know `next_page_token`: they take the first page for the whole "
               "list, and nobody gets an error.",
     .remedy = "Return everything while `page_size` is not set, or add a new method. Provide "
               "pages from the first version on.",
     .source = kPages,
     .check = CheckPagesAdded,
     .buf_rule = false},
    {.id = "PAGINATION_REMOVED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "Methods that answer in pages go on doing so",
     .impact = "Old clients go on asking for pages: a limit that they set is ignored, and a loop "
               "that sends `page_token` may get the same list again. Generated iterators vanish.",
     .remedy = "Keep `page_token` and `next_page_token`; a server may put everything into one "
               "page.",
     .source = kPages,
     .check = CheckPagesRemoved,
     .buf_rule = false},
    {.id = "LIST_FIELD_REPLACED",
     .categories = kBehaviourCategories,
     .severity = Severity::kHigh,
     .title = "Responses hold their list where they held it",
     .impact = "Old clients find the list empty: to them nothing exists any more, and nobody gets "
               "an error.",
     .remedy = "Keep the old field and fill both for a time.",
     .source = "https://google.aip.dev/132",
     .check = CheckList,
     .buf_rule = false},
    {.id = "METHOD_NO_LONGER_READ_ONLY",
     .categories = kBehaviourCategories,
     .severity = Severity::kMedium,
     .title = "Methods that only read go on doing so",
     .impact = "Clients and proxies repeat, prefetch and cache calls that only read. Old ones go "
               "on doing that with calls that may change something now.",
     .remedy = "Keep the method as it is and add a new one for what has side effects.",
     .source = "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1",
     .check = CheckReadOnly,
     .buf_rule = false},
}};

}  // namespace

std::span<const Rule> MethodBehaviourRules() { return kRules; }

}  // namespace protowarden::rules::semantic
