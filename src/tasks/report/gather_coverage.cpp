#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "store/face_metrics.h"
#include "tasks/report/gather.h"

namespace facepoint::report {
namespace {

constexpr double kThinShare = 0.02;  // of the faces
constexpr double kEndless = std::numeric_limits<double>::infinity();

struct Stretch {
  double from;
  double to;  // exclusive
  const char* what;
  const char* query;
};

constexpr Stretch kYaw[] = {
    {-kEndless, -45, "turned by more than 45° to the image's left", "yaw<-45"},
    {-45, -20, "turned by 20° to 45° to the image's left", "yaw>=-45 yaw<-20"},
    {-20, 20, "seen from the front, turned by less than 20°", "yaw>=-20 yaw<20"},
    {20, 45, "turned by 20° to 45° to the image's right", "yaw>=20 yaw<45"},
    {45, kEndless, "turned by more than 45° to the image's right", "yaw>=45"},
};
constexpr Stretch kSize[] = {
    {0, 32, "smaller than 32 pixels", "size<32"},
    {32, 64, "of 32 to 64 pixels", "size>=32 size<64"},
    {64, 128, "of 64 to 128 pixels", "size>=64 size<128"},
    {128, 256, "of 128 to 256 pixels", "size>=128 size<256"},
    {256, kEndless, "larger than 256 pixels", "size>=256"},
};
constexpr Stretch kBrightness[] = {
    {0, 50, "in dark pictures (brightness below 50)", "brightness<50"},
    {50, 90, "in rather dark pictures (50 to 90)", "brightness>=50 brightness<90"},
    {90, 150, "in pictures of medium brightness (90 to 150)", "brightness>=90 brightness<150"},
    {150, kEndless, "in bright pictures (150 and more)", "brightness>=150"},
};
constexpr Stretch kSharpness[] = {
    {0, 50, "in blurred pictures (sharpness below 50)", "blur<50"},
    {50, 200, "in rather soft pictures (50 to 200)", "blur>=50 blur<200"},
    {200, kEndless, "in sharp pictures (200 and more)", "blur>=200"},
};

class Tally {
 public:
  Tally(std::vector<double> edges, std::span<const Stretch> stretches)
      : values_(std::move(edges)), stretches_(stretches), counts_(stretches.size()) {}

  void add(double value) {
    values_.add(value);
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
      if (value >= stretches_[i].from && value < stretches_[i].to) ++counts_[i];
    }
  }

  Coverage coverage() const {
    Coverage coverage{values_, {}};
    const double least = kThinShare * static_cast<double>(values_.total());
    for (std::size_t i = 0; i < stretches_.size(); ++i) {
      if (static_cast<double>(counts_[i]) >= least) continue;
      coverage.thin.push_back({stretches_[i].what, stretches_[i].query, counts_[i]});
    }
    return coverage;
  }

 private:
  Histogram values_;
  std::span<const Stretch> stretches_;
  std::vector<std::int64_t> counts_;
};

std::vector<double> even_edges(double from, double to, double step) {
  std::vector<double> edges;
  for (int i = 0; from + i * step <= to; ++i) edges.push_back(from + i * step);
  return edges;
}

}  // namespace

CoverageFigures coverage_figures(Project& project, const Chosen& chosen) {
  Tally yaw(even_edges(-90, 90, 10), kYaw);
  Tally size({0, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024}, kSize);
  Tally brightness(even_edges(0, 256, 16), kBrightness);
  Tally sharpness({0, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000}, kSharpness);
  for (const FaceMetric& metric : face_metrics(project, chosen.query)) {
    if (metric.yaw) yaw.add(*metric.yaw);
  }
  for (const FaceSummary& face : chosen.faces) {
    size.add(std::sqrt(std::max(0.0, face.box.area())));
    const auto image = chosen.image_of.find(face.image);
    if (image == chosen.image_of.end() || !image->second->decode_error.empty()) continue;
    brightness.add(image->second->brightness);
    sharpness.add(image->second->blur);
  }
  return {yaw.coverage(), size.coverage(), brightness.coverage(), sharpness.coverage()};
}

}  // namespace facepoint::report
