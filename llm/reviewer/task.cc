// SPDX-License-Identifier: Apache-2.0
#include "llm/reviewer/task.h"

#include <fmt/format.h>

#include "analyzer/base/text.h"
#include "llm/schema.h"

namespace protowarden::llm {
namespace {

// Some models put their JSON into a code block.
std::string_view WithoutCodeBlock(std::string_view text) {
  static constexpr std::string_view kFence = "```";
  text = Trim(text);
  if (!text.starts_with(kFence) || !text.ends_with(kFence)) return text;
  const size_t line = text.find('\n');
  if (line == std::string_view::npos || text.size() < line + kFence.size()) return text;
  return Trim(text.substr(line, text.size() - line - kFence.size()));
}

}  // namespace

std::string ItemId(size_t place) { return std::to_string(place + 1); }

Question QuestionAbout(const Task& task, std::span<const size_t> items, int64_t max_output_tokens) {
  const Prompt& prompt = task.prompt();
  Json data = Json::array();
  for (size_t place = 0; place < items.size(); ++place) {
    Json item = task.DataOf(items[place]);
    item["id"] = ItemId(place);
    data.push_back(std::move(item));
  }
  Question question;
  // Not every server puts the schema before the model.
  question.system =
      fmt::format("{}\n\nAnswer with JSON alone, as this JSON Schema describes it:\n{}",
                  prompt.text, DumpJson(PortableSchema(prompt.schema)));
  question.user = Fenced(data);
  question.schema_name = prompt.name;
  question.schema = prompt.schema;
  question.max_output_tokens = max_output_tokens;
  return question;
}

Question AskAgain(Question question, const std::vector<std::string>& problems) {
  question.user +=
      fmt::format("\nAn earlier answer to this was not valid: {} Answer again, completely.\n",
                  Join(problems, " "));
  return question;
}

ReadItems ReadAnswerItems(const Task& task, size_t count, std::string_view text) {
  ReadItems read;
  const Json answer = ParseJson(WithoutCodeBlock(text));
  if (answer.is_discarded()) {
    read.problems.emplace_back("It is no JSON.");
    return read;
  }
  read.problems = SchemaProblems(task.prompt().schema, answer);
  if (!read.problems.empty()) return read;
  read.values.resize(count);
  for (const Json& item : ItemsOf(Member(answer, "items"))) {
    const std::string id = TextOf(item, "id");
    size_t place = 0;
    while (place < count && ItemId(place) != id) ++place;
    if (place == count) {
      read.problems.push_back(fmt::format("There is no item {}.", Quote(id)));
    } else if (!read.values[place].is_null()) {
      read.problems.push_back(fmt::format("The item {} is there twice.", Quote(id)));
    } else {
      read.values[place] = item;
    }
  }
  for (size_t place = 0; place < count; ++place) {
    if (read.values[place].is_null()) {
      read.problems.push_back(fmt::format("The item {} is missing.", Quote(ItemId(place))));
    }
  }
  if (!read.problems.empty()) read.values.clear();
  return read;
}

}  // namespace protowarden::llm
