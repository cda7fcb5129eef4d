#include "edit/doubts.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

const Keypoints kFour = make_keypoints({{0, 0}, {1, 0}, {2, 0}, {3, 0}});

const CorrectionModel kUnknown;

TEST(Doubts, GoFromTheWorstPointToTheLeastAndBeginAgain) {
  Doubts doubts;
  doubts.set_errors({1, 4, 2, 3}, kFour);
  EXPECT_EQ(doubts.worst(), 1);
  for (const int expected : {1, 3, 2, 0, 1, 3}) {
    EXPECT_EQ(doubts.next(kUnknown, kFour), expected);
  }
}

TEST(Doubts, LeaveOutSetAndAbsentPoints) {
  Keypoints points = kFour;
  points[3].visibility = Visibility::kAbsent;
  Doubts doubts;
  doubts.set_errors({1, 0, 2, 3}, points);
  EXPECT_EQ(doubts.next(kUnknown, points), 2);
  EXPECT_EQ(doubts.next(kUnknown, points), 0);
  EXPECT_EQ(doubts.next(kUnknown, points), 2);
  doubts.set_errors({}, points);
  EXPECT_TRUE(doubts.empty());
  EXPECT_EQ(doubts.next(kUnknown, points), -1);
}

TEST(Doubts, WhatWasLookedAtStaysLookedAtAfterACorrection) {
  Doubts doubts;
  doubts.set_errors({1, 4, 2, 3}, kFour);
  EXPECT_EQ(doubts.next(kUnknown, kFour), 1);
  doubts.set_errors({1, 4, 2.5, 0}, kFour);
  EXPECT_EQ(doubts.next(kUnknown, kFour), 2);
  doubts.forget_what_was_seen();
  EXPECT_EQ(doubts.next(kUnknown, kFour), 1);
}

}  // namespace
}  // namespace facepoint
