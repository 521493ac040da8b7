// SPDX-License-Identifier: Apache-2.0
//
// Words that mean something only in certain surroundings, and secrets without a telling name; each
// beside a look-alike that is harmless.
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using test::ExpectAll;
using test::PiiTexts;
using test::Proto;

TEST(PiiNearby, NumbersOfSomebodysInsuranceContract) {
  const PiiTexts texts(Proto(R"(
message Cover { string policy_number = 1; string policyholder_id = 2; double premium = 3; }
message InsuranceClaim { string user_id = 1; string policy_number = 2; string claim_number = 3; }
message InsuranceProduct { string policy_number = 1; double premium = 2; }
message AccessPolicy { string policy_number = 1; string user_id = 2; })"));
  ExpectAll(texts, {{"Cover.policy_number", "HIGH HEALTH_INSURANCE"},
                    {"InsuranceClaim.policy_number", "HIGH HEALTH_INSURANCE"},
                    {"InsuranceClaim.claim_number", "PUBLIC"},
                    {"InsuranceProduct.policy_number", "PUBLIC"},
                    {"AccessPolicy.policy_number", "PUBLIC"}});
}

TEST(PiiNearby, ReasonsOfLeave) {
  const PiiTexts texts(Proto(R"(
message LeaveRequest { string employee_id = 1; string reason = 2; string leave_type = 3; }
message LeaveClusterRequest { string node_id = 1; string reason = 2; })"));
  ExpectAll(texts, {{"LeaveRequest.reason", "MEDIUM FREE_FORM"},
                    {"LeaveRequest.leave_type", "PUBLIC"},
                    {"LeaveClusterRequest.reason", "PUBLIC"}});
}

TEST(PiiNearby, ScoresOfWhoeverBorrows) {
  const PiiTexts texts(Proto(R"(
message CreditCheck { string bureau = 1; int32 score = 2; int32 min_score = 3; }
message Match { string player_id = 1; int32 score = 2; })"));
  ExpectAll(texts, {{"CreditCheck.score", "HIGH CREDIT_SCORE"},
                    {"CreditCheck.min_score", "PUBLIC"},
                    {"Match.score", "PUBLIC"}});
}

TEST(PiiNearby, DriversOfVehiclesAndTenantsOfHomes) {
  const PiiTexts texts(Proto(R"(
message Van { string plate_number = 1; string driver_name = 2; }
message Volume { string driver_name = 1; string mount_path = 2; }
message LeaseAgreement { string tenant_name = 1; string tenant_email = 2; string unit = 3; }
message Database { string tenant_name = 1; string shard = 2; })"));
  ExpectAll(texts, {{"Van.driver_name", "LOW NAME"},
                    {"Volume.driver_name", "PUBLIC"},
                    {"LeaseAgreement.tenant_name", "LOW NAME"},
                    {"LeaseAgreement.tenant_email", "MEDIUM EMAIL_PERSONAL"},
                    {"Database.tenant_name", "PUBLIC"}});
}

TEST(PiiNearby, LoginNamesBesidePasswords) {
  const PiiTexts texts(Proto(R"(
message Relay { string host = 1; string user = 2; string password = 3; }
message Encoder { string codec = 1; string user = 2; }
message AddAccount { string name = 1; string password = 2; }
message Conta { string usuario = 1; string hash = 2; string rol = 3; }
message Upload { string path = 1; string hash = 2; })"));
  ExpectAll(texts, {{"Relay.user", "MEDIUM USERNAME"},
                    {"Encoder.user", "PUBLIC"},
                    {"AddAccount.name", "MEDIUM USERNAME"},
                    {"Conta.usuario", "MEDIUM USERNAME"},
                    {"Conta.hash", "HIGH PASSWORD"},
                    {"Upload.hash", "PUBLIC"}});
}

TEST(PiiNearby, TheTokenOfARequestUnlessItIsAboutPagesCoinsOrWords) {
  const PiiTexts texts(Proto(R"(
message JoinRequest { string token = 1; string node_id = 2; }
message ScanRequest { string token = 1; int32 limit = 2; }
message SwapRequest { string token = 1; uint64 amount = 2; }
message GenerateResponse { string token = 1; bool done = 2; }
message Item { string name = 1; }
message ItemsResponse { repeated Item items = 1; string token = 2; })"));
  ExpectAll(texts, {{"JoinRequest.token", "HIGH API_KEY"},
                    {"ScanRequest.token", "PUBLIC"},
                    {"SwapRequest.token", "PUBLIC"},
                    {"GenerateResponse.token", "PUBLIC"},
                    {"ItemsResponse.token", "PUBLIC"}});
}

TEST(PiiNearby, KeysByWhatStandsAroundThem) {
  const PiiTexts texts(Proto(R"(
message Joined { bytes node_cert = 1; bytes node_key = 2; bytes ring_key = 3; }
message Reader {
  // AES key of the secure channel, encrypted at rest.
  bytes osdp_key = 1;
  // Key of the header that carries the secret.
  string header_key = 2;
  // The base64 encoded content of the key file.
  string ssl_key_file = 3;
}
message SenderChainKey { uint32 iteration = 1; bytes seed = 2; }
message Dice { bytes seed = 1; }
message Secret { string key = 1; string value = 2; }
message GetSecretRequest { string key = 1; }
message SecretKeyRef { string name = 1; string secret_key = 2; })"));
  ExpectAll(texts, {{"Joined.node_key", "HIGH API_KEY"},
                    {"Joined.ring_key", "PUBLIC"},
                    {"Reader.osdp_key", "HIGH API_KEY"},
                    {"Reader.header_key", "PUBLIC"},
                    {"Reader.ssl_key_file", "HIGH API_KEY"},
                    {"SenderChainKey.seed", "HIGH API_KEY"},
                    {"Dice.seed", "PUBLIC"},
                    {"Secret.key", "PUBLIC"},
                    {"Secret.value", "HIGH API_KEY"},
                    {"GetSecretRequest.key", "PUBLIC"},
                    {"SecretKeyRef.secret_key", "PUBLIC"}});
}

TEST(PiiNearby, PrefixesSayHowAValueIsStored) {
  const PiiTexts texts(Proto(R"(
message Cliente { string nmCliente = 1; string strEmail = 2; string m_telefone = 3; string f_id = 4; }
message Sensor { string strModel = 1; })"));
  ExpectAll(texts, {{"Cliente.nmCliente", "LOW NAME"},
                    {"Cliente.strEmail", "MEDIUM EMAIL_PERSONAL"},
                    {"Cliente.m_telefone", "MEDIUM PHONE_PERSONAL"},
                    {"Sensor.strModel", "PUBLIC"}});
}

TEST(PiiNearby, ContainersSayAtLeastWhatTheyAreCalled) {
  const PiiTexts texts(Proto(R"(
message Image { string url = 1; int32 width = 2; }
message Attribute { string key = 1; string value = 2; }
message User { string first_name = 1; Image photo = 2; repeated Attribute attributes = 3; }
message Product { Image photo = 1; repeated Attribute attributes = 2; })"));
  ExpectAll(texts, {{"User.photo", "LOW PHOTO"},
                    {"User.attributes", "MEDIUM FREE_FORM"},
                    {"Product.photo", "PUBLIC"},
                    {"Product.attributes", "PUBLIC"}});
}

TEST(PiiNearby, WhoeverBeginsTheNameMoves) {
  const PiiTexts texts(Proto(R"(
message StudentCheckin { Spot spot = 1; string student_id = 2; }
message Spot { double latitude = 1; double longitude = 2; }
message Lighthouse { Position position = 1; }
message Position { double latitude = 1; double longitude = 2; })"));
  ExpectAll(texts, {{"Spot.latitude", "MEDIUM GEOLOCATION"}, {"Position.latitude", "PUBLIC"}});
}

TEST(PiiNearby, ManyGendersAreAChoice) {
  const PiiTexts texts(Proto(R"(
message Audience { repeated string genders = 1; }
message Member { string first_name = 1; string gender = 2; })"));
  ExpectAll(texts, {{"Audience.genders", "PUBLIC"}, {"Member.gender", "LOW GENDER"}});
}

}  // namespace
}  // namespace protowarden
