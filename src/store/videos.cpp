#include "store/videos.h"

#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

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

std::set<std::int64_t> frames_taken(Project& project, VideoId video) {
  Statement select(project.database(), "SELECT number FROM video_frame WHERE video_id = :video");
  std::int64_t number = 0;
  select.use(video).into(number);
  std::set<std::int64_t> numbers;
  while (select.next()) numbers.insert(number);
  return numbers;
}

std::optional<VideoImage> video_image(Project& project, ImageId image) {
  Statement select(project.database(),
                   "SELECT image_id, video_id, number, seconds FROM video_frame WHERE image_id = "
                   ":image");
  return only<VideoImage>(select.use(image));
}

std::string track_tag(int track) { return "track-" + std::to_string(track); }

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

}  // namespace facepoint
