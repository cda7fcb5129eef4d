// A predictor that always puts one drawn person's points into the box: what a CNN does, without a
// network, so that tests of the tasks around it are quick and need no LibTorch.
#pragma once

#include <functional>
#include <vector>

#include "nn/predictor.h"
#include "support/face_renderer.h"

namespace facepoint::test {

class MeanFacePredictor : public Predictor {
 public:
  using Score = std::function<double(const Rect&)>;
  explicit MeanFacePredictor(Score score = [](const Rect&) { return 0.9; })
      : score_(std::move(score)), shape_(landmarks_of(DrawnFaceParameters{}, 1000, 1000)) {
    info_.name = "mean-face";
    info_.arch = "mean";
    info_.scheme = "ibug68";
    info_.digest = "0123456789abcdef";
  }

  const ModelInfo& info() const override { return info_; }

  std::vector<FacePrediction> predict(const std::vector<FaceInput>& faces, bool) override {
    std::vector<FacePrediction> predictions;
    const Rect from = bounding_box(shape_);
    for (const FaceInput& face : faces) {
      FacePrediction prediction;
      for (const Landmark& landmark : shape_) {
        const double u = (landmark.position.x - from.x) / from.width;
        const double v = (landmark.position.y - from.y) / from.height;
        prediction.points.push_back(
            {{face.box.x + u * face.box.width, face.box.y + v * face.box.height}});
      }
      prediction.confidence.assign(shape_.size(), 0.75);
      prediction.score = score_(face.box);
      predictions.push_back(prediction);
    }
    faces_seen += static_cast<int>(faces.size());
    return predictions;
  }

  int faces_seen = 0;
  void rename(const std::string& name, const std::string& digest) {
    info_.name = name;
    info_.digest = digest;
  }

 private:
  Score score_;
  Keypoints shape_;
  ModelInfo info_;
};

}  // namespace facepoint::test
