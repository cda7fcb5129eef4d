// The images of the project. See project.h for threads and errors.
#pragma once

#include <functional>

#include "store/project.h"

namespace facepoint {

ImageId add_image(Project& project, const Image& image);
void update_image(Project& project, const Image& image);  // all but its key
// Its picture lies at `path` now. An image that the project has there goes, with what is known of
// it, unless it has faces or is of a video: then nothing is changed, and this is false.
bool move_image(Project& project, ImageId id, const std::string& path);
Image get_image(Project& project, ImageId id);
std::optional<Image> find_image(Project& project, DatasetId dataset, const std::string& path);
std::vector<Image> images_of(Project& project, DatasetId dataset);
// The same, one by one, in the order of their paths; `take` must not write to the project.
void each_image_of(Project& project, DatasetId dataset,
                   const std::function<void(const Image&)>& take);
// Matching images in the order dataset, path.
std::vector<Image> images(Project& project, const Query& query = {});
std::int64_t count_images(Project& project, const Query& query = {});

// What a list needs of each image, light enough for 100,000 of them.
constexpr std::int64_t status_bit(FaceStatus status) {
  return std::int64_t{1} << static_cast<int>(status);
}

struct ImageSummary {
  ImageId image;
  std::string path;
  std::int64_t faces = 0;
  FaceId first_face;                          // none: no face
  FaceStatus status = FaceStatus::kLabelled;  // of the first face
  std::int64_t statuses = 0;                  // of any face: status_bit of each
  bool has_open_proposal = false;
  bool readable = true;
};
std::vector<ImageSummary> image_summaries(Project& project, const Query& query = {});
ImageSummary image_summary(Project& project, ImageId image);

}  // namespace facepoint
