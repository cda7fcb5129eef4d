#include "store/pace.h"

#include <gtest/gtest.h>

#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

TEST(Pace, IsToldFromTheFacesThatWereWorkedAt) {
  test::StoreBuilder store;
  const FaceId face = store.labelled_face(store.image("a.png"));
  EXPECT_EQ(pace(store.project).faces, 0);
  EXPECT_FALSE(pace(store.project).untouched);
  add_work(store.project, {face, 10, 0, true});
  add_work(store.project, {face, 30, 4, true});
  add_work(store.project, {face, 80, 20, false});
  const Pace told = pace(store.project);
  EXPECT_EQ(told.faces, 3);
  EXPECT_DOUBLE_EQ(told.faces_an_hour, 90);
  EXPECT_DOUBLE_EQ(told.median_seconds, 30);
  EXPECT_DOUBLE_EQ(told.moved_with_proposal.value_or(-1), 2);
  EXPECT_DOUBLE_EQ(told.moved_without.value_or(-1), 20);
  EXPECT_DOUBLE_EQ(told.untouched.value_or(-1), 0.5);
  EXPECT_EQ(pace(store.project, 1).faces, 1);
}

TEST(Pace, IsToldByTheDay) {
  test::StoreBuilder store;
  EXPECT_TRUE(work_days(store.project).empty());
  const FaceId face = store.labelled_face(store.image("a.png"));
  add_work(store.project, {face, 10, 0, true});
  add_work(store.project, {face, 80, 20, false});
  std::int64_t faces = 0;
  double with_proposal = 0;
  for (const WorkDay& day : work_days(store.project)) {  // two, around midnight
    EXPECT_EQ(day.day.size(), std::string("2026-11-22").size());
    faces += day.faces;
    with_proposal += day.seconds_with_proposal;
  }
  EXPECT_EQ(faces, 2);
  EXPECT_DOUBLE_EQ(with_proposal, 10);
}

}  // namespace
}  // namespace facepoint
