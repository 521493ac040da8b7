// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <sstream>

#include "rules/pii/verify.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using rules::pii::AddAnnotations;
using rules::pii::AddTable;
using rules::pii::Reference;
using rules::pii::Verify;
using test::PiiTexts;
using testing::HasSubstr;

std::string Fixture(const std::string& name) {
  std::ifstream file(std::string(PROTOWARDEN_SOURCE_DIR "/fixtures/pii/account/") + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(PiiVerify, TheAccountIsClassifiedAsItsReferenceSays) {
  Reference reference;
  ASSERT_TRUE(AddTable(Fixture("reference.tsv"), "reference.tsv", reference).ok());
  ASSERT_TRUE(AddTable(Fixture("methods.tsv"), "methods.tsv", reference).ok());
  const PiiTexts account({{"account.proto", Fixture("account.proto")}});
  const Inventory inventory = account.TakeInventory();
  const Verification result = Verify(inventory, reference);
  EXPECT_EQ(result.fields.right, 86U);
  EXPECT_EQ(result.fields.total, 86U);
  EXPECT_EQ(result.types.total, 41U);
  EXPECT_GE(result.types.right + 2, result.types.total);
  EXPECT_EQ(result.messages.right, 8U);
  EXPECT_EQ(result.messages.total, 8U);
  EXPECT_EQ(result.methods.right, 6U);
  EXPECT_EQ(result.methods.total, 6U);
  EXPECT_EQ(result.left_open, 0U);
  // The reference leaves these open; they hold the id of a customer and nothing else.
  EXPECT_EQ(account.LevelOfMessage("pii.example.v1.GetAccountRequest"), "LOW");
  EXPECT_EQ(account.LevelOfMessage("pii.example.v1.DeleteAccountRequest"), "LOW");
}

TEST(PiiVerify, CountsEveryKindOfMistake) {
  const PiiTexts texts(test::Proto(R"(
message User { string email = 1; string id = 2; bool active = 3; }
service Users { rpc GetUser(User) returns (User); }
)"));
  Reference reference;
  ASSERT_TRUE(AddTable("message\tfield\tsensitivity\tpii_type\n"
                       "User\temail\tMEDIUM\tEMAIL_WORK\n"
                       "shop.v1.User\tid\tHIGH\t\n"
                       "User\tgone\tLOW\tNAME\n",
                       "fields.tsv", reference)
                  .ok());
  ASSERT_TRUE(AddTable("kind\telement\tsensitivity\taudit_pii_access\r\n"
                       "# a comment\r\n"
                       "message\tUser\tMEDIUM\t\r\n"
                       "method\tUsers.GetUser\tMEDIUM\tfalse\r\n",
                       "methods.tsv", reference)
                  .ok());
  const Verification result = Verify(texts.TakeInventory(), reference);
  EXPECT_EQ(result.fields.right, 1U);
  EXPECT_EQ(result.fields.total, 3U);
  EXPECT_EQ(result.types.right, 0U);
  EXPECT_EQ(result.types.total, 2U);
  EXPECT_EQ(result.messages.right, 1U);
  EXPECT_EQ(result.methods.right, 0U);
  EXPECT_EQ(result.left_open, 1U);
  EXPECT_EQ(result.confusion[4][2], 1U);
  EXPECT_EQ(result.confusion[2][0], 1U);
  EXPECT_EQ(result.HighRecall().right, 0U);
  EXPECT_EQ(result.Recall().total, 3U);
  EXPECT_EQ(result.Recall().right, 2U);
  std::vector<std::string> kinds;
  for (const Mistake& mistake : result.mistakes) kinds.push_back(mistake.kind);
  EXPECT_THAT(kinds, testing::ElementsAre("type", "field", "field", "audit"));
  EXPECT_FALSE(result.Reaches(0.5));
  EXPECT_TRUE(result.Reaches(0));
}

TEST(PiiVerify, AnAnnotatedSchemaIsAReferenceToo) {
  const PiiTexts annotated(test::Proto(R"(
import "pii/v1/sensitivity.proto";
message User {
  option (pii.v1.message_sensitivity) = HIGH;
  string email = 1 [(pii.v1.sensitivity) = HIGH, (pii.v1.pii_type) = EMAIL_WORK];
  string id = 2;
}
)"));
  Reference reference;
  AddAnnotations(annotated.TakeInventory(), reference);
  ASSERT_EQ(reference.fields.size(), 1U);
  EXPECT_EQ(reference.fields[0].element, "User.email");
  EXPECT_EQ(reference.fields[0].level, Sensitivity::kHigh);
  EXPECT_EQ(reference.fields[0].type, "EMAIL_WORK");
  ASSERT_EQ(reference.messages.size(), 1U);
  EXPECT_EQ(reference.messages[0].level, Sensitivity::kHigh);
}

TEST(PiiVerify, BadTablesAreToldByLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "The table is empty"},
      {"a\tb\n", "r.tsv:1: The header line must name"},
      {"message\tfield\tsensitivity\nA\tb\tSECRET\n", "r.tsv:2: \"SECRET\" is no level"},
      {"kind\telement\tsensitivity\nenum\tE\tLOW\n", "r.tsv:2: \"enum\" is no kind"},
      {"kind\telement\tsensitivity\taudit_pii_access\nmethod\tS.M\tLOW\tyes\n",
       "r.tsv:2: \"yes\" must be true, false or empty"},
  };
  for (const auto& [text, expected] : cases) {
    Reference reference;
    const Status read = AddTable(text, "r.tsv", reference);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().kind, ErrorKind::kUsage);
    EXPECT_THAT(read.error().message, HasSubstr(expected));
  }
}

}  // namespace
}  // namespace protowarden
