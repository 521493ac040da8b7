// SPDX-License-Identifier: Apache-2.0
//
// What fields hold by what stands around them: payslips, own dates, other messages of the schema,
// methods, records of what users do.
#include "rules/pii/builtin_policy.h"
#include "rules/pii/classifier.h"
#include "rules/pii/policy_reader.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using test::ExpectAll;
using test::PiiTexts;
using test::Proto;
using testing::HasSubstr;

TEST(PiiSurroundings, AmountsOfAPayslipAreIncomeThoseOfARunAreNot) {
  const PiiTexts texts(Proto(R"(
message WageLine {
  string staff_id = 1;
  double base_salary = 2;
  double net_salary = 3;
  double zvk = 4;
  double total_deduction = 5;
  double paid_hours = 6;
  int32 leave_days = 7;
  int64 line_id = 8;
}
message SalaryRun { int32 employees = 1; double gross = 2; double net = 3; }
message Extra { double amount = 1; }
message Wage { string worker_id = 1; repeated Allowance parts = 2; }
message Allowance { string kind = 1; double amount = 2; }
message GameBonus { string player_id = 1; double amount = 2; })"));
  ExpectAll(texts, {{"WageLine.zvk", "HIGH INCOME"},
                    {"WageLine.total_deduction", "HIGH INCOME"},
                    {"WageLine.paid_hours", "PUBLIC"},
                    {"WageLine.leave_days", "PUBLIC"},
                    {"WageLine.line_id", "PUBLIC"},
                    {"SalaryRun.gross", "PUBLIC"},
                    {"Extra.amount", "PUBLIC"},
                    {"Allowance.amount", "HIGH INCOME"},
                    {"GameBonus.amount", "PUBLIC"}});
}

TEST(PiiSurroundings, AnOwnDateHoldsWhatItsFieldSays) {
  const PiiTexts texts(Proto(R"(
message Day { int32 year = 1; int32 month = 2; int32 day = 3; }
message Level { Grade grade = 1; }
enum Grade { NONE = 0; }
message Person { string email = 1; Day birthdate = 2; Day joined = 3; Level income_level = 4; })"));
  ExpectAll(texts, {{"Person.birthdate", "MEDIUM DATE_OF_BIRTH"},
                    {"Person.joined", "PUBLIC"},
                    {"Person.income_level", "PUBLIC"}});
}

TEST(PiiSurroundings, MessagesOfTheSchemaSayWhoIsReferredTo) {
  const PiiTexts texts(Proto(R"(
message Glazier { string first_name = 1; string last_name = 2; string phone = 3; }
message Visit { string glazier_id = 1; string window_id = 2; }
message Window { int32 width = 1; }
message Worker { int32 cpu_cores = 1; string hostname = 2; string queue = 3; }
message Task { string worker_id = 1; string queue = 2; })"));
  ExpectAll(texts, {{"Visit.glazier_id", "LOW CUSTOMER_ID"},
                    {"Visit.window_id", "PUBLIC"},
                    {"Task.worker_id", "PUBLIC"}});
}

TEST(PiiSurroundings, AKeyIsOfWhomItAsksFor) {
  const PiiTexts texts(Proto(R"(
message Key { string id = 1; }
message PartKey { string id = 1; }
message Pilgrim { string first_name = 1; string last_name = 2; string email = 3; }
message Part { string sku = 1; }
message Reply { Pilgrim pilgrim = 1; bool found = 2; }
service Office { rpc Find(Key) returns (Reply); rpc FindPart(PartKey) returns (Part); })"));
  ExpectAll(texts, {{"Key.id", "LOW CUSTOMER_ID"}, {"PartKey.id", "PUBLIC"}});
}

TEST(PiiSurroundings, AnAddressBesideAUserInALogIsTheUsers) {
  const PiiTexts texts(Proto(R"(
message AuditLog { string user_id = 1; string ip = 2; string endpoint = 3; }
message ErrorLog { string host = 1; string ip = 2; })"));
  ExpectAll(texts, {{"AuditLog.ip", "MEDIUM IP_ADDRESS"}, {"ErrorLog.ip", "PUBLIC"}});
}

TEST(PiiSurroundings, ExpiryBesideTheNumberOfACard) {
  const PiiTexts texts(Proto(R"(
message Charge { string card_number = 1; string cvv = 2; string expiry_date = 3; }
message Coupon { string code = 1; string expiry_date = 2; }
message CardModel { string card_number = 1; string cvv = 2; })"));
  ExpectAll(texts, {{"Charge.expiry_date", "MEDIUM CREDIT_CARD"},
                    {"Coupon.expiry_date", "PUBLIC"},
                    {"CardModel.cvv", "HIGH CREDIT_CARD"}});
}

TEST(PiiSurroundings, FilesOfPapersHoldThem) {
  const PiiTexts texts(Proto(R"(
message Papers { string user_id = 1; string passport_scan_url = 2; string password_url = 3;
  string terms_url = 4; })"));
  ExpectAll(texts, {{"Papers.passport_scan_url", "HIGH PASSPORT"},
                    {"Papers.password_url", "PUBLIC"},
                    {"Papers.terms_url", "PUBLIC"}});
}

TEST(PiiSurroundings, WhoeverHasAMailboxAndNoOfficeIsAPerson) {
  const PiiTexts texts(Proto(R"(
message Quote { string heir_email = 1; string client_name = 2; string client_email = 3;
  string company_name = 4; string company_email = 5; string sorted_by = 6; string sealed_by = 7;
  string buyer_id = 8; })"));
  ExpectAll(texts, {{"Quote.client_name", "LOW NAME"},
                    {"Quote.company_name", "PUBLIC"},
                    {"Quote.sorted_by", "PUBLIC"},
                    {"Quote.sealed_by", "LOW CUSTOMER_ID"}});
}

TEST(PiiSurroundings, DriversAreToldApartByWhatTheyHave) {
  const PiiTexts texts(Proto(R"(
message Driver { string id = 1; string vehicle = 2; double rating = 3; string user_id = 4; }
message StorageDriver { string id = 1; string version = 2; string endpoint = 3; })"));
  ExpectAll(texts, {{"Driver.id", "LOW CUSTOMER_ID"}, {"StorageDriver.id", "PUBLIC"}});
}

TEST(PiiSurroundings, WhatLiesInAVaultIsSecret) {
  const PiiTexts texts(Proto(R"(
message VaultItem { string title = 1; bytes payload = 2; string payload_type = 3; }
message Envelope { string title = 1; bytes payload = 2; })"));
  ExpectAll(texts, {{"VaultItem.payload", "HIGH API_KEY"},
                    {"VaultItem.payload_type", "PUBLIC"},
                    {"Envelope.payload", "PUBLIC"}});
}

TEST(PiiSurroundings, BodiesThatAreCompared) {
  const PiiTexts texts(Proto(R"(
message LivenessCheck { string user_id = 1; bytes image = 2; double score = 3; }
message Listing { bytes image = 1; string host_id = 2; })"));
  ExpectAll(texts, {{"LivenessCheck.image", "HIGH BIOMETRIC"}, {"Listing.image", "PUBLIC"}});
}

TEST(PiiSurroundings, AWrongKeyInABuiltinFileIsNamed) {
  const EmbeddedFile file{"terms_more.toml", "[persn]\nwords = [\"glazier\"]\n"};
  const auto policy = rules::pii::ReadPolicy({&file, 1});
  ASSERT_FALSE(policy.ok());
  EXPECT_THAT(policy.error().message, HasSubstr("persn"));
  EXPECT_THAT(policy.error().message, HasSubstr("terms_more.toml"));
}

}  // namespace
}  // namespace protowarden
