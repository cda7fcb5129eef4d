#include "tasks/video.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "coloured_faces.h"
#include "image/codec.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/tags.h"
#include "store/videos.h"
#include "support/drawn_clip.h"
#include "support/temp_dir.h"
#include "tasks/check.h"
#include "tasks/image_files.h"
#include "tasks/video_frames.h"
#include "tasks/video_plot.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// Two faces, of which one stands and one moves; ten frames a second.
Picture moment(int number) {
  return test::coloured_picture(200, 120,
                                {{0, {10, 40, 48, 48}}, {1, {double(80 + number), 50, 48, 48}}});
}

class VideoImport : public testing::Test {
 protected:
  VideoImport() : project(Project::create(dir / "p.facepoint")) {}

  fs::path video(const std::string& name, int frames = 30,
                 const std::function<Picture(int)>& picture = moment) {
    fs::create_directories((dir / name).parent_path());
    test::write_video(dir / name, "FFV1", 10, frames, picture);
    return dir / name;
  }
  VideoReport take(const VideoOptions& options, std::stop_token stop = {},
                   const JobContext::Listener& listener = {}) {
    JobContext job(listener, stop);
    FaceTools tools = test::coloured_tools();
    return run_video(project, options, tools, "weights.fpm", job);
  }
  static VideoOptions of(const std::vector<fs::path>& videos) {
    VideoOptions options;
    options.videos = videos;
    return options;
  }
  std::set<std::string> paths() {
    std::set<std::string> result;
    for (const Image& image : images(project)) result.insert(image.path);
    return result;
  }

  test::TempDir dir;
  Project project;
};

TEST_F(VideoImport, KeepsFramesByTimeAsImagesOfOneClipWithAProposalAFace) {
  const VideoReport report = take(of({video("party.mkv")}));
  ASSERT_EQ(report.clips.size(), 1);
  const VideoReport::Clip& clip = report.clips[0];
  EXPECT_EQ(clip.frames, 30);
  EXPECT_EQ(clip.kept, 6);
  EXPECT_EQ(clip.added, 6);
  EXPECT_EQ(clip.faces_added, 12);
  EXPECT_EQ(clip.tracks.size(), 2);
  EXPECT_FALSE(report.has_failures()) << clip.problem;
  EXPECT_EQ(paths(), (std::set<std::string>{"party/party_000000.jpg", "party/party_000005.jpg",
                                            "party/party_000010.jpg", "party/party_000015.jpg",
                                            "party/party_000020.jpg", "party/party_000025.jpg"}));
  const Dataset dataset = *find_dataset(project, "video");
  EXPECT_EQ(dataset.root, (dir / "p.frames").string());
  for (const Image& image : images(project)) {
    EXPECT_EQ(image.clip, "party");
    EXPECT_EQ(image.identity, "party");
    EXPECT_EQ(image.width, 200);
    EXPECT_EQ(image.format, "jpeg");
    EXPECT_FALSE(image.digest.empty());
    EXPECT_GT(image.blur, 0);
    const VideoImage frame = *video_image(project, image.id);
    EXPECT_NEAR(frame.seconds, frame.number * 0.1, 1e-3);
    EXPECT_EQ(load_picture(file_of(dataset, image)).width, 200);
    const std::vector<Face> faces = faces_of(project, image.id);
    ASSERT_EQ(faces.size(), 2);
    for (const Face& face : faces) {
      EXPECT_EQ(face.status, FaceStatus::kProposed);
      EXPECT_FALSE(face.current);
      const bool stands = face.box.x < 60;
      EXPECT_EQ(tags_of(project, face.id),
                std::vector<std::string>{stands ? "track-1" : "track-2"});
      EXPECT_NEAR(face.box.x, stands ? 10 : 80 + double(frame.number), 2);
      EXPECT_EQ(open_proposal(project, face.id)->points.size(), 68);
      EXPECT_EQ(open_proposal(project, face.id)->confidence.size(), 68);
    }
  }
  EXPECT_FALSE(undoable(project)) << "what was added is no change";
}

TEST_F(VideoImport, KeepsFramesThatChangedOrAll) {
  const fs::path still = video("still.mkv", 20, [](int i) {
    return test::coloured_picture(200, 120, {{0, {i < 10 ? 10.0 : 120.0, 40, 60, 60}}});
  });
  VideoOptions options = of({still});
  options.sampling = {Sampling::By::kChange, 0, 0.02};
  EXPECT_EQ(take(options).clips[0].kept, 2) << "the first, and the one after the jump";
  EXPECT_EQ(paths().size(), 2);
  EXPECT_TRUE(paths().contains("still/still_000010.jpg"));

  options.sampling.by = Sampling::By::kAll;
  const VideoReport all = take(options);
  EXPECT_EQ(all.clips[0].kept, 20);
  EXPECT_EQ(all.clips[0].added, 18) << "two were there";
  EXPECT_EQ(paths().size(), 20);
  options.sampling = {Sampling::By::kTime, 0, 0};
  EXPECT_THROW(options.check(), Error);
}

TEST_F(VideoImport, TakenAgainAddsAndWritesNothing) {
  const fs::path file = video("a.mkv");
  take(of({file}));
  const fs::path frame = dir / "p.frames/a/a_000005.jpg";
  const auto written = fs::last_write_time(frame);
  const FaceId face = faces_of(project, images(project).at(1).id).at(0).id;
  FaceEdit accept;
  accept.face = face;
  accept.accepts = open_proposal(project, face)->id;
  apply_change(project, "Accept", {accept});
  fs::rename(file, dir / "renamed.mkv");
  const VideoReport again = take(of({dir / "renamed.mkv"}));
  EXPECT_EQ(again.clips[0].clip, "a") << "known by its content";
  EXPECT_EQ(again.clips[0].kept, 6);
  EXPECT_EQ(again.clips[0].added, 0);
  EXPECT_EQ(again.clips[0].faces_added, 0);
  EXPECT_EQ(paths().size(), 6);
  EXPECT_EQ(fs::last_write_time(frame), written);
  EXPECT_EQ(get_face(project, face).status, FaceStatus::kCorrected);
}

TEST_F(VideoImport, CancelledItKeepsWhatIsFinishedAndGoesOnWithoutDuplicates) {
  VideoOptions options = of({video("a.mkv", 60)});
  options.sampling.by = Sampling::By::kAll;
  std::stop_source stop;
  const auto stop_at_25 = [&](const Progress& progress) {
    if (progress.done >= 25) stop.request_stop();
  };
  EXPECT_THROW(take(options, stop.get_token(), stop_at_25), Cancelled);
  const std::size_t so_far = paths().size();
  EXPECT_GE(so_far, 16);
  EXPECT_LT(so_far, 60);
  for (const Image& image : images(project)) {
    EXPECT_EQ(faces_of(project, image.id).size(), 2) << image.path;
    EXPECT_TRUE(video_image(project, image.id));
  }
  const auto written = fs::last_write_time(dir / "p.frames/a/a_000000.jpg");
  const VideoReport rest = take(options);
  EXPECT_EQ(rest.clips[0].added, 60 - static_cast<std::int64_t>(so_far));
  EXPECT_EQ(paths().size(), 60);
  EXPECT_EQ(fs::last_write_time(dir / "p.frames/a/a_000000.jpg"), written);
  for (const Image& image : images(project)) {
    const std::vector<Face> faces = faces_of(project, image.id);
    ASSERT_EQ(faces.size(), 2) << image.path;
    EXPECT_EQ(tags_of(project, faces[0].id), std::vector<std::string>{"track-1"});
  }
}

TEST_F(VideoImport, ABrokenVideoIsReportedAndTheOthersAreTaken) {
  const fs::path whole = video("whole.avi");
  const std::string bytes = read_file(whole);
  test::write_text(dir / "cut.avi",
                   bytes.substr(0, (bytes.find("movi") + bytes.rfind("idx1")) / 2));
  test::write_text(dir / "text.mp4", "text");
  VideoOptions options = of({dir / "text.mp4", dir / "cut.avi", whole});
  options.png = true;
  const VideoReport report = take(options);
  EXPECT_TRUE(report.has_failures());
  EXPECT_TRUE(report.clips[0].failed);
  EXPECT_THAT(report.clips[0].problem, HasSubstr("no video"));
  EXPECT_FALSE(report.clips[1].failed);
  EXPECT_GT(report.clips[1].added, 1);
  EXPECT_THAT(report.clips[1].problem, HasSubstr("of the 30 that it promises"));
  EXPECT_THAT(report.clips[1].problem, HasSubstr("those stay"));
  EXPECT_EQ(report.clips[2].added, 6);
  EXPECT_TRUE(paths().contains("whole/whole_000000.png"));
  EXPECT_EQ(load_picture(dir / "p.frames/whole/whole_000005.png").pixels, moment(5).pixels);

  const auto json = nlohmann::json::parse(to_json_text(report));
  EXPECT_FALSE(json.at("clips").at(0).contains("tracks"));
  EXPECT_EQ(json.at("clips").at(2).at("tracks").size(), 2);
  EXPECT_EQ(json.at("clips").at(2).at("tracks").at(0).at("anchored"), 30);
  EXPECT_THAT(tremble_page(report), HasSubstr("</svg>"));
  EXPECT_THAT(tremble_page(report), HasSubstr("track 2"));
}

TEST_F(VideoImport, TwoVideosOfOneNameAreTwoClips) {
  const auto other = [](int i) { return moment(40 - i); };
  VideoOptions options = of({video("x/a.mkv"), video("y/a.mkv", 30, other)});
  options.identity = "Ada";
  options.frames = dir / "kept";
  const VideoReport report = take(options);
  EXPECT_EQ(report.clips[0].clip, "a");
  EXPECT_EQ(report.clips[1].clip, "a-2");
  EXPECT_TRUE(fs::exists(dir / "kept/a-2/a-2_000000.jpg"));
  for (const Image& image : images(project)) EXPECT_EQ(image.identity, "Ada");
  EXPECT_THROW(take(of({dir / "x/a.mkv"})), Error) << "the dataset's frames are elsewhere";
}

TEST_F(VideoImport, AFrameNeverTakesAnotherPicturesFile) {
  const fs::path file = video("a.mkv");
  const fs::path first = dir / "p.frames/a/a_000000.jpg";
  fs::create_directories(first.parent_path());
  // Another frame, as alike as frames of one place are.
  save_picture(first, moment(2));
  const std::string before = read_file(first);
  const VideoReport report = take(of({file}));
  EXPECT_FALSE(report.has_failures()) << report.clips[0].problem;
  EXPECT_EQ(read_file(first), before);
  EXPECT_TRUE(paths().contains("a/a_000000+.jpg"));
  EXPECT_FALSE(paths().contains("a/a_000000.jpg"));
  EXPECT_EQ(paths().size(), 6);
}

TEST_F(VideoImport, DatasetsWhoseFramesLieInOneFolderHaveClipsOfTheirOwn) {
  take(of({video("x/a.mkv")}));
  VideoOptions second = of({video("y/a.mkv", 30, [](int i) { return moment(40 - i); })});
  second.name = "second";
  EXPECT_EQ(take(second).clips[0].clip, "a-2");
  EXPECT_TRUE(paths().contains("a-2/a-2_000000.jpg"));
}

TEST_F(VideoImport, FramesThatMovedWithTheProjectAreGoneOnWith) {
  VideoOptions options = of({video("a.mkv")});
  options.frames = dir / "one";
  take(options);
  options.frames = dir / "one/";
  EXPECT_EQ(take(options).clips[0].added, 0);
  fs::rename(dir / "one", dir / "two");
  options.frames = dir / "two";
  options.sampling.seconds = 0.25;
  EXPECT_GT(take(options).clips[0].added, 0);
  EXPECT_EQ(find_dataset(project, "video")->root, (dir / "two").string());
}

TEST_F(VideoImport, FramesThatAnImportTookAreItsFrames) {
  const fs::path file = video("a.mkv");
  take(of({file}));
  Project other = Project::create(dir / "q.facepoint");
  Dataset dataset{{}, "video", (dir / "p.frames").string(), "ibug68"};
  dataset.id = add_dataset(other, dataset);
  Image image = images(project).at(0);
  image.dataset = dataset.id;
  image.clip = image.identity = "";  // which an import does not know
  const ImageId imported = add_image(other, image);
  project = std::move(other);
  VideoOptions options = of({file});
  options.frames = dir / "p.frames";
  const VideoReport report = take(options);
  EXPECT_FALSE(report.has_failures()) << report.clips[0].problem;
  EXPECT_EQ(paths().size(), 6);
  EXPECT_EQ(report.clips[0].added, 5);
  EXPECT_TRUE(video_image(project, imported));
  EXPECT_EQ(get_image(project, imported).clip, "a");
  EXPECT_EQ(get_image(project, imported).identity, "a");
  EXPECT_EQ(faces_of(project, imported).size(), 2);
}

TEST_F(VideoImport, TakenAgainWithOtherToolsTheFacesKeepTheirNumbers) {
  // The second comes between two frames that are kept at first; other tools find him first.
  const auto scene = [](int i) {
    std::vector<test::ColouredFace> faces{{1, {10, 40, 48, 48}}};
    if (i >= 12) faces.push_back({0, {110, 40, 48, 48}});
    return test::coloured_picture(200, 120, faces);
  };
  VideoOptions options = of({video("a.mkv", 40, scene)});
  options.sampling.seconds = 1;
  take(options);
  options.sampling.by = Sampling::By::kAll;
  options.following.detect_every = 1;
  const VideoReport again = take(options);
  EXPECT_EQ(paths().size(), 40);
  for (const Image& image : images(project)) {
    const std::int64_t frame = video_image(project, image.id)->number;
    for (const Face& face : faces_of(project, image.id)) {
      EXPECT_EQ(tags_of(project, face.id),
                std::vector<std::string>{face.box.x < 60 ? "track-1" : "track-2"})
          << frame;
    }
    EXPECT_EQ(faces_of(project, image.id).size(), frame < 12 ? 1 : 2) << frame;
  }
  EXPECT_EQ(again.clips[0].tracks.size(), 2);
}

TEST_F(VideoImport, WhatCannotBeWrittenIsNamed) {
  VideoOptions options = of({video("a.mkv")});
  options.frames = dir / "a.mkv";
  const VideoReport report = take(options);
  EXPECT_THAT(report.clips[0].problem, HasSubstr((dir / "a.mkv/a").string()));
  EXPECT_THAT(report.clips[0].problem, HasSubstr("--frames"));
  options.frames.clear();
  EXPECT_FALSE(take(options).has_failures()) << "as long as there are no frames";
}

TEST_F(VideoImport, ACheckLooksForJumpsWithinEachTrack) {
  take(of({video("a.mkv", 40, [](int i) {
    return test::coloured_picture(
        200, 120, {{0, {10 + i / 2.0, 40, 48, 48}}, {1, {double(90 + i), 40, 34, 64}}});
  })}));
  std::vector<FaceEdit> accept;
  for (const Image& image : images(project)) {
    for (const Face& face : faces_of(project, image.id)) {
      accept.emplace_back();
      accept.back().face = face.id;
      accept.back().accepts = open_proposal(project, face.id)->id;
    }
  }
  ASSERT_EQ(accept.size(), 16);
  apply_change(project, "Accept", accept);
  CheckOptions quiet;
  quiet.network = false;
  JobContext job;
  run_check(project, quiet, job);
  for (const FaceEdit& face : accept) {
    for (const Finding& finding : findings_of(project, face.face)) EXPECT_NE(finding.rule, "jump");
  }
}

TEST_F(VideoImport, AVideosDigestIsOfItsSizeBeginningAndEnd) {
  std::string bytes(3 << 20, 'x');
  test::write_text(dir / "a", bytes);
  const std::string digest = video_digest(dir / "a");
  bytes.back() = 'y';
  test::write_text(dir / "a", bytes);
  EXPECT_NE(video_digest(dir / "a"), digest);
  test::write_text(dir / "a", bytes.substr(1));
  EXPECT_NE(video_digest(dir / "a"), digest);
  test::write_text(dir / "small", "ab");
  EXPECT_NE(video_digest(dir / "small"), digest);
  EXPECT_THROW(video_digest(dir / "gone"), Error);
}

}  // namespace
}  // namespace facepoint
