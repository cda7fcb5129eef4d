#include "base/process.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace facepoint {
namespace {

TEST(Process, KnowsThatItIsRunningItself) {
  EXPECT_TRUE(process_runs(this_process()));
  EXPECT_EQ(this_process(), this_process());
}

TEST(Process, ThatHasEndedOrWhoseNumberAnotherHasIsNotRunning) {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(process_runs(std::to_string(child) + "@1"));
  EXPECT_FALSE(process_runs(std::to_string(getpid()) + "@1"));
  EXPECT_FALSE(process_runs(std::to_string(getpid()) + "@"));
  EXPECT_FALSE(process_runs(""));
  EXPECT_FALSE(process_runs("../self@"));
}

}  // namespace
}  // namespace facepoint
