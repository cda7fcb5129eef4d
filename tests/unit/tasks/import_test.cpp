#include "tasks/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "formats/udacity_csv.h"
#include "small_dataset.h"
#include "store/database.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/models.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using enum ImportFindingKind;

class Import : public testing::Test {
 protected:
  TempDir dir_;
  fs::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");

  Image image(const std::string& path) {
    return *find_image(project_, datasets(project_).at(0).id, path);
  }
  Keypoints label(const std::string& path) {
    return get_revision(project_, get_face(project_, face_at(project_, path)).current).points;
  }
  std::vector<std::string> places(const ImportReport& report, ImportFindingKind kind) {
    std::vector<std::string> result;
    for (const ImportFinding& finding : report.findings) {
      if (finding.kind == kind) result.push_back(finding.place);
    }
    return result;
  }
};

TEST_F(Import, FindsTheCsvsTheirPicturesAndThePicturesWithoutARow) {
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.rows, 4);
  EXPECT_EQ(report.faces_added, 4);
  EXPECT_EQ(report.images, 5);
  EXPECT_EQ(report.images_added, 5);
  EXPECT_EQ(report.unlabelled_images, 1);
  EXPECT_FALSE(report.has_failures());
  EXPECT_EQ(datasets(project_).at(0).name, "small");
  EXPECT_TRUE(faces_of(project_, image("test/Cleo_01.jpg").id).empty());
}

TEST_F(Import, SaysWhichNamesAnIdentityPatternDoesNotFit) {
  ImportOptions options;
  options.sources = {data_};
  options.identity_pattern = R"((Ada|Ben)_\d+\.jpg)";
  JobContext job;
  const ImportReport report = run_import(project_, options, job);
  EXPECT_EQ(places(report, kNamelessImage), std::vector<std::string>{"test/Cleo_01.jpg"});
  EXPECT_FALSE(report.has_failures());
}

TEST_F(Import, OfPicturesWithoutTheLabelsBesideThemIsAFailure) {
  for (const char* csv : {"training_frames_keypoints.csv", "test_frames_keypoints.csv"}) {
    write_text(data_ / csv, "who|where\nAda|here\n");
  }
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.rows, 0);
  EXPECT_EQ(report.count(kUnknownFile), 2);
  EXPECT_TRUE(report.has_failures());
}

// A label that went onto a found face, was taken back, and is another one now.
TEST_F(Import, TakesAChangedRowWhoseLabelWasUndone) {
  const fs::path file = data_ / "test_frames_keypoints.csv";
  const std::string csv = read_file(file);
  write_text(file, small_header());
  import_from(project_, data_);
  NewFace found;
  found.image = image("test/Ada_01.jpg").id;
  found.scheme = "ibug68";
  std::istringstream in(csv);
  UdacityCsvReader reader(in, "before");
  const std::vector<Point> points = reader.next()->points;
  found.box = bounding_box(make_keypoints(points));
  found.status = FaceStatus::kProposed;
  const FaceId face = add_face(project_, found).face;
  write_text(file, csv);
  import_from(project_, data_);
  ASSERT_EQ(label("test/Ada_01.jpg"), make_keypoints(points));
  undo(project_);
  ASSERT_FALSE(get_face(project_, face).current);
  std::vector<Point> moved = points;
  moved.front().x += 1;
  write_text(file, small_header() + udacity_row("Ada_01.jpg", moved) + "\n");
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.faces_revised, 1);
  EXPECT_EQ(label("test/Ada_01.jpg"), make_keypoints(moved));
}

TEST_F(Import, KeysImagesByPathSinceBaseNamesRepeat) {
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(places(report, kRepeatedName), std::vector<std::string>{"Ada_01.jpg"});
  EXPECT_NE(image("training/Ada_01.jpg").digest, image("test/Ada_01.jpg").digest);
  EXPECT_EQ(label("training/Ada_01.jpg"), make_keypoints(small_face(1)));
  EXPECT_EQ(label("test/Ada_01.jpg"), make_keypoints(small_face(4)));
}

TEST_F(Import, StoresWhatEachPictureIsAndWhoIsInIt) {
  import_from(project_, data_);
  const Image ben = image("training/Ben_11.jpg");
  EXPECT_EQ(ben.width, kPictureWidth);
  EXPECT_EQ(ben.height, kPictureHeight);
  EXPECT_EQ(ben.format, "png");
  EXPECT_EQ(ben.bytes, static_cast<std::int64_t>(fs::file_size(data_ / "training/Ben_11.jpg")));
  EXPECT_GT(ben.blur, 0);
  EXPECT_GT(ben.brightness, 0);
  EXPECT_NE(ben.perceptual_hash, 0U);
  EXPECT_EQ(ben.identity, "Ben");
  EXPECT_EQ(ben.clip, "1");
  EXPECT_EQ(ben.official_split, "training");
  EXPECT_EQ(image("test/Cleo_01.jpg").official_split, "test");
}

TEST_F(Import, AnImportedFaceHasTheBoxOfItsPoints) {
  import_from(project_, data_);
  EXPECT_EQ(get_face(project_, face_at(project_, "training/Ada_02.jpg")).box,
            bounding_box(make_keypoints(small_face(2))));
}

TEST_F(Import, LeavesNothingForTheFirstQueryAboutPointsToCompute) {
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(project_.database().number("SELECT count(*) FROM face_metric"), report.faces_added);
}

TEST_F(Import, ImportingTheSameAgainChangesNothingAndDecodesNothing) {
  import_from(project_, data_);
  const ImportReport again = import_from(project_, data_);
  EXPECT_TRUE(again.changed_nothing());
  EXPECT_EQ(again.images_decoded, 0);
  EXPECT_EQ(again.rows, 4);
  EXPECT_EQ(revisions_of(project_, face_at(project_, "training/Ada_01.jpg")).size(), 1U);
  EXPECT_FALSE(undoable(project_));
}

TEST_F(Import, ACorrectedCsvBecomesOneChangeThatCanBeUndone) {
  import_from(project_, data_);
  const std::string before = read_file(data_ / "training_frames_keypoints.csv");
  write_text(data_ / "training_frames_keypoints.csv", small_header() + small_row("Ben_11.jpg", 8) +
                                                          "\n" + small_row("Ada_01.jpg", 9) + "\n" +
                                                          small_row("Ada_02.jpg", 2) + "\n");
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.faces_revised, 2);
  EXPECT_EQ(report.faces_added, 0);
  EXPECT_EQ(label("training/Ben_11.jpg"), make_keypoints(small_face(8)));
  EXPECT_EQ(undoable(project_)->faces, 2);

  undo(project_);
  EXPECT_EQ(label("training/Ben_11.jpg"), make_keypoints(small_face(3)));
  EXPECT_EQ(label("training/Ada_01.jpg"), make_keypoints(small_face(1)));
  export_to(project_, dir_ / "out");
  EXPECT_EQ(read_file(dir_ / "out/training_frames_keypoints.csv"), before);
}

TEST_F(Import, ACorrectedCopyElsewhereStandsForTheFileOfItsName) {
  import_from(project_, data_);
  write_text(dir_ / "mail/test_frames_keypoints.csv",
             small_header() + small_row("Ada_01.jpg", 7) + "\n");
  const ImportReport report =
      import_from(project_, dir_ / "mail/test_frames_keypoints.csv", "small");
  EXPECT_EQ(report.faces_revised, 1);
  EXPECT_EQ(label("test/Ada_01.jpg"), make_keypoints(small_face(7)));
  EXPECT_EQ(datasets(project_).at(0).root, data_.string());
}

TEST_F(Import, LeavesAPersonsCorrectionAloneWhenTheRowIsUnchanged) {
  import_from(project_, data_);
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  move_point(project_, face, 30, 1.5, 0);
  const RevisionId corrected = get_face(project_, face).current;
  EXPECT_TRUE(import_from(project_, data_).changed_nothing());
  EXPECT_EQ(get_face(project_, face).current, corrected);
}

TEST_F(Import, KeepsThePersonsLabelAndSaysSoWhenBothChanged) {
  import_from(project_, data_);
  const FaceId face = face_at(project_, "test/Ada_01.jpg");
  move_point(project_, face, 30, 1.5, 0);
  const RevisionId corrected = get_face(project_, face).current;
  write_text(data_ / "test_frames_keypoints.csv",
             small_header() + small_row("Ada_01.jpg", 7) + "\n");
  for (int time = 0; time < 2; ++time) {
    const ImportReport report = import_from(project_, data_);
    EXPECT_EQ(places(report, kConflict), std::vector<std::string>{"test_frames_keypoints.csv:2"});
    EXPECT_TRUE(report.has_failures());
    EXPECT_TRUE(report.changed_nothing());
    EXPECT_EQ(get_face(project_, face).current, corrected);
  }
}

TEST_F(Import, ReportsEveryBadLineWithFileLineAndColumnAndImportsTheRest) {
  write_text(data_ / "test_frames_keypoints.csv",
             small_header() + "Cleo_01.jpg,1,2\n" + small_row("Ada_01.jpg", 4) + "\n" +
                 small_row("../../etc/secret.jpg", 4) + "\n" + small_row("Gone_01.jpg", 4) + "\n");
  const ImportReport report = import_from(project_, data_);
  EXPECT_THAT(places(report, kBadLine),
              testing::UnorderedElementsAre("test_frames_keypoints.csv:2:16",
                                            "test_frames_keypoints.csv:4:1"));
  EXPECT_EQ(places(report, kMissingImage), std::vector<std::string>{"test_frames_keypoints.csv:5"});
  EXPECT_EQ(report.rows, 5);
  EXPECT_EQ(label("test/Ada_01.jpg"), make_keypoints(small_face(4)));
  // The label of the missing picture is kept: the picture may come later.
  EXPECT_EQ(label("test/Gone_01.jpg"), make_keypoints(small_face(4)));
  write_small_picture(data_ / "test/Gone_01.jpg", 9);
  EXPECT_EQ(import_from(project_, data_).images_changed, 1);
  EXPECT_EQ(image("test/Gone_01.jpg").width, kPictureWidth);
}

TEST_F(Import, ANumberThatIsOnNoPictureMakesABadLineWhateverTheFormat) {
  std::string far = small_row("Ada_02.jpg", 2);
  far.replace(far.rfind(','), std::string::npos, ",1e300");
  const std::string csv = small_header() + small_row("Ada_01.jpg", 1) + "\n" + far + "\n" +
                          small_row("Ben_11.jpg", 3) + "\n";
  write_text(data_ / "training_frames_keypoints.csv", csv);
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.faces_added, 3);
  EXPECT_EQ(places(report, kBadLine), std::vector<std::string>{"training_frames_keypoints.csv:3:" +
                                                               std::to_string(far.rfind(',') + 2)});
  export_to(project_, dir_ / "out");
  EXPECT_EQ(read_file(dir_ / "out/training_frames_keypoints.csv"), csv);

  const fs::path photos = dir_ / "photos";
  write_small_picture(photos / "a.png", 1);
  write_small_picture(photos / "b.png", 2);
  std::string pts = "version: 1\nn_points: 68\n{\n-2e7 4\n";
  std::string ljson = R"({"version":2,"landmarks":{"points":[[1e8,2])";
  for (int i = 1; i < 68; ++i) {
    pts += "3 4\n";
    ljson += ",[1,2]";
  }
  write_text(photos / "a.pts", pts + "}\n");
  write_text(photos / "b.ljson", ljson + "]}}");
  const ImportReport of_photos = import_from(project_, photos);
  EXPECT_EQ(of_photos.faces_added, 0);
  EXPECT_THAT(places(of_photos, kBadLine),
              testing::UnorderedElementsAre("a.pts:4:1", "b.ljson:1:1"));
}

TEST_F(Import, OneBrokenPictureNeverEndsAnImport) {
  write_text(data_ / "test/Text_01.jpg", "this is no picture");
  write_text(data_ / "test/Empty_01.jpg", "");
  const std::string whole = read_file(data_ / "test/Ada_01.jpg");
  write_text(data_ / "test/Cut_01.jpg", whole.substr(0, whole.size() / 2));
  const ImportReport report = import_from(project_, data_);
  EXPECT_THAT(
      places(report, kUnreadableImage),
      testing::UnorderedElementsAre("test/Text_01.jpg", "test/Empty_01.jpg", "test/Cut_01.jpg"));
  EXPECT_EQ(report.faces_added, 4);
  EXPECT_FALSE(image("test/Cut_01.jpg").decode_error.empty());
  EXPECT_TRUE(import_from(project_, data_).changed_nothing());
}

TEST_F(Import, FindsWhatIsRemarkableAboutRowsAndPictures) {
  fs::copy_file(data_ / "training/Ada_01.jpg", data_ / "test/Dora_01.jpg");
  write_small_picture(data_ / "test/Honest_01.png", 11);
  std::vector<Point> odd = small_face(6);
  odd[3] = odd[4];
  odd[5] = {-1, 5};
  odd[6] = {kPictureWidth, 5};
  write_text(data_ / "test_frames_keypoints.csv", small_header() + small_row("Ada_01.jpg", 4) +
                                                      "\n" + udacity_row("Dora_01.jpg", odd) +
                                                      "\n" + small_row("Honest_01.png", 4) + "\n");
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(places(report, kPointsOutside),
            std::vector<std::string>{"test_frames_keypoints.csv:3"});
  EXPECT_EQ(places(report, kCoincidentPoints),
            std::vector<std::string>{"test_frames_keypoints.csv:3"});
  EXPECT_EQ(places(report, kRepeatedRow), std::vector<std::string>{"test_frames_keypoints.csv:4"});
  EXPECT_EQ(places(report, kIdenticalImages), std::vector<std::string>{"test/Dora_01.jpg"});
  EXPECT_EQ(report.count(kWrongExtension), 6);  // PNGs named .jpg
  const auto finding_of = [&](ImportFindingKind kind) {
    return *std::find_if(report.findings.begin(), report.findings.end(),
                         [&](const ImportFinding& finding) { return finding.kind == kind; });
  };
  EXPECT_EQ(finding_of(kPointsOutside).count, 2);
  EXPECT_EQ(finding_of(kCoincidentPoints).count, 1);
  EXPECT_THAT(finding_of(kIdenticalImages).text, testing::HasSubstr("across"));
  const auto json = nlohmann::json::parse(to_json_text(report));
  EXPECT_EQ(json["findings"].size(), report.findings.size());
}

TEST_F(Import, APhotoRepeatedOncePerFaceIsOneImageWithSeveralFaces) {
  const fs::path photos = dir_ / "afw";
  for (const char* name : {"X_1", "X_2", "X_3", "Y_1"}) {
    write_small_picture(photos / (std::string(name) + ".jpg"), name[0], "jpg");
  }
  write_small_picture(photos / "X_4.jpg", 77, "jpg");  // the same stem, another photo
  write_small_picture(photos / "Z.jpg", 78, "jpg");    // no .pts
  const auto write_pts = [&](const std::string& name, double shift) {
    std::string body;
    for (const Point& point : small_face(1)) {
      body += std::to_string(static_cast<int>(point.x + shift)) + " " +
              std::to_string(static_cast<int>(point.y)) + "\n";
    }
    write_text(photos / (name + ".pts"), "version: 1\nn_points: 68\n{\n" + body + "}\n");
  };
  write_pts("X_1", 0);
  write_pts("X_2", 200);
  write_pts("X_3", 400);
  write_pts("X_4", 0);
  write_pts("Y_1", 0);
  const ImportReport report = import_from(project_, photos);
  EXPECT_EQ(report.faces_added, 5);
  EXPECT_EQ(report.images_added, 4);
  EXPECT_EQ(report.unlabelled_images, 1);
  EXPECT_EQ(faces_of(project_, image("X_1.jpg").id).size(), 3U);
  EXPECT_EQ(image("X_1.jpg").identity, "");
  EXPECT_EQ(label("Y_1.jpg").at(0).position, small_face(1).at(0) - Point({1, 1}));
  EXPECT_TRUE(import_from(project_, photos).changed_nothing());

  export_to(project_, dir_ / "out", "pts");
  for (const char* name : {"X_1.pts", "X_2.pts", "X_3.pts", "X_4.pts", "Y_1.pts"}) {
    EXPECT_EQ(read_file(dir_ / "out" / name), read_file(photos / name));
  }
}

TEST_F(Import, TwoLabelsOfTheSameFaceInTheSamePhotoStayTwoImages) {
  const fs::path photos = dir_ / "lfpw";
  std::string body;
  for (const Point& point : small_face(1)) {
    body += std::to_string(static_cast<int>(point.x)) + " " +
            std::to_string(static_cast<int>(point.y)) + "\n";
  }
  for (const char* name : {"image_0708", "image_0710"}) {
    write_small_picture(photos / (std::string(name) + ".jpg"), 5, "jpg");
    write_text(photos / (std::string(name) + ".pts"),
               "version: 1\nn_points: 68\n{\n" + body + "}\n");
  }
  const ImportReport report = import_from(project_, photos);
  EXPECT_EQ(report.images_added, 2);
  EXPECT_EQ(report.faces_added, 2);
  EXPECT_EQ(report.count(ImportFindingKind::kIdenticalImages), 1);
}

TEST_F(Import, ABadPtsFileIsReportedAndItsPictureStaysUnlabelled) {
  const fs::path photos = dir_ / "photos";
  write_small_picture(photos / "a.png", 1);
  write_text(photos / "a.pts", "version: 1\nn_points: 68\n{\n1 2\n}\n");
  const ImportReport report = import_from(project_, photos);
  EXPECT_EQ(places(report, kBadLine), std::vector<std::string>{"a.pts:5:1"});
  EXPECT_EQ(report.unlabelled_images, 1);
}

TEST_F(Import, FollowsLinkedFoldersAndIsNotTrappedByCircles) {
  fs::rename(data_ / "test", dir_ / "elsewhere");
  fs::create_directory_symlink(dir_ / "elsewhere", data_ / "test");
  fs::create_directory_symlink(data_, data_ / "training/circle");
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.images_added, 5);
  EXPECT_EQ(report.unlabelled_images, 1);
}

TEST_F(Import, TakesAFolderOfPictures) {
  const ImportReport report = import_from(project_, data_ / "test");
  EXPECT_EQ(report.images_added, 2);
  EXPECT_EQ(report.unlabelled_images, 2);
  EXPECT_EQ(report.rows, 0);
}

TEST_F(Import, TakesOneCsvAndFindsItsPicturesByItsName) {
  const ImportReport report = import_from(project_, data_ / "training_frames_keypoints.csv");
  EXPECT_EQ(report.images_added, 3);
  EXPECT_EQ(datasets(project_).at(0).name, "small");
  EXPECT_EQ(import_from(project_, data_).images_added, 2);  // the same dataset, the rest of it
}

TEST_F(Import, ReadsThePicturesOfACsvWhereItIsTold) {
  fs::rename(data_ / "test", dir_ / "pictures");
  ImportOptions options;
  options.sources = {data_ / "test_frames_keypoints.csv"};
  options.images = dir_ / "pictures";
  JobContext job;
  EXPECT_FALSE(run_import(project_, options, job).has_failures());
  EXPECT_EQ(image("Ada_01.jpg").width, kPictureWidth);
}

TEST_F(Import, TakesIdentitiesFromThePatternItIsGivenAndKeepsThem) {
  ImportOptions options;
  options.sources = {data_};
  options.identity_pattern = R"((?<clip>\w)(?<identity>\w+)_\d+\.jpg)";
  JobContext job;
  run_import(project_, options, job);
  EXPECT_EQ(image("training/Ben_11.jpg").identity, "en");
  EXPECT_EQ(image("training/Ben_11.jpg").clip, "B");
  EXPECT_TRUE(import_from(project_, data_).changed_nothing());
}

TEST_F(Import, FollowsADatasetThatMovedOnlyWhenToldThatItIsTheSame) {
  import_from(project_, data_);
  fs::create_directories(dir_ / "moved");
  fs::rename(data_, dir_ / "moved/small");
  EXPECT_THROW(import_from(project_, dir_ / "moved/small"), Error);
  EXPECT_TRUE(import_from(project_, dir_ / "moved/small", "small").changed_nothing());
  EXPECT_EQ(datasets(project_).at(0).root, (dir_ / "moved/small").string());
}

TEST_F(Import, RefusesWhatHoldsNothingToImport) {
  fs::create_directories(dir_ / "empty");
  write_text(dir_ / "notes.csv", "name,age\n");
  EXPECT_THROW(import_from(project_, dir_ / "empty"), Error);
  EXPECT_THROW(import_from(project_, dir_ / "notes.csv"), Error);
  EXPECT_THROW(import_from(project_, dir_ / "nowhere"), Error);
  EXPECT_TRUE(datasets(project_).empty());
}

TEST_F(Import, CancelledAnywhereItIsCompletedByTheNextImport) {
  for (int n = 10; n < 60; ++n) {
    write_small_picture(data_ / ("test/Dan_0" + std::to_string(n) + ".jpg"), n);
  }
  for (const char* stage : {"Reading pictures", "Storing labels"}) {
    Project project = Project::create(dir_ / (std::string(stage) + ".facepoint"));
    std::stop_source stop;
    JobContext job(
        [&](const Progress& progress) {
          if (progress.stage == stage) stop.request_stop();
        },
        stop.get_token());
    ImportOptions options;
    options.sources = {data_};
    EXPECT_THROW(run_import(project, options, job), Cancelled) << stage;
    EXPECT_EQ(labelled_faces(project).size(), 0U);

    const ImportReport report = import_from(project, data_);
    EXPECT_EQ(report.images, 55);
    EXPECT_EQ(count_images(project), 55);
    EXPECT_EQ(labelled_faces(project).size(), 4U);
    EXPECT_TRUE(import_from(project, data_).changed_nothing());
  }
}

TEST_F(Import, ALabelForAFaceThatAModelProposedIsThatFaces) {
  import_from(project_, data_);
  const Keypoints points = make_keypoints(small_face(6));
  NewFace found;
  found.image = image("test/Cleo_01.jpg").id;
  found.scheme = "ibug68";
  found.box = bounding_box(points);
  found.status = FaceStatus::kProposed;
  const FaceId face = add_face(project_, found).face;
  write_text(data_ / "test_frames_keypoints.csv", small_header() + small_row("Ada_01.jpg", 4) +
                                                      "\n" + small_row("Cleo_01.jpg", 6) + "\n");
  const ImportReport report = import_from(project_, data_);
  EXPECT_EQ(report.faces_added, 0);
  EXPECT_EQ(report.faces_revised, 1);
  EXPECT_EQ(get_face(project_, face).status, FaceStatus::kLabelled);
  EXPECT_EQ(label("test/Cleo_01.jpg"), points);
}

}  // namespace
}  // namespace facepoint
