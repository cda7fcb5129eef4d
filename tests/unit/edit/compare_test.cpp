#include "edit/compare.h"

#include <gtest/gtest.h>

#include "edit/editor.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;

class CompareTest : public testing::Test {
 protected:
  void show(ImageId image) {
    editor.perform(ShowImage{image});
    editor.perform(ActionId::kShowCompare);
  }
  std::vector<CompareChoice> choices() const { return compare_choices(editor.session()); }
  std::string left() const { return choices()[editor.compare().left(choices())].title; }
  std::string right() const { return choices()[editor.compare().right(choices())].title; }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(CompareTest, ShowsTheLabelBesideTheProposal) {
  show(files.b);
  EXPECT_EQ(left(), "Label");
  EXPECT_EQ(right(), "Proposal");
  const auto all = editor.compare().differences(editor.session().scheme(), *choices()[0].points,
                                                *choices()[1].points);
  ASSERT_EQ(all.size(), 68U);
  EXPECT_NEAR(all[0].pixels, std::hypot(3, 2), 1e-9);
  EXPECT_NEAR(all[0].share, all[0].pixels / std::sqrt(bounding_box(spiral_points()).area()), 1e-9);
}

TEST_F(CompareTest, WithoutAProposalShowsTheStateBefore) {
  editor.perform(SelectPoints{{3}});
  editor.perform(ActionId::kNudgeLeft);
  editor.perform(EndDrag{});
  show(files.a);
  EXPECT_EQ(left(), "Label");
  EXPECT_EQ(right(), "Revision 1: import, labels.csv");
  const auto all = editor.compare().differences(editor.session().scheme(), spiral_points(),
                                                *choices()[0].points);
  EXPECT_EQ(all[0].point, 3) << "the farthest first";
  EXPECT_EQ(all[0].pixels, 1);
  EXPECT_EQ(all[1].pixels, 0);
}

TEST_F(CompareTest, GoesThroughTheChoicesSwapsAndMagnifies) {
  show(files.b);
  editor.perform(ActionId::kCompareSwap);
  EXPECT_EQ(left(), "Proposal");
  EXPECT_EQ(right(), "Label");
  editor.perform(ActionId::kCompareNextRight);
  editor.perform(ActionId::kCompareNextRight);
  EXPECT_EQ(right(), "Revision 1: import, labels.csv");
  editor.perform(ChooseCompared{true, 0});
  EXPECT_EQ(right(), "Label");
  const int before = editor.compare().magnified();
  editor.perform(ActionId::kCompareMagnify);
  EXPECT_EQ(editor.compare().magnified(), 2 * before);
  for (int i = 0; i < 9; ++i) editor.perform(ActionId::kCompareShrink);
  EXPECT_EQ(editor.compare().magnified(), 1);
}

TEST_F(CompareTest, IsZoomedAndMovedByItselfUntilAnotherFaceIsShown) {
  const Rect screen{100, 50, 800, 600};
  const Rect face{40, 30, 120, 90};
  show(files.b);
  const auto& view = editor.compare().viewport();
  const double in_edit = editor.session().viewport().scale();
  editor.perform(ShowCompared{screen, face});
  const double fitted = view.scale();
  EXPECT_NEAR(distance(view.to_screen(face.center()), screen.center()), 0, 1e-9);
  editor.perform(ActionId::kCompareZoomIn);
  EXPECT_DOUBLE_EQ(view.scale(), fitted * 1.25);
  const Point under = view.to_image({300, 200});
  editor.perform(ZoomAt{{300, 200}, 2});
  EXPECT_NEAR(distance(view.to_image({300, 200}), under), 0, 1e-9);
  editor.perform(PanBy{{7, -3}});
  EXPECT_NEAR(distance(view.to_screen(under), {307, 197}), 0, 1e-9);
  EXPECT_DOUBLE_EQ(editor.session().viewport().scale(), in_edit);
  editor.perform(ShowCompared{screen, {41, 30, 120, 90}});
  EXPECT_DOUBLE_EQ(view.scale(), fitted * 2.5) << "a corrected point moves nothing";
  editor.perform(ActionId::kCompareFit);
  EXPECT_DOUBLE_EQ(view.scale(), fitted);
  editor.perform(ActionId::kCompareZoomIn);
  editor.perform(ActionId::kCompareNextImage);
  EXPECT_DOUBLE_EQ(view.scale(), fitted);
}

TEST_F(CompareTest, DoesNotBeginWithWhatWasTakenBack) {
  editor.perform(SelectPoints{{3}});
  editor.perform(ActionId::kNudgeLeft);
  editor.perform(EndDrag{});
  editor.perform(ActionId::kUndo);
  show(files.a);
  EXPECT_EQ(left(), "Label");
  EXPECT_EQ(right().find("taken back"), std::string::npos) << right();
  const auto all = choices();
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const auto& each) { return each.taken_back; }),
            1);
}

TEST_F(CompareTest, TakingWhatTheLabelIsAlreadyChangesNothing) {
  show(files.b);
  editor.perform(ChooseCompared{true, 0});
  editor.perform(ActionId::kCompareTake);
  EXPECT_EQ(files.stored_changes(), 0);
  EXPECT_EQ(editor.status().text, "The right side is what the label is already.");
  editor.perform(ChooseCompared{true, 1});
  editor.perform(ActionId::kCompareTake);
  EXPECT_EQ(files.stored_changes(), 1);
}

TEST_F(CompareTest, APictureWithoutAFaceHasNothingToCompare) {
  show(files.d);
  EXPECT_TRUE(choices().empty());
  EXPECT_FALSE(editor.enabled(ActionId::kCompareNextRight));
}

TEST_F(CompareTest, SidesOfDifferentSizesHaveNoDifferences) {
  EXPECT_TRUE(Compare()
                  .differences(editor.session().scheme(), spiral_points(), make_keypoints({{1, 1}}))
                  .empty());
}

}  // namespace
}  // namespace facepoint
