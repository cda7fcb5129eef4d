#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace facepoint::cli {
namespace {

TEST(Terminal, GroupsDigitsByThousands) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1000), "1,000");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
  EXPECT_EQ(with_thousands(-123), "-123");
  EXPECT_EQ(with_thousands(-123456), "-123,456");
}

Progress halfway() {
  Progress progress;
  progress.stage = "Reading pictures";
  progress.done = 2000;
  progress.total = 4000;
  progress.per_second = 250;
  progress.seconds_left = 8;
  return progress;
}

TEST(Terminal, ProgressSaysShareRateAndTimeLeft) {
  EXPECT_EQ(progress_text(halfway(), 90),
            "Reading pictures  [######      ]  2,000 of 4,000  250/s  8 s left");
}

TEST(Terminal, ProgressNeverOutgrowsTheLine) {
  Progress progress = halfway();
  progress.note = std::string(200, 'x');
  EXPECT_EQ(progress_text(progress, 60).size(), 60U);
}

TEST(Terminal, ProgressOfAnUnknownTotalCountsOnly) {
  Progress progress = halfway();
  progress.total = 0;
  progress.seconds_left.reset();
  progress.per_second = 0.25;
  EXPECT_EQ(progress_text(progress, 90), "Reading pictures  2,000  0.3/s");
}

TEST(Terminal, TablesAlignNumbersToTheRight) {
  EXPECT_EQ(table_of_counts({{"rows", 12}, {"points outside", 3456}}),
            "  rows               12\n"
            "  points outside  3,456\n");
  EXPECT_EQ(text_table({{"part", "images"}, {"train", "7"}}),
            "  part   images\n"
            "  train       7\n");
}

}  // namespace
}  // namespace facepoint::cli
