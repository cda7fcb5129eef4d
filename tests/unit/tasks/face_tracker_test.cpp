#include "tasks/face_tracker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/error.h"
#include "coloured_faces.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

using test::ColouredFace;

constexpr int kWidth = 320;
constexpr int kHeight = 200;

class FaceTrackerTest : public testing::Test {
 protected:
  using Scene = std::function<std::vector<ColouredFace>(int)>;

  std::vector<FrameFaces> follow(
      int frames, const Scene& scene, double tremble = 0, FollowOptions options = {},
      const std::function<int(int)>& light = [](int) { return 0; }) {
    tools_ = test::coloured_tools(tremble);
    FaceTracker tracker(tools_, options);
    std::vector<FrameFaces> all;
    for (int i = 0; i < frames; ++i) {
      const auto done = tracker.next(test::coloured_picture(kWidth, kHeight, scene(i), light(i)));
      all.insert(all.end(), done.begin(), done.end());
    }
    const auto rest = tracker.finish();
    all.insert(all.end(), rest.begin(), rest.end());
    figures_ = tracker.figures();
    return all;
  }

  // Mean distance of the points from where they really are, in box sides.
  static double error_of(const TrackedFace& face, const Rect& box) {
    const Keypoints truth = test::ColourPredictor().points_in(
        {std::ceil(box.x), std::ceil(box.y), std::floor(box.width), std::floor(box.height)});
    return *mean_distance(face.face.points, truth) / *box_side(truth);
  }

  FaceTools tools_;
  std::vector<TrackFigures> figures_;
};

Rect moving(int frame, double x, double y, double step) { return {x + step * frame, y, 64, 64}; }

TEST_F(FaceTrackerTest, GivesEveryFrameOnceInOrderWithEachFaceUnderItsNumber) {
  const auto scene = [](int i) {
    return std::vector<ColouredFace>{{0, moving(i, 20, 30, 2)}, {1, moving(i, 230, 110, -1)}};
  };
  const auto frames = follow(40, scene);
  ASSERT_EQ(frames.size(), 40);
  for (int i = 0; i < 40; ++i) {
    ASSERT_EQ(frames[i].frame, i);
    ASSERT_EQ(frames[i].faces.size(), 2) << i;
    for (int f = 0; f < 2; ++f) {
      EXPECT_EQ(frames[i].faces[f].track, f + 1) << i;
      EXPECT_TRUE(frames[i].faces[f].anchored);
      EXPECT_LT(error_of(frames[i].faces[f], scene(i)[f].box), 0.02) << i;
      EXPECT_EQ(frames[i].faces[f].face.box, bounding_box(frames[i].faces[f].face.points));
    }
  }
  ASSERT_EQ(figures_.size(), 2);
  EXPECT_EQ(figures_[0].track.frames, 40);
  EXPECT_EQ(figures_[0].track.anchored, 40);
  EXPECT_EQ(figures_[0].track.first, 0);
  EXPECT_EQ(figures_[0].track.last, 39);
  EXPECT_TRUE(figures_[0].track.lost.empty());
}

TEST_F(FaceTrackerTest, TakesTheTremblingOutOfAFaceThatMoves) {
  const auto scene = [](int i) {
    return std::vector<ColouredFace>{{0, {100 + 40 * std::sin(i / 12.0), 60, 64, 64}}};
  };
  const auto frames = follow(60, scene, 0.004);
  ASSERT_EQ(figures_.size(), 1);
  EXPECT_GT(figures_[0].track.network.residual, 0.002);
  EXPECT_LT(figures_[0].given.residual, 0.25 * figures_[0].track.network.residual);
  EXPECT_LT(figures_[0].given.acceleration, 0.4 * figures_[0].track.network.acceleration);
  EXPECT_EQ(figures_[0].tremble.size(), 54) << "three at each end can't be told";
  double first = 0;
  double last = 0;
  for (int i = 0; i < 12; ++i) {
    first += error_of(frames[i].faces.at(0), scene(i)[0].box) / 12;
    last += error_of(frames[48 + i].faces.at(0), scene(48 + i)[0].box) / 12;
  }
  EXPECT_LT(first, 0.012);
  EXPECT_LT(last, first + 0.002) << "no drift";
}

TEST_F(FaceTrackerTest, AFaceThatComesBackSoonIsTheSame) {
  const auto scene = [](int i) {
    return i >= 15 && i < 25 ? std::vector<ColouredFace>{}
                             : std::vector<ColouredFace>{{0, moving(i, 60, 50, 1)}};
  };
  const auto frames = follow(40, scene);
  EXPECT_EQ(frames[14].faces.size(), 1);
  EXPECT_TRUE(frames[18].faces.empty());
  ASSERT_EQ(frames[30].faces.size(), 1);
  EXPECT_EQ(frames[30].faces[0].track, 1);
  ASSERT_EQ(figures_.size(), 1);
  ASSERT_EQ(figures_[0].track.lost.size(), 1);
  EXPECT_EQ(figures_[0].track.lost[0], std::pair(std::int64_t{15}, std::int64_t{25}));
  EXPECT_EQ(figures_[0].track.frames, 30);
}

TEST_F(FaceTrackerTest, AFaceThatStaysAwayOrComesElsewhereIsAnother) {
  const auto gap = [](double back) {
    return [back](int i) {
      return i >= 10 && i < 20 ? std::vector<ColouredFace>{}
                               : std::vector<ColouredFace>{{0, {i < 10 ? 60 : back, 50, 64, 64}}};
    };
  };
  FollowOptions impatient;
  impatient.patience = 5;
  impatient.detect_every = 1;
  EXPECT_EQ(follow(30, gap(60), 0, impatient)[25].faces.at(0).track, 2);
  EXPECT_EQ(follow(30, gap(200))[25].faces.at(0).track, 2) << "elsewhere";
  EXPECT_EQ(follow(30, gap(70))[25].faces.at(0).track, 1);
}

TEST_F(FaceTrackerTest, AtACutEveryFaceIsAnother) {
  const auto scene = [](int) { return std::vector<ColouredFace>{{0, {60, 50, 64, 64}}}; };
  const auto frames = follow(20, scene, 0, {}, [](int i) { return i >= 11 ? 90 : 0; });
  EXPECT_EQ(frames[10].faces.at(0).track, 1);
  EXPECT_EQ(frames[11].faces.at(0).track, 2) << "found at once";
  EXPECT_EQ(frames[19].faces.at(0).track, 2);
  EXPECT_EQ(figures_.size(), 2);
}

TEST_F(FaceTrackerTest, AFlashIsNoCut) {
  // It hides the faces, and lasts for two frames.
  const auto scene = [](int i) {
    return i == 13 || i == 14
               ? std::vector<ColouredFace>{}
               : std::vector<ColouredFace>{{0, moving(i, 60, 50, 1)}, {1, moving(i, 220, 60, -1)}};
  };
  const auto light = [](int i) { return i == 13 ? 100 : i == 14 ? 200 : 0; };
  const auto frames = follow(30, scene, 0, {}, light);
  EXPECT_TRUE(frames[13].faces.empty());
  for (const int i : {12, 15, 29}) {
    ASSERT_EQ(frames[i].faces.size(), 2) << i;
    EXPECT_EQ(frames[i].faces[0].track, 1);
    EXPECT_EQ(frames[i].faces[1].track, 2);
    EXPECT_LT(error_of(frames[i].faces[0], scene(i)[0].box), 0.02) << i;
  }
  ASSERT_EQ(figures_.size(), 2);
  EXPECT_EQ(figures_[0].track.frames, 28);
  EXPECT_EQ(figures_[0].track.lost.at(0), std::pair(std::int64_t{13}, std::int64_t{15}));
}

TEST_F(FaceTrackerTest, OfTwoFacesOneBehindTheOtherEachKeepsItsNumber) {
  // The first passes behind the second, which stands.
  const auto scene = [](int i) {
    return std::vector<ColouredFace>{{0, moving(i, 10, 52, 4)}, {1, {120, 50, 64, 64}}};
  };
  const auto frames = follow(56, scene);
  EXPECT_EQ(frames[0].faces.size(), 2);
  for (const FrameFaces& frame : frames) {
    for (const TrackedFace& face : frame.faces) {
      if (face.track != 2) continue;
      EXPECT_LT(error_of(face, {120, 50, 64, 64}), 0.03) << frame.frame;
    }
  }
  EXPECT_EQ(frames.back().faces.size(), 2);
}

TEST_F(FaceTrackerTest, NewFacesAreFoundAtTheNextSearch) {
  const auto scene = [](int i) {
    std::vector<ColouredFace> faces{{0, {30, 50, 64, 64}}};
    if (i >= 12) faces.push_back({1, {200, 60, 64, 64}});
    return faces;
  };
  const auto frames = follow(24, scene);
  EXPECT_EQ(frames[19].faces.size(), 1);
  EXPECT_EQ(frames[20].faces.size(), 2);
  EXPECT_EQ(figures_[1].track.first, 20);
  FollowOptions wrong;
  wrong.detect_every = 0;
  EXPECT_THROW(wrong.check(), Error);
}

}  // namespace
}  // namespace facepoint
