#include "formats/name_pattern.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace facepoint {
namespace {

TEST(NamePattern, SplitsIdentityClipAndFrameOfTheYoutubeFacesNames) {
  const NamePattern pattern(kYoutubeFacesPattern);
  const NameParts parts = pattern.parse("Abdel_Aziz_Al-Hakim_21.jpg");
  EXPECT_EQ(parts.identity, "Abdel_Aziz_Al-Hakim");
  EXPECT_EQ(parts.clip, "2");
  EXPECT_EQ(pattern.parse("Luis_Fonsi_512.jpg").clip, "5");
  EXPECT_EQ(pattern.parse("holiday.jpg").identity, "");
}

TEST(NamePattern, TakesNamedGroupsInAnyOrder) {
  const NamePattern pattern(R"((?<clip>\d+)[(](?:x)?(?<identity>\w+)\)\.png)");
  EXPECT_EQ(pattern.parse("12(xAnna).png").identity, "Anna");
  EXPECT_EQ(pattern.parse("12(xAnna).png").clip, "12");
}

TEST(NamePattern, OneGroupIsTheIdentityWithoutClip) {
  const NamePattern pattern(R"(([a-z]+)\d+\.jpg)");
  EXPECT_EQ(pattern.parse("anna7.jpg").identity, "anna");
  EXPECT_EQ(pattern.parse("anna7.jpg").clip, "");
}

TEST(NamePattern, RefusesWhatIsNoPattern) {
  EXPECT_THROW(NamePattern("(["), Error);
  EXPECT_THROW(NamePattern("no group"), Error);
}

}  // namespace
}  // namespace facepoint
