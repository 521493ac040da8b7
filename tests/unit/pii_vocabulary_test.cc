// SPDX-License-Identifier: Apache-2.0
//
// How names are read: words, phrases, nouns.
#include "rules/pii/name_matcher.h"
#include "rules/pii/vocabulary.h"
#include "tests/support/pii_texts.h"

namespace protowarden {
namespace {

using rules::pii::BuiltinPolicy;
using rules::pii::NameReading;
using rules::pii::ReadName;
using rules::pii::SplitName;
using rules::pii::Vocabulary;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(PiiVocabulary, SplitsAtUnderscoresCapitalsAndDigits) {
  EXPECT_THAT(SplitName("home_phone_number"), ElementsAre("home", "phone", "number"));
  EXPECT_THAT(SplitName("homePhoneNumber2"), ElementsAre("home", "phone", "number", "2"));
  EXPECT_THAT(SplitName("HTTPServer2"), ElementsAre("http", "server", "2"));
  EXPECT_THAT(SplitName("userID"), ElementsAre("user", "id"));
  EXPECT_THAT(SplitName("E-Mail.Address"), ElementsAre("e", "mail", "address"));
  EXPECT_THAT(SplitName("ADDRESS_LINE1"), ElementsAre("address", "line", "1"));
  EXPECT_THAT(SplitName("__"), IsEmpty());
  EXPECT_THAT(SplitName(""), IsEmpty());
  EXPECT_THAT(SplitName("stra\xC3\x9F"
                        "e"),
              ElementsAre("stra", "e"));
}

Vocabulary Some() {
  Vocabulary vocabulary;
  for (const char* word :
       {"address", "id", "city", "home", "phone", "number", "email", "status", "box"}) {
    vocabulary.Add(word);
  }
  vocabulary.AddAbbreviation("dob", "date of birth");
  vocabulary.AddAbbreviation("addr", "address");
  return vocabulary;
}

TEST(PiiVocabulary, PluralsFollowWhatIsKnown) {
  const Vocabulary words = Some();
  EXPECT_THAT(words.Words("addresses"), ElementsAre("address"));
  EXPECT_THAT(words.Words("ids"), ElementsAre("id"));
  EXPECT_THAT(words.Words("cities"), ElementsAre("city"));
  EXPECT_THAT(words.Words("boxes"), ElementsAre("box"));
  EXPECT_THAT(words.Words("status"), ElementsAre("status"));
  EXPECT_THAT(words.Words("glass"), ElementsAre("glass"));
  EXPECT_THAT(words.Words("emus"), ElementsAre("emus"));
  EXPECT_THAT(words.Words("cars"), ElementsAre("car"));
}

TEST(PiiVocabulary, AbbreviationsAreExpandedAlsoInThePlural) {
  const Vocabulary words = Some();
  EXPECT_THAT(words.Words("dob"), ElementsAre("date", "of", "birth"));
  EXPECT_THAT(words.Words("home_addrs"), ElementsAre("home", "address"));
}

TEST(PiiVocabulary, RunTogetherWordsAreTakenApart) {
  const Vocabulary words = Some();
  EXPECT_THAT(words.Words("homephonenumber"), ElementsAre("home", "phone", "number"));
  EXPECT_THAT(words.Words("emailaddr"), ElementsAre("email", "address"));
  EXPECT_THAT(words.Words("betapassword"), ElementsAre("beta", "password"));
  // Too short, too long, or not made of known words.
  EXPECT_THAT(words.Words("idbox"), ElementsAre("idbox"));
  EXPECT_THAT(words.Words("homestead"), ElementsAre("homestead"));
  EXPECT_THAT(words.Words(std::string(100, 'a')), ElementsAre(std::string(100, 'a')));
}

TEST(PiiVocabulary, NumbersThatNoTermHasAreDropped) {
  EXPECT_THAT(Some().Words("address2"), ElementsAre("address"));
}

// The type of the best candidate, "-" for a harmless name, "" for none.
std::string Best(const std::string& name) {
  const NameReading reading = ReadName(BuiltinPolicy(), name);
  if (reading.candidates.empty()) return "";
  const rules::pii::Candidate& best = reading.candidates.front();
  return best.term->level == Sensitivity::kPublic ? "-" : best.term->type;
}

TEST(PiiNameMatcher, TheLaterAndLongerPhraseIsBest) {
  EXPECT_EQ(Best("work_email"), "EMAIL_WORK");
  EXPECT_EQ(Best("credit_card_number"), "CREDIT_CARD");
  EXPECT_EQ(Best("social_security_number"), "SSN");
  EXPECT_EQ(Best("page_token"), "-");
  EXPECT_EQ(Best("password_policy"), "");
  EXPECT_EQ(Best("zebra"), "");
  EXPECT_EQ(Best(""), "");
}

TEST(PiiNameMatcher, QuestionsGenericNamesAndNouns) {
  const NameReading asks = ReadName(BuiltinPolicy(), "has_password");
  EXPECT_TRUE(asks.asks);
  EXPECT_TRUE(ReadName(BuiltinPolicy(), "value").generic);
  EXPECT_FALSE(ReadName(BuiltinPolicy(), "email").generic);
  const NameReading customer = ReadName(BuiltinPolicy(), "customer_email");
  ASSERT_EQ(customer.nouns.size() >= 1, true);
  EXPECT_NE(customer.nouns.front().subjects & rules::pii::subject::kPerson, 0U);
  EXPECT_EQ(customer.Phrase(0, 2), "customer email");
}

}  // namespace
}  // namespace protowarden
