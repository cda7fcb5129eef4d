// Label files that are too long to be held: read in parts, and more than once.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "formats/csv_dialect.h"
#include "landmark/scheme.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "tasks/import.h"
#include "tasks/label_text.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using enum ImportFindingKind;

std::string text_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

TEST(LabelFiles, AreMendedInBlocksAsTheyWouldBeAtOnce) {
  const TempDir dir;
  std::string text = ";0;1\r\n";
  for (int i = 0; i < 100'000; ++i) {
    text += "picture_" + std::to_string(i) + ".jpg;" + std::to_string(i) + ",5;-2,25\r\n";
  }
  write_text(dir / "long.csv", text);
  const auto in = open_label_text(dir / "long.csv", TextMending::kCsv);
  const std::string plain = plain_csv(text, dialect_of(text));
  EXPECT_EQ(text_of(*in), plain);
  in->clear();
  in->seekg(0);
  EXPECT_EQ(text_of(*in), plain);
}

TEST(LabelFiles, CanBeLeftWhileTheyAreRead) {
  const TempDir dir;
  write_text(dir / "long.txt", std::string(5U << 20U, 'a'));
  const auto in = open_label_text(dir / "long.txt", TextMending::kNone, [](std::int64_t bytes) {
    if (bytes > 2'000'000) throw Cancelled();
  });
  EXPECT_THROW(text_of(*in), Cancelled);
}

TEST(LabelFiles, CountWithoutAByteOrderMarkWhereTheFormatKnowsNone) {
  const TempDir dir;
  write_text(dir / "faces.txt",
             "\xEF\xBB\xBF"
             "0 .5 .5");
  const auto in = open_label_text(dir / "faces.txt", TextMending::kCsv);
  EXPECT_EQ(text_of(*in), "0 .5 .5");
  in->clear();
  in->seekg(0);
  EXPECT_EQ(text_of(*in), "0 .5 .5");
  for (const char* name : {"faces.csv", "faces.json", "faces.ljson"}) {
    write_text(dir / name, "\xEF\xBB\xBF,0");
    EXPECT_EQ(text_of(*open_label_text(dir / name, TextMending::kNone)), "\xEF\xBB\xBF,0");
  }
}

TEST(LabelFiles, LeaveTheProgramWithTheirByteOrderMarkAndTheirLastLineEnd) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  const std::string header = small_header();
  const std::string text = header.substr(0, header.size() - 1) + "\r\n" +
                           small_row("Ada_01.jpg", 4) + "\r\n" + small_row("Ada_01.jpg", 5) + "\r";
  write_text(data / "test_frames_keypoints.csv", text);
  write_text(data / "a.json",
             "\xEF\xBB\xBF"
             R"({"shapes": [{"label": "0", "points": [[3, 4]], "group_id": 1,)"
             R"( "shape_type": "point"}], "imagePath": "test/Cleo_01.jpg"})");
  Project project = Project::create(dir / "p.facepoint");
  import_from(project, data);
  export_to(project, dir / "csv", "udacity-csv");
  EXPECT_EQ(read_file(dir / "csv/test_frames_keypoints.csv"), text);
  export_to(project, dir / "json", "labelme");
  EXPECT_EQ(read_file(dir / "json/a.json"), read_file(data / "a.json"));
}

TEST(LabelFiles, ThatEndInZeroBytesLoseNoRow) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  write_text(data / "test_frames_keypoints.csv",
             small_header() + small_row("Ada_01.jpg", 4) + "\n" + std::string(4096, '\0'));
  Project project = Project::create(dir / "p.facepoint");
  const ImportReport report = import_from(project, data);
  EXPECT_EQ(report.findings.count(kBadLine), 1);
  EXPECT_EQ(labelled_faces(project).size(), 4U);
}

TEST(LabelFiles, WithAZeroByteInANameAreReadForTheRest) {
  const TempDir dir;
  write_small_picture(dir / "d/A.jpg", 1);
  const auto labelme = [](const std::string& name) {
    return R"({"version": "5.0.1", "shapes": [{"label": "0", "points": [[3, 4]], "group_id": 1,)"
           R"( "shape_type": "point"}], "imagePath": ")" +
           name + R"(", "imageHeight": 40, "imageWidth": 48})";
  };
  write_text(dir / "d/A.json", labelme("A.jpg"));
  write_text(dir / "d/B.json", labelme("o\\u0000k.jpg"));
  Project project = Project::create(dir / "p.facepoint");
  const ImportReport report = import_from(project, dir / "d");
  EXPECT_EQ(report.findings.count(kBadLine), 1);
  EXPECT_EQ(labelled_faces(project).size(), 1U);
}

TEST(LabelFiles, OfNoKnownFormatAreNamed) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  write_text(data / "empty.csv", "");
  write_text(data / "wide.csv", std::string("\xFF\xFE,\0000\0", 6));
  write_text(data / "notes.txt", "Who took these pictures?");
  Project project = Project::create(dir / "p.facepoint");
  const ImportReport report = import_from(project, data);
  EXPECT_EQ(report.findings.count(kUnknownFile), 2);
  EXPECT_EQ(labelled_faces(project).size(), 4U);
}

TEST(LabelFiles, OfManyNumbersAreNamedWhateverTheirExtension) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  write_text(data / "test/Ada_01.txt", "0 20 20 40 40 10 10 30 10 20 25\n");  // in pixels
  write_text(data / "points.txt", "Ada_01.jpg\t1\t2\t3\t4\t5\t6\nBen_11.jpg\t1\t2\t3\t4\t5\t6\n");
  write_text(data / "list.txt", "training/Ada_01.jpg\ntraining/Ada_02.jpg\n");
  Project project = Project::create(dir / "p.facepoint");
  const ImportReport report = import_from(project, data);
  std::vector<std::string> unknown;
  for (const ImportFinding& finding : report.findings) {
    if (finding.kind == kUnknownFile) unknown.push_back(finding.place);
  }
  EXPECT_EQ(unknown, (std::vector<std::string>{"points.txt", "test/Ada_01.txt"}));
}

TEST(LabelFiles, MayHaveTheirExtensionInUpperCase) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  fs::rename(data / "training_frames_keypoints.csv", data / "training_frames_keypoints.CSV");
  fs::remove(data / "test_frames_keypoints.csv");
  write_small_picture(data / "pts/a.png", 9);
  std::string points;
  for (const Point& point : small_face(1)) {
    points += std::to_string(point.x) + " " + std::to_string(point.y) + "\n";
  }
  write_text(data / "pts/a.PTS", "version: 1\nn_points: 68\n{\n" + points + "}\n");
  Project project = Project::create(dir / "p.facepoint");
  EXPECT_EQ(import_from(project, data).faces_added, 4);
}

TEST(LabelFiles, OfAFormatThatIsSaidAreReadAlsoWhereTheirContentDoesNotTellIt) {
  const TempDir dir;
  write_small_picture(dir / "d/a.png", 1);
  std::string line = "0 0.5 0.5 0.5 0.5";
  for (int i = 0; i < 68; ++i) line += " 7.5 0.5";  // far outside: no YOLO that we would know
  write_text(dir / "d/a.txt", line + "\n");
  write_text(dir / "d/classes.txt", "face\n");
  Project project = Project::create(dir / "p.facepoint");
  ImportOptions options;
  options.sources = {dir / "d"};
  JobContext job;
  EXPECT_EQ(run_import(project, options, job).count(kUnknownFile), 1);
  options.format = "yolo-pose";
  const ImportReport report = run_import(project, options, job);
  EXPECT_EQ(report.faces_added, 1);
  EXPECT_EQ(report.count(kBadLine), 0);
}

TEST(LabelFiles, OfAnotherNumberOfPointsDoNotKeepTheOthersOut) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  write_text(data / "test_frames_keypoints.csv", ",0,1,2,3\nAda_01.jpg,1,2,3,4\n");
  Project project = Project::create(dir / "p.facepoint");
  const ImportReport report = import_from(project, data);
  EXPECT_EQ(report.faces_added, 3);
  EXPECT_EQ(report.count(kBadLine), 1);
  EXPECT_TRUE(report.has_failures());
  const ImportFinding finding =
      *std::find_if(report.findings.begin(), report.findings.end(),
                    [](const ImportFinding& one) { return one.kind == kBadLine; });
  EXPECT_EQ(finding.place, "test_frames_keypoints.csv");
  EXPECT_NE(finding.text.find("2 points"), std::string::npos) << finding.text;
  fs::remove(data / "training_frames_keypoints.csv");
  Project other = Project::create(dir / "other.facepoint");
  EXPECT_THROW(import_from(other, data), Error) << "nothing at all came in";
}

TEST(LabelFiles, OfWhichMuchIsWrongAreCountedAndReportedInPart) {
  constexpr int kBad = 12'000;
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  std::string text = small_header() + small_row("Ada_01.jpg", 4) + "\n";
  for (int i = 0; i < kBad; ++i) text += "Ada_01.jpg,1\n";
  write_text(data / "test_frames_keypoints.csv", text);
  Project project = Project::create(dir / "p.facepoint");
  const ImportReport report = import_from(project, data);
  EXPECT_EQ(report.count(kBadLine), kBad);
  EXPECT_EQ(std::count_if(report.findings.begin(), report.findings.end(),
                          [](const ImportFinding& finding) { return finding.kind == kBadLine; }),
            static_cast<std::ptrdiff_t>(ImportFindings::kMostKept));
  EXPECT_NE(to_json_text(report).find("\"bad-line\": 2000"), std::string::npos);
}

TEST(LabelFiles, ThatAreWrittenToMeanwhileAreNotImported) {
  const TempDir dir;
  const fs::path data = write_small_dataset(dir / "small");
  Project project = Project::create(dir / "p.facepoint");
  bool is_written = false;
  JobContext job([&](const Progress& progress) {
    if (progress.stage != "Reading pictures" || std::exchange(is_written, true)) return;
    std::ofstream(data / "training_frames_keypoints.csv", std::ios::app)
        << small_row("Ada_01.jpg", 5) << "\n";
  });
  ImportOptions options;
  options.sources = {data};
  try {
    run_import(project, options, job);
    FAIL();
  } catch (const Error& failure) {
    EXPECT_EQ(failure.code(), ErrorCode::kConflict);
  }
  EXPECT_TRUE(labelled_faces(project).empty());
  EXPECT_EQ(import_from(project, data).rows, 5);
}

// The pictures' list alone is longer than what is held of the text between faces.
TEST(LabelFiles, WithVeryLongTextBetweenFacesLeaveAsTheyCame) {
  const TempDir dir;
  const fs::path data = dir / "coco";
  std::string points;
  for (const Point& point : small_face(1)) {
    points += (points.empty() ? "" : ",") + std::to_string(point.x) + "," +
              std::to_string(point.y) + ",2";
  }
  std::string images = R"({"id":1,"file_name":"a.png"})";
  for (int i = 2; i < 60'000; ++i) {
    images.append(",\n{\"id\":").append(std::to_string(i)).append(",\"file_name\":\"\xC3\xA4_");
    images.append(std::to_string(i)).append(".png\"}");
  }
  const std::string annotations =
      "\"annotations\":[\n{\"image_id\":1,\"keypoints\":[" + points + "]}\n]";
  write_small_picture(data / "a.png", 1);
  for (const std::string& text : {"{\"images\":[" + images + "],\n" + annotations + "}\n",
                                  "{" + annotations + ",\n\"images\":[" + images + "]}\n"}) {
    write_text(data / "labels.json", text);
    Project project = Project::create(dir / (std::to_string(text.find("images")) + ".facepoint"));
    EXPECT_EQ(import_from(project, data).faces_added, 1);
    EXPECT_TRUE(import_from(project, data).changed_nothing());
    export_to(project, dir / "out", "coco");
    EXPECT_EQ(read_file(dir / "out/labels.json"), text);
    fs::remove_all(dir / "out");
  }
}

}  // namespace
}  // namespace facepoint
