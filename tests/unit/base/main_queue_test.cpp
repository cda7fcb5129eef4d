#include "base/main_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace facepoint {
namespace {

TEST(MainQueue, RunsInOrderAndWhatATaskPostsRunsNextTime) {
  int wakes = 0;
  MainQueue queue([&] { ++wakes; });
  std::vector<int> ran;
  queue.post([&] {
    ran.push_back(1);
    queue.post([&] { ran.push_back(3); });
  });
  queue.post([&] { ran.push_back(2); });
  EXPECT_EQ(queue.run_pending(), 2U);
  EXPECT_EQ(ran, (std::vector<int>{1, 2}));
  EXPECT_EQ(queue.run_pending(), 1U);
  EXPECT_EQ(ran.back(), 3);
  EXPECT_EQ(wakes, 3);
}

TEST(MainQueue, LosesNothingPostedFromManyThreads) {
  MainQueue queue;
  int count = 0;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) queue.post([&] { ++count; });
    });
  }
  threads.clear();
  while (queue.run_pending() > 0) {
  }
  EXPECT_EQ(count, 4000);
}

}  // namespace
}  // namespace facepoint
