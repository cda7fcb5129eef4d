#include "base/text.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

TEST(Text, CountsAgreeWithTheirNouns) {
  EXPECT_EQ(count_of(1, "file"), "1 file");
  EXPECT_EQ(count_of(0, "file"), "0 files");
  EXPECT_EQ(count_of(2, "identity", "identities"), "2 identities");
}

TEST(Text, DurationsUseTwoUnitsAtMost) {
  EXPECT_EQ(duration_text(0.4), "0 s");
  EXPECT_EQ(duration_text(59.6), "1 min 00 s");
  EXPECT_EQ(duration_text(3900), "1 h 05 min");
}

TEST(Text, TimesAreToldAsTheClockOnTheWallShowsThem) {
  ::setenv("TZ", "UTC-2", 1);  // two hours east of Greenwich
  ::tzset();
  const std::time_t now = 1763935503;  // 2025-11-23T22:05:03Z: here it is the 24th
  EXPECT_EQ(when_text("2025-11-23T22:04:59Z", now), "today 00:04");
  EXPECT_EQ(when_text("2025-11-23T21:55:03Z", now), "yesterday 23:55");
  EXPECT_EQ(when_text("2025-11-22T21:55:03Z", now), "22 Nov 23:55");
  EXPECT_EQ(when_text("2025-03-02T08:00:00Z", now), "2 Mar 10:00");
  EXPECT_EQ(when_text("2024-12-31T21:55:03Z", now), "2024-12-31 23:55");
  EXPECT_EQ(when_text("long ago", now), "long ago");
  ::unsetenv("TZ");
  ::tzset();
}

}  // namespace
}  // namespace facepoint
