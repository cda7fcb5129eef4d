// The shipped networks through the real operation: two drawn people who move, turn and talk for 300
// frames, against the truth.
#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <future>
#include <iostream>
#include <map>
#include <set>

#include "base/files.h"
#include "landmark/metrics.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/videos.h"
#include "support/drawn_clip.h"
#include "support/temp_dir.h"
#include "tasks/image_keys.h"
#include "tasks/video.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr int kFrames = 300;
constexpr double kFps = 25;
constexpr double kWithin = 0.02;  // of the box side

// Two threads draw, since a picture takes a tenth of a second.
void write(const test::DrawnClip& clip, const fs::path& file) {
  std::deque<std::future<Picture>> drawn;
  int next = 0;
  const auto draw_ahead = [&] {
    while (drawn.size() < 2 && next < kFrames) {
      drawn.push_back(std::async(std::launch::async, [&clip, seconds = next++ / kFps] {
        return clip.draw(seconds).picture;
      }));
    }
  };
  test::write_video(file, "FFV1", kFps, kFrames, [&](int) {
    draw_ahead();
    Picture picture = drawn.front().get();
    drawn.pop_front();
    draw_ahead();
    return picture;
  });
}

struct Tally {
  std::int64_t faces = 0;  // of the truth
  std::int64_t within = 0;
  std::int64_t points = 0;
  std::int64_t points_within = 0;
  double sum = 0;
  double worst = 0;
  std::array<double, 5> fifth{};  // sums of mean errors

  void add(const Keypoints& points_found, const Keypoints& truth, std::int64_t frame) {
    const double side = *box_side(truth);
    const double error = *mean_distance(points_found, truth) / side;
    within += error <= kWithin ? 1 : 0;
    sum += error;
    worst = std::max(worst, error);
    fifth[static_cast<std::size_t>(frame * 5 / kFrames)] += error;
    for (std::size_t p = 0; p < truth.size(); ++p) {
      ++points;
      points_within +=
          distance(points_found[p].position, truth[p].position) <= kWithin * side ? 1 : 0;
    }
  }
};

double share(std::int64_t part, std::int64_t all) {
  return static_cast<double>(part) / static_cast<double>(all);
}

class VideoTracking : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(share_dir() / "models/heatmap68/weights.fpm")) {
      GTEST_SKIP() << "models/ holds no model";
    }
  }

  // Each person under one track, frame by frame.
  Tally compare(Project& project, const test::DrawnClip& clip) {
    Tally tally;
    const auto tracks = track_tags(project);
    for (const Image& image : images(project)) {
      const std::int64_t frame = video_image(project, image.id)->number;
      const std::vector<Keypoints> truth = clip.faces(static_cast<double>(frame) / kFps);
      tally.faces += static_cast<std::int64_t>(truth.size());
      const std::vector<Face> faces = faces_of(project, image.id);
      EXPECT_EQ(faces.size(), truth.size()) << image.path;
      for (const Face& face : faces) {
        const std::size_t person = face.box.center().x < image.width / 2.0 ? 0 : 1;
        const auto [track, is_new] = track_of_.emplace(person, tracks.at(face.id));
        EXPECT_EQ(track->second, tracks.at(face.id)) << image.path;
        tally.add(open_proposal(project, face.id)->points, truth[person], frame);
      }
    }
    return tally;
  }

  test::TempDir dir_;
  std::map<std::size_t, std::string> track_of_;  // by person
};

TEST_F(VideoTracking, TwoFacesOf300FramesAreWithinTwoPerCentOfTheBoxWithoutDrift) {
  const test::DrawnClip clip(7, 400, 250);
  write(clip, dir_ / "two.mkv");
  Project project = Project::create(dir_ / "p.facepoint");
  VideoOptions options;
  options.videos = {dir_ / "two.mkv"};
  options.sampling.by = Sampling::By::kAll;
  JobContext job;
  const VideoReport report = run_video(project, options, job);
  ASSERT_EQ(report.clips.size(), 1);
  EXPECT_EQ(report.clips[0].added, kFrames);
  EXPECT_EQ(report.clips[0].problem, "");

  const Tally tally = compare(project, clip);
  const double first = tally.fifth.front() / (kFrames / 5.0 * 2);
  const double last = tally.fifth.back() / (kFrames / 5.0 * 2);
  std::cout << "faces within 2 %: " << 100 * share(tally.within, tally.faces) << " %, points "
            << 100 * share(tally.points_within, tally.points) << " %, mean error "
            << 100 * tally.sum / static_cast<double>(tally.faces) << " %, worst face "
            << 100 * tally.worst << " %, first fifth " << 100 * first << " %, last fifth "
            << 100 * last << " %\n";
  EXPECT_EQ(tally.faces, 2 * kFrames);
  EXPECT_EQ(track_of_.size(), 2);
  EXPECT_NE(track_of_[0], track_of_[1]);
  EXPECT_GE(share(tally.within, tally.faces), 0.99);
  EXPECT_GE(share(tally.points_within, tally.points), 0.97) << "every point by itself";
  EXPECT_LT(last, first + 0.001) << "no drift, in box sides";

  ASSERT_EQ(report.clips[0].tracks.size(), 2);
  for (const TrackFigures& track : report.clips[0].tracks) {
    EXPECT_EQ(track.track.frames, kFrames);
    EXPECT_GE(track.track.anchored, kFrames * 95 / 100);
    EXPECT_LT(track.given.residual, 0.4 * track.track.network.residual);
    EXPECT_LT(track.given.acceleration, 0.6 * track.track.network.acceleration);
  }

  const auto groups =
      split_groups(split_images(project, images(project)), SplitGroup::kIdentity, {});
  EXPECT_EQ(std::set<std::string>(groups.begin(), groups.end()).size(), 1)
      << "no split parts the clip";
}

}  // namespace
}  // namespace facepoint
