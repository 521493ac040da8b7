// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/decisions.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "analyzer/engine/path_pattern.h"
#include "rules/pii/learning.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;
using Fields = decltype(Classified::fields);

constexpr double kByPattern = 0.95;

bool NamesFile(const std::string& path) {
  return path.find('/') != std::string::npos || path.ends_with(".proto");
}

// Full names as paths, so that `*` stays within a component and `**` does not.
std::string AsPath(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return name;
}

class Decider {
 public:
  Decider(const Policy& policy, const ClassifyOptions& options, const Lessons* lessons,
          Trace& trace)
      : policy_(policy), options_(options), lessons_(lessons), trace_(trace) {
    for (const Override& row : policy.overrides) {
      globs_.push_back(NamesFile(row.path) ? row.path : AsPath(row.path));
    }
  }

  void Apply(const Field& field, Classification& own) {
    const bool named = policy_.pattern_set != nullptr || !globs_.empty() ||
                       (options_.corrections != nullptr && !options_.corrections->empty());
    const std::string full_name = named ? field.FullName() : std::string();
    if (lessons_ != nullptr) ByLessons(field, own);
    if (policy_.pattern_set != nullptr) ByPattern(field, full_name, own);
    if (options_.annotations && !field.options.empty()) ByAnnotation(field, own);
    if (!globs_.empty()) ByOverride(field, full_name, own);
    if (options_.corrections != nullptr) ByCorrection(field, full_name, own);
  }

 private:
  // Puts a decision above what was there. Without a type it keeps those it had. Lessons and
  // patterns are part of the classifier's own view; what else decides leaves that view to be
  // compared with.
  void Replace(const Field& field, Classification decision, Classification& own) {
    trace_.Add(field, Name(decision.origin),
               fmt::format("{}: {}", Name(decision.level), decision.reason));
    const bool own_view =
        decision.origin == Origin::kLearned || decision.origin == Origin::kPattern;
    decision.opinion = std::move(own.opinion);
    if (!own_view && !decision.opinion.has_value()) {
      decision.opinion = Disagreement{own.level, own.types, own.reason, own.confidence};
    }
    if (decision.types.empty() && decision.level != Sensitivity::kPublic) {
      const bool none = own.types.empty() && decision.opinion.has_value();
      decision.types = none ? decision.opinion->pii_types : own.types;
    }
    own = std::move(decision);
  }

  [[nodiscard]] static Classification Make(Origin origin, Sensitivity level,
                                           const std::string& type, std::string reason) {
    Classification made;
    made.level = level;
    if (!type.empty()) made.types = {type};
    made.origin = origin;
    made.reason = std::move(reason);
    return made;
  }

  void ByLessons(const Field& field, Classification& own) {
    // Whoever annotated the field itself has said all.
    if (!field.options.empty() && ReadAnnotation(field, policy_.annotations).level.has_value()) {
      return;
    }
    if (auto learned = lessons_->For(field, own)) Replace(field, std::move(*learned), own);
  }

  void ByPattern(const Field& field, const std::string& full_name, Classification& own) {
    const auto match = policy_.pattern_set->FirstMatch(full_name, field.name);
    if (!match.has_value()) return;
    const Pattern& pattern = policy_.patterns[*match];
    Classification made = Make(Origin::kPattern, pattern.level, pattern.type,
                               fmt::format("matches the pattern `{}`", pattern.name));
    made.confidence = kByPattern;
    Replace(field, std::move(made), own);
  }

  void ByAnnotation(const Field& field, Classification& own) {
    const FieldAnnotation annotation = ReadAnnotation(field, policy_.annotations);
    if (!annotation.level.has_value()) return;
    Classification made = Make(Origin::kAnnotation, *annotation.level, {},
                               fmt::format("annotated {} in the source", Name(*annotation.level)));
    made.types = annotation.types;
    Replace(field, std::move(made), own);
  }

  void ByOverride(const Field& field, const std::string& full_name, Classification& own) {
    const std::string as_path = AsPath(full_name);
    for (size_t i = 0; i < globs_.size(); ++i) {
      const Override& row = policy_.overrides[i];
      if (!PathMatches(globs_[i], NamesFile(row.path) ? field.file->path : as_path)) continue;
      std::string reason = fmt::format("override `{}`", row.path);
      if (!row.why.empty()) reason += ": " + row.why;
      return Replace(field, Make(Origin::kOverride, row.level, row.type, std::move(reason)), own);
    }
  }

  void ByCorrection(const Field& field, const std::string& full_name, Classification& own) {
    const auto found = options_.corrections->find(full_name);
    if (found == options_.corrections->end()) return;
    const Correction& correction = found->second;
    Replace(field,
            Make(Origin::kCorrection, correction.level, correction.type,
                 fmt::format("corrected: {}", correction.why)),
            own);
  }

  const Policy& policy_;
  const ClassifyOptions& options_;
  const Lessons* lessons_;
  Trace& trace_;
  std::vector<std::string> globs_;  // of policy_.overrides
};

}  // namespace

bool IsDecided(Origin origin) {
  return origin == Origin::kPattern || origin == Origin::kOverride ||
         origin == Origin::kCorrection || origin == Origin::kAnnotation;
}

void Decide(const Policy& policy, const schema::Schema& schema, const SubjectIndex& subjects,
            const NameCache& names, const ClassifyOptions& options, Trace& trace,
            Classified& classified) {
  std::optional<Lessons> lessons;
  if (options.annotations && policy.learn) {
    lessons.emplace(policy, schema, subjects, names, classified);
  }
  const bool learns = lessons.has_value() && !lessons->empty();
  Decider decider(policy, options, learns ? &*lessons : nullptr, trace);
  std::vector<Fields::value_type*> fields;
  fields.reserve(classified.fields.size());
  for (auto& item : classified.fields) fields.push_back(&item);
  ParallelFor(fields.size(), options.jobs,
              [&](size_t i) { decider.Apply(*fields[i]->first, fields[i]->second); });
}

}  // namespace protowarden::rules::pii
