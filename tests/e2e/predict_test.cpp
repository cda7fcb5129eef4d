// The shipped model through the real program: loose pictures, and the sample's unlabelled ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "image/codec.h"
#include "program.h"
#include "support/drawn_clip.h"
#include "support/onnx_files.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

bool has_shipped_model() {
  const fs::path models = source_dir() / "models";
  if (!fs::exists(models)) return false;
  for (const auto& entry : fs::directory_iterator(models)) {
    if (fs::exists(entry.path() / "weights.fpm")) return true;
  }
  return false;
}

// The number behind `label` in a report.
int count_in(const std::string& report, const std::string& label) {
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find("  " + label + " ");
    if (at == 0) return std::stoi(line.substr(label.size() + 2));
  }
  return -1;
}

class ShippedModel : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_shipped_model()) GTEST_SKIP() << "models/ holds no model";
  }
  ProgramResult run(const std::vector<std::string>& arguments) {
    return run_program(FACEPOINT_PROGRAM, arguments);
  }

  TempDir dir_;
  fs::path sample_ = source_dir() / "data/sample";
};

TEST_F(ShippedModel, PredictPrintsOneJsonObjectALineAndDrawsThePoints) {
  std::vector<std::string> arguments{"predict", "--out", (dir_ / "out").string()};
  std::vector<std::string> pictures;
  for (const auto& entry : fs::directory_iterator(sample_ / "training")) {
    if (pictures.size() < 3) pictures.push_back(entry.path().string());
  }
  write_text(dir_ / "text.jpg", "no picture");
  write_text(dir_ / "empty.jpg", "");
  write_text(dir_ / "cut.jpg", read_file(pictures.at(0)).substr(0, 3000));
  for (const char* name : {"text.jpg", "empty.jpg", "cut.jpg"}) {
    pictures.push_back((dir_ / name).string());
  }
  arguments.insert(arguments.end(), pictures.begin(), pictures.end());

  const ProgramResult result = run(arguments);
  EXPECT_EQ(result.exit_code, 3) << result.err;
  std::istringstream lines(result.out);
  std::size_t count = 0;
  std::size_t faces = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto object = nlohmann::json::parse(line);
    EXPECT_EQ(object.at("image"), pictures.at(count));
    EXPECT_EQ(object.contains("error"), count >= 3) << line;
    EXPECT_EQ(object.contains("faces"), count < 3) << line;
    if (count >= 3) continue;
    const Picture picture = load_picture(pictures[count]);
    for (const auto& face : object.at("faces")) {
      ++faces;
      EXPECT_EQ(face.at("box").size(), 4);
      EXPECT_EQ(face.at("confidence").size(), 68);
      ASSERT_EQ(face.at("points").size(), 68);
      const auto nose = face.at("points").at(30);
      EXPECT_TRUE(nose.at(0) > 0 && nose.at(0) < picture.width) << nose;
      EXPECT_TRUE(nose.at(1) > 0 && nose.at(1) < picture.height) << nose;
      EXPECT_TRUE(face.at("score") > 0 && face.at("score") <= 1);
    }
  }
  EXPECT_EQ(count, 6);
  EXPECT_GE(faces, 3);
  std::size_t drawings = 0;
  for (const auto& entry : fs::directory_iterator(dir_ / "out")) {
    EXPECT_GT(load_picture(entry.path()).width, 0);
    ++drawings;
  }
  EXPECT_EQ(drawings, 3);
}

TEST_F(ShippedModel, AnnotateProposesPointsForTheSamplesNewFacesOnce) {
  const std::string project = (dir_ / "p.facepoint").string();
  ASSERT_EQ(run({"import", project, sample_.string()}).exit_code, 0);
  const ProgramResult first = run({"annotate", project});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_GE(count_in(first.out, "annotated"), 17) << "nine in ten of the 19 without a label";
  EXPECT_GE(count_in(first.out, "faces added"), 17);
  const ProgramResult second = run({"annotate", project});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(count_in(second.out, "faces added"), 0);
}

TEST_F(ShippedModel, AFileThatIsNoModelIsRefusedByName) {
  write_text(dir_ / "no_model.fpm", "text");
  const ProgramResult result =
      run({"predict", "--model", (dir_ / "no_model.fpm").string(), (dir_ / "a.jpg").string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("no_model.fpm"));
}

TEST_F(ShippedModel, IsExportedInBothFormatsAndNoOther) {
  const std::string weights = (source_dir() / "models/heatmap68/weights.fpm").string();
  for (const char* name : {"net.pt", "net.onnx"}) {
    const ProgramResult result =
        run({"models", "export", weights, "--out", (dir_ / name).string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("loaded again and compared on 8 crops"));
    EXPECT_THAT(result.out, HasSubstr("points, expected_error, face_score"));
    EXPECT_GT(fs::file_size(dir_ / name), 10'000'000) << "3.1 M weights of four bytes";
  }
  const ProgramResult other =
      run({"models", "export", weights, "--out", (dir_ / "net.tflite").string()});
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.err, HasSubstr(".onnx"));
  EXPECT_FALSE(fs::exists(dir_ / "net.tflite"));
  const ProgramResult named =
      run({"models", "export", weights, "--format", "onnx", "--out", (dir_ / "net.bin").string()});
  EXPECT_EQ(named.exit_code, 0) << named.err;
  EXPECT_EQ(read_file(dir_ / "net.bin"), read_file(dir_ / "net.onnx"));
}

TEST_F(ShippedModel, PredictsWhereADetectorInAnOnnxFileFindsFaces) {
  Picture picture{160, 160, 3, std::vector<std::uint8_t>(160 * 160 * 3, 0)};
  for (int y = 64; y < 80; ++y) {
    for (int x = 64; x < 80; ++x) picture.row(y)[x * 3 + 1] = 255;
  }
  save_picture(dir_ / "green.png", picture);
  write_text(dir_ / "net.onnx", scrfd_file({}));
  const auto predict = [&](const std::string& detector) {
    return run(
        {"predict", "--min-score", "0", "--detector", detector, (dir_ / "green.png").string()});
  };
  const ProgramResult found = predict((dir_ / "net.onnx").string());
  EXPECT_EQ(found.exit_code, 0) << found.err;
  EXPECT_EQ(nlohmann::json::parse(found.out).at("faces").size(), 1);

  write_text(dir_ / "cut.onnx", scrfd_file({}).substr(0, 900));
  const ProgramResult damaged = predict((dir_ / "cut.onnx").string());
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_THAT(damaged.err, HasSubstr("cut.onnx"));
}

TEST_F(ShippedModel, BenchAnnotateMeasuresEveryStageAndKeepsNothing) {
  for (const char* name : {"Ada_Lindqvist", "text"})
    write_text(dir_ / name, "not a picture's name");
  std::size_t pictures = 0;
  for (const auto& entry : fs::directory_iterator(sample_ / "training")) {
    if (++pictures > 12) break;
    fs::copy_file(entry.path(), dir_ / entry.path().filename().string());
  }
  write_text(dir_ / "broken.jpg", "no picture");
  const ProgramResult result = run({"bench", "annotate", dir_.path().string(), "--json"});
  EXPECT_EQ(result.exit_code, 3) << "one could not be read\n" << result.err;
  const auto report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report.at("images"), 13);
  EXPECT_EQ(report.at("failures"), 1);
  EXPECT_GE(report.at("faces"), 12);
  for (const char* stage : {"decode", "detect", "crop", "predict", "store"}) {
    EXPECT_GT(report.at("stages").at(stage).get<double>(), 0) << stage;
    EXPECT_GT(report.at("cpu_seconds").at(stage).get<double>(), 0) << stage;
  }
  EXPECT_GT(report.at("overlap").get<double>(), 0);
  EXPECT_GT(report.at("ratio_to_decode").get<double>(), 0);
  EXPECT_FALSE(report.contains("ratio_to_dlib"));

  EXPECT_EQ(run({"bench", "annotate", dir_.path().string(), "--peer", "other"}).exit_code, 2);
  fs::create_directories(dir_ / "empty");
  EXPECT_THAT(run({"bench", "annotate", (dir_ / "empty").string()}).err, HasSubstr("no pictures"));
}

TEST_F(ShippedModel, BenchCorrectionsCountsDragsAndChangesNothing) {
  const std::string project = (dir_ / "p.facepoint").string();
  ASSERT_EQ(run({"import", project, sample_.string()}).exit_code, 0);
  const std::string before = run({"info", project}).out;
  const std::string plot = (dir_ / "drags.svg").string();
  const ProgramResult result = run({"bench", "corrections", project, "--json", "--plot", plot});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json.at("faces"), 37);
  std::map<std::string, double> drags;   // from proposals within 3 %
  std::map<std::string, double> mended;  // from planted errors
  int rows = 0;
  for (const auto& row : json.at("methods")) {
    ++rows;
    EXPECT_EQ(row.at("faces"), 37);
    EXPECT_LE(row.at("median_drags"), row.at("p90_drags"));
    if (row.at("hand") != "exact" || row.at("tolerance") != 0.03) continue;
    (row.at("start") == "proposal" ? drags : mended)[row.at("method")] = row.at("mean_drags");
  }
  EXPECT_EQ(rows, 4 * 2 * 2 * 4) << "methods, starts, hands, tolerances";
  EXPECT_GT(drags["plain"], 0);
  EXPECT_LT(drags["covariance"], drags["plain"]);
  EXPECT_LT(drags["both"], drags["plain"]);
  EXPECT_LT(mended["both"], mended["plain"] / 2);
  EXPECT_GT(json.at("look_first").at("faces"), 0);
  EXPECT_THAT(read_file(plot), HasSubstr("</svg>"));
  EXPECT_EQ(run({"info", project}).out, before);
}

TEST_F(ShippedModel, VideoTakesFramesOnceWithTheirFacesAndImportLeadsToIt) {
  const DrawnClip clip(5, 320, 200);
  const std::string video = (dir_ / "two people.mkv").string();
  write_video(video, "FFV1", 10, 12, [&](int i) { return clip.draw(i / 10.0).picture; });
  const std::string project = (dir_ / "p.facepoint").string();
  const std::string plot = (dir_ / "tremble.html").string();
  const ProgramResult first = run({"video", project, video, "--every", "400ms", "--plot", plot});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("Following faces in two people.mkv"));
  EXPECT_EQ(count_in(first.out, "frames looked at"), 12);
  EXPECT_EQ(count_in(first.out, "kept"), 3);
  EXPECT_EQ(count_in(first.out, "images added"), 3);
  EXPECT_EQ(count_in(first.out, "proposals added"), 6);
  EXPECT_THAT(read_file(plot), HasSubstr("</svg>"));
  EXPECT_TRUE(fs::exists(dir_ / "p.frames/two people/two people_000004.jpg"));

  const ProgramResult again = run({"video", project, video, "--fps", "2.5", "--json"});
  EXPECT_EQ(again.exit_code, 0) << again.err;
  const auto report = nlohmann::json::parse(again.out);
  EXPECT_EQ(report.at("clips").at(0).at("added"), 0);
  EXPECT_EQ(report.at("clips").at(0).at("tracks").size(), 2);
  EXPECT_EQ(run({"split", project, "--name", "main"}).exit_code, 0);

  const ProgramResult import = run({"import", project, video});
  EXPECT_EQ(import.exit_code, 1);
  EXPECT_THAT(import.err, HasSubstr("facepoint video PROJECT"));
  EXPECT_EQ(run({"video", project, video, "--fps", "2", "--all"}).exit_code, 2);
  const std::string other = (dir_ / "other.facepoint").string();
  EXPECT_EQ(run({"video", other, (sample_ / "README.md").string()}).exit_code, 1);
  EXPECT_FALSE(fs::exists(other));
  EXPECT_EQ(run({"video", project, video, (sample_ / "README.md").string()}).exit_code, 3);
}

TEST_F(ShippedModel, BenchAnnotateMeasuresDlibWhereItsHelperIsBuilt) {
  const fs::path bin = fs::path(FACEPOINT_PROGRAM).parent_path();
  if (!fs::exists(bin.parent_path() / "lib/facepoint/facepoint-dlib-peer")) {
    GTEST_SKIP() << "libdlib-dev and libdlib-data are not installed";
  }
  const fs::path picture = *fs::directory_iterator(sample_ / "training");
  for (const char* name : {"a.jpg", "b.jpg"}) fs::copy_file(picture, dir_ / name);
  const ProgramResult result =
      run({"bench", "annotate", dir_.path().string(), "--peer", "dlib", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const auto report = nlohmann::json::parse(result.out);
  for (const char* peer : {"dlib", "dlib_plain"}) {
    EXPECT_EQ(report.at(peer).at("faces"), 2) << peer;
    EXPECT_GT(report.at(peer).at("cpu_seconds").get<double>(), 0) << peer;
    EXPECT_GT(report.at(std::string("ratio_to_") + peer).get<double>(), 0) << peer;
  }
}

}  // namespace
}  // namespace facepoint::test
