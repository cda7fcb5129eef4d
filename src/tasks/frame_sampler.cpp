#include "tasks/frame_sampler.h"

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

FrameSampler::FrameSampler(Sampling sampling) : sampling_(sampling) { sampling_.check(); }

bool FrameSampler::keeps(const Picture& frame, double seconds) {
  switch (sampling_.by) {
    case Sampling::By::kTime: {
      constexpr double kRounding = 1e-4;  // seconds: of times that are stored in milliseconds or so
      const auto span =
          static_cast<std::int64_t>(std::floor((seconds + kRounding) / sampling_.seconds));
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
