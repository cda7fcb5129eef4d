// Export of a model to the forms that other programs read, without LibTorch. See nn/runtime.h for
// how to start it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace facepoint {

enum class ExportFormat { kTorchScript, kOnnx };

// The exported network takes `pixels`: float, n x channels x size x size, 0 to 255, channels in the
// order R, G, B (or grey: ITU-R BT.601 luma); what it does to them first is inside. It is upright
// face crops that it expects, see models/heatmap68/README.md. It gives, in this order,
//   points          n x points x 2, (x, y) in pixels of the crop; pixel centres are integers
//   expected_error  n x points, distance from the label to expect, in pixels of the crop
//   face_score      n, that this is a face, 0 to 1
// as Predictor does without `refine`. An architecture that knows the points only gives only these.
struct ExportOptions {
  std::filesystem::path weights;
  std::filesystem::path output;  // written atomically, after it was verified
  ExportFormat format = ExportFormat::kTorchScript;
  int threads = 1;
};

struct ExportReport {
  int channels = 0;
  int input_size = 0;  // pixels a side
  std::vector<std::string> outputs;
  std::int64_t bytes = 0;
  std::string digest;  // of the file
  // The loaded file against the network: largest differences over `crops` crops, each looked at
  // alone and all in one batch.
  int crops = 0;
  double point_difference = 0;  // pixels of the crop
  double error_difference = 0;  // pixels of the crop
  double score_difference = 0;
};

}  // namespace facepoint
