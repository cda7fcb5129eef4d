// Which frames of a clip are worth keeping. Values, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "image/picture.h"

namespace facepoint {

struct Sampling {
  enum class By : std::uint8_t {
    kTime,    // the first frame of every so many seconds; all, where they come more seldom
    kChange,  // a frame that differs enough from the last one kept
    kAll,
  };
  By by = By::kTime;
  double seconds = 0.5;  // kTime
  double change = 0.03;  // kChange: mean difference in grey, as a share of white; see in_small

  void check() const;  // throws Error(kInvalidInput)
};

class FrameSampler {
 public:
  explicit FrameSampler(Sampling sampling);  // throws as Sampling::check

  // Of frames in their order, the first of which is always kept. `seconds`: since the first frame.
  bool keeps(const Picture& frame, double seconds);

 private:
  // The median time between the last few frames, which neither a gap nor a hasty frame moves.
  class Steps {
   public:
    double usual(double seconds);  // of the frame that came at `seconds`; 0 for the first

   private:
    static constexpr std::size_t kRecent = 9;
    std::array<double, kRecent> recent_{};
    std::size_t count_ = 0;
    std::optional<double> last_;
  };

  Sampling sampling_;
  Steps steps_;
  std::int64_t last_span_ = -1;
  Picture last_;  // the last one kept, in small
};

// Mean difference of two grey pictures of one size, as a share of white.
double mean_difference(const Picture& a, const Picture& b);
// What frames are compared by, since neither grain nor a point's movement shows in it: 32 x 18 grey
// pixels.
Picture in_small(const Picture& frame);

}  // namespace facepoint
