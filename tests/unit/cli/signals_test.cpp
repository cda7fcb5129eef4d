#include "cli/signals.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

namespace facepoint::cli {
namespace {

TEST(Signals, TheFirstOneAsksTheJobToStop) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const CancelOnSignal signals;
    EXPECT_FALSE(signals.token().stop_requested());
    kill(getpid(), signal);
    for (int i = 0; i < 500 && !signals.token().stop_requested(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_TRUE(signals.token().stop_requested());
  }
}

TEST(Signals, ASecondOneEndsTheProgramAtOnce) {
  EXPECT_EXIT(
      {
        const CancelOnSignal signals;
        kill(getpid(), SIGINT);
        while (!signals.token().stop_requested()) std::this_thread::yield();
        kill(getpid(), SIGINT);
        std::this_thread::sleep_for(std::chrono::seconds(60));
      },
      testing::ExitedWithCode(130), "");
}

}  // namespace
}  // namespace facepoint::cli
