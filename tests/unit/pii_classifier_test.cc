// SPDX-License-Identifier: Apache-2.0
//
// What fields hold, by name, subject, container and option.
#include "rules/pii/classifier.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using rules::pii::Origin;
using test::PiiTexts;
using test::Proto;

struct Case {
  const char* message;
  const char* field;  // name, with its type before it unless it is a string
  const char* expected;
};

// The same word says different things about different subjects, and in many languages.
constexpr Case kCases[] = {
    {"Customer", "id", "LOW CUSTOMER_ID"},
    {"Config", "id", "PUBLIC"},
    {"User", "ip_address", "MEDIUM IP_ADDRESS"},
    {"Node", "ip_address", "PUBLIC"},
    {"Customer", "name", "LOW NAME"},
    {"Server", "name", "PUBLIC"},
    {"User", "page_token", "PUBLIC"},
    {"User", "password_policy", "PUBLIC"},
    {"User", "bool has_password", "PUBLIC"},
    {"User", "file_name", "PUBLIC"},
    {"User", "public_key", "PUBLIC"},
    {"User", "int32 token_count", "PUBLIC"},
    {"User", "dob", "MEDIUM DATE_OF_BIRTH"},
    {"User", "addr1", "MEDIUM ADDRESS_HOME"},
    {"User", "fname", "LOW NAME"},
    {"User", "msisdn", "MEDIUM PHONE_PERSONAL"},
    {"PaymentCard", "pan", "HIGH CREDIT_CARD"},
    {"Payment", "iban", "HIGH BANK_ACCOUNT"},
    {"Person", "nino", "HIGH"},
    {"Person", "cpf", "HIGH"},
    {"Person", "aadhaar", "HIGH"},
    {"User", "ssn", "HIGH SSN"},
    {"User", "password", "HIGH PASSWORD"},
    {"Server", "admin_password", "HIGH PASSWORD"},
    {"User", "userEmails", "MEDIUM EMAIL_PERSONAL"},
    {"User", "homephonenumber", "MEDIUM PHONE_PERSONAL"},
    // German, Spanish, French, Portuguese.
    {"Kunde", "vorname", "LOW NAME"},
    {"Kunde", "nachname", "LOW NAME"},
    {"Kunde", "geburtsdatum", "MEDIUM DATE_OF_BIRTH"},
    {"Kunde", "telefonnummer", "MEDIUM PHONE_PERSONAL"},
    {"Kunde", "passwort", "HIGH PASSWORD"},
    {"Cliente", "apellido", "LOW NAME"},
    {"Cliente", "fecha_nacimiento", "MEDIUM DATE_OF_BIRTH"},
    {"Cliente", "correo_electronico", "MEDIUM EMAIL_PERSONAL"},
    {"Utilisateur", "prenom", "LOW NAME"},
    {"Utilisateur", "date_naissance", "MEDIUM DATE_OF_BIRTH"},
    {"Utilisateur", "mot_de_passe", "HIGH PASSWORD"},
    {"Usuario", "sobrenome", "LOW NAME"},
    {"Usuario", "data_nascimento", "MEDIUM DATE_OF_BIRTH"},
    {"Usuario", "senha", "HIGH PASSWORD"},
};

TEST(PiiClassifier, NamesInTheirContext) {
  for (const Case& item : kCases) {
    const std::string field = item.field;
    const size_t space = field.find(' ');
    const std::string typed = space == std::string::npos ? "string " + field : field;
    const std::string name = space == std::string::npos ? field : field.substr(space + 1);
    const PiiTexts texts(
        Proto("message " + std::string(item.message) + " { " + typed + " = 1; }", "demo"));
    // Where no type is expected, any will do.
    EXPECT_THAT(texts.Level(std::string(item.message) + "." + name),
                testing::StartsWith(item.expected))
        << item.message << "." << name;
  }
}

TEST(PiiClassifier, SubjectsComeFromNeighboursAndHolders) {
  const PiiTexts texts(Proto(R"(
message Info { string first_name = 1; string last_name = 2; string birth_date = 3; string id = 4; }
message Widget { string id = 1; string colour = 2; }
message Address { string street = 1; string city = 2; string postal_code = 3; }
message Customer { Address home_address = 1; Extra extra = 2; }
message Extra { string ip_address = 1; }
message Datacenter { Rack rack = 1; }
message Rack { string ip_address = 1; }
)",
                             "demo"));
  EXPECT_EQ(texts.Level("Info.id"), "LOW CUSTOMER_ID");
  EXPECT_EQ(texts.Level("Widget.id"), "PUBLIC");
  EXPECT_EQ(texts.Level("Extra.ip_address"), "MEDIUM IP_ADDRESS");
  EXPECT_EQ(texts.Level("Rack.ip_address"), "PUBLIC");
  EXPECT_EQ(texts.Of("Address.city").level, Sensitivity::kLow);
  EXPECT_EQ(texts.Level("Customer.home_address"), "MEDIUM ADDRESS_HOME");
}

TEST(PiiClassifier, ContainersTakeTheLevelOfWhatTheyHold) {
  const PiiTexts texts(Proto(R"(
import "google/protobuf/any.proto";
import "google/protobuf/struct.proto";
message Address { string street = 1; string city = 2; string postal_code = 3; }
message User {
  string ssn = 1;
  Address work_address = 2;
  Address home_address = 3;
  map<string, string> metadata = 4;
  google.protobuf.Struct attributes = 5;
  google.protobuf.Any details = 6;
  User manager = 7;
}
message Server {
  map<string, string> metadata = 1;
  google.protobuf.Any details = 2;
}
message Page {
  map<string, User> by_id = 1;
  oneof either { User one = 2; string token = 3; }
  repeated Empty none = 4;
}
message Empty {}
message Ping { Pong pong = 1; }
message Pong { Ping ping = 1; }
)",
                             "demo"));
  EXPECT_EQ(texts.Level("User.work_address"), "LOW ADDRESS_WORK");
  EXPECT_EQ(texts.Level("User.home_address"), "MEDIUM ADDRESS_HOME");
  EXPECT_EQ(texts.Of("User.metadata").level, Sensitivity::kMedium);
  EXPECT_EQ(texts.Of("User.attributes").level, Sensitivity::kMedium);
  EXPECT_EQ(texts.Of("User.details").level, Sensitivity::kMedium);
  EXPECT_EQ(texts.Level("User.manager"), "HIGH");
  EXPECT_EQ(texts.Level("Server.metadata"), "PUBLIC");
  EXPECT_EQ(texts.Level("Server.details"), "PUBLIC");
  EXPECT_EQ(texts.Level("Page.by_id"), "HIGH");
  EXPECT_EQ(texts.Of("Page.by_id").origin, Origin::kContainer);
  EXPECT_EQ(texts.Of("Page.by_id").reason, "holds `User.ssn`");
  EXPECT_EQ(texts.Level("Page.one"), "HIGH");
  EXPECT_EQ(texts.Level("Page.none"), "PUBLIC");
  EXPECT_EQ(texts.Level("Ping.pong"), "PUBLIC");
  EXPECT_EQ(texts.LevelOfMessage("demo.Page"), "HIGH");
  EXPECT_EQ(texts.LevelOfMessage("demo.Empty"), "PUBLIC");
}

TEST(PiiClassifier, MethodsAreAsSensitiveAsWhatTheyCarry) {
  const PiiTexts texts(Proto(R"(
message User { string ssn = 1; string id = 2; }
message GetUserRequest { string user_id = 1; }
message Ping { string nonce = 1; }
service Users {
  rpc GetUser(GetUserRequest) returns (User);
  rpc DeleteUser(GetUserRequest) returns (Ping);
  rpc Check(Ping) returns (Ping);
}
)"));
  const Inventory inventory = texts.TakeInventory();
  ASSERT_EQ(inventory.methods.size(), 3U);
  const Sensitivity levels[] = {Sensitivity::kHigh, Sensitivity::kLow, Sensitivity::kPublic};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(inventory.methods[i].sensitivity, levels[i]);
    EXPECT_EQ(inventory.methods[i].audit_pii_access, i < 2);
  }
}

TEST(PiiClassifier, OptionsAndCommentsAreEvidence) {
  const PiiTexts texts(Proto(R"(
message Signup {
  string contact_channel = 1 [(validate.rules).string.email = true];
  string other = 2 [(buf.validate.field).string.email = true];
  repeated string more = 3 [(validate.rules).repeated.items.string.email = true];
  string not_one = 4 [(validate.rules).string.email = false];
  string hidden = 5 [debug_redact = true];
  string sensitive = 6 [(udpa.annotations.sensitive) = true];
  // E-mail address of the customer.
  string value = 7;
}
message Server {
  string contact_channel = 1 [(validate.rules).string.ip = true];
}
)",
                             "demo"));
  EXPECT_EQ(texts.Level("Signup.contact_channel"), "MEDIUM EMAIL_PERSONAL");
  EXPECT_EQ(texts.Of("Signup.contact_channel").origin, Origin::kOption);
  EXPECT_EQ(texts.Level("Signup.other"), "MEDIUM EMAIL_PERSONAL");
  EXPECT_EQ(texts.Level("Signup.more"), "MEDIUM EMAIL_PERSONAL");
  EXPECT_EQ(texts.Level("Signup.not_one"), "PUBLIC");
  // Redacting in logs is another question than what a field holds.
  EXPECT_EQ(texts.Level("Signup.hidden"), "PUBLIC");
  EXPECT_EQ(texts.Of("Signup.sensitive").level, Sensitivity::kHigh);
  EXPECT_EQ(texts.Level("Signup.value"), "MEDIUM EMAIL_PERSONAL");
  EXPECT_EQ(texts.Of("Signup.value").origin, Origin::kComment);
  EXPECT_EQ(texts.Level("Server.contact_channel"), "PUBLIC");
}

TEST(PiiClassifier, NeighboursSpeakForAField) {
  const PiiTexts texts(Proto(R"(
message Visit { string visitor_email = 1; string ip = 2; int64 at = 3; }
message Lookup { string zone = 1; string ip = 2; }
message VerifyOtpRequest { string identifier = 1; string code = 2; }
message Country { string identifier = 1; string code = 2; }
message PaymentCard { string card_number = 1; string cvv = 2; int32 exp_month = 3; }
message UserIdRequest { string request_id = 1; }
)",
                             "demo"));
  EXPECT_EQ(texts.Level("Visit.ip"), "MEDIUM IP_ADDRESS");
  EXPECT_EQ(texts.Level("Lookup.ip"), "PUBLIC");
  EXPECT_EQ(texts.Level("VerifyOtpRequest.code"), "HIGH PASSWORD");
  EXPECT_EQ(texts.Of("VerifyOtpRequest.identifier").level, Sensitivity::kMedium);
  EXPECT_EQ(texts.Level("Country.code"), "PUBLIC");
  EXPECT_EQ(texts.Level("Country.identifier"), "PUBLIC");
  EXPECT_EQ(texts.Of("PaymentCard.card_number").reason,
            "`card_number` beside `cvv`, `exp_month` in `PaymentCard` is payment card data");
  EXPECT_EQ(texts.Level("UserIdRequest.request_id"), "PUBLIC");
}

TEST(PiiClassifier, AValueIsWhatItsMessageIsNamedAfter) {
  const PiiTexts texts(Proto(R"(
message EmailAddress { string value = 1; string label = 2; }
message Passport { string number = 1; }
message Secret { map<string, bytes> data = 1; string name = 2; }
message Threshold { string value = 1; }
message EmailTemplate { string text = 1; }
)",
                             "demo"));
  EXPECT_EQ(texts.Level("EmailAddress.value"), "MEDIUM EMAIL_PERSONAL");
  EXPECT_EQ(texts.Of("EmailAddress.value").reason,
            "`value` of `EmailAddress` is a personal e-mail address");
  EXPECT_EQ(texts.Level("EmailAddress.label"), "PUBLIC");
  EXPECT_EQ(texts.Level("Passport.number"), "HIGH PASSPORT");
  EXPECT_EQ(texts.Level("Secret.data"), "HIGH API_KEY");
  EXPECT_EQ(texts.Level("Secret.name"), "PUBLIC");
  EXPECT_EQ(texts.Level("Threshold.value"), "PUBLIC");
  EXPECT_EQ(texts.Level("EmailTemplate.text"), "PUBLIC");
}

TEST(PiiClassifier, AServiceSaysWhoseItsRequestsAre) {
  const PiiTexts texts(Proto(R"(
message GetMeRequest { string id = 1; }
message ListRequest { string id = 1; }
message Done {}
service UserService { rpc GetMe(GetMeRequest) returns (Done); }
service ShelfService { rpc List(ListRequest) returns (Done); }
)",
                             "users.v1"));
  EXPECT_EQ(texts.Level("GetMeRequest.id"), "LOW CUSTOMER_ID");
  EXPECT_EQ(texts.Level("ListRequest.id"), "PUBLIC");
}

TEST(PiiClassifier, TheNameOfASecretIsNone) {
  const PiiTexts texts(Proto(R"(
message Connection {
  string password = 1 [(google.api.resource_reference).type = "example.com/Secret"];
  string secret = 2;
}
)",
                             "demo"));
  EXPECT_EQ(texts.Level("Connection.password"), "PUBLIC");
  EXPECT_EQ(texts.Level("Connection.secret"), "HIGH API_KEY");
}

}  // namespace
}  // namespace protowarden
