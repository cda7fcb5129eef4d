#include "tasks/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "formats/udacity_csv.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "tasks/export_compare.h"
#include "tasks/exported_files.h"
#include "tasks/split.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;

constexpr const char* kTestCsv = "test_frames_keypoints.csv";
constexpr const char* kTrainingCsv = "training_frames_keypoints.csv";

class Export : public testing::Test {
 protected:
  TempDir dir_;
  fs::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");

  std::string exported(const std::string& file) { return read_file(dir_ / "out" / file); }
  ExportReport run(const ExportOptions& options) {
    JobContext job;
    return run_export(project_, options, job);
  }
  ExportOptions to_out() {
    ExportOptions options;
    options.out = dir_ / "out";
    return options;
  }
};

TEST_F(Export, WhatNobodyChangedLeavesAsTheSameBytes) {
  import_from(project_, data_);
  const ExportReport report = export_to(project_, dir_ / "out");
  EXPECT_EQ(exported(kTrainingCsv), read_file(data_ / kTrainingCsv));
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));
  ASSERT_EQ(report.files.size(), 2U);
  EXPECT_EQ(report.files[0].changed_rows + report.files[1].changed_rows, 0);
  EXPECT_TRUE(report.losses.empty());
}

TEST_F(Export, KeepsEveryOddByteOfAFileThatIsNotHowWeWouldWriteIt) {
  const std::string plain = small_row("Ada_01.jpg", 4);
  std::string spaced = small_row("Cleo_01.jpg", 5);
  spaced.replace(spaced.find(','), 1, ", ");
  std::string short_numbers = small_row("Ada_01.jpg", 4);
  short_numbers.replace(short_numbers.find(".0,"), 3, ",");
  const std::string header = small_header().substr(0, small_header().size() - 1);
  const std::vector<std::string> files = {
      "\xEF\xBB\xBF" + header + "\r\n" + plain + "\r\n" + spaced + "\r\n",
      header + "\n" + plain,
      header + "\n" + plain + "\r\n" + spaced + "\n",
      header + "\r\n" + plain + "\n" + spaced + "\r\n",
      header + "\n\"Ada_01.jpg\"" + plain.substr(10) + "\n",
      header + "\n" + short_numbers + "\n\nbroken,1,2\n" + plain + "\n\n",
      header + "\n",
  };
  int number = 0;
  for (const std::string& file : files) {
    const std::string name = "variant" + std::to_string(number++);
    write_small_dataset(dir_ / name);
    write_text(dir_ / name / kTestCsv, file);
    Project project = Project::create(dir_ / (name + ".facepoint"));
    import_from(project, dir_ / name);
    export_to(project, dir_ / "out");
    EXPECT_EQ(exported(kTestCsv), file) << name;
  }
}

TEST_F(Export, ACorrectedPointChangesItsOwnTwoNumbersAndUndoBringsTheBytesBack) {
  import_from(project_, data_);
  move_point(project_, face_at(project_, "training/Ada_01.jpg"), 30, 0.25, -1);
  const ExportReport report = export_to(project_, dir_ / "out");
  std::vector<Point> points = small_face(1);
  points[30] = points[30] + Point{0.25, -1};
  EXPECT_EQ(exported(kTrainingCsv), small_header() + small_row("Ben_11.jpg", 3) + "\n" +
                                        udacity_row("Ada_01.jpg", points) + "\n" +
                                        small_row("Ada_02.jpg", 2) + "\n");
  EXPECT_EQ(report.files[0].changed_rows + report.files[1].changed_rows, 1);

  undo(project_);
  export_to(project_, dir_ / "out");
  EXPECT_EQ(exported(kTrainingCsv), read_file(data_ / kTrainingCsv));
}

TEST_F(Export, AnAcceptedProposalWithoutRowGoesToAFileOfItsOwn) {
  import_from(project_, data_);
  const DatasetId dataset = datasets(project_).at(0).id;
  NewFace found;
  found.image = find_image(project_, dataset, "test/Cleo_01.jpg")->id;
  found.scheme = "ibug68";
  found.status = FaceStatus::kProposed;
  FaceEdit accept;
  accept.face = add_face(project_, found).face;
  accept.points = make_keypoints(small_face(6));
  accept.status = FaceStatus::kCorrected;
  export_to(project_, dir_ / "out");
  EXPECT_FALSE(fs::exists(dir_ / "out/added_keypoints.csv"));  // a proposal is no label

  apply_change(project_, "Accept", {accept});
  export_to(project_, dir_ / "out");
  EXPECT_EQ(exported("added_keypoints.csv"),
            small_header() + small_row("test/Cleo_01.jpg", 6) + "\n");
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));

  // Imported into another project, the added file finds its pictures by their path.
  fs::copy_file(dir_ / "out/added_keypoints.csv", data_ / "added_keypoints.csv");
  Project other = Project::create(dir_ / "other.facepoint");
  const ImportReport report = import_from(other, data_);
  EXPECT_EQ(report.faces_added, 5);
  EXPECT_FALSE(report.has_failures());
}

TEST_F(Export, ADatasetsOwnFileOfAddedLabelsStaysApartFromOurs) {
  const std::string own = small_header() + small_row("test/Cleo_01.jpg", 6) + "\n";
  write_text(data_ / "added_keypoints.csv", own);
  import_from(project_, data_);
  NewFace found;
  found.image = get_face(project_, face_at(project_, "test/Cleo_01.jpg")).image;
  found.scheme = "ibug68";
  found.points = make_keypoints(small_face(9));
  add_face(project_, found);
  const ExportReport report = export_to(project_, dir_ / "out");
  EXPECT_TRUE(report.put_aside.empty());
  EXPECT_EQ(exported("added_keypoints.csv"), own);
  EXPECT_EQ(exported("added_keypoints_2.csv"),
            small_header() + small_row("test/Cleo_01.jpg", 9) + "\n");
}

TEST_F(Export, AQueryChoosesRows) {
  import_from(project_, data_);
  ExportOptions options = to_out();
  options.where = "identity:Ada official:training";
  run(options);
  EXPECT_EQ(exported(kTrainingCsv),
            small_header() + small_row("Ada_01.jpg", 1) + "\n" + small_row("Ada_02.jpg", 2) + "\n");
  EXPECT_FALSE(fs::exists(dir_ / "out" / kTestCsv));
  options.where = "identity:Nobody";
  EXPECT_THROW(run(options), Error);
}

TEST_F(Export, AQueryTakesNoLineThatCouldNotBeRead) {
  write_text(data_ / kTrainingCsv,
             small_header() + small_row("Ada_01.jpg", 1) + "\n\n\"c.jpg,1,2\n");
  import_from(project_, data_);
  ExportOptions options = to_out();
  options.where = "official:training";
  run(options);
  EXPECT_EQ(exported(kTrainingCsv), small_header() + small_row("Ada_01.jpg", 1) + "\n");
}

TEST_F(Export, OfSomeFacesWritesTheirRowsAndNoOthers) {
  import_from(project_, data_);
  ExportOptions options = to_out();
  const std::vector<LabelledFace> ada =
      labelled_faces(project_, parse_query("identity:Ada official:training"));
  options.faces = {ada[1].face.id};
  run(options);
  EXPECT_EQ(exported(kTrainingCsv), small_header() + small_row("Ada_02.jpg", 2) + "\n");
  EXPECT_FALSE(fs::exists(dir_ / "out" / kTestCsv));
}

TEST_F(Export, LeavesOutTheRowOfAFaceThatWasDeletedAndUndoBringsItBack) {
  import_from(project_, data_);
  run(to_out());
  const std::string all = exported(kTrainingCsv);
  FaceEdit edit;
  edit.face =
      labelled_faces(project_, parse_query("name:Ada_01* official:training")).front().face.id;
  edit.status = FaceStatus::kDeleted;
  apply_change(project_, "Delete face", {edit});
  run(to_out());
  EXPECT_EQ(exported(kTrainingCsv).find("Ada_01.jpg"), std::string::npos);
  EXPECT_NE(exported(kTrainingCsv).find("Ada_02.jpg"), std::string::npos);
  undo(project_);
  run(to_out());
  EXPECT_EQ(exported(kTrainingCsv), all);
}

TEST_F(Export, WritesThePartsOfASplitWithAManifestThatMatchesThem) {
  import_from(project_, data_);
  SplitOptions split;
  split.name = "main";
  split.ratios = "50/25/25";
  JobContext job;
  const SplitReport planned = run_split(project_, split, job);
  ExportOptions options = to_out();
  options.split = "main";
  const ExportReport report = run(options);

  const auto manifest = nlohmann::json::parse(exported("main/manifest.json"));
  EXPECT_EQ(manifest["seed"], 1);
  EXPECT_EQ(manifest["rule"], "hash-threshold-1");
  EXPECT_EQ(manifest["group"], "identity");
  std::int64_t faces = 0;
  std::string all;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& part = manifest["parts"][i];
    faces += part["faces"].get<std::int64_t>();
    EXPECT_EQ(part["faces"], planned.parts[i].faces);
    EXPECT_EQ(part["digest"], "xxh3-128:" + report.files[i].digest);
    const std::string csv = exported("main/" + part["file"].get<std::string>());
    EXPECT_TRUE(csv.starts_with(small_header()));
    all += csv.substr(small_header().size());
  }
  EXPECT_EQ(faces, 4);
  for (const char* path :
       {"training/Ada_01.jpg", "training/Ada_02.jpg", "training/Ben_11.jpg", "test/Ada_01.jpg"}) {
    EXPECT_THAT(all, testing::HasSubstr(std::string(path) + ","));
  }
  options.split = "other";
  EXPECT_THROW(run(options), Error);
}

TEST_F(Export, SaysWhatTheFormatCannotHold) {
  import_from(project_, data_);
  FaceEdit edit;
  edit.face = face_at(project_, "test/Ada_01.jpg");
  edit.points = make_keypoints(small_face(4));
  edit.points->at(0).visibility = Visibility::kOccluded;
  edit.points->at(1).visibility = Visibility::kOccluded;
  edit.points->at(2) = {{}, Visibility::kAbsent};
  apply_change(project_, "Mark", {edit});
  const ExportReport report = export_to(project_, dir_ / "out");
  ASSERT_EQ(report.losses.size(), 2U);
  EXPECT_THAT(report.losses[0].what, testing::HasSubstr("occluded"));
  EXPECT_EQ(report.losses[0].count, 2);
  EXPECT_THAT(report.losses[1].what, testing::HasSubstr("absent"));
  EXPECT_EQ(report.losses[1].count, 1);
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));
}

TEST_F(Export, CsvLabelsLeaveAsPtsAndComeBackTheSame) {
  import_from(project_, data_);
  move_point(project_, face_at(project_, "training/Ada_01.jpg"), 30, 0.25, -0.5);
  export_to(project_, dir_ / "out", "pts");
  EXPECT_TRUE(fs::exists(dir_ / "out/training/Ben_11.pts"));
  for (const char* path : {"training/Ada_01", "training/Ada_02", "training/Ben_11"}) {
    write_text(data_ / (std::string(path) + ".pts"), exported(std::string(path) + ".pts"));
  }
  Project other = Project::create(dir_ / "other.facepoint");
  EXPECT_EQ(import_from(other, data_ / "training").faces_added, 3);
  const auto label = [](Project& project, const std::string& path) {
    return get_revision(project, get_face(project, face_at(project, path)).current).points;
  };
  for (const char* name : {"Ada_01.jpg", "Ada_02.jpg", "Ben_11.jpg"}) {
    EXPECT_EQ(label(other, name), label(project_, "training/" + std::string(name)));
  }
}

TEST_F(Export, PtsOfSeveralFacesOfOneImageComeBackToIt) {
  import_from(project_, data_);
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  NewFace second;
  second.image = get_face(project_, face).image;
  second.scheme = "ibug68";
  second.points = make_keypoints(small_face(9));
  add_face(project_, second);
  export_to(project_, dir_ / "out", "pts");
  ASSERT_TRUE(fs::exists(dir_ / "out/training/Ada_01_2.pts"));
  fs::copy_file(data_ / "training/Ada_01.jpg", dir_ / "out/training/Ada_01.jpg");
  Project other = Project::create(dir_ / "other.facepoint");
  import_from(other, dir_ / "out/training");
  std::vector<std::string> images;
  for (const LabelledFace& one : labelled_faces(other)) images.push_back(one.image.path);
  EXPECT_EQ(std::count(images.begin(), images.end(), "Ada_01.jpg"), 2);
}

TEST_F(Export, SeveralDatasetsGetAFolderEach) {
  import_from(project_, data_);
  import_from(project_, write_small_dataset(dir_ / "second"));
  export_to(project_, dir_ / "out");
  EXPECT_EQ(exported(std::string("small/") + kTestCsv), read_file(data_ / kTestCsv));
  EXPECT_EQ(exported(std::string("second/") + kTestCsv), read_file(data_ / kTestCsv));
  ExportOptions options = to_out();
  options.dataset = "second";
  run(options);
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));
  options.dataset = "third";
  EXPECT_THROW(run(options), Error);
}

TEST_F(Export, NeverWritesOverTheFilesItWasImportedFrom) {
  import_from(project_, data_);
  move_point(project_, face_at(project_, "test/Ada_01.jpg"), 30, 1, 1);
  const std::string before = read_file(data_ / kTestCsv);
  EXPECT_THROW(export_to(project_, data_), Error);
  EXPECT_EQ(read_file(data_ / kTestCsv), before);
}

TEST_F(Export, NeverWritesOverLabelFilesInAFolderOfTheOneItGoesTo) {
  import_from(project_, data_);
  import_from(project_, write_small_dataset(dir_ / "second"));
  const std::string before = read_file(data_ / kTestCsv);
  move_point(project_, face_at(project_, "training/Ben_11.jpg"), 30, 1, 1);
  EXPECT_THROW(export_to(project_, dir_.path()), Error);  // small/ and second/ lie in it
  EXPECT_EQ(read_file(data_ / kTestCsv), before);
}

TEST_F(Export, NeverWritesIntoADatasetsFolderByWhateverName) {
  import_from(project_, data_);
  fs::create_directory_symlink(data_, dir_ / "link");
  for (const fs::path& out :
       {data_, data_ / "corrected", data_ / "no/such/folder", dir_ / "out/../small/corrected",
        dir_ / "link/corrected", fs::relative(data_) / "corrected"}) {
    try {
      export_to(project_, out);
      ADD_FAILURE() << out;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(),
                  testing::AllOf(testing::HasSubstr("the dataset small (" + data_.string() + ")"),
                                 testing::HasSubstr((dir_ / "small-export").string())));
    }
  }
  EXPECT_FALSE(fs::exists(data_ / "corrected"));
  EXPECT_EQ(outside_datasets(project_, data_ / "training"), fs::canonical(dir_.path()));
  EXPECT_EQ(outside_datasets(project_, dir_.path()), fs::canonical(dir_.path()));
  export_to(project_, dir_ / "small-export");
}

TEST_F(Export, OfSeveralDatasetsGoesIntoNoneOfTheirFolders) {
  for (const char* name : {"some", "others"}) {
    fs::create_directories(dir_ / "photos" / name);
    fs::copy(data_ / "training", dir_ / "photos" / name);
    import_from(project_, dir_ / "photos" / name);
    NewFace face;
    face.image = find_image(project_, datasets(project_).back().id, "Ada_01.jpg")->id;
    face.scheme = "ibug68";
    face.points = make_keypoints(small_face(1));
    add_face(project_, face);
  }
  EXPECT_THROW(export_to(project_, dir_ / "photos"), Error);  // photos/some/keypoints.csv
  EXPECT_FALSE(fs::exists(dir_ / "photos/some/keypoints.csv"));
}

TEST_F(Export, KeepsWhatLiesInItsWay) {
  import_from(project_, data_);
  write_text(dir_ / "out" / kTestCsv, "somebody's\n");
  const std::string old = std::string(kTestCsv) + ".old";
  EXPECT_THAT(export_to(project_, dir_ / "out").put_aside, testing::ElementsAre(old));
  EXPECT_EQ(exported(old), "somebody's\n");
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));
  // Its own are replaced, whatever was changed in between ...
  move_point(project_, face_at(project_, "test/Ada_01.jpg"), 30, 1, 1);
  EXPECT_THAT(export_to(project_, dir_ / "out").put_aside, testing::IsEmpty());
  // ... but not if somebody else has changed them, or another project has written them.
  write_text(dir_ / "out" / kTestCsv, "by hand\n");
  EXPECT_THAT(export_to(project_, dir_ / "out").put_aside, testing::ElementsAre(old + "-2"));
  EXPECT_EQ(exported(old), "somebody's\n");
  EXPECT_EQ(exported(old + "-2"), "by hand\n");
  Project other = Project::create(dir_ / "other.facepoint");
  import_from(other, data_);
  const ExportReport report = export_to(other, dir_ / "out");
  EXPECT_THAT(report.put_aside, testing::ElementsAre(old + "-3"));
  EXPECT_THAT(report.put_aside_text(), testing::HasSubstr(old + "-3"));
}

TEST_F(Export, KeepsLabelsThatLieApartFromTheirPictures) {
  fs::create_directory(dir_ / "labels");
  fs::rename(data_ / kTestCsv, dir_ / "labels/labels.csv");
  ImportOptions options;
  options.sources = {dir_ / "labels/labels.csv"};
  options.images = data_ / "test";
  JobContext job;
  run_import(project_, options, job);
  const std::string before = read_file(dir_ / "labels/labels.csv");
  move_point(project_, labelled_faces(project_).front().face.id, 30, 1, 1);
  export_to(project_, dir_ / "labels");
  EXPECT_NE(read_file(dir_ / "labels/labels.csv"), before);
  EXPECT_EQ(read_file(dir_ / "labels/labels.csv.old"), before);
}

TEST_F(Export, FacesOfOnePictureAreNotNamedLikeAnother) {
  write_small_picture(dir_ / "named/A.jpg", 1);
  write_small_picture(dir_ / "named/A_1.jpg", 2);
  write_small_picture(dir_ / "named/A_2.jpg", 3);
  write_text(dir_ / "named/labels_frames_keypoints.csv",
             small_header() + small_row("A.jpg", 1) + "\n" + small_row("A_1.jpg", 2) + "\n");
  Project project = Project::create(dir_ / "named.facepoint");
  import_from(project, dir_ / "named");
  NewFace second;
  second.image = get_face(project, face_at(project, "A.jpg")).image;
  second.scheme = "ibug68";
  second.points = make_keypoints(small_face(9));
  add_face(project, second);
  for (const char* format : {"pts", "ljson"}) {
    const fs::path out = dir_ / format;
    EXPECT_TRUE(export_to(project, out, format).losses.empty());
    for (const char* picture : {"A.jpg", "A_1.jpg", "A_2.jpg"}) {
      fs::copy_file(dir_ / "named" / picture, out / picture);
    }
    Project again = Project::create(dir_ / (std::string(format) + ".facepoint"));
    import_from(again, out);
    std::map<std::string, int> faces;
    for (const LabelledFace& one : labelled_faces(again)) ++faces[one.image.path];
    EXPECT_EQ(faces, (std::map<std::string, int>{{"A.jpg", 2}, {"A_1.jpg", 1}})) << format;
  }
}

TEST_F(Export, SaysWhichPicturesFilesCantTellApart) {
  write_small_picture(dir_ / "named/A.jpg", 1);
  write_small_picture(dir_ / "named/A.png", 2);
  write_small_picture(dir_ / "named/A.b.jpg", 3);
  write_text(dir_ / "named/labels_frames_keypoints.csv", small_header() + small_row("A.jpg", 1) +
                                                             "\n" + small_row("A.png", 2) + "\n" +
                                                             small_row("A.b.jpg", 3) + "\n");
  import_from(project_, dir_ / "named");
  const ExportReport report = export_to(project_, dir_ / "out", "pts");
  ASSERT_EQ(report.losses.size(), 1U);
  EXPECT_EQ(report.losses[0].count, 2);
  for (const ExportReport::Loss& loss :
       export_to(project_, dir_ / "named.json", "labelme").losses) {
    EXPECT_EQ(loss.what.find("extension"), std::string::npos) << "they name their pictures";
  }
  for (const char* picture : {"A.jpg", "A.png", "A.b.jpg"}) {
    fs::copy_file(dir_ / "named" / picture, dir_ / "out" / picture);
  }
  Project again = Project::create(dir_ / "again.facepoint");
  const ImportReport back = import_from(again, dir_ / "out");
  EXPECT_EQ(back.findings.count(ImportFindingKind::kSharedName), 2);
  EXPECT_EQ(get_revision(again, get_face(again, face_at(again, "A.b.jpg")).current).points,
            make_keypoints(small_face(3)));
}

TEST_F(Export, KeepsRowsThatLeadOutOfTheDataset) {
  write_text(data_ / kTestCsv, small_header() + small_row("../Ada_01.jpg", 4) + "\n" +
                                   small_row("Ada_01.jpg", 5) + "\n");
  import_from(project_, data_);
  export_to(project_, dir_ / "out");
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));
}

TEST_F(Export, OfASplitMadeAnewLeavesNoFaceInTwoParts) {
  import_from(project_, data_);
  ExportOptions options = to_out();
  options.split = "main";
  options.format = "pts";
  options.allow_leaks = true;
  std::int64_t leftovers = 0;
  for (const char* ratios : {"100/0/0", "0/100/0"}) {
    SplitOptions split;
    split.name = "main";
    split.ratios = ratios;
    split.anew = true;
    JobContext job;
    run_split(project_, split, job);
    write_text(dir_ / "out/main/val/theirs.pts", "theirs");
    leftovers = run(options).leftovers;
  }
  EXPECT_EQ(leftovers, 4);
  EXPECT_EQ(exported("main/val/theirs.pts.old"), "theirs");
  std::int64_t files = 0;
  for (const auto& file : fs::recursive_directory_iterator(dir_ / "out/main")) {
    files += file.path().extension() == ".pts" ? 1 : 0;
  }
  EXPECT_EQ(files, 4);
}

TEST_F(Export, OfSomeLeavesTheFileOfAPictureThatIsCalledLikeASecondFaceOfOneOfThem) {
  write_small_picture(dir_ / "named/a.jpg", 1);
  write_small_picture(dir_ / "named/a_2.jpg", 2);
  write_text(dir_ / "named/labels.csv",
             small_header() + small_row("a.jpg", 1) + "\n" + small_row("a_2.jpg", 2) + "\n");
  import_from(project_, dir_ / "named");
  ExportOptions options = to_out();
  options.format = "pts";
  run(options);
  options.where = "name:a.jpg";
  EXPECT_EQ(run(options).leftovers, 0);
  EXPECT_TRUE(fs::exists(dir_ / "out/a_2.pts"));
}

TEST_F(Export, LeavesNoFileOfFacesThatAreGoneOrNumberedNow) {
  import_from(project_, data_);
  export_to(project_, dir_ / "out");
  SplitOptions split;
  split.name = "main";
  split.ratios = "100/0/0";
  JobContext job;
  run_split(project_, split, job);
  ExportOptions options = to_out();
  options.format = "pts";
  options.split = "main";
  run(options);
  options.split.clear();
  EXPECT_EQ(run(options).leftovers, 0);
  write_text(dir_ / "out/training/Ada_01_7.pts", exported("training/Ada_01.pts"));  // not ours

  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  NewFace second;
  second.image = get_face(project_, face).image;
  second.scheme = "ibug68";
  second.points = make_keypoints(small_face(9));
  add_face(project_, second);
  std::vector<FaceEdit> gone(2);
  gone[0].face = face_at(project_, "test/Ada_01.jpg");
  gone[1].face = face_at(project_, "training/Ben_11.jpg");
  gone[0].status = gone[1].status = FaceStatus::kDeleted;
  apply_change(project_, "Delete", gone);
  const std::string by_hand = exported("training/Ben_11.pts") + "\n";
  write_text(dir_ / "out/training/Ben_11.pts", by_hand);

  options.where = "name:Ada_02*";
  EXPECT_EQ(run(options).leftovers, 0);
  options.where = "official:training";
  EXPECT_EQ(run(options).leftovers, 1);  // knows of pictures that it writes
  EXPECT_FALSE(fs::exists(dir_ / "out/training/Ada_01.pts"));
  EXPECT_TRUE(fs::exists(dir_ / "out/training/Ada_01_2.pts"));
  EXPECT_TRUE(fs::exists(dir_ / "out/test/Ada_01.pts"));
  options.where.clear();
  EXPECT_EQ(run(options).leftovers, 1);
  EXPECT_FALSE(fs::exists(dir_ / "out/test/Ada_01.pts"));
  EXPECT_TRUE(fs::exists(dir_ / "out/training/Ada_01_7.pts"));
  EXPECT_EQ(exported("training/Ben_11.pts"), by_hand);
  EXPECT_TRUE(fs::exists(dir_ / "out/main/train/test/Ada_01.pts"));
  EXPECT_TRUE(fs::exists(dir_ / "out" / kTestCsv));
}

TEST_F(Export, LeavesNoFileOfAddedLabelsThatAreGoneButThatOfAnotherFormat) {
  import_from(project_, data_);
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  NewFace second;
  second.image = get_face(project_, face).image;
  second.scheme = "ibug68";
  second.points = make_keypoints(small_face(9));
  FaceEdit gone;
  gone.face = add_face(project_, second).face;
  gone.status = FaceStatus::kDeleted;
  export_to(project_, dir_ / "out");
  EXPECT_EQ(export_to(project_, dir_ / "out", "hrnet-csv").leftovers, 0);
  EXPECT_TRUE(fs::exists(dir_ / "out/added_keypoints.csv"));
  apply_change(project_, "Delete", {gone});
  EXPECT_EQ(export_to(project_, dir_ / "out").leftovers, 1);
  EXPECT_FALSE(fs::exists(dir_ / "out/added_keypoints.csv"));
  EXPECT_TRUE(fs::exists(dir_ / "out/keypoints.csv"));
}

TEST_F(Export, LeavesRejectedFacesOutOfASplitAndKeepsTheirRowsOtherwise) {
  import_from(project_, data_);
  FaceEdit reject;
  reject.face = face_at(project_, "test/Ada_01.jpg");
  reject.status = FaceStatus::kRejected;
  apply_change(project_, "Reject", {reject});
  const ExportReport report = export_to(project_, dir_ / "out");
  EXPECT_EQ(exported(kTestCsv), read_file(data_ / kTestCsv));
  ASSERT_EQ(report.losses.size(), 1U);
  EXPECT_THAT(report.losses[0].what, testing::HasSubstr("rejected"));

  SplitOptions split;
  split.name = "all";
  split.ratios = "100/0/0";
  JobContext job;
  run_split(project_, split, job);
  ExportOptions options = to_out();
  options.split = "all";
  run(options);
  EXPECT_THAT(exported("all/train.csv"), testing::Not(testing::HasSubstr("test/Ada_01.jpg")));
}

TEST_F(Export, ConvertsLabelsToAnotherScheme) {
  import_from(project_, data_);
  ExportOptions options = to_out();
  options.scheme = "five5";
  const ExportReport report = run(options);
  EXPECT_EQ(report.converted, 4);
  ASSERT_EQ(report.files.size(), 1U);
  const std::string text = exported("keypoints.csv");
  EXPECT_THAT(text, testing::StartsWith(udacity_header(5) + "\n"));
  const std::vector<Point> face = small_face(4);
  std::vector<Point> five{{}, {}, face[30], face[48], face[54]};
  for (std::size_t i = 0; i < 6; ++i) {
    five[0] = five[0] + face[36 + i];
    five[1] = five[1] + face[42 + i];
  }
  five[0] = five[0] * (1.0 / 6);
  five[1] = five[1] * (1.0 / 6);
  EXPECT_THAT(text, testing::HasSubstr(udacity_row("test/Ada_01.jpg", five)));
}

TEST_F(Export, OfAnotherSchemeIsWrittenInAFileAFaceToo) {
  import_from(project_, data_);
  ExportOptions options = to_out();
  options.format = "pts";
  options.scheme = "five5";
  EXPECT_EQ(run(options).files.size(), 4U);
  EXPECT_THAT(exported("test/Ada_01.pts"), testing::HasSubstr("n_points: 5"));
}

TEST_F(Export, RefusesASchemeThatTheLabelsDoNotTell) {
  import_from(project_, data_);
  ExportOptions options = to_out();
  options.scheme = "wflw98";
  EXPECT_THROW(run(options), Error);
  options.scheme = "nope";
  EXPECT_THROW(run(options), Error);
}

TEST_F(Export, CancelledInTheMiddleItLeavesTheFilesOfBefore) {
  import_from(project_, data_);
  export_to(project_, dir_ / "out");
  const std::string before = exported(kTrainingCsv);
  move_point(project_, face_at(project_, "training/Ada_01.jpg"), 1, 1, 1);
  std::stop_source stop;
  bool was_writing = false;
  JobContext job(
      [&](const Progress& progress) {
        was_writing = was_writing || progress.stage == "Writing files";
        if (was_writing) stop.request_stop();
      },
      stop.get_token());
  EXPECT_THROW(run_export(project_, to_out(), job), Cancelled);
  EXPECT_TRUE(was_writing);
  EXPECT_EQ(exported(kTrainingCsv), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_ / "out"), {}), 2);
}

// More than an export keeps in memory, the faces of a picture far from each other.
TEST_F(Export, OfManyFacesIsWholeInEveryFormatOfAFileADataset) {
  constexpr int kFaces = 4500;
  std::string csv = small_header();
  for (int i = 0; i < kFaces; ++i) {
    csv += small_row("Ada_0" + std::to_string(i % 3) + ".jpg", i) + "\n";
  }
  write_text(data_ / kTestCsv, csv);
  fs::remove(data_ / kTrainingCsv);
  ExportOptions options = to_out();
  import_from(project_, data_);
  for (const std::string format : {"udacity-csv", "coco", "dlib-xml", "cvat-xml"}) {
    options.format = format;
    options.out = dir_ / format;
    const ExportReport report = run(options);
    ASSERT_EQ(report.files.size(), 1U) << format;
    EXPECT_EQ(report.files[0].rows, kFaces) << format;
    EXPECT_EQ(std::distance(fs::directory_iterator(options.out), {}), 1) << format;
    Project again = Project::create(dir_ / (format + ".facepoint"));
    import_from(again, options.out);
    const auto faces = labelled_faces(again);
    ASSERT_EQ(faces.size(), static_cast<std::size_t>(kFaces)) << format;
    const std::vector<LabelledFace> all = labelled_faces(project_);
    for (std::size_t i = 0; i < all.size(); i += 97) {
      EXPECT_EQ(faces[i].revision.points, all[i].revision.points) << format;
    }
  }
  EXPECT_EQ(read_file(dir_ / "udacity-csv" / kTestCsv), csv);
}

TEST_F(Export, LeavesOutFacesWithoutAPointInEveryFormatAndCountsThem) {
  import_from(project_, data_);
  NewFace none;
  none.image = get_face(project_, face_at(project_, "training/Ada_01.jpg")).image;
  none.scheme = "ibug68";
  none.points = Keypoints(68, {{}, Visibility::kAbsent});
  add_face(project_, none);
  for (const std::string& format : written_format_names()) {
    const ExportReport report = export_to(project_, dir_ / format, format);
    EXPECT_TRUE(report.left_out.empty()) << format;
    ASSERT_EQ(report.losses.size(), 1U) << format;
    EXPECT_THAT(report.losses[0].what, testing::StartsWith("faces without a point")) << format;
    EXPECT_EQ(report.losses[0].count, 1) << format;
  }
}

TEST_F(Export, SaysToRenameAPictureOnlyWhereItsNameReadsDifferently) {
  write_small_picture(dir_ / "named/a?d=b.jpg", 1);
  write_text(dir_ / "named/labels.csv", small_header() + small_row("a?d=b.jpg", 1) + "\n");
  import_from(project_, dir_ / "named");
  try {
    export_to(project_, dir_ / "out", "label-studio");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                testing::HasSubstr("“a?d=b.jpg” is read as “b.jpg”: rename the picture"));
  }
}

TEST(ComparedFaces, SayWhichPictureAndPointDifferAndByHowMuch) {
  const LabelFormat& format = *find_label_format("udacity-csv");
  const auto difference = [&](const std::vector<WriteFace>& wanted, const std::string& rows) {
    const WriteFaces faces(wanted);
    std::istringstream in(udacity_header(2) + "\n" + rows);
    ReadContext context;
    context.scheme = &SchemeLibrary::standard().get("ibug68");
    ComparedFaces compared(faces, format.traits());
    format.read(in, context, compared);
    return compared.difference();
  };
  const WriteFace a{"a.jpg", {9, 9}, make_keypoints({{1, 2}, {3, 4}})};
  const WriteFace b{"b.jpg", {9, 9}, make_keypoints({{5, 6}, {7, 8}})};
  EXPECT_EQ(difference({a, b}, "b.jpg,5,6,7,8\na.jpg,1,2,3,4\n"), "");
  EXPECT_EQ(difference({a, b}, "a.jpg,1,2,3,4\nb.jpg,5,6,4,12\n"),
            "in “b.jpg” point 1 is (7, 8) and reads as (4, 12), 5 px away");
  EXPECT_EQ(difference({a, a}, "a.jpg,1,2,3,4\n"), "one of the faces in “a.jpg” is not read");
  EXPECT_EQ(difference({a}, "a.jpg,1,2,3,4\na.jpg,1,2,3,4\n"),
            "more faces are read than were written, the first in “a.jpg”");
  EXPECT_THAT(difference({a, b}, "a.jpg,1,2,3,4\nb.jpg,5,x,4,12\n"),
              testing::AllOf(testing::StartsWith("no face in “b.jpg” is read (line 3"),
                             testing::Not(testing::HasSubstr("rename"))));
  WriteFace absent = a;
  absent.points[0] = {{}, Visibility::kAbsent};
  EXPECT_EQ(difference({absent}, "a.jpg,1,2,3,4\n"),
            "in “a.jpg” point 0 is absent and reads as (1, 2)");
}

TEST_F(Export, CancelledItLeavesNoHalfFile) {
  import_from(project_, data_);
  std::stop_source stop;
  stop.request_stop();
  JobContext job({}, stop.get_token());
  EXPECT_THROW(run_export(project_, to_out(), job), Cancelled);
  EXPECT_FALSE(fs::exists(dir_ / "out"));
}

}  // namespace
}  // namespace facepoint
