// The training pictures in memory: each decoded once, cut to the face's surroundings. Built by one
// thread; reading is const, any thread.
#pragma once

#include <string>
#include <vector>

#include "base/job.h"
#include "nn/module/augment.h"
#include "nn/predictor.h"
#include "nn/training.h"

namespace facepoint::nn {

struct StoredFace {
  Picture picture;   // the face with room to move, shrunk to what a crop can show
  Keypoints points;  // in pixels of `picture`; visibility as labelled
  FaceFrame frame;   // of the points
  int source = 0;
  double weight = 1;
  std::size_t example = {};         // index into what was read
  Similarity image_from_face = {};  // from pixels of `picture`
};

struct FaceStore {
  std::vector<StoredFace> faces;
  std::vector<Picture> backgrounds;  // regions that hardly touch a face
  std::vector<std::string> skipped;  // "path: why"
};

struct FaceReading {
  int crop_size = 128;  // of the network
  Keypoints mean_shape;
  bool backgrounds = false;  // also collect regions without a face
};

// Decodes every picture once, also when it holds several faces.
FaceStore read_faces(const std::vector<TrainingExample>& examples, const FaceReading& reading,
                     const std::string& stage, JobContext& job);

// The frame of face `index` as the shipped detector would give it (mean overlap of its boxes with
// the labels': 0.9). The same whenever it is asked for.
FaceFrame frame_as_detected(const FaceStore& store, std::size_t index);
// All faces so; their pictures stay the store's.
std::vector<FaceInput> inputs_as_detected(const FaceStore& store);

// A crop that shows no face: background, or a small part of a face as detectors mistake it.
Picture no_face_crop(const FaceStore& store, int size, bool grey, Random& random);

}  // namespace facepoint::nn
