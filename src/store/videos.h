// Videos that images are frames of. See project.h for threads and errors.
#pragma once

#include <set>
#include <string>
#include <unordered_map>

#include "store/project.h"

namespace facepoint {

VideoId add_video(Project& project, const Video& video);
std::vector<Video> videos_of(Project& project, DatasetId dataset);  // in the order they were added

void add_video_image(Project& project, const VideoImage& frame);
std::set<std::int64_t> frames_taken(Project& project, VideoId video);  // numbers
std::optional<VideoImage> video_image(Project& project, ImageId image);

// A face that was followed through a clip bears this tag in all its frames: "track-2".
std::string track_tag(int track);
std::unordered_map<FaceId, std::string> track_tags(Project& project);  // of the faces that have one

}  // namespace facepoint
