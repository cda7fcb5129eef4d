#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "image/face_detector.h"
#include "image/opencv_bridge.h"
#include "image/process.h"

namespace facepoint {
namespace {

// How the 68 points' box lies in a cascade's square window of side 1: medians over 600 labelled
// pictures of the YouTube-Faces keypoint set.
struct Placement {
  double shift_x;  // of the centres
  double shift_y;
  double width;
  double height;
};
constexpr Placement kFrontal{0, 0.17, 0.91, 0.87};
constexpr Placement kFrontalDefault{0, 0.165, 0.88, 0.84};
constexpr Placement kProfile{-0.09, 0.17, 0.80, 0.76};

Rect placed(const Placement& placement, const Rect& window) {
  const double width = placement.width * window.width;
  const double height = placement.height * window.width;
  const double centre_x = window.x + window.width * (0.5 + placement.shift_x);
  const double centre_y = window.y + window.height / 2 + window.width * placement.shift_y;
  return {centre_x - width / 2, centre_y - height / 2, width, height};
}

cv::Rect rounded(const Rect& box) {
  return {static_cast<int>(std::lround(box.x)), static_cast<int>(std::lround(box.y)),
          static_cast<int>(std::lround(box.width)), static_cast<int>(std::lround(box.height))};
}

class Cascade {
 public:
  explicit Cascade(const std::string& name)
      : path_(share_dir() / "cascades" / ("haarcascade_" + name + ".xml")) {
    if (!std::filesystem::exists(path_)) {
      throw Error(ErrorCode::kNotFound,
                  "The face detector's file is missing. Install opencv-data, or facepoint again.",
                  path_.string());
    }
  }

  // Every window that passes, not merged. Read from its file when first used.
  std::vector<cv::Rect> windows(const cv::Mat& grey) {
    constexpr double kScaleStep = 1.1;
    constexpr int kMinSide = 24;  // the cascades' own windows have 20 to 24 pixels a side
    try {
      if (classifier_.empty() && !classifier_.load(path_.string())) {
        throw Error(ErrorCode::kDamaged,
                    "The face detector's file can't be read. Install it again.", path_.string());
      }
      std::vector<cv::Rect> found;
      classifier_.detectMultiScale(grey, found, kScaleStep, 0, 0, {kMinSide, kMinSide});
      return found;
    } catch (const cv::Exception& e) {
      throw Error(ErrorCode::kDamaged, "The face detector failed (" + e.err + ").", path_.string());
    }
  }

 private:
  std::filesystem::path path_;
  cv::CascadeClassifier classifier_;
};

// Whether two boxes are about one face: much shared area, or one's middle in the other.
bool same_face(const Rect& a, const Rect& b) {
  constexpr double kSharedArea = 0.3;
  return intersection_over_union(a, b) > kSharedArea || a.contains(b.center()) ||
         b.contains(a.center());
}

class HaarDetector : public FaceDetector {
 public:
  std::string name() const override { return "haar"; }

  std::vector<Detection> detect(const Picture& picture) override {
    if (picture.empty()) return {};
    const Working working = prepare(picture);
    std::vector<cv::Rect> boxes = boxes_of(frontal_, kFrontal, working);
    std::vector<Detection> found = merged(boxes, kSurely, working.scale);
    if (!found.empty()) return found;

    append(boxes, boxes_of(frontal_default_, kFrontalDefault, working));
    append(boxes, boxes_of(profile_, kProfile, working));
    append(boxes, mirrored_profile_boxes(working));
    found = merged(boxes, kTogether, working.scale);
    if (found.size() > 1) found.resize(1);
    return found;
  }

 private:
  // So many windows of the frontal cascade say a face; so many of all cascades say the only one.
  // On the YouTube-Faces keypoint set: the right face in 99.7 % of the labelled pictures, 2 wrong
  // boxes in 100 pictures.
  static constexpr int kSurely = 5;
  static constexpr int kTogether = 3;

  struct Working {
    cv::Mat grey;      // histogram equalised
    double scale = 1;  // working pixels an image pixel
  };

  static Working prepare(const Picture& picture) {
    constexpr double kLongest = 640;   // more costs time and finds little
    constexpr double kShortest = 240;  // smaller pictures are enlarged,
    constexpr double kEnlarged = 2;    // but not more than this
    const double longest = std::max(picture.width, picture.height);
    Working working;
    if (longest > kLongest) working.scale = kLongest / longest;
    if (longest < kShortest) working.scale = std::min(kEnlarged, kShortest / longest);
    const auto scaled = [&](int side) {
      return std::max(1, static_cast<int>(std::lround(side * working.scale)));
    };
    const Picture grey = resize(to_grey(picture), scaled(picture.width), scaled(picture.height));
    cv::equalizeHist(view_of(grey), working.grey);
    return working;
  }

  static std::vector<cv::Rect> boxes_of(Cascade& cascade, const Placement& placement,
                                        const Working& working) {
    std::vector<cv::Rect> boxes = cascade.windows(working.grey);
    for (cv::Rect& box : boxes) {
      box = rounded(
          placed(placement, {double(box.x), double(box.y), double(box.width), double(box.height)}));
    }
    return boxes;
  }

  // The profile cascade knows one side only.
  std::vector<cv::Rect> mirrored_profile_boxes(const Working& working) {
    Working mirrored{{}, working.scale};
    cv::flip(working.grey, mirrored.grey, 1);
    std::vector<cv::Rect> boxes = boxes_of(profile_, kProfile, mirrored);
    for (cv::Rect& box : boxes) box.x = working.grey.cols - box.x - box.width;
    return boxes;
  }

  static void append(std::vector<cv::Rect>& boxes, const std::vector<cv::Rect>& more) {
    boxes.insert(boxes.end(), more.begin(), more.end());
  }

  // Groups of at least `windows` boxes, in image pixels, best first.
  static std::vector<Detection> merged(std::vector<cv::Rect> boxes, int windows, double scale) {
    constexpr double kLikeness = 0.2;
    std::vector<int> counts;
    cv::groupRectangles(boxes, counts, windows - 1, kLikeness);
    std::vector<Detection> groups;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      const cv::Rect& box = boxes[i];
      // Half a pixel: a working box counts from the first pixel's edge, a point from its centre.
      groups.push_back(
          {{box.x / scale - 0.5, box.y / scale - 0.5, box.width / scale, box.height / scale},
           static_cast<double>(counts[i])});
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Detection& a, const Detection& b) { return a.score > b.score; });
    std::vector<Detection> kept;
    for (const Detection& group : groups) {
      const bool known = std::any_of(kept.begin(), kept.end(), [&](const Detection& other) {
        return same_face(group.box, other.box);
      });
      if (!known) kept.push_back(group);
    }
    return kept;
  }

  Cascade frontal_{"frontalface_alt2"};
  Cascade frontal_default_{"frontalface_default"};
  Cascade profile_{"profileface"};
};

}  // namespace

std::unique_ptr<FaceDetector> make_haar_detector() { return std::make_unique<HaarDetector>(); }

}  // namespace facepoint
