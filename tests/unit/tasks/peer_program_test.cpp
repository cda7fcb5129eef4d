#include "tasks/peer_program.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

class PeerProgram : public testing::Test {
 protected:
  std::string run(const std::string& program, const std::vector<std::string>& arguments,
                  const std::string& input = {}) {
    return run_program(program, arguments, input, dir_.path(), job_);
  }
  test::TempDir dir_;
  std::stop_source stop_;
  JobContext job_{{}, stop_.get_token()};
};

TEST_F(PeerProgram, IsGivenItsInputAndArgumentsAndItsOutputIsReturned) {
  EXPECT_EQ(run("/bin/cat", {}, "one\ntwo\n"), "one\ntwo\n");
  EXPECT_EQ(run("/bin/echo", {"a b", "c"}), "a b c\n");
}

TEST_F(PeerProgram, OneThatFailsIsAnErrorWithWhatItSaid) {
  try {
    run("/bin/cat", {"/no/such/file"});
    ADD_FAILURE() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("/no/such/file"), std::string::npos) << error.message();
    EXPECT_EQ(error.context(), "/bin/cat");
  }
}

TEST_F(PeerProgram, OneThatIsNotThereIsAnError) {
  EXPECT_THROW(run("/no/such/program", {}), Error);
}

TEST_F(PeerProgram, ACancelEndsIt) {
  stop_.request_stop();
  EXPECT_THROW(run("/bin/sleep", {"600"}), Cancelled);
}

}  // namespace
}  // namespace facepoint
