#include "edit/stopwatch.h"

#include <gtest/gtest.h>

#include "edit/editor.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

Stopwatch::Time at(int second) { return Stopwatch::Time{} + std::chrono::seconds(second); }

TEST(Stopwatch, CountsTheTimeBetweenSignsOfAPersonAndNoPauses) {
  Stopwatch watch;
  watch.sign_of_life(at(0));
  watch.begin(FaceId{1}, test::spiral_points(), false);
  for (const int second : {10, 25, 600, 605}) watch.sign_of_life(at(second));
  watch.changed(test::spiral_points(), {});
  EXPECT_DOUBLE_EQ(watch.end()->seconds, 30);
}

TEST(Stopwatch, AFaceThatWasOnlyLookedAtIsNoWork) {
  Stopwatch watch;
  watch.begin(FaceId{1}, test::spiral_points(), false);
  EXPECT_FALSE(watch.end());
  EXPECT_FALSE(watch.end());
}

TEST(Stopwatch, CountsThePointsThatLieElsewhere) {
  Stopwatch watch;
  Keypoints points = test::spiral_points();
  watch.begin(FaceId{1}, points, true);
  points[3].position.x += 2;
  points[40].position.y -= 0.25;
  watch.changed(points, {});
  const auto work = watch.end();
  ASSERT_TRUE(work);
  EXPECT_EQ(work->moved, 2);
  EXPECT_TRUE(work->proposed);
}

TEST(Stopwatch, TheEditorNotesAFaceWhenItIsLeft) {
  const test::EditProject files;
  MainQueue queue{[] {}};
  Editor editor(files.open(), queue);
  editor.perform(ShowImage{files.a});
  editor.perform(SelectPoints{{30}});
  editor.perform(ActionId::kNudgeLeft);
  editor.perform(ActionId::kNudgeLeft);
  editor.perform(EndDrag{});
  EXPECT_EQ(editor.pace().faces, 0);
  editor.perform(ShowImage{files.c});  // is only proposed
  ASSERT_EQ(editor.pace().faces, 1);
  EXPECT_DOUBLE_EQ(editor.pace().moved_without.value_or(-1), 1);
  editor.perform(ActionId::kApproveAndNext);
  EXPECT_EQ(editor.pace().faces, 2);
  EXPECT_DOUBLE_EQ(editor.pace().untouched.value_or(-1), 1);
  editor.perform(ShowImage{files.b});
  editor.perform(ShowImage{files.a});
  EXPECT_EQ(editor.pace().faces, 2);
  EXPECT_EQ(Editor(files.open(), queue).pace().faces, 2);
}

}  // namespace
}  // namespace facepoint
