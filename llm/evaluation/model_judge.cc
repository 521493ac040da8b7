// SPDX-License-Identifier: Apache-2.0
#include "llm/evaluation/model_judge.h"

#include <deque>

#include "llm/reviewer/compatibility.h"
#include "llm/reviewer/joined_task.h"

namespace protowarden::llm {

ModelJudge::ModelJudge(Settings settings, ReviewTools tools)
    : settings_(std::move(settings)),
      tools_(std::move(tools)),
      cache_(tools_.cache_folder),
      budget_(settings_.limits, tools_.price) {}

ModelAnswers ModelJudge::Ask(const std::vector<ChangedElement>& elements,
                             const std::vector<UnsureField>& fields) {
  std::deque<CompatibilityTask> about_elements;
  std::vector<Task*> element_parts;
  for (const ChangedElement& element : elements) {
    element_parts.push_back(
        &about_elements.emplace_back(tools_.compatibility, std::vector{element}));
  }
  std::deque<PersonalDataTask> about_fields;
  std::vector<Task*> field_parts;
  for (const UnsureField& field : fields) {
    field_parts.push_back(&about_fields.emplace_back(tools_.personal_data, std::vector{field}));
  }
  JoinedTask compatibility(tools_.compatibility, std::move(element_parts));
  JoinedTask personal_data(tools_.personal_data, std::move(field_parts));
  ModelAnswers answers;
  answers.summary = AskAll({&compatibility, &personal_data}, settings_, tools_, cache_, budget_);
  for (size_t i = 0; i < about_elements.size(); ++i) {
    answers.summary.dropped += about_elements[i].dropped;
    answers.elements.push_back({compatibility.Answered(i), std::move(about_elements[i].findings)});
  }
  for (size_t i = 0; i < about_fields.size(); ++i) {
    answers.summary.dropped += about_fields[i].dropped;
    answers.fields.push_back({personal_data.Answered(i), about_fields[i].levels.front()});
  }
  return answers;
}

}  // namespace protowarden::llm
