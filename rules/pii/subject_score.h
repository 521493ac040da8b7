// SPDX-License-Identifier: Apache-2.0
//
// What speaks for whom while the subject of a message is judged. For subject*.cc alone.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rules/pii/subject.h"

namespace protowarden::rules::pii {

inline constexpr std::array<Subjects, 4> kMainSubjects = {subject::kPerson, subject::kOrganisation,
                                                          subject::kMachine, subject::kThing};
// A message is about a subject from here on.
inline constexpr double kDecided = 2.0;

struct SubjectIndex::Score {
  // Of a word that stands for a person only when something else says so.
  static constexpr double kAmbiguous = 1.0;
  static constexpr std::array<std::string_view, 4> kNames = {"person", "organisation", "machine",
                                                             "thing"};

  std::array<double, 4> points{};
  std::array<std::string, 4> why;
  Subjects narrow = 0;
  bool ambiguous = false;   // named after what may be a person
  bool vague = true;        // the name's head says nothing: context may decide
  bool paid = false;        // named after something that is paid to persons
  bool of_account = false;  // money of an account with a number
  bool traced = false;
  std::string trace;

  // `reason` makes the text, which is seldom wanted.
  template <typename Reason>
  void Add(Subjects subjects, double weight, const Reason& reason) {
    if (weight <= 0) return;
    for (size_t i = 0; i < kMainSubjects.size(); ++i) {
      if ((subjects & kMainSubjects.at(i)) != 0) AddTo(i, weight, reason);
    }
    if ((subjects & subject::kAmbiguous) != 0 && (subjects & subject::kMain) == 0) {
      AddTo(0, std::min(weight, kAmbiguous), reason);
    }
  }

 private:
  template <typename Reason>
  void AddTo(size_t main, double weight, const Reason& reason) {
    points.at(main) += weight;
    if (why.at(main).empty()) why.at(main) = reason();
    if (!traced) return;
    trace += fmt::format("{} +{:.1f} ({}); ", kNames.at(main), weight, reason());
  }
};

}  // namespace protowarden::rules::pii
