#include "tasks/frame_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "image/process.h"

namespace facepoint {

double mean_difference(const Picture& a, const Picture& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return a.pixels.empty() ? 0 : sum / 255 / static_cast<double>(a.pixels.size());
}

Picture in_small(const Picture& frame) { return to_grey(resize(frame, 32, 18)); }

void Sampling::check() const {
  if (by == By::kTime && !(seconds > 0)) {
    throw Error(ErrorCode::kInvalidInput, "frames are kept every so many seconds: more than 0");
  }
  if (by == By::kChange && !(change > 0 && change < 1)) {
    throw Error(ErrorCode::kInvalidInput,
                "a frame is kept where it differs by a share of white between 0 and 1");
  }
}

double FrameSampler::Steps::usual(double seconds) {
  if (last_) {
    recent_[count_ % recent_.size()] = seconds - *last_;
    ++count_;
  }
  last_ = seconds;
  if (count_ == 0) return 0;
  std::array<double, kRecent> sorted = recent_;
  const auto size = static_cast<std::ptrdiff_t>(std::min(count_, kRecent));
  std::nth_element(sorted.begin(), sorted.begin() + size / 2, sorted.begin() + size);
  return sorted[static_cast<std::size_t>(size / 2)];
}

FrameSampler::FrameSampler(Sampling sampling) : sampling_(sampling) { sampling_.check(); }

bool FrameSampler::keeps(const Picture& frame, double seconds) {
  switch (sampling_.by) {
    case Sampling::By::kTime: {
      // Stored times tremble, by a millisecond of rounding or more: a frame belongs to the span
      // that begins up to nearly half a frame after it.
      constexpr double kEarly = 0.45;
      const double early = kEarly * std::min(steps_.usual(seconds), sampling_.seconds);
      const auto span =
          static_cast<std::int64_t>(std::floor((seconds + early) / sampling_.seconds));
      if (span <= last_span_) return false;
      last_span_ = span;
      return true;
    }
    case Sampling::By::kChange: {
      Picture small = in_small(frame);
      if (!last_.empty() && mean_difference(small, last_) < sampling_.change) return false;
      last_ = std::move(small);
      return true;
    }
    case Sampling::By::kAll:
      return true;
  }
  return true;
}

}  // namespace facepoint
