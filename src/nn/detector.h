// Training of the face detector, without LibTorch. See nn/runtime.h for how to start it; what comes
// of it is a FaceDetector (image/face_detector.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace facepoint {

// A detection counts from this score on, which is about the expected overlap with the true box. Of
// 421 labelled faces of the validation part all but 4 score above 0.65; of the boxes below 0.5
// hardly any is a face.
inline constexpr double kDetectorMinScore = 0.5;

struct DetectorOptions {
  int epochs = 24;
  int scenes_per_epoch = 6400;  // pictures composed for training
  int batch_size = 16;
  double learning_rate = 3e-3;
  std::filesystem::path from;  // a detector's weights to start from; empty: none
  std::uint64_t seed = 1;
  int threads = 2;
  std::filesystem::path output;  // the weights file, written atomically when validation improves
  std::filesystem::path checkpoint;  // everything that resuming needs; written after each epoch
  bool resume = false;               // go on from `checkpoint`
  std::string card;                  // JSON kept in the weights file; figures are added to it
};

struct DetectorEpoch {
  int epoch = 0;  // 1-based
  int epochs = 0;
  double training_loss = 0;
  double mean_overlap = 0;  // over validation faces, with the detection that is it; missed: 0
  double found_share = 0;   // of the validation faces, overlap at least 0.5
  double unmatched = 0;     // detections that are no labelled face, a picture
  int ignored_regions = 0;  // in training pictures: taken for faces, not labelled
  double seconds = 0;
  double waiting_share = 0;  // share of time the network waited for data
  bool best = false;
};

struct DetectorResult {
  std::vector<DetectorEpoch> epochs;
  std::string digest;  // of `output`
  double best_overlap = 0;
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

}  // namespace facepoint
