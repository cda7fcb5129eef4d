// A training as a person starts, watches, stops and goes on with it in the editor.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "e2e/editor_program.h"
#include "store/models.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using test::EditorProgram;
using test::program;
using test::run_program;
using test::VirtualDisplay;
using Trace = EditorProgram::Trace;

auto shows(const std::string& widget) {
  return [widget](const Trace& trace) { return trace["widgets"].contains(widget); };
}

TEST(TrainingJourney, IsStartedWatchedStoppedAndGoneOnWithAfterARestart) {
  const test::TempDir folder;
  const std::filesystem::path path = folder / "p.facepoint";
  ASSERT_EQ(
      run_program({program("facepoint"), "import", path, test::source_dir() / "data/sample"}).code,
      0);
  const auto stored_run = [&] {
    Project project = Project::open(path);
    const std::vector<TrainingRun> runs = training_runs(project);
    EXPECT_EQ(runs.size(), 1u);
    return runs.empty() ? TrainingRun{} : runs.front();
  };
  const auto stored_epochs = [&] { return nlohmann::json::parse(stored_run().metrics).size(); };
  const VirtualDisplay display;
  std::size_t epochs = 0;
  {
    EditorProgram editor(display, path, {"--do", "show_train"});
    editor.wait_until(shows("train/problem"));
    display.key("p");
    const Trace planned = editor.wait_until(shows("train/plan"));
    EXPECT_FALSE(planned["widgets"].contains("train/problem")) << planned["status"];
    display.mouse_drag({EditorProgram::center(planned, "button/train_start")});
    editor.wait_while_working_until(shows("plot/nme/0"));
    display.key("s");
    const Trace stopped = editor.wait_until(shows("button/train_resume"));
    EXPECT_TRUE(stopped["widgets"].contains("train/miss/0"));
    EXPECT_EQ(stored_run().state, "cancelled");
    epochs = stored_epochs();
    EXPECT_GE(epochs, 1u);
    EXPECT_TRUE(std::filesystem::exists(folder / "model-1.fpm"));
  }
  EditorProgram editor(display, path, {"--do", "show_train"});
  editor.wait_until(shows("button/train_resume"));
  display.key("r");
  editor.wait_while_working_until(shows("plot/nme/" + std::to_string(epochs)));
  display.key("s");
  editor.wait_until(shows("button/train_resume"));
  EXPECT_GT(stored_epochs(), epochs) << "the same run has gone on";
  display.key("u");
  editor.wait_for_status("use model-1 from now on");
}

// One of the pictures can't be read any more, which a check says and goes on.
TEST(CheckJourney, WhatACheckHasFoundIsThereWhenItEnds) {
  const test::TempDir folder;
  std::filesystem::copy(test::source_dir() / "data/sample", folder / "sample",
                        std::filesystem::copy_options::recursive);
  const std::filesystem::path path = folder / "p.facepoint";
  ASSERT_EQ(run_program({program("facepoint"), "import", path, folder / "sample"}).code, 0);
  test::write_text(folder / "sample/training/Ada_Lindqvist_00.jpg", "no picture");
  const VirtualDisplay display;
  EditorProgram editor(display, path, {"--do", "show_review"});
  const Trace opened = editor.wait_until(shows("button/check_labels"));
  EXPECT_FALSE(opened["widgets"].contains("review/item/0"));
  display.key("ctrl+shift+r");
  const Trace checked = editor.wait_until(shows("review/item/0"));
  EXPECT_TRUE(checked["widgets"].contains("button/findings_mend"));
}

}  // namespace
}  // namespace facepoint
