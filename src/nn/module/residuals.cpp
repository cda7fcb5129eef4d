#include "nn/module/residuals.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace facepoint::nn {

void Residuals::add(const Keypoints& predicted, const Keypoints& label, const FaceFrame& frame) {
  const double cosine = std::cos(frame.angle) / frame.side;
  const double sine = std::sin(frame.angle) / frame.side;
  std::vector<double> face;
  face.reserve(static_cast<std::size_t>(points_) * 2);
  for (std::size_t i = 0; i < static_cast<std::size_t>(points_); ++i) {
    const Point error = label[i].position - predicted[i].position;
    const bool known = label[i].present();
    constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();
    face.push_back(known ? error.x * cosine + error.y * sine : kAbsent);
    face.push_back(known ? error.y * cosine - error.x * sine : kAbsent);
  }
  faces_.push_back(std::move(face));
}

std::vector<float> Residuals::covariance() const {
  if (faces_.size() < 2) return {};
  const auto size = static_cast<std::size_t>(points_) * 2;
  std::vector<double> mean(size, 0);
  std::vector<int> known(size, 0);
  for (const auto& face : faces_) {
    for (std::size_t i = 0; i < size; ++i) {
      if (std::isnan(face[i])) continue;
      mean[i] += face[i];
      ++known[i];
    }
  }
  for (std::size_t i = 0; i < size; ++i) mean[i] /= std::max(known[i], 1);
  std::vector<double> sum(size * size, 0);
  std::vector<double> centred(size);
  for (const auto& face : faces_) {
    for (std::size_t i = 0; i < size; ++i) {
      centred[i] = std::isnan(face[i]) ? 0 : face[i] - mean[i];
    }
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t k = 0; k < size; ++k) sum[i * size + k] += centred[i] * centred[k];
    }
  }
  std::vector<float> covariance;
  covariance.reserve(sum.size());
  for (const double value : sum) {
    covariance.push_back(static_cast<float>(value / static_cast<double>(faces_.size() - 1)));
  }
  return covariance;
}

}  // namespace facepoint::nn
