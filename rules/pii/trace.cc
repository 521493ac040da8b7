// SPDX-License-Identifier: Apache-2.0
#include "rules/pii/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analyzer/base/text.h"
#include "rules/pii/classifier.h"
#include "rules/pii/comment_evidence.h"
#include "rules/pii/field_kind.h"

namespace protowarden::rules::pii {
namespace {

using schema::Field;

// What one reads in a trace for the main subject.
std::string_view SubjectName(Subjects subjects) {
  if ((subjects & subject::kPerson) != 0) return "a person";
  if ((subjects & subject::kOrganisation) != 0) return "an organisation";
  if ((subjects & subject::kMachine) != 0) return "a machine";
  if ((subjects & subject::kThing) != 0) return "a thing";
  return "unknown";
}

// The field inside that gives a container its level; one that holds nothing more, if there is one.
const Field* Cause(const Classified& classified, const schema::Message& held, Sensitivity level,
                   const std::set<const schema::Message*>& seen) {
  const Field* cause = nullptr;
  for (const Field& inner : held.fields) {
    const auto found = classified.fields.find(&inner);
    if (found == classified.fields.end() || found->second.level != level) continue;
    const bool container = found->second.origin == Origin::kContainer;
    if (container && seen.contains(HeldMessage(inner))) continue;
    if (!container) return &inner;
    if (cause == nullptr) cause = &inner;
  }
  return cause;
}

}  // namespace

void Trace::Begin(const Field& field, const NameReading& name, const SubjectOf& outer) {
  if (!Wants(field)) return;
  Add(field, "words", Join(name.words, " "));
  if (name.asks) Add(field, "words", "the name asks a question or counts something");
  if (name.generic) Add(field, "words", "the name says nothing by itself");
  for (const Noun& noun : name.nouns) {
    const std::string_view subject = SubjectName(noun.subjects);
    if (subject != "unknown") {
      Add(field, "noun", fmt::format("`{}` is {}", name.Phrase(noun.begin, noun.end), subject));
    }
  }
  const std::string comment = FirstSentence(field.comments);
  if (!comment.empty()) Add(field, "comment", Printable(comment));
  if (field.parent == nullptr) return;
  Add(field, "subject",
      fmt::format("`{}` is about {}, strength {:.1f}", field.parent->name,
                  SubjectName(outer.subjects), outer.strength));
  std::string_view evidence = outer.trace;
  while (!evidence.empty()) {
    const size_t end = evidence.find("; ");
    Add(field, "evidence", std::string(evidence.substr(0, end)));
    evidence = end == std::string_view::npos ? std::string_view() : evidence.substr(end + 2);
  }
}

void Trace::AddUnmatched(const Field& field, const Policy& policy, const NameReading& name) {
  if (!Wants(field)) return;
  const size_t count = name.words.size();
  for (size_t begin = 0; begin < count; ++begin) {
    for (size_t end = begin + 1; end <= std::min(count, begin + policy.longest_phrase); ++end) {
      const auto found = policy.phrases.find(name.Phrase(begin, end));
      if (found == policy.phrases.end()) continue;
      for (const Policy::Entry& entry : found->second) {
        const Term& term = policy.terms[entry.term];
        const bool matched = std::any_of(
            name.candidates.begin(), name.candidates.end(), [&](const Candidate& candidate) {
              return candidate.term == &term && candidate.begin == begin && candidate.end == end;
            });
        if (matched || term.level == Sensitivity::kPublic) continue;
        Add(field, "candidate",
            fmt::format("`{}` ({}): no, the words around it make it about something else",
                        name.Phrase(begin, end), term.type.empty() ? "no type" : term.type));
      }
    }
  }
}

void Trace::Finish(const Classified& classified) {
  if (traced_ == nullptr) return;
  const auto found = classified.fields.find(traced_);
  if (found == classified.fields.end()) return;
  const Classification& own = found->second;
  std::set<const schema::Message*> seen;
  const Field* field = traced_;
  for (const schema::Message* held = HeldMessage(*field);
       own.origin == Origin::kContainer && held != nullptr && seen.insert(held).second;
       held = HeldMessage(*field)) {
    const Field* cause = Cause(classified, *held, own.level, seen);
    if (cause == nullptr) break;
    Add(*traced_, "container",
        fmt::format("`{}` holds `{}`, {}: {}", field->name, cause->FullName(), Name(own.level),
                    classified.fields.at(cause).reason));
    field = cause;
  }
  std::string decision = std::string(Name(own.level));
  if (!own.types.empty()) decision += " " + Join(own.types, ", ");
  decision += fmt::format(" by {}, confidence {:.2f}", Name(own.origin), own.confidence);
  if (!own.reason.empty()) decision += ": " + own.reason;
  Add(*traced_, "decision", decision);
  if (own.opinion.has_value() && own.opinion->sensitivity != own.level) {
    Add(*traced_, "disagreement",
        fmt::format("the classifier alone would say {}{}{}", Name(own.opinion->sensitivity),
                    own.opinion->reason.empty() ? "" : ": ", own.opinion->reason));
  }
}

}  // namespace protowarden::rules::pii
