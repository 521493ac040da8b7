// SPDX-License-Identifier: Apache-2.0
//
// What kinds, subjects and lists of words are called in the files of a policy. For policy_reader.cc
// alone.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

template <typename Bits>
using BitName = std::pair<std::string_view, Bits>;

inline constexpr std::array<BitName<Kinds>, 9> kKindNames = {{{"text", kind::kText},
                                                              {"number", kind::kNumber},
                                                              {"date", kind::kDate},
                                                              {"enum", kind::kEnum},
                                                              {"bool", kind::kBool},
                                                              {"bytes", kind::kBytes},
                                                              {"message", kind::kMessage},
                                                              {"map", kind::kMap},
                                                              {"struct", kind::kStruct}}};
inline constexpr std::array<BitName<Subjects>, 34> kSubjectNames = {
    {{"person", subject::kPerson},
     {"organisation", subject::kOrganisation},
     {"machine", subject::kMachine},
     {"thing", subject::kThing},
     {"unknown", subject::kUnknown},
     {"payment", subject::kPayment},
     {"address", subject::kAddress},
     {"patient", subject::kPatient},
     {"communication", subject::kCommunication},
     {"credential", subject::kCredential},
     {"device", subject::kDevice},
     {"device_of_person", subject::kDeviceOfPerson},
     {"bank", subject::kBank},
     {"beside", subject::kBeside},
     {"one_time", subject::kOneTime},
     {"payroll", subject::kPayroll},
     {"biometric", subject::kBiometric},
     {"money", subject::kMoney},
     {"card", subject::kCard},
     {"part", subject::kPart},
     {"vault", subject::kVault},
     {"trail", subject::kTrail},
     {"insurance", subject::kInsurance},
     {"absence", subject::kAbsence},
     {"credit", subject::kCredit},
     {"vehicle", subject::kVehicle},
     {"lease", subject::kLease},
     {"signs_in", subject::kSignsIn},
     {"named_login", subject::kNamedLogin},
     {"chain", subject::kChain},
     {"keyed", subject::kKeyed},
     {"tracked", subject::kTracked},
     {"meeting", subject::kMeeting},
     {"named", subject::kNamed}}};
// Tables of context.toml that list nouns.
inline constexpr std::array<BitName<Subjects>, 29> kNounTables = {
    {{"person", subject::kPerson},
     {"ambiguous", subject::kAmbiguous},
     {"organisation", subject::kOrganisation},
     {"machine", subject::kMachine},
     {"thing", subject::kThing},
     {"payment", subject::kPayment},
     {"address", subject::kAddress},
     {"patient", subject::kPatient},
     {"communication", subject::kCommunication},
     {"credential", subject::kCredential},
     {"device", subject::kDevice},
     {"robot", subject::kRobot},
     {"bank", subject::kBank},
     {"one_time", subject::kOneTime},
     {"business", subject::kBusiness},
     {"payroll", subject::kPayroll},
     {"biometric", subject::kBiometric},
     {"worker", subject::kWorker},
     {"wrapper", subject::kWrapper},
     {"vault", subject::kVault},
     {"trail", subject::kTrail},
     {"insurance", subject::kInsurance},
     {"absence", subject::kAbsence},
     {"credit", subject::kCredit},
     {"vehicle", subject::kVehicle},
     {"lease", subject::kLease},
     {"keyed", subject::kKeyed},
     {"meeting", subject::kMeeting},
     {"neutral", subject::kNeutral}}};
// Tables that list words, and where they go.
using WordSet = std::unordered_set<std::string> Policy::*;
inline constexpr std::array<std::pair<std::string_view, WordSet>, 15> kWordTables = {
    {{"carriers", &Policy::carriers},
     {"describing", &Policy::describing},
     {"asking", &Policy::asking},
     {"generic", &Policy::generic},
     {"workplace", &Policy::workplace},
     {"valued", &Policy::valued},
     {"companions", &Policy::companions},
     {"files", &Policy::files},
     {"sorting", &Policy::sorting},
     {"measures", &Policy::measures},
     {"inline_values", &Policy::inline_values},
     {"prefixes", &Policy::prefixes},
     {"other_tokens", &Policy::other_tokens},
     {"secret_signs", &Policy::secret_signs},
     {"plain_keys", &Policy::plain_keys}}};

}  // namespace protowarden::rules::pii
