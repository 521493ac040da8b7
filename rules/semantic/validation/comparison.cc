// SPDX-License-Identifier: Apache-2.0
#include "rules/semantic/validation/comparison.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "rules/semantic/validation/samples.h"

namespace protowarden::rules::semantic {
namespace {

using Shape = Constraint::Shape;

void Restrict(ConstraintRelation& to, bool narrower, bool wider) {
  to.narrower = to.narrower && narrower;
  to.wider = to.wider && wider;
}

bool Includes(const std::vector<std::string>& sorted, const std::vector<std::string>& part) {
  return std::includes(sorted.begin(), sorted.end(), part.begin(), part.end());
}

// Each opaque rule more means the same or fewer values. Of rules that were rewritten nothing is
// known; the advice is that of a tightening.
void CompareOpaque(const Constraint& before, const Constraint& after, ConstraintRelation& to) {
  if (before.opaque == after.opaque) return;
  const bool more = Includes(after.opaque, before.opaque);
  const bool fewer = Includes(before.opaque, after.opaque);
  to.certain = false;
  Restrict(to, more || !fewer, fewer);
}

ConstraintRelation CompareNumbers(const Constraint& before, const Constraint& after,
                                  bool skip_zero) {
  ConstraintRelation relation;
  NumberSet old_set = before.numbers;
  NumberSet new_set = after.numbers;
  if (before.domain.low != after.domain.low || before.domain.high != after.domain.high) {
    const NumberSet common = before.domain.All().Intersect(after.domain.All());
    old_set = old_set.Intersect(common);
    new_set = new_set.Intersect(common);
  }
  if (skip_zero) {
    const NumberSet zero = NumberSet::Points({0});
    old_set = old_set.Without(zero);
    new_set = new_set.Without(zero);
  }
  relation.narrower = new_set.IsSubsetOf(old_set);
  relation.wider = old_set.IsSubsetOf(new_set);
  Restrict(relation, after.from_now.IsSubsetOf(before.from_now),
           before.from_now.IsSubsetOf(after.from_now));
  // A rule about the present time may refuse any moment.
  if (before.domain.type == NumberType::kTimestamp && before.from_now != after.from_now) {
    return relation;
  }
  const auto sample = [&](const NumberSet& from) -> std::optional<Sample> {
    if (from.empty()) return std::nullopt;
    return Sample{Shape::kNumber, ReadableMember(from, before.domain), {}, {}};
  };
  relation.lost = sample(old_set.Without(new_set));
  relation.gained = sample(new_set.Without(old_set));
  return relation;
}

ConstraintRelation CompareTextShapes(const Constraint& before, const Constraint& after,
                                     bool skip_zero) {
  const Relation<std::string> texts = CompareTexts(before.texts, after.texts, skip_zero);
  ConstraintRelation relation;
  relation.narrower = texts.narrower;
  relation.wider = texts.wider;
  const auto sample = [](const std::optional<std::string>& text) -> std::optional<Sample> {
    if (!text.has_value()) return std::nullopt;
    return Sample{Shape::kText, 0, *text, {}};
  };
  relation.lost = sample(texts.lost);
  relation.gained = sample(texts.gained);
  // Neither proven nor refuted: too large, or known to the library only.
  relation.certain = texts.wider || texts.lost.has_value();
  return relation;
}

Wide Largest(const NumberSet& sizes) { return sizes.empty() ? 0 : sizes.intervals().back().high; }

// Values that `inner` accepts and `outer` does not; `parts` has a value for each part that only
// inner's part accepts.
std::optional<Sample> ContainerSample(const Constraint& inner, const Constraint& outer,
                                      const std::vector<std::optional<Sample>>& parts) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!parts[i].has_value() || !inner.sizes.Contains(1)) continue;
    std::optional<Sample> sample = ContainerOf(inner, 1);
    if (!sample.has_value()) {
      // The other part of a map may have no known value; a list needs none.
      if (inner.shape == Shape::kMap) continue;
      sample = Sample{inner.shape, 0, {}, {*parts[i]}};
    }
    sample->parts[i] = *parts[i];
    return sample;
  }
  const NumberSet sizes = inner.sizes.Without(outer.sizes);
  if (!sizes.empty()) return ContainerOf(inner, sizes.NearestToZero());
  if (outer.unique && !inner.unique && inner.sizes.Contains(2)) {
    std::optional<Sample> one = ContainerOf(inner, 1);
    if (one.has_value()) one->parts.push_back(one->parts.front());
    return one;
  }
  return std::nullopt;
}

ConstraintRelation CompareValues(const Constraint& before, const Constraint& after, bool skip_zero);

ConstraintRelation CompareContainers(Constraint before, Constraint after, bool skip_zero) {
  ConstraintRelation relation;
  if (skip_zero) {
    const NumberSet zero = NumberSet::Points({0});
    before.sizes = before.sizes.Without(zero);
    after.sizes = after.sizes.Without(zero);
  }
  relation.narrower = after.sizes.IsSubsetOf(before.sizes);
  relation.wider = before.sizes.IsSubsetOf(after.sizes);
  const bool before_unique = before.unique || Largest(before.sizes) < 2;
  const bool after_unique = after.unique || Largest(after.sizes) < 2;
  Restrict(relation, after_unique || !before_unique, before_unique || !after_unique);
  std::vector<std::optional<Sample>> lost;
  std::vector<std::optional<Sample>> gained;
  for (size_t i = 0; i < before.parts.size() && i < after.parts.size(); ++i) {
    const ConstraintRelation part = CompareValues(before.parts[i], after.parts[i], false);
    // Nothing is in what must be empty.
    Restrict(relation, part.narrower || Largest(after.sizes) == 0,
             part.wider || Largest(before.sizes) == 0);
    relation.certain = relation.certain && part.certain;
    lost.push_back(part.lost);
    gained.push_back(part.gained);
  }
  if (!relation.wider) relation.lost = ContainerSample(before, after, lost);
  if (!relation.narrower) relation.gained = ContainerSample(after, before, gained);
  return relation;
}

bool HasOpaque(const Constraint& constraint) {
  return !constraint.opaque.empty() ||
         std::any_of(constraint.parts.begin(), constraint.parts.end(), HasOpaque);
}

bool AreComparable(const Constraint& before, const Constraint& after) {
  if (before.shape != after.shape) return false;
  if (before.shape == Shape::kText) return before.texts.is_bytes == after.texts.is_bytes;
  return before.shape != Shape::kNumber || before.domain.type == after.domain.type;
}

ConstraintRelation CompareValues(const Constraint& before, const Constraint& after,
                                 bool skip_zero) {
  ConstraintRelation relation;
  relation.narrower = true;
  relation.wider = true;
  if (!AreComparable(before, after)) return relation;
  switch (before.shape) {
    case Shape::kNumber:
      relation = CompareNumbers(before, after, skip_zero);
      break;
    case Shape::kText:
      relation = CompareTextShapes(before, after, skip_zero);
      break;
    case Shape::kList:
    case Shape::kMap:
      relation = CompareContainers(before, after, skip_zero);
      break;
    case Shape::kOther:
      relation.narrower = after.paths.IsSubsetOf(before.paths);
      relation.wider = before.paths.IsSubsetOf(after.paths);
      break;
  }
  CompareOpaque(before, after, relation);
  if (HasOpaque(before)) relation.lost.reset();
  if (HasOpaque(after)) relation.gained.reset();
  return relation;
}

}  // namespace

ConstraintRelation CompareConstraints(const Constraint& before, const Constraint& after) {
  return CompareValues(before, after, !before.has_presence || !after.has_presence);
}

}  // namespace protowarden::rules::semantic
