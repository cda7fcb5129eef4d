#include "base/job.h"

#include <gtest/gtest.h>

#include <vector>

namespace facepoint {
namespace {

TEST(Job, TheLastItemAndTheEndOfAStageAreAlwaysReported) {
  std::vector<Progress> heard;
  JobContext job([&](const Progress& p) { heard.push_back(p); });
  job.begin_stage("Reading", 1000);
  for (int i = 1; i <= 1000; ++i) job.progress(i, 1000);
  job.finish_stage("done");
  ASSERT_GE(heard.size(), 3U);
  EXPECT_LT(heard.size(), 500U) << "the listener should not hear of every item";
  EXPECT_EQ(heard[heard.size() - 2].done, 1000);
  EXPECT_TRUE(heard.back().stage_finished);
  EXPECT_EQ(heard.back().note, "done");
}

TEST(Job, AStageThatIsOverIsDoneAltogether) {
  Progress last;
  JobContext job([&](const Progress& p) { last = p; });
  job.begin_stage("Reading", 5);
  for (int i = 0; i < 5; ++i) job.progress(i, 5);  // as each item begins
  job.finish_stage();
  EXPECT_TRUE(last.stage_finished);
  EXPECT_EQ(last.done, 5);
}

TEST(Job, ProgressThrowsCancelledOnceAStopIsRequested) {
  std::stop_source stop;
  JobContext job({}, stop.get_token());
  job.begin_stage("Reading", 2);
  job.progress(1, 2);
  stop.request_stop();
  EXPECT_THROW(job.progress(2, 2), Cancelled);
}

}  // namespace
}  // namespace facepoint
