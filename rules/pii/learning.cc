// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/learning.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "rules/pii/field_kind.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;

constexpr double kMajority = 0.75;
constexpr size_t kToLower = 3;
// One annotation is some evidence, several are more.
constexpr double kOneLesson = 0.7;
constexpr double kPerLesson = 0.05;
constexpr double kMostByLessons = 0.9;

}  // namespace

Lessons::Lessons(const Policy& policy, const schema::Schema& schema, const SubjectIndex& subjects,
                 const NameCache& names, const Classified& judged)
    : policy_(policy), subjects_(subjects), names_(names) {
  for (const auto& file : schema.files()) {
    ForEachMessage(*file, [&](const schema::Message& message) {
      if (message.is_map_entry) return;
      for (const Field& field : message.fields) Take(field, judged);
    });
  }
}

void Lessons::Take(const Field& field, const Classified& judged) {
  if (field.options.empty()) return;
  const FieldAnnotation annotation = ReadAnnotation(field, policy_.annotations);
  if (!annotation.level.has_value()) return;
  const std::string key = KeyOf(field);
  if (key.empty()) return;
  const bool expected = judged.fields.at(&field).level == *annotation.level;
  taught_[key].push_back(
      {&field, SubjectsOf(field), *annotation.level, expected, annotation.types});
}

// Containers take the level of what they hold, so they neither teach nor learn.
std::string Lessons::KeyOf(const Field& field) const {
  const Kinds kinds = KindOf(field);
  if ((kinds & (kind::kMessage | kind::kOther)) != 0) return {};
  return fmt::format("{} {}", Join(names_.Read(field.name).words, " "), kinds);
}

Subjects Lessons::SubjectsOf(const Field& field) const {
  if (field.parent == nullptr) return subject::kUnknown;
  return subjects_.Of(*field.parent).subjects & subject::kMain;
}

std::optional<Classification> Lessons::For(const Field& field, const Classification& own) const {
  const auto found = taught_.find(KeyOf(field));
  if (found == taught_.end()) return std::nullopt;
  const Subjects subjects = SubjectsOf(field);
  // A name of several words says by itself what it is, also where the subject is not known.
  const bool telling = names_.Read(field.name).words.size() > 1;
  std::array<size_t, 5> votes{};
  std::array<const Lesson*, 5> first{};
  size_t all = 0;
  for (const Lesson& lesson : found->second) {
    if (lesson.subjects != subjects || (subjects == subject::kUnknown && !telling)) continue;
    ++all;
    if (lesson.expected) continue;
    const auto level = static_cast<size_t>(lesson.level);
    if (votes.at(level)++ == 0) first.at(level) = &lesson;
  }
  const auto best =
      static_cast<size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  const size_t agree = votes.at(best);
  if (agree == 0 || static_cast<double>(agree) < kMajority * static_cast<double>(all))
    return std::nullopt;
  const auto level = static_cast<Sensitivity>(best);
  if (level == own.level) return std::nullopt;
  if (level < own.level && (agree < kToLower || agree != all)) return std::nullopt;
  const Lesson& lesson = *first.at(best);
  Classification learned;
  learned.level = level;
  learned.types = lesson.types;
  learned.origin = Origin::kLearned;
  learned.confidence =
      std::min(kMostByLessons, kOneLesson + kPerLesson * static_cast<double>(agree - 1));
  learned.reason = fmt::format("annotated {} in `{}`", Name(level), lesson.field->FullName());
  if (agree > 1) learned.reason += fmt::format(" and {} more", agree - 1);
  return learned;
}

}  // namespace protowarden::rules::pii
