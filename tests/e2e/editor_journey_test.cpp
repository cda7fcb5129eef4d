// The editor as a person uses it: real windows, real mouse and key events, the real store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

#include "base/files.h"
#include "e2e/editor_program.h"
#include "image/codec.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using test::EditorProgram;
using test::program;
using test::run_program;
using test::VirtualDisplay;
using Trace = EditorProgram::Trace;

constexpr const char* kCsv = "training_frames_keypoints.csv";

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// A dataset of three pictures in the published CSV's form, imported by the command line.
class EditorJourney : public testing::Test {
 protected:
  EditorJourney() {
    std::filesystem::create_directories(dataset / "training");
    std::string csv;
    for (int i = 0; i < 136; ++i) csv += "," + std::to_string(i);
    csv += "\n";
    for (const char* name : {"Ada_01.jpg", "Ada_02.jpg", "Bo_01.jpg"}) {
      Picture picture;
      picture.width = 240;
      picture.height = 200;
      picture.pixels.assign(picture.row_bytes() * picture.height, 120);
      picture.row(100)[300] = static_cast<std::uint8_t>(name[5]);  // no two alike
      picture.row(101)[300] = static_cast<std::uint8_t>(name[0]);
      save_picture(dataset / "training" / name, picture);
      csv += name;
      for (int i = 0; i < 68; ++i) {
        csv += "," + std::to_string(20 + i % 10 * 20) + ".0," + std::to_string(20 + i / 10 * 22) +
               ".0";
      }
      csv += "\n";
    }
    test::write_text(dataset / kCsv, csv);
    EXPECT_EQ(run({program("facepoint"), "import", project, dataset}), 0);
  }

  int run(const std::vector<std::string>& command) const {
    const test::Finished finished = run_program(command);
    if (finished.code != 0) ADD_FAILURE() << finished.output;
    return finished.code;
  }
  std::string exported() {
    const std::filesystem::path out = folder / ("out" + std::to_string(++exports_));
    EXPECT_EQ(run({program("facepoint"), "export", project, "--out", out}), 0);
    return read_file(out / kCsv);
  }
  std::string imported() const { return read_file(dataset / kCsv); }

  test::TempDir folder;
  std::filesystem::path dataset = folder / "set";
  std::filesystem::path project = folder / "journey.facepoint";

 private:
  int exports_ = 0;
};

// The cells in which two CSVs of equal shape differ, as (line, column).
std::vector<std::pair<int, int>> differences(const std::string& a, const std::string& b) {
  std::vector<std::pair<int, int>> cells;
  const auto lines_a = split(a, '\n');
  const auto lines_b = split(b, '\n');
  EXPECT_EQ(lines_a.size(), lines_b.size());
  for (std::size_t line = 0; line < std::min(lines_a.size(), lines_b.size()); ++line) {
    const auto cells_a = split(lines_a[line], ',');
    const auto cells_b = split(lines_b[line], ',');
    EXPECT_EQ(cells_a.size(), cells_b.size());
    for (std::size_t i = 0; i < std::min(cells_a.size(), cells_b.size()); ++i) {
      if (cells_a[i] != cells_b[i]) cells.emplace_back(line, i);
    }
  }
  return cells;
}

TEST_F(EditorJourney, ADraggedPointIsStoredAtOnceAndUndoneAfterARestart) {
  ASSERT_EQ(exported(), imported());
  const VirtualDisplay display;
  const Point shift{37, -21};  // in screen pixels
  double scale = 0;
  {
    EditorProgram editor(display, project, {"--image", "Ada_02.jpg"});
    const Trace ready = editor.wait_until(
        [](const Trace& trace) { return trace["image"] == "training/Ada_02.jpg"; });
    scale = ready["pixels_per_image_pixel"];
    // Nothing else is to move, however fast the network that corrects answers.
    display.key("c");
    editor.wait_for_status("Points stay");
    const Point from = EditorProgram::center(ready, "landmark/30");
    display.mouse_move(from);
    display.mouse_button(true);
    display.mouse_move(from + shift);
    display.mouse_button(false);
    editor.wait_for_status("Moved point 30");
    editor.process().send(SIGKILL);
    EXPECT_EQ(editor.process().wait(), 128 + SIGKILL);
  }
  const std::string after = exported();
  const std::vector<std::pair<int, int>> expected{{2, 1 + 60}, {2, 1 + 61}};
  EXPECT_EQ(differences(imported(), after), expected);
  const auto row = split(split(after, '\n').at(2), ',');
  // The point starts at (20, 86); positions are kept to a hundredth of a pixel.
  EXPECT_NEAR(std::stod(row.at(61)), 20 + shift.x / scale, 0.011);
  EXPECT_NEAR(std::stod(row.at(62)), 86 + shift.y / scale, 0.011);

  EditorProgram editor(display, project);
  const Trace ready = editor.wait_until([](const Trace& trace) {
    return trace["undo"].get<std::string>().starts_with("Move point 30");
  });
  EXPECT_EQ(ready["image"], "training/Ada_01.jpg");
  display.mouse_move(EditorProgram::center(ready, "canvas"));
  display.key("ctrl+z");
  const Trace undone = editor.wait_for_status("Undone: Move point 30");
  EXPECT_EQ(undone["image"], "training/Ada_02.jpg") << "undo turns to the picture it concerns";
  EXPECT_EQ(undone["undo"], "");
  display.key("ctrl+q");
  EXPECT_EQ(editor.process().wait(), 0);
  EXPECT_EQ(exported(), imported()) << "byte for byte";
}

TEST_F(EditorJourney, FilteringApprovingAndButtonsWorkWithRealEvents) {
  const VirtualDisplay display;
  EditorProgram editor(display, project);
  const Trace ready = editor.wait_until([](const Trace& trace) { return trace["listed"] == 3; });
  display.mouse_move(EditorProgram::center(ready, "filter"));
  display.mouse_button(true);
  display.mouse_button(false);
  for (const char* key : {"n", "a", "m", "e", "colon", "B", "asterisk", "Return"}) display.key(key);
  const Trace filtered = editor.wait_until([](const Trace& trace) { return trace["listed"] == 1; });
  EXPECT_EQ(filtered["image"], "training/Bo_01.jpg");
  display.mouse_move(EditorProgram::center(filtered, "button/approve"));
  display.mouse_button(true);
  display.mouse_button(false);
  const Trace approved =
      editor.wait_until([](const Trace& trace) { return trace["face_status"] == "approved"; });
  EXPECT_EQ(approved["undo"], "Approve");
  EXPECT_EQ(exported(), imported()) << "approving changes no point";
}

TEST_F(EditorJourney, AScreenshotIsSavedAndTheProgramEnds) {
  const VirtualDisplay display;
  const std::filesystem::path file = folder / "shot.png";
  EXPECT_EQ(run_program({program("facepoint-edit"), project, "--size", "800x600", "--screenshot",
                         file, "--do", "fit_face"},
                        display.environment())
                .code,
            0);
  const Picture shot = load_picture(file);
  EXPECT_EQ(shot.width, 800);
  EXPECT_EQ(shot.height, 600);
  // The picture's grey is in the middle of the window: what was asked for was loaded.
  int grey = 0;
  for (int x = 250; x < 550; ++x) {
    const std::uint8_t* pixel = shot.row(300) + 3 * x;
    if (std::abs(pixel[0] - 120) < 3 && std::abs(pixel[1] - 120) < 3) ++grey;
  }
  EXPECT_GT(grey, 60);
}

TEST_F(EditorJourney, ADroppedFolderIsImportedAndADroppedProjectIsOpened) {
  const VirtualDisplay display;
  EditorProgram editor(display, folder / "empty.facepoint");
  editor.wait_until([](const Trace& trace) { return trace["listed"] == 0; });
  display.drop({640, 360}, dataset);
  const Trace imported = editor.wait_until([](const Trace& trace) { return trace["listed"] == 3; });
  EXPECT_THAT(imported["status"], testing::HasSubstr("3 pictures"));
  EXPECT_EQ(
      run({program("facepoint"), "export", folder / "empty.facepoint", "--out", folder / "out"}),
      0);
  EXPECT_EQ(read_file(folder / "out" / kCsv), read_file(dataset / kCsv)) << "labels came along";

  EditorProgram other(display, project, {"--filter", "name:Bo*"});
  other.wait_until([](const Trace& trace) { return trace["listed"] == 1; });
  display.drop({640, 360}, folder / "empty.facepoint");
  EXPECT_EQ(other.wait_for_status("Opened empty.facepoint")["listed"], 3);
}

TEST_F(EditorJourney, TheStartPageOpensTheSampleInOneClickAndRemembersIt) {
  const VirtualDisplay display;
  const std::vector<std::string> home{"env", "XDG_STATE_HOME=" + (folder / "state").string(),
                                      "XDG_DATA_HOME=" + (folder / "data").string()};
  {
    EditorProgram editor(display, "", {}, home);
    const Trace start = editor.wait_until(
        [](const Trace& trace) { return trace["widgets"].contains("start/sample"); });
    EXPECT_FALSE(start["widgets"].contains("start/recent/0"));
    display.mouse_move(EditorProgram::center(start, "start/sample"));
    display.mouse_button(true);
    display.mouse_button(false);
    editor.wait_until([](const Trace& trace) { return trace.value("listed", 0) > 0; });
    display.key("ctrl+q");
    EXPECT_EQ(editor.process().wait(), 0);
  }
  EditorProgram editor(display, "", {}, home);
  const Trace start = editor.wait_until(
      [](const Trace& trace) { return trace["widgets"].contains("start/recent/0"); });
  display.mouse_move(EditorProgram::center(start, "start/recent/0"));
  display.key("1");
  editor.wait_until([](const Trace& trace) { return trace.value("listed", 0) > 0; });
  display.key("ctrl+o");
  editor.wait_until([](const Trace& trace) { return trace["widgets"].contains("start/sample"); });
}

TEST_F(EditorJourney, TheBenchmarkNeedsNoDisplayAndNamesItsFigures) {
  const test::Finished finished = run_program(
      {"env", "-u", "DISPLAY", program("facepoint-edit"), "bench", "--quick", "--json"});
  EXPECT_EQ(finished.code, 0) << finished.output;
  const Trace figures = Trace::parse(finished.output);
  for (const char* name : {"library_scroll_p99_ms", "review_scroll_p99_ms", "drag_p99_ms",
                           "thousand_faces_p99_ms", "next_prefetched_ms", "next_cold_ms"}) {
    EXPECT_GT(figures.value(name, 0.0), 0) << name;
  }
  EXPECT_EQ(run_program({program("facepoint-edit"), "bench", "--slow"}).code, 2);
}

TEST_F(EditorJourney, WithoutADisplayItSaysSo) {
  EXPECT_EQ(run_program({"env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY", program("facepoint-edit"),
                         project})
                .code,
            1);
  EXPECT_EQ(run_program({program("facepoint-edit"), "--filter", "has:face"}).code, 2);
  EXPECT_EQ(run_program({program("facepoint-edit"), "--help"}).code, 0);
}

}  // namespace
}  // namespace facepoint
