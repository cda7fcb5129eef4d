// Videos that images are frames of. See project.h for threads and errors.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/project.h"

namespace facepoint {

VideoId add_video(Project& project, const Video& video);
std::vector<Video> videos_of(Project& project, DatasetId dataset);  // in the order they were added

void add_video_image(Project& project, const VideoImage& frame);
// Those that are images, by their numbers.
std::map<std::int64_t, ImageId> frames_taken(Project& project, VideoId video);
std::optional<VideoImage> video_image(Project& project, ImageId image);

// A face that was followed through a clip bears this tag in all its frames: "track-2".
std::string track_tag(int track);
std::unordered_map<FaceId, std::string> track_tags(Project& project);  // of the faces that have one
// Of a face that was just added; no change that could be undone.
void set_track(Project& project, FaceId face, int track);

// A face with such a tag; its box is as it was added.
struct StoredTrackFace {
  int track = 0;
  Rect box;
};
std::vector<StoredTrackFace> track_faces(Project& project, ImageId image);  // but deleted ones
int highest_track(Project& project, VideoId video);                         // 0: none

}  // namespace facepoint
