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

}  // namespace
}  // namespace facepoint
