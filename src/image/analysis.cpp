#include "image/analysis.h"

#include <bit>
#include <opencv2/imgproc.hpp>

#include "image/opencv_bridge.h"
#include "image/process.h"

namespace facepoint {
namespace {

constexpr int kHashPicture = 32;  // the picture that is transformed, pixels a side
constexpr int kHashSide = 8;      // low frequencies kept a side: 64 bits
constexpr int kBlurSide = 256;

// One bit a low frequency of the DCT: above the mean of them all, the constant one left out of the
// mean since it is the brightness. Zauner, "Implementation and benchmarking of perceptual image
// hash functions" (2010), section 3.2.1, with the mean in place of the median.
std::uint64_t perceptual_hash(const Picture& grey) {
  const Picture small = resize(grey, kHashPicture, kHashPicture);
  cv::Mat values;
  cv::Mat frequencies;
  view_of(small).convertTo(values, CV_32F);
  cv::dct(values, frequencies);
  const cv::Mat low = frequencies(cv::Rect(0, 0, kHashSide, kHashSide));
  constexpr double kCount = kHashSide * kHashSide - 1;
  const double mean = (cv::sum(low)[0] - low.at<float>(0, 0)) / kCount;
  std::uint64_t hash = 0;
  for (int y = 0; y < kHashSide; ++y) {
    for (int x = 0; x < kHashSide; ++x) {
      hash = hash << 1 | static_cast<std::uint64_t>(low.at<float>(y, x) > mean);
    }
  }
  return hash;
}

double variance_of_laplacian(const Picture& grey) {
  const Picture small = thumbnail(grey, kBlurSide);
  cv::Mat laplacian;
  cv::Laplacian(view_of(small), laplacian, CV_32F);
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(laplacian, mean, deviation);
  return deviation[0] * deviation[0];
}

}  // namespace

PictureAnalysis analyse(const Picture& picture) {
  const Picture grey = to_grey(picture);
  PictureAnalysis analysis;
  analysis.perceptual_hash = perceptual_hash(grey);
  analysis.blur = variance_of_laplacian(grey);
  analysis.brightness = cv::mean(view_of(grey))[0];
  analysis.look = look_of(grey);
  return analysis;
}

int hamming_distance(std::uint64_t a, std::uint64_t b) { return std::popcount(a ^ b); }

}  // namespace facepoint
