#include "store/videos.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

namespace {

constexpr std::string_view kTrackTag = "track-";

// 0: it is no track's.
int track_of(std::string_view tag) {
  if (!tag.starts_with(kTrackTag)) return 0;
  tag.remove_prefix(kTrackTag.size());
  int track = 0;
  const auto [end, failed] = std::from_chars(tag.begin(), tag.end(), track);
  return failed == std::errc() && end == tag.end() ? track : 0;
}

}  // namespace

// Not in the unnamed namespace: all() and only() find them by their argument.
static void into(Statement& statement, Video& video) {
  statement.into(video.id, video.dataset, video.clip, video.path, video.digest);
}

static void into(Statement& statement, VideoImage& frame) {
  statement.into(frame.image, frame.video, frame.number, frame.seconds);
}

VideoId add_video(Project& project, const Video& video) {
  Statement insert(project.database(),
                   "INSERT INTO video (dataset_id, clip, path, digest) VALUES (:dataset, :clip, "
                   ":path, :digest) RETURNING id");
  insert.use(video.dataset, video.clip, video.path, video.digest);
  return inserted<VideoId>(insert);
}

std::vector<Video> videos_of(Project& project, DatasetId dataset) {
  Statement select(project.database(),
                   "SELECT id, dataset_id, clip, path, digest FROM video WHERE dataset_id = "
                   ":dataset ORDER BY id");
  return all<Video>(select.use(dataset));
}

void add_video_image(Project& project, const VideoImage& frame) {
  Statement(project.database(),
            "INSERT INTO video_frame (image_id, video_id, number, seconds) VALUES (:image, :video, "
            ":number, :seconds)")
      .use(frame.image, frame.video, frame.number, frame.seconds)
      .run();
}

std::map<std::int64_t, ImageId> frames_taken(Project& project, VideoId video) {
  Statement select(project.database(),
                   "SELECT number, image_id FROM video_frame WHERE video_id = :video");
  std::int64_t number = 0;
  ImageId image;
  select.use(video).into(number, image);
  std::map<std::int64_t, ImageId> frames;
  while (select.next()) frames.emplace(number, image);
  return frames;
}

std::optional<VideoImage> video_image(Project& project, ImageId image) {
  Statement select(project.database(),
                   "SELECT image_id, video_id, number, seconds FROM video_frame WHERE image_id = "
                   ":image");
  return only<VideoImage>(select.use(image));
}

std::string track_tag(int track) { return std::string(kTrackTag) + std::to_string(track); }

std::unordered_map<FaceId, std::string> track_tags(Project& project) {
  Statement select(project.database(),
                   "SELECT face_id, tag FROM face_tag WHERE tag LIKE 'track-%'");
  FaceId face;
  std::string tag;
  select.into(face, tag);
  std::unordered_map<FaceId, std::string> tags;
  while (select.next()) tags.emplace(face, tag);
  return tags;
}

void set_track(Project& project, FaceId face, int track) {
  Transaction transaction(project.database());
  Statement(project.database(), "DELETE FROM face_tag WHERE face_id = :face AND tag LIKE 'track-%'")
      .use(face)
      .run();
  Statement(project.database(), "INSERT INTO face_tag (face_id, tag) VALUES (:face, :tag)")
      .use(face, track_tag(track))
      .run();
  transaction.commit();
}

std::vector<StoredTrackFace> track_faces(Project& project, ImageId image) {
  Statement select(project.database(),
                   "SELECT t.tag, f.x, f.y, f.width, f.height FROM face f JOIN face_tag t ON "
                   "t.face_id = f.id WHERE f.image_id = :image AND f.status <> 'deleted' AND t.tag "
                   "LIKE 'track-%' ORDER BY f.id");
  std::string tag;
  Rect box;
  select.use(image).into(tag, box.x, box.y, box.width, box.height);
  std::vector<StoredTrackFace> faces;
  while (select.next()) {
    const int track = track_of(tag);
    if (track > 0) faces.push_back({track, box});
  }
  return faces;
}

int highest_track(Project& project, VideoId video) {
  Statement select(project.database(),
                   "SELECT DISTINCT t.tag FROM video_frame v JOIN face f ON f.image_id = "
                   "v.image_id JOIN face_tag t ON t.face_id = f.id WHERE v.video_id = :video AND "
                   "t.tag LIKE 'track-%'");
  std::string tag;
  select.use(video).into(tag);
  int highest = 0;
  while (select.next()) highest = std::max(highest, track_of(tag));
  return highest;
}

}  // namespace facepoint
