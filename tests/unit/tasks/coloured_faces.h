// Pictures with squares that stand for faces, and tools that find them by their colour: what
// tracking does, without networks. For tests; one thread at a time.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "support/face_renderer.h"
#include "support/random.h"
#include "tasks/face_tools.h"

namespace facepoint::test {

struct ColouredFace {
  int who = 0;  // 0 to 4
  Rect box;
};

inline constexpr int kFirstRed = 251;

// Squares later in the list stand before earlier ones. Their green is a texture that moves with
// them, the background has one of its own; `light` is added to both.
inline Picture coloured_picture(int width, int height, const std::vector<ColouredFace>& faces,
                                int light = 0) {
  Picture picture{width, height, 3, {}};
  picture.pixels.resize(picture.row_bytes() * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = picture.row(y) + 3 * x;
      double value = 60 * cloud_noise(x / 9.0, y / 9.0, 1);
      pixel[0] = 40;
      for (const ColouredFace& face : faces) {
        if (!face.box.contains({double(x), double(y)})) continue;
        value = 160 * cloud_noise((x - face.box.x) / 7.0, (y - face.box.y) / 7.0,
                                  static_cast<std::uint32_t>(face.who) + 2);
        pixel[0] = static_cast<std::uint8_t>(kFirstRed + face.who);
      }
      pixel[1] = pixel[2] = static_cast<std::uint8_t>(std::clamp(value + light, 0.0, 255.0));
    }
  }
  return picture;
}

// What is seen of each square.
inline std::vector<ColouredFace> find_coloured(const Picture& picture) {
  std::vector<ColouredFace> faces;
  for (int who = 0; who < 5; ++who) {
    int left = picture.width, top = picture.height, right = -1, bottom = -1;
    for (int y = 0; y < picture.height; ++y) {
      for (int x = 0; x < picture.width; ++x) {
        if (picture.row(y)[3 * x] != kFirstRed + who) continue;
        left = std::min(left, x);
        right = std::max(right, x);
        top = std::min(top, y);
        bottom = std::max(bottom, y);
      }
    }
    if (right - left < 8) continue;
    faces.push_back({who, {double(left), double(top), double(right - left), double(bottom - top)}});
  }
  return faces;
}

class ColourDetector : public FaceDetector {
 public:
  std::string name() const override { return "colour"; }
  std::vector<Detection> detect(const Picture& picture) override {
    std::vector<Detection> detections;
    for (const ColouredFace& face : find_coloured(picture)) detections.push_back({face.box, 1});
    return detections;
  }
};

// The mean face in the square that the box overlaps most with, trembling by `tremble` of its side.
class ColourPredictor : public Predictor {
 public:
  explicit ColourPredictor(double tremble = 0)
      : tremble_(tremble), shape_(landmarks_of(DrawnFaceParameters{}, 1000, 1000)) {
    info_.name = "colour";
    info_.arch = "colour";
    info_.scheme = "ibug68";
    info_.digest = "0123";
  }
  const ModelInfo& info() const override { return info_; }

  std::vector<FacePrediction> predict(const std::vector<FaceInput>& inputs, bool) override {
    std::vector<FacePrediction> predictions;
    for (const FaceInput& input : inputs) predictions.push_back(predict_one(input));
    return predictions;
  }

  // Where the points of a square really are.
  Keypoints points_in(const Rect& box) const {
    const Rect from = bounding_box(shape_);
    Keypoints points;
    for (const Landmark& landmark : shape_) {
      points.push_back({{box.x + (landmark.position.x - from.x) / from.width * box.width,
                         box.y + (landmark.position.y - from.y) / from.height * box.height}});
    }
    return points;
  }

 private:
  FacePrediction predict_one(const FaceInput& input) {
    Rect box = input.box;
    double overlap = 0.3;
    FacePrediction prediction;
    prediction.score = 0.1;
    for (const ColouredFace& face : find_coloured(*input.picture)) {
      const double here = intersection_over_union(face.box, input.box);
      if (here <= overlap) continue;
      overlap = here;
      box = face.box;
      prediction.score = 0.95;
    }
    prediction.points = points_in(box);
    for (Landmark& point : prediction.points) {
      point.position =
          point.position + Point{random_.normal(), random_.normal()} * (tremble_ * box.width);
    }
    prediction.error.assign(prediction.points.size(), 0.01 * box.width);
    return prediction;
  }

  double tremble_;
  Keypoints shape_;
  ModelInfo info_;
  Random random_{1};
};

inline FaceTools coloured_tools(double tremble = 0) {
  return {std::make_unique<ColourDetector>(), std::make_unique<ColourPredictor>(tremble)};
}

}  // namespace facepoint::test
