#include "image/onnx_detector.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/files.h"
#include "image/onnx_faces.h"
#include "image/onnx_network.h"
#include "image/process.h"

namespace facepoint {
namespace {

constexpr double kLongest = 640;      // larger pictures are shrunk to it
constexpr double kHalvedAbove = 320;  // and looked at in half the size as well: YuNet knows no
                                      // faces larger than about 300 pixels
constexpr double kSameFace = 0.4;     // of candidates that overlap more the best stays
constexpr double kYunetMinScore = 0.6;
constexpr double kScrfdMinScore = 0.5;
constexpr int kMultiple = 64;  // sides that every level of every kind divides

int padded(double side) {
  return static_cast<int>(std::ceil(std::max(1.0, std::round(side)) / kMultiple)) * kMultiple;
}

// n x 3 x height x width. YuNet takes B, G, R from 0 to 255, SCRFD R, G, B from -1 to 1.
FloatTensor input_of(const Picture& picture, OnnxFaceKind kind) {
  const bool scrfd = kind == OnnxFaceKind::kScrfd;
  FloatTensor input{{1, 3, picture.height, picture.width}, {}};
  const auto channels = static_cast<std::size_t>(picture.channels);
  input.values.reserve(picture.pixels.size() / channels * 3);
  for (std::size_t c = 0; c < 3; ++c) {
    const std::size_t channel = channels == 1 ? 0 : scrfd ? c : 2 - c;
    for (std::size_t i = channel; i < picture.pixels.size(); i += channels) {
      const float value = picture.pixels[i];
      input.values.push_back(scrfd ? (value - 127.5F) / 128 : value);
    }
  }
  return input;
}

class OnnxDetector : public FaceDetector {
 public:
  explicit OnnxDetector(const std::filesystem::path& file)
      : network_(read_file(file), file.string()) {
    const std::vector<int>& shape = network_.input_shape();
    const bool fixed = shape.size() == 4 && shape[2] > 0 && shape[3] > 0 &&
                       !takes_any_size(network_.output_names());
    const int width = fixed ? shape[3] : kMultiple;
    const int height = fixed ? shape[2] : kMultiple;
    const std::size_t values = std::size_t{3} * static_cast<std::size_t>(width * height);
    const FloatTensor nothing{{1, 3, height, width}, std::vector<float>(values, 0)};
    const auto form =
        recognised_form(network_.output_names(), network_.run(nothing), width, height);
    if (!form) throw unknown(file);
    form_ = *form;
    if (fixed) fixed_ = {width, height};
  }

  std::string name() const override {
    return form_.kind == OnnxFaceKind::kScrfd ? "scrfd" : "yunet";
  }

  std::vector<Detection> detect(const Picture& picture) override {
    if (picture.empty()) return {};
    std::vector<FaceCandidate> found;
    if (fixed_.width > 0) {
      const double scale = std::min(
          {1.0, double(fixed_.width) / picture.width, double(fixed_.height) / picture.height});
      look(picture, scale, fixed_, found);
    } else {
      const double longest = std::max(picture.width, picture.height);
      double scale = std::min(1.0, kLongest / longest);
      look(picture, scale, size_at(picture, scale), found);
      while (longest * scale > kHalvedAbove) {
        scale /= 2;
        look(picture, scale, size_at(picture, scale), found);
      }
    }
    return merged(std::move(found));
  }

 private:
  struct Size {
    int width = 0;
    int height = 0;
  };

  static Size size_at(const Picture& picture, double scale) {
    return {padded(picture.width * scale), padded(picture.height * scale)};
  }

  // Adds what is seen in this scale, in image pixels.
  void look(const Picture& picture, double scale, Size size, std::vector<FaceCandidate>& found) {
    // (p + 0.5) scale - 0.5: pixel centres are integers.
    const Similarity scaled_from_image{scale, 0, (scale - 1) / 2, (scale - 1) / 2};
    const Picture scaled = warp(picture, scaled_from_image, size.width, size.height);
    const double least = form_.kind == OnnxFaceKind::kScrfd ? kScrfdMinScore : kYunetMinScore;
    const auto in_image = [&](Point edge) {
      return Point{edge.x / scale - 0.5, edge.y / scale - 0.5};
    };
    for (FaceCandidate& face : face_candidates(form_, network_.run(input_of(scaled, form_.kind)),
                                               size.width, size.height, least)) {
      const Point corner = in_image({face.box.x, face.box.y});
      face.box = {corner.x, corner.y, face.box.width / scale, face.box.height / scale};
      if (face.landmarks) {
        for (Point& point : *face.landmarks) point = in_image(point);
      }
      found.push_back(face);
    }
  }

  static std::vector<Detection> merged(std::vector<FaceCandidate> found) {
    std::stable_sort(
        found.begin(), found.end(),
        [](const FaceCandidate& a, const FaceCandidate& b) { return a.score > b.score; });
    std::vector<FaceCandidate> kept;
    std::vector<Detection> detections;
    for (const FaceCandidate& face : found) {
      const bool known = std::any_of(kept.begin(), kept.end(), [&](const FaceCandidate& other) {
        return intersection_over_union(face.box, other.box) > kSameFace;
      });
      if (known) continue;
      kept.push_back(face);
      detections.push_back(placed_face(face));
    }
    return detections;
  }

  Error unknown(const std::filesystem::path& file) const {
    std::string names;
    for (const std::string& name : network_.output_names()) {
      names += (names.empty() ? "" : ", ") + name;
    }
    return {ErrorCode::kUnsupported,
            "this network is no face detector that facepoint knows: YuNet gives cls_8, obj_8, "
            "bbox_8, kps_8 and the same for 16 and 32, or loc, conf and iou; SCRFD scores, boxes "
            "and landmarks of two anchors a cell; this one gives " +
                names,
            file.string()};
  }

  OnnxNetwork network_;
  OnnxFaceForm form_;
  Size fixed_;  // of what it takes; 0: any
};

}  // namespace

std::unique_ptr<FaceDetector> make_onnx_detector(const std::filesystem::path& file) {
  return std::make_unique<OnnxDetector>(file);
}

}  // namespace facepoint
