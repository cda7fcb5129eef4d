// A predictor that always puts one drawn person's points into the box: what a CNN does, without a
// network, so that tests of the tasks around it are quick and need no LibTorch. Several threads may
// use one.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

#include "nn/predictor.h"
#include "support/face_renderer.h"
#include "tasks/face_tools.h"

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
      prediction.error.assign(shape_.size(), 0.02 * face.box.width);
      prediction.score = score_(face.box);
      predictions.push_back(prediction);
    }
    faces_seen += static_cast<int>(faces.size());
    return predictions;
  }

  std::atomic<int> faces_seen = 0;
  void set_score(Score score) { score_ = std::move(score); }
  void rename(const std::string& name, const std::string& digest) {
    info_.name = name;
    info_.digest = digest;
  }

 private:
  Score score_;
  Keypoints shape_;
  ModelInfo info_;
};

// Tools for several threads, all with this one predictor, which must outlive them.
inline std::vector<FaceTools> tools_with(Predictor& predictor, int threads) {
  class Shared : public Predictor {
   public:
    explicit Shared(Predictor& inner) : inner_(inner) {}
    const ModelInfo& info() const override { return inner_.info(); }
    std::vector<FacePrediction> predict(const std::vector<FaceInput>& faces, bool refine) override {
      return inner_.predict(faces, refine);
    }

   private:
    Predictor& inner_;
  };
  std::vector<FaceTools> tools;
  for (int i = 0; i < threads; ++i) {
    tools.push_back({make_haar_detector(), std::make_unique<Shared>(predictor)});
  }
  return tools;
}

}  // namespace facepoint::test
