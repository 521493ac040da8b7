// SPDX-License-Identifier: Apache-2.0
//
// What the fields of a message say about whom it is about. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "analyzer/schema/model.h"
#include "rules/pii/name_matcher.h"
#include "rules/pii/policy.h"

namespace protowarden::rules::pii {

struct FieldEvidence {
  size_t identities = 0;      // fields that only a person has
  size_t own_identities = 0;  // those that say of nobody else that they are his: not `agent_email`
  const schema::Field* first_identity = nullptr;
  size_t references = 0;                // words for persons
  size_t technical = 0;                 // fields named after something of machines
  size_t medical = 0;                   // identities that are health data
  std::set<std::string> address_parts;  // phrases
  bool located = false;                 // one of the parts is exact
  bool positioned = false;              // a geolocation
  bool of_patient = false;              // refers to a patient
  bool named = false;                   // has a name
  bool reachable = false;               // one of the identities is a contact
  bool routed = false;                  // names a bank
  bool has_account = false;             // and the account there
  bool corresponds = false;             // between persons, or from somebody to somebody
  bool signs_in = false;                // a login name and a password
  bool has_card = false;                // the number of a payment card or its check digits
  size_t earnings = 0;                  // what somebody earns
  bool of_one = false;                  // refers to one person
  bool of_worker = false;               // and the person works for somebody
  bool accompanied = false;             // has what persons have: a vehicle, a rating
  bool of_user = false;                 // names a user by id or name
  bool moneyed = false;                 // an amount that is moved or held
  bool numbered = false;                // the number of an account
  bool named_login = false;             // a name and a password are all there is to sign in with
  Subjects mentioned = 0;               // of kinds that only fields together speak of
};

// `of_organisation`: e-mail addresses and phones are no sign of a person.
[[nodiscard]] FieldEvidence GatherFields(const Policy& policy, const NameCache& names,
                                         const schema::Message& message, bool of_organisation);

}  // namespace protowarden::rules::pii
