// Several people's labels of the same faces: taken in, compared, chosen among and merged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "formats/pts.h"
#include "formats/udacity_csv.h"
#include "landmark/merge.h"
#include "small_dataset.h"
#include "store/faces.h"
#include "store/journal.h"
#include "store/opinions.h"
#include "tasks/agreement.h"
#include "tasks/import_opinions.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using testing::HasSubstr;

constexpr const char* kTrainingCsv = "training_frames_keypoints.csv";

std::vector<Point> moved(std::vector<Point> points, double dx, double dy) {
  for (Point& p : points) p = p + Point{dx, dy};
  return points;
}

class Annotators : public testing::Test {
 protected:
  ImportOpinionsReport take_in(const fs::path& file, const std::string& name) {
    ImportOpinionsOptions options;
    options.files = {file};
    options.name = name;
    JobContext job;
    return run_import_opinions(project_, options, job);
  }
  // Of the three faces of training/, all moved.
  fs::path csv_of(const std::string& who, double dx, double dy) {
    const fs::path path = dir_ / who / kTrainingCsv;
    fs::create_directories(path.parent_path());
    std::string text = small_header();
    for (const auto& [name, number] :
         {std::pair{"Ada_01.jpg", 1}, {"Ada_02.jpg", 2}, {"Ben_11.jpg", 3}}) {
      text += udacity_row(name, moved(small_face(number), dx, dy)) + "\n";
    }
    write_text(path, text);
    return path;
  }
  FaceOpinions opinions(const std::string& path) {
    return opinions_of(project_, face_at(project_, path));
  }
  void adjudicate(FaceId face, RevisionId chosen) {
    FaceEdit edit;
    edit.face = face;
    edit.points = get_revision(project_, chosen).points;
    edit.role = RevisionRole::kAdjudicated;
    apply_change(project_, "Adjudicate", {edit});
  }

  TempDir dir_;
  Project project_ = Project::create(dir_ / "p.facepoint");
  fs::path data_ = write_small_dataset(dir_ / "small");
  ImportReport imported_ = import_from(project_, data_);
};

TEST_F(Annotators, AnotherPersonsFileLiesBesideTheLabelsAndChangesNone) {
  export_to(project_, dir_ / "before");
  const ImportOpinionsReport report = take_in(csv_of("mia", 1, 0), "Mia");
  EXPECT_EQ(report.rows, 3);
  EXPECT_EQ(report.added, 3);
  EXPECT_TRUE(report.problems.empty());
  export_to(project_, dir_ / "after");
  EXPECT_EQ(read_file(dir_ / "after" / kTrainingCsv), read_file(dir_ / "before" / kTrainingCsv));
  EXPECT_TRUE(changes(project_, 9).empty());
  const FaceOpinions face = opinions("training/Ada_01.jpg");
  ASSERT_EQ(face.opinions.size(), 2U);
  EXPECT_EQ(face.opinions[0].annotator, "Mia");
  EXPECT_EQ(face.opinions[1].annotator, kImported);
  EXPECT_EQ(get_revision(project_, face.opinions[0].revision).points,
            make_keypoints(moved(small_face(1), 1, 0)));
  EXPECT_EQ(opinions("test/Ada_01.jpg").opinions.size(), 1U) << "of the same name, another picture";
}

TEST_F(Annotators, TheSameFileAgainSaysNothingNewAndAnotherReplacesWhatSheSaid) {
  take_in(csv_of("mia", 1, 0), "Mia");
  const ImportOpinionsReport again = take_in(csv_of("mia", 1, 0), "Mia");
  EXPECT_EQ(again.added, 0);
  EXPECT_EQ(again.known, 3);
  EXPECT_EQ(take_in(csv_of("mia", 2, 0), "Mia").added, 3);
  const FaceOpinions face = opinions("training/Ada_01.jpg");
  ASSERT_EQ(face.opinions.size(), 2U);
  EXPECT_EQ(get_revision(project_, face.opinions[0].revision).points[0].position.x,
            small_face(1)[0].x + 2);
}

TEST_F(Annotators, ReadsPtsFilesByTheirNamesAndSaysWhichRowsFindNoFace) {
  const fs::path folder = dir_ / "pts";
  const auto write = [&](const std::string& name, const std::vector<Point>& points) {
    fs::create_directories(folder);
    write_text(folder / name, pts_header(68) + pts_body(points));
    return folder / name;
  };
  EXPECT_EQ(take_in(write("Ben_11.pts", small_face(3)), "Mia").added, 1);
  const auto problem = [&](const fs::path& file) {
    const ImportOpinionsReport report = take_in(file, "Mia");
    EXPECT_EQ(report.added, 0);
    return report.problems.empty() ? std::string() : report.problems[0].text;
  };
  EXPECT_THAT(problem(write("Ada_01.pts", small_face(1))), HasSubstr("2 pictures"));
  EXPECT_THAT(problem(write("Dora_01.pts", small_face(1))), HasSubstr("no picture"));
  EXPECT_THAT(problem(write("Cleo_01.pts", small_face(5))), HasSubstr("no face"));
  write_text(folder / "Ada_02.pts", "version: 1\nn_points: 68\n{\n1 2\n");
  EXPECT_FALSE(problem(folder / "Ada_02.pts").empty());
}

TEST_F(Annotators, PicturesThatDifferInTheirExtensionAreToldApartByIt) {
  const fs::path data = dir_ / "two";
  write_small_picture(data / "a.jpg", 1, "jpg");
  write_small_picture(data / "a.jpeg", 2, "jpg");
  write_text(data / "labels.csv",
             small_header() + small_row("a.jpg", 1) + "\n" + small_row("a.jpeg", 2) + "\n");
  import_from(project_, data);
  write_text(dir_ / "mia/labels.csv", small_header() +
                                          udacity_row("a.jpg", moved(small_face(1), 1, 0)) + "\n" +
                                          udacity_row("a.jpeg", moved(small_face(2), 1, 0)) + "\n");
  const ImportOpinionsReport report = take_in(dir_ / "mia/labels.csv", "Mia");
  EXPECT_EQ(report.added, 2);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(opinions("a.jpg").opinions.size(), 2U);
  EXPECT_EQ(opinions("a.jpeg").opinions.size(), 2U);
}

TEST_F(Annotators, AFileThatMightStandForThoseOfTwoDatasetsIsRefused) {
  import_from(project_, write_small_dataset(dir_ / "other"));
  const fs::path file = csv_of("mia", 1, 0);
  EXPECT_THROW(take_in(file, "Mia"), Error);
  ImportOpinionsOptions options;
  options.files = {file};
  options.name = "Mia";
  options.dataset = "other";
  JobContext job;
  EXPECT_EQ(run_import_opinions(project_, options, job).added, 3);
}

TEST_F(Annotators, ANameIsNeededAndOneThatMeansSomethingElseIsRefused) {
  for (const char* name : {"", "import", "CNN"}) {
    EXPECT_THROW(take_in(csv_of("mia", 1, 0), name), Error) << name;
  }
}

TEST_F(Annotators, AnEditIsItsAuthorsOpinionUntilItIsTakenBack) {
  project_.set_person("Ana");
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  move_point(project_, face, 3, 1, 1);
  FaceOpinions said = opinions_of(project_, face);
  ASSERT_EQ(said.opinions.size(), 2U);
  EXPECT_EQ(said.opinions[0].annotator, "Ana");
  EXPECT_EQ(said.opinions[0].revision, said.label);
  undo(project_);
  said = opinions_of(project_, face);
  ASSERT_EQ(said.opinions.size(), 1U);
  EXPECT_EQ(said.opinions[0].annotator, kImported);
}

TEST_F(Annotators, WhatWasAdjudicatedIsNobodysOwnOpinion) {
  take_in(csv_of("mia", 1, 0), "Mia");
  project_.set_person("Ana");
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  adjudicate(face, opinions_of(project_, face).opinions[0].revision);
  move_point(project_, face, 3, 1, 1);
  const FaceOpinions said = opinions_of(project_, face);
  EXPECT_TRUE(said.adjudicated);
  ASSERT_EQ(said.opinions.size(), 2U);
  EXPECT_EQ(said.opinions[0].annotator, "Mia");
  EXPECT_EQ(said.opinions[1].annotator, kImported);
  undo(project_);
  undo(project_);
  EXPECT_FALSE(opinions_of(project_, face).adjudicated);
}

TEST_F(Annotators, AgreementShowsWhoPutsPointsElsewhereAsARule) {
  take_in(csv_of("mia", 0, 2), "Mia");
  take_in(csv_of("ben", 0, 0), "Ben");
  JobContext job;
  const AgreementReport report = run_agreement(project_, {}, job);
  EXPECT_EQ(report.figures.faces, 3);
  EXPECT_EQ(report.figures.pairs.size(), 3U);
  ASSERT_EQ(report.figures.biases.size(), 3U);
  const AnnotatorBias& mia = report.figures.biases[1];
  EXPECT_EQ(mia.annotator, "Mia");
  EXPECT_GT(length(mia.by_region[0].mean),
            1.9 * length(report.figures.biases[0].by_region[0].mean));
  const auto json = nlohmann::json::parse(to_json_text(report));
  EXPECT_EQ(json["pairs"].size(), 3U);
  EXPECT_EQ(json["offset_against_the_others"][1]["by_point"].size(), 68U);
}

TEST_F(Annotators, AgreementNeedsTwoAnswers) {
  JobContext job;
  EXPECT_THROW(run_agreement(project_, {}, job), Error);
}

TEST_F(Annotators, MergingLeavesACorrectionAsItIs) {
  take_in(csv_of("mia", 1, 0), "Mia");
  const FaceId alone = face_at(project_, "test/Ada_01.jpg");
  const FaceId shared = face_at(project_, "training/Ada_02.jpg");
  std::map<FaceId, Keypoints> corrected;
  for (const FaceId face : {alone, shared}) {
    FaceEdit edit;
    edit.face = face;
    edit.points = get_revision(project_, get_face(project_, face).current).points;
    edit.points->front().position = edit.points->front().position + Point{9, 0};
    corrected[face] = *edit.points;
    apply_change(project_, "Correct", {edit});
  }
  EXPECT_EQ(opinions_of(project_, alone).opinions.size(), 2U);
  std::set<std::string> standing;
  for (const Opinion& opinion : opinions_of(project_, shared).opinions) {
    if (opinion.stands) standing.insert(opinion.annotator);
  }
  EXPECT_EQ(standing, (std::set<std::string>{project_.person(), "Mia"}));
  ExportOptions options;
  options.out = dir_ / "merged";
  options.merge = "median";
  JobContext job;
  run_export(project_, options, job);
  std::istringstream in(read_file(dir_ / "merged/test_frames_keypoints.csv"));
  UdacityCsvReader reader(in, "merged");
  bool seen = false;
  while (const auto row = reader.next()) {
    if (row->image_name != "Ada_01.jpg") continue;
    seen = true;
    EXPECT_EQ(make_keypoints(row->points), corrected[alone]);
  }
  EXPECT_TRUE(seen);
}

TEST_F(Annotators, MergedLabelsAreTheMedianOfThePeopleUnlessSomebodyAdjudicated) {
  take_in(csv_of("mia", 1, 0), "Mia");
  take_in(csv_of("ben", 8, 0), "Ben");  // far off
  take_in(csv_of("cleo", 0, 1), "Cleo");
  const FaceId adjudicated = face_at(project_, "training/Ada_02.jpg");
  adjudicate(adjudicated, opinions_of(project_, adjudicated).opinions[0].revision);
  ExportOptions options;
  options.out = dir_ / "merged";
  options.merge = "median";
  JobContext job;
  const ExportReport report = run_export(project_, options, job);
  EXPECT_EQ(report.merged, 2);
  std::istringstream in(read_file(dir_ / "merged" / kTrainingCsv));
  UdacityCsvReader reader(in, "merged");
  while (const auto row = reader.next()) {
    const std::string path = "training/" + row->image_name;
    const FaceId face = face_at(project_, path);
    Keypoints expected = get_revision(project_, get_face(project_, face).current).points;
    if (face != adjudicated) {
      std::vector<Keypoints> labels;
      for (const Opinion& opinion : opinions_of(project_, face).opinions) {
        labels.push_back(get_revision(project_, opinion.revision).points);
      }
      expected = merged(labels);
    }
    EXPECT_EQ(make_keypoints(row->points), expected) << path;
  }
  EXPECT_EQ(read_file(dir_ / "merged/test_frames_keypoints.csv"),
            read_file(data_ / "test_frames_keypoints.csv"))
      << "what one person labelled stays as it is";
  options.snapshot = "v1";
  EXPECT_THROW(run_export(project_, options, job), Error);
}

}  // namespace
}  // namespace facepoint
