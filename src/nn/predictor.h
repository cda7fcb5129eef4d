// A trained CNN behind a header without LibTorch. A Predictor belongs to one thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "image/picture.h"
#include "landmark/scheme.h"

namespace facepoint {

struct ModelInfo {
  std::string name;
  std::string arch;    // "heatmap", "naimish"
  std::string scheme;  // "ibug68"
  std::string digest;  // of the weights file
  std::string card;    // JSON: data, command, seed, figures
  int input_size = 0;  // pixels a side
  // Datasets it was trained on, each with a labelling convention of its own; the first is the
  // reference.
  std::vector<std::string> sources;
};

struct FaceInput {
  const Picture* picture = nullptr;
  // Around the points of the face upright, in image pixels: where it is turned, turned with it
  // around its middle.
  Rect box;
  double angle = 0;  // the face is turned so far in the plane: radians, x towards y
};

struct FacePrediction {
  Keypoints points;           // in image pixels
  std::vector<double> error;  // one a point: its expected distance from the label, in pixels
  double score = 0;           // that this is a face, 0 to 1
};

class Predictor {
 public:
  virtual ~Predictor() = default;
  virtual const ModelInfo& info() const = 0;
  // One result an input, in order. When `refine`, the points of a first look say where the face is
  // and how it is turned; it looks again there, at the mirror image, and takes the weighted mean of
  // both.
  virtual std::vector<FacePrediction> predict(const std::vector<FaceInput>& faces, bool refine) = 0;
  // Of what predict() took so far, the processor time spent on cutting faces out of pictures.
  virtual double crop_seconds() const { return 0; }
};

}  // namespace facepoint
