#include "tasks/frame_sampler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

namespace facepoint {
namespace {

using testing::ElementsAre;

// Numbers of the frames that are kept of those at times(0), times(1) ...
std::vector<int> kept(double every, int frames, const std::function<double(int)>& times) {
  FrameSampler sampler({Sampling::By::kTime, every, 0});
  std::vector<int> numbers;
  for (int i = 0; i < frames; ++i) {
    if (sampler.keeps({}, times(i))) numbers.push_back(i);
  }
  return numbers;
}

std::vector<int> every_nth(int n, int frames) {
  std::vector<int> numbers;
  for (int i = 0; i < frames; i += n) numbers.push_back(i);
  return numbers;
}

TEST(FrameSampler, TimesInMillisecondsKeepTheFramesOfExactTimes) {
  for (const double rate : {23.976, 24.0, 25.0, 29.97, 30.0, 50.0, 59.94, 60.0, 120.0, 240.0}) {
    const auto rounded = [&](int i) { return std::round(i / rate * 1000) / 1000; };
    const auto cut = [&](int i) { return std::floor(i / rate * 1000) / 1000; };
    const auto late_first = [&](int i) {  // the first frame's own time was rounded up
      return i == 0 ? 0 : std::round(i / rate * 1000) / 1000 - 5e-4;
    };
    for (const int n : {1, 2, 3, 10}) {
      const std::vector<int> right = every_nth(n, 1000);
      EXPECT_EQ(kept(n / rate, 1000, [&](int i) { return i / rate; }), right) << rate << " " << n;
      EXPECT_EQ(kept(n / rate, 1000, rounded), right) << rate << " " << n;
      EXPECT_EQ(kept(n / rate, 1000, cut), right) << rate << " " << n;
      EXPECT_EQ(kept(n / rate, 1000, late_first), right) << rate << " " << n;
    }
  }
}

TEST(FrameSampler, ThatFramesComeABitEarlyOrLateDoesNotMatter) {
  const auto trembling = [](int i) { return i / 30.0 + (i % 3 - 1) * 0.006; };
  const auto since_first = [&](int i) { return trembling(i) - trembling(0); };
  EXPECT_EQ(kept(1 / 30.0, 300, since_first).size(), 300);
  EXPECT_EQ(kept(1 / 10.0, 300, since_first), every_nth(3, 300));
}

TEST(FrameSampler, WhoWantsMoreThanThereIsGetsAll) {
  EXPECT_EQ(kept(1 / 60.0, 100, [](int i) { return std::round(i / 24.0 * 1000) / 1000; }).size(),
            100);
  EXPECT_EQ(kept(1 / 31.0, 300, [](int i) { return std::round(i / 30.0 * 1000) / 1000; }).size(),
            300);
}

TEST(FrameSampler, ASpanBeginsWithTheFrameAfterItsBeginning) {
  EXPECT_THAT(kept(0.5, 51, [](int i) { return i / 25.0; }), ElementsAre(0, 13, 25, 38, 50));
  EXPECT_THAT(kept(0.25, 11, [](int i) { return i / 10.0; }), ElementsAre(0, 3, 5, 8, 10));
}

TEST(FrameSampler, AGapLeavesOutNoFrameAfterIt) {
  // Ten frames a second, none from 1.0 to 4.1 s.
  const auto times = [](int i) { return i <= 10 ? i * 0.1 : 4.1 + (i - 11) * 0.1; };
  EXPECT_THAT(kept(0.5, 25, times), ElementsAre(0, 5, 10, 11, 15, 20));
}

TEST(FrameSampler, OfABurstWithinASpanOneFrameIsKept) {
  // Bursts of five frames, 10 ms apart, every second.
  const auto times = [](int i) { return i / 5 + i % 5 * 0.01; };
  EXPECT_EQ(kept(0.5, 50, times), every_nth(5, 50));
}

}  // namespace
}  // namespace facepoint
