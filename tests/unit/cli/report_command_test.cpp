#include <gtest/gtest.h>

#include <algorithm>

#include "base/files.h"
#include "cli/commands.h"
#include "store/project.h"
#include "support/temp_dir.h"

namespace facepoint::cli {
namespace {

class ReportCommand : public testing::Test {
 protected:
  test::TempDir dir_;
  std::string project_ = (dir_ / "p.facepoint").string();
  std::string out_ = (dir_ / "a report.html").string();

  void run(std::vector<std::string> arguments) {
    JobContext job;
    Program program{job};
    CLI::App app;
    add_report_command(app, program);
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    app.parse(arguments);
    EXPECT_EQ(program.exit_code, kExitOk);
  }
};

TEST_F(ReportCommand, WritesThePageOfAProject) {
  Project::create(project_);
  run({"report", project_, "--out", out_});
  EXPECT_TRUE(read_file(out_).starts_with("<!DOCTYPE html>"));
}

TEST_F(ReportCommand, AWrongUseIsToldAsSuch) {
  Project::create(project_);
  EXPECT_THROW(run({"report", project_}), CLI::RequiredError);
  EXPECT_THROW(run({"report", project_, "--out", out_, "--pictures", "-3"}), CLI::ValidationError);
  EXPECT_THROW(run({"report", project_, "--out", out_, "--where", "nonsense"}),
               CLI::ValidationError);
  EXPECT_FALSE(std::filesystem::exists(out_));
}

}  // namespace
}  // namespace facepoint::cli
