#include "tasks/track_numbers.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

TrackedFace face(int track, double x) {
  TrackedFace face;
  face.track = track;
  face.face.box = {x, 0, 10, 10};
  return face;
}

TEST(TrackNumbers, OfANewClipAreTheTracksOwn) {
  TrackNumbers numbers;
  EXPECT_EQ(numbers.number_of(3), 3);
  EXPECT_EQ(numbers.number_of(1), 1);
  EXPECT_EQ(numbers.number_of(3), 3);
}

TEST(TrackNumbers, TracksThatStandWhereStoredFacesDoAreThese) {
  TrackNumbers numbers(2);
  EXPECT_TRUE(
      numbers.recognise({face(1, 100), face(2, 1)}, {{1, {0, 0, 10, 10}}, {2, {100, 0, 10, 10}}})
          .empty());
  EXPECT_EQ(numbers.number_of(1), 2);
  EXPECT_EQ(numbers.number_of(2), 1);
  EXPECT_EQ(numbers.number_of(3), 3) << "a new one";
}

TEST(TrackNumbers, WhoIsRecognisedLaterIsRenamed) {
  TrackNumbers numbers(2);
  EXPECT_EQ(numbers.number_of(1), 3);
  const auto renamed = numbers.recognise({face(1, 0)}, {{2, {1, 0, 10, 10}}});
  ASSERT_EQ(renamed.size(), 1);
  EXPECT_EQ(renamed[0].from, 3);
  EXPECT_EQ(renamed[0].to, 2);
  EXPECT_EQ(numbers.number_of(1), 2);
  EXPECT_TRUE(numbers.recognise({face(1, 0)}, {{1, {0, 0, 10, 10}}}).empty()) << "for good";
  EXPECT_EQ(numbers.number_of(1), 2);
}

TEST(TrackNumbers, NoTwoFacesOfAFrameAreTheSameStoredOne) {
  TrackNumbers numbers(1);
  numbers.recognise({face(1, 3), face(2, 1)}, {{1, {0, 0, 10, 10}}});
  EXPECT_EQ(numbers.number_of(2), 1) << "it is nearer";
  EXPECT_EQ(numbers.number_of(1), 2);
}

}  // namespace
}  // namespace facepoint
