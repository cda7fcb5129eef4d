// Pictures composed for training the detector: parts of labelled pictures at many sizes, turned,
// side by side and pasted into one another, with light, blur and noise. What a scene shows depends
// on (seed, epoch, number) alone. Pure functions, any thread, except reading.
#pragma once

#include <string>
#include <vector>

#include "base/job.h"
#include "nn/module/detector_cells.h"
#include "nn/module/random.h"
#include "nn/training.h"

namespace facepoint::nn {

struct ScenePicture {
  Picture picture;
  std::vector<Keypoints> faces;  // in pixels of `picture`
  std::vector<double> angles;    // of each, radians; see SceneFace
  std::vector<Rect> unknown;     // probably faces, but nobody labelled them
};

struct ScenePictures {
  std::vector<ScenePicture> pictures;  // each has a face at least
  std::vector<std::string> skipped;    // "path: why"
};

// Each picture once with all its faces, shrunk to at most `longest` pixels.
ScenePictures read_scene_pictures(const TrainingSet& set,
                                  const std::vector<TrainingExample>& examples, int longest,
                                  const std::string& stage, JobContext& job);

struct Scene {
  Picture picture;  // size x size
  std::vector<SceneFace> faces;
  std::vector<Rect> unknown;
};

inline constexpr int kSceneSize = 256;

Scene compose_scene(const std::vector<ScenePicture>& pictures, Random& random);

}  // namespace facepoint::nn
