#include "store/videos.h"

#include <gtest/gtest.h>

#include "store/tags.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;
using test::StoreBuilder;

TEST(Videos, SayWhichFrameAnImageIsAndWhen) {
  StoreBuilder store;
  const VideoId video =
      add_video(store.project, {{}, store.dataset, "party", "/films/party.mp4", "abc"});
  const ImageId early = store.image("party/party_000010.jpg");
  const ImageId late = store.image("party/party_000250.jpg");
  const ImageId photo = store.image("photo.jpg");
  add_video_image(store.project, {early, video, 10, 0.4});
  add_video_image(store.project, {late, video, 250, 10.01});

  EXPECT_EQ(frames_taken(store.project, video),
            (std::map<std::int64_t, ImageId>{{10, early}, {250, late}}));
  EXPECT_EQ(video_image(store.project, late)->number, 250);
  EXPECT_DOUBLE_EQ(video_image(store.project, late)->seconds, 10.01);
  EXPECT_FALSE(video_image(store.project, photo));
  ASSERT_EQ(images(store.project, parse_query("time>1")).size(), 1);
  EXPECT_EQ(images(store.project, parse_query("time>1")).at(0).id, late);
  EXPECT_EQ(images(store.project, parse_query("time<=60")).size(), 2);

  const std::vector<Video> known = videos_of(store.project, store.dataset);
  ASSERT_EQ(known.size(), 1);
  EXPECT_EQ(known[0].clip, "party");
  EXPECT_EQ(known[0].path, "/films/party.mp4");
  EXPECT_EQ(known[0].digest, "abc");
}

TEST(Videos, HaveAClipOfTheirOwnAndEachFrameOnce) {
  StoreBuilder store;
  const VideoId video = add_video(store.project, {{}, store.dataset, "a", "/a.mp4", "1"});
  EXPECT_THROW(add_video(store.project, {{}, store.dataset, "a", "/b.mp4", "2"}), Error);
  add_video_image(store.project, {store.image("a/a_000001.jpg"), video, 1, 0});
  const ImageId again = store.image("a/a_000001.png");
  EXPECT_THROW(add_video_image(store.project, {again, video, 1, 0}), Error);
}

TEST(NewFaces, MayHaveTagsFromTheirBeginningWhichAreNoChange) {
  StoreBuilder store;
  const FaceId face = add_face(store.project, {store.image("a.jpg"),
                                               "ibug68",
                                               {0, 0, 9, 9},
                                               FaceStatus::kProposed,
                                               {},
                                               {},
                                               {"track-1"}})
                          .face;
  EXPECT_EQ(tags_of(store.project, face), std::vector<std::string>{"track-1"});
  EXPECT_EQ(images(store.project, parse_query("tag:track-1")).size(), 1);
}

TEST(Videos, KnowTheTracksOfTheirFaces) {
  StoreBuilder store;
  Project& project = store.project;
  const VideoId video = add_video(project, {{}, store.dataset, "a", "/a.mp4", "1"});
  EXPECT_EQ(highest_track(project, video), 0);
  const ImageId frame = store.image("a/a_000001.jpg");
  add_video_image(project, {frame, video, 1, 0});
  const auto add = [&](double x, const std::vector<std::string>& tags) {
    return add_face(project, {frame, "ibug68", {x, 0, 9, 9}, FaceStatus::kProposed, {}, {}, tags})
        .face;
  };
  const FaceId second = add(1, {"track-2"});
  add(2, {"track-10", "glasses"});
  add(3, {"track-like"});
  EXPECT_EQ(highest_track(project, video), 10);
  const auto faces = track_faces(project, frame);
  ASSERT_EQ(faces.size(), 2);
  EXPECT_EQ(faces[1].track, 10);
  EXPECT_EQ(faces[1].box.x, 2);
  set_track(project, second, 3);
  EXPECT_EQ(tags_of(project, second), std::vector<std::string>{"track-3"});
}

}  // namespace
}  // namespace facepoint
