// SPDX-License-Identifier: Apache-2.0
//
// What comments and messages say about a field that its name does not.
#include "rules/pii/classifier.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using test::PiiTexts;
using test::Proto;

std::string LevelOf(const PiiTexts& texts, const std::string& field) {
  return std::string(Name(texts.Of(field).level));
}

TEST(PiiComments, SayWhoseTheFieldIs) {
  const PiiTexts texts(Proto(R"(
message Change {
  // Address of the user's client.
  string source_ip = 1;
  // The holder's name. The holder is a customer.
  string name = 2;
  // Name of the customer's bucket.
  string bucket_name = 3;
  // The role of the user.
  string parent_name = 4;
  // The ID of the project the user belongs to.
  string id = 5;
}
message Node {
  // Address of the node.
  string source_ip = 1;
}
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Change.source_ip"), "MEDIUM");
  EXPECT_EQ(LevelOf(texts, "Change.bucket_name"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Change.parent_name"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Change.id"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Node.source_ip"), "PUBLIC");
}

TEST(PiiComments, NameWhatTheFieldHolds) {
  const PiiTexts texts(Proto(R"(
message Job {
  // User who started it.
  string origin = 1;
  // Number plate of the employee's car.
  string tag_text = 2;
  // How many users may see it.
  string audience_size = 3;
  // The person or organisation behind it.
  string vendor = 4;
  // The user's nightly skin temperature.
  double night = 5;
  // User interface to show.
  string ui = 6;
}
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Job.origin"), "LOW");
  EXPECT_EQ(LevelOf(texts, "Job.tag_text"), "MEDIUM");
  EXPECT_EQ(LevelOf(texts, "Job.audience_size"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Job.vendor"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Job.night"), "HIGH");
  EXPECT_EQ(LevelOf(texts, "Job.ui"), "PUBLIC");
}

TEST(PiiComments, OfAMessageSayWhomItIsAbout) {
  const PiiTexts texts(Proto(R"(
// A position of the employee.
message Fix { double lat = 1; double lng = 2; }
// A position of the antenna.
message Site { double lat = 1; double lng = 2; }
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Fix.lat"), "MEDIUM");
  EXPECT_EQ(LevelOf(texts, "Site.lat"), "PUBLIC");
}

TEST(PiiSecrets, StandInMessagesThatHoldAValue) {
  const PiiTexts texts(Proto(R"(
message DataSource { oneof at { string filename = 1; string inline_string = 2; } }
message SecretSelector { string name = 1; string namespace = 2; }
message Tls {
  DataSource private_key = 1;
  DataSource certificate = 2;
  SecretSelector password = 3;
}
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Tls.private_key"), "HIGH");
  EXPECT_EQ(LevelOf(texts, "Tls.certificate"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Tls.password"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "DataSource.inline_string"), "PUBLIC");
}

TEST(PiiSecrets, AKeyBesideACertificateOrInAKeyMessage) {
  const PiiTexts texts(Proto(R"(
message Identity { string cert_pem = 1; string key_pem = 2; }
message Files {
  string certificate = 1;
  // Path to the key.
  string key = 2;
}
message Index { string key = 1; string name = 2; }
message PrivateKey { bytes key = 1; }
message PublicKey { bytes key = 1; }
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Identity.key_pem"), "HIGH");
  EXPECT_EQ(LevelOf(texts, "Files.key"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Index.key"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "PrivateKey.key"), "HIGH");
  EXPECT_EQ(LevelOf(texts, "PublicKey.key"), "PUBLIC");
}

TEST(PiiSubjects, WhatRefersToAPatientIsAboutHealth) {
  const PiiTexts texts(Proto(R"(
message Result { string patient_ref = 1; string value = 2; string unit = 3; }
message Ward { int32 patient_count = 1; string value = 2; }
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Result.value"), "HIGH");
  EXPECT_EQ(LevelOf(texts, "Result.unit"), "PUBLIC");
  EXPECT_EQ(LevelOf(texts, "Ward.value"), "PUBLIC");
}

TEST(PiiSubjects, WhatANameSaysIsElsewhereIsNobodys) {
  const PiiTexts texts(Proto(R"(
message Stay {
  string guest_name = 1;
  string email = 2;
  double hotel_latitude = 3;
}
)",
                             "demo"));
  EXPECT_EQ(LevelOf(texts, "Stay.hotel_latitude"), "PUBLIC");
}

}  // namespace
}  // namespace protowarden
