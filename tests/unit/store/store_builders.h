// A project in a folder of its own with one dataset, and short ways to fill it.
#pragma once

#include <stdexcept>
#include <string>

#include "base/error.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/project.h"
#include "support/temp_dir.h"

namespace facepoint::test {

inline Keypoints points_at(double x) { return make_keypoints({{x, 1}, {x + 0.5, 2}}); }

struct StoreBuilder {
  TempDir folder;
  std::filesystem::path path = folder / "project.facepoint";
  Project project = Project::create(path);
  DatasetId dataset = add_dataset(project, {{}, "ytf", "/images", "ibug68"});

  Image image_record(const std::string& image_path) const {
    Image image;
    image.dataset = dataset;
    image.path = image_path;
    return image;
  }
  ImageId image(const std::string& image_path) {
    return add_image(project, image_record(image_path));
  }
  FaceId labelled_face(ImageId image, double x = 10, Rect box = {0, 0, 100, 100}) {
    return add_face(project, {image, "ibug68", box, FaceStatus::kLabelled, points_at(x), "a.csv"})
        .face;
  }
  FaceId proposed_face(ImageId image) {
    return add_face(project, {image, "ibug68", {0, 0, 50, 50}, FaceStatus::kProposed, {}, {}}).face;
  }
  ProposalId proposal(FaceId face, double x = 20, double score = 0.9) {
    return add_proposal(project, {{}, face, {}, points_at(x), {0.5, 0.7}, score, {}, {}});
  }
};

// The Error that `work` throws; the test fails if it throws none.
template <class Work>
Error error_of(Work&& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("no Error was thrown");
}

}  // namespace facepoint::test
