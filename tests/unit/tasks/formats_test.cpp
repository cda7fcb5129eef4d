// Label files of other formats than CSV and .pts, through the project and out again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using testing::HasSubstr;
using testing::Not;

class Formats : public testing::Test {
 protected:
  TempDir dir_;
  fs::path data_ = dir_ / "set";

  // The small dataset's three labelled faces of training/ as labels of `format`, with its pictures.
  void write_set(const std::string& format) {
    write_small_dataset(dir_ / "small");
    Project project = Project::create(dir_ / (format + "-source.facepoint"));
    import_from(project, dir_ / "small");
    export_to(project, data_, format);
    for (const char* folder : {"training", "test"}) {
      fs::create_directories(data_ / folder);
      fs::copy(dir_ / "small" / folder, data_ / folder, fs::copy_options::recursive);
    }
  }
  void set_points(Project& project, FaceId face, const Keypoints& points) {
    FaceEdit edit;
    edit.face = face;
    edit.points = points;
    apply_change(project, "Edit", {edit}, Author::kPerson, "test",
                 {get_face(project, face).current});
  }
  std::string out(const std::string& file) { return read_file(dir_ / "out" / file); }
};

TEST_F(Formats, ACorrectedPointOfACocoFileChangesItsNumberAndUnknownKeysStay) {
  write_set("coco");
  std::string text = read_file(data_ / "keypoints.json");
  text.replace(text.find("\"iscrowd\":0"), 11, "\"iscrowd\":0,  \"mine\": {\"keypoints\": [1, 2]}");
  write_text(data_ / "keypoints.json", text);
  Project project = Project::create(dir_ / "p.facepoint");
  const ImportReport report = import_from(project, data_);
  EXPECT_EQ(report.faces_added, 4);
  EXPECT_TRUE(import_from(project, data_).changed_nothing());
  export_to(project, dir_ / "out", "coco");
  EXPECT_EQ(out("keypoints.json"), text);

  const FaceId face = face_at(project, "training/Ada_01.jpg");
  move_point(project, face, 3, 0.5, 0);
  const ExportReport moved = export_to(project, dir_ / "out", "coco");
  EXPECT_EQ(moved.files.at(0).changed_rows, 1);
  EXPECT_TRUE(moved.losses.empty());
  const std::string changed = out("keypoints.json");
  EXPECT_NE(changed, text);
  EXPECT_EQ(changed.size(), text.size() + 2);  // "12" to "12.5"
  EXPECT_THAT(changed, HasSubstr("\"mine\": {\"keypoints\": [1, 2]}"));
}

TEST_F(Formats, ADeletedFaceLeavesAJsonThatCanBeReadAndAnXmlsOtherBytes) {
  for (const std::string format : {"coco", "dlib-xml", "labelme", "yolo-pose"}) {
    fs::remove_all(data_);
    fs::remove_all(dir_ / "out");
    write_set(format);
    Project project = Project::create(dir_ / (format + ".facepoint"));
    import_from(project, data_);
    FaceEdit edit;
    edit.face = face_at(project, "training/Ada_01.jpg");
    edit.status = FaceStatus::kDeleted;
    apply_change(project, "Delete", {edit}, Author::kPerson, "test",
                 {get_face(project, edit.face).current});
    const ExportReport report = export_to(project, dir_ / "out", format);  // reads back or throws
    std::int64_t rows = 0;
    for (const ExportReport::File& file : report.files) rows += file.rows;
    EXPECT_EQ(rows, 3) << format;
  }
}

TEST_F(Formats, SaysHowManyPointsWereRoundedAndHowManyOcclusionsDropped) {
  write_set("coco");
  Project project = Project::create(dir_ / "p.facepoint");
  import_from(project, data_);
  const FaceId face = face_at(project, "training/Ada_01.jpg");
  Keypoints points = get_revision(project, get_face(project, face).current).points;
  points[0].position.x += 0.25;
  points[1].visibility = Visibility::kOccluded;
  points[2].visibility = Visibility::kAbsent;
  set_points(project, face, points);
  const ExportReport dlib = export_to(project, dir_ / "out", "dlib-xml");
  ASSERT_EQ(dlib.losses.size(), 2U);
  EXPECT_THAT(dlib.losses[0].what, HasSubstr("occluded"));
  EXPECT_EQ(dlib.losses[0].count, 1);
  EXPECT_THAT(dlib.losses[1].what, HasSubstr("rounded"));
  EXPECT_EQ(dlib.losses[1].count, 1);
  EXPECT_TRUE(dlib.left_out.empty());
  const ExportReport wflw = export_to(project, dir_ / "out", "wflw");
  ASSERT_EQ(wflw.left_out.size(), 1U);
  EXPECT_THAT(wflw.left_out[0], HasSubstr("1 absent points"));
  const ExportReport coco = export_to(project, dir_ / "coco", "coco");
  EXPECT_TRUE(coco.losses.empty());
  Project again = Project::create(dir_ / "q.facepoint");
  fs::copy(data_ / "training", dir_ / "coco/training", fs::copy_options::recursive);
  fs::copy(data_ / "test", dir_ / "coco/test", fs::copy_options::recursive);
  import_from(again, dir_ / "coco");
  const FaceId same = face_at(again, "training/Ada_01.jpg");
  const Keypoints read = get_revision(again, get_face(again, same).current).points;
  EXPECT_EQ(read[0], points[0]);
  EXPECT_EQ(read[1], points[1]);
  EXPECT_FALSE(read[2].present());
}

TEST_F(Formats, PointsOutsideThePictureAreToldAndLeftOutOfYolosLabels) {
  write_set("coco");
  Project project = Project::create(dir_ / "p.facepoint");
  import_from(project, data_);
  move_point(project, face_at(project, "training/Ada_01.jpg"), 3, -1000, 0);
  const FaceId outside = face_at(project, "training/Ada_02.jpg");
  set_points(project, outside, Keypoints(68, {{-5, -5}}));
  const ExportReport report = export_to(project, dir_ / "out", "yolo-pose");
  ASSERT_EQ(report.losses.size(), 1U);
  EXPECT_THAT(report.losses[0].what, HasSubstr("outside the picture"));
  EXPECT_GE(report.losses[0].count, 1);
  ASSERT_EQ(report.left_out.size(), 1U);
  EXPECT_THAT(report.left_out[0], HasSubstr("training/Ada_02.jpg"));
  EXPECT_THAT(out("training/Ada_01.txt"), HasSubstr(" 0 0 0 "));
}

// images/train/ with a.jpg and b.jpg, labels/train/ with a.txt of one row of class 1.
class YoloFolders : public Formats {
 protected:
  std::string row_ = "1";
  Project project_ = Project::create(dir_ / "p.facepoint");

  void import_rows(int numbers_a_point) {
    for (const std::string name : {"a", "b"}) {
      write_small_picture(data_ / ("images/train/" + name + ".jpg"), name[0]);
    }
    row_ += " 0.5 0.5 0.250 0.250";
    for (const Point& point : small_face(1)) {
      row_ += " " + std::to_string(point.x / kPictureWidth) + " " +
              std::to_string(point.y / kPictureHeight);
      if (numbers_a_point == 3) row_ += " 2";
    }
    write_text(data_ / "labels/train/a.txt", row_);
    EXPECT_EQ(import_from(project_, data_).faces_added, 1);
  }
  void add(const std::string& picture, const Keypoints& points) {
    NewFace face;
    face.image = find_image(project_, datasets(project_).at(0).id, picture)->id;
    face.scheme = "ibug68";
    face.points = points;
    add_face(project_, face);
  }
  void expect_faces_of_export(int faces) {
    fs::copy(data_ / "images", dir_ / "out/images", fs::copy_options::recursive);
    Project again = Project::create(dir_ / "again.facepoint");
    EXPECT_EQ(import_from(again, dir_ / "out").faces_added, faces);
  }
};

TEST_F(YoloFolders, GetNewRowsLikeTheirOwnWhereTheTrainerLooks) {
  import_rows(3);
  add("images/train/a.jpg", make_keypoints(small_face(5)));
  add("images/train/b.jpg", make_keypoints(small_face(6)));
  const ExportReport report = export_to(project_, dir_ / "out", "yolo-pose");
  EXPECT_TRUE(report.losses.empty());
  EXPECT_THAT(out("labels/train/a.txt"), testing::StartsWith(row_ + "\n1 "));
  EXPECT_THAT(out("labels/train/b.txt"), testing::StartsWith("1 "));
  EXPECT_FALSE(fs::exists(dir_ / "out/images"));
  EXPECT_EQ(report.files.at(0).rows, 2);
  EXPECT_EQ(report.files.at(0).changed_rows, 1);
  expect_faces_of_export(3);
}

TEST_F(YoloFolders, GetTwoNumbersAPointWhereTheirRowsHaveTwo) {
  import_rows(2);
  add("images/train/a.jpg", make_keypoints(small_face(5)));
  add("images/train/b.jpg", make_keypoints(small_face(6)));
  export_to(project_, dir_ / "out", "yolo-pose");
  EXPECT_THAT(out("labels/train/a.txt"), testing::StartsWith(row_ + "\n1 "));
  const auto blanks = [&](const std::string& file) {
    const std::string text = out(file);
    return std::count(text.begin(), text.end(), ' ');
  };
  EXPECT_EQ(blanks("labels/train/a.txt"), 2 * (4 + 136));
  EXPECT_EQ(blanks("labels/train/b.txt"), 4 + 136);
  expect_faces_of_export(3);
}

TEST_F(YoloFolders, GetThreeNumbersAPointInAFileWhereTwoCannotTellOne) {
  import_rows(2);
  Keypoints points = make_keypoints(small_face(5));
  points[3].visibility = Visibility::kOccluded;
  add("images/train/a.jpg", points);
  EXPECT_THAT(export_to(project_, dir_ / "out", "yolo-pose").losses.at(0).what,
              HasSubstr("written anew"));
  const std::string text = out("labels/train/a.txt");
  EXPECT_EQ(std::count(text.begin(), text.end(), ' '), 2 * (4 + 204));
  EXPECT_THAT(text, testing::AllOf(testing::StartsWith("1 "), HasSubstr("\n1 ")));
}

TEST_F(YoloFolders, TakeTheFirstNewLabelAfterTheirOwnWasDeleted) {
  import_rows(3);
  FaceEdit gone;
  gone.face = face_at(project_, "images/train/a.jpg");
  gone.status = FaceStatus::kDeleted;
  apply_change(project_, "Delete", {gone});
  add("images/train/a.jpg", make_keypoints(small_face(5)));
  export_to(project_, dir_ / "out", "yolo-pose");
  EXPECT_FALSE(fs::exists(dir_ / "out/labels/train/a_1.txt"));
  expect_faces_of_export(1);
}

TEST_F(Formats, WhatAFormatWouldRoundOrLeaveOutStaysWhereNobodyChangedIt) {
  write_set("dlib-xml");
  std::string xml = read_file(data_ / "keypoints.xml");
  xml.replace(xml.find("x='"), 3, "x='0.25");  // as other programs write it
  write_text(data_ / "keypoints.xml", xml);
  Project project = Project::create(dir_ / "p.facepoint");
  import_from(project, data_);
  export_to(project, dir_ / "out", "dlib-xml");
  EXPECT_EQ(out("keypoints.xml"), xml);
  move_point(project, face_at(project, "training/Ada_01.jpg"), 9, 2.25, 0);
  const ExportReport report = export_to(project, dir_ / "out", "dlib-xml");
  EXPECT_EQ(report.files.at(0).changed_rows, 1);
  EXPECT_THAT(out("keypoints.xml"), HasSubstr("x='0.25"));

  fs::remove_all(data_);
  write_set("yolo-pose");
  std::string line = read_file(data_ / "training/Ada_01.txt");
  const std::size_t first = line.find(' ', line.size() / 2);
  line.insert(first + 1, "-");
  write_text(data_ / "training/Ada_01.txt", line);
  Project yolo = Project::create(dir_ / "yolo.facepoint");
  import_from(yolo, data_);
  export_to(yolo, dir_ / "yolo", "yolo-pose");
  EXPECT_EQ(read_file(dir_ / "yolo/training/Ada_01.txt"), line);
}

TEST_F(Formats, AFileWhoseFacesLieBetweenEachOthersPointsLeavesAsItCameUntilOneIsChanged) {
  write_set("labelme");
  const fs::path path = data_ / "training/Ada_01.json";
  nlohmann::json file = nlohmann::json::parse(read_file(path));
  nlohmann::json shapes = nlohmann::json::array();
  for (nlohmann::json& shape : file["shapes"]) {
    shapes.push_back(shape);
    shape["group_id"] = 7;
    shape["points"][0][0] = shape["points"][0][0].get<double>() + 1.5;
    shapes.push_back(shape);
  }
  file["shapes"] = shapes;
  file["mine"] = "stays";
  write_text(path, file.dump(3));
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(import_from(project, data_).faces_added, 5);
  EXPECT_TRUE(import_from(project, data_).changed_nothing());
  export_to(project, dir_ / "out", "labelme");
  EXPECT_EQ(out("training/Ada_01.json"), file.dump(3));

  std::vector<FaceId> faces;
  for (const LabelledFace& face : labelled_faces(project)) {
    if (face.image.path == "training/Ada_01.jpg") faces.push_back(face.face.id);
  }
  ASSERT_EQ(faces.size(), 2U);
  move_point(project, faces[1], 3, 0.25, 0);
  const ExportReport moved = export_to(project, dir_ / "out", "labelme");  // reads back or throws
  EXPECT_THAT(moved.losses.at(0).what, HasSubstr("written anew"));
  EXPECT_THAT(out("training/Ada_01.json"), Not(HasSubstr("mine")));

  FaceEdit gone;
  gone.face = faces[1];
  gone.status = FaceStatus::kDeleted;
  apply_change(project, "Delete", {gone}, Author::kPerson, "test",
               {get_face(project, gone.face).current});
  export_to(project, dir_ / "out", "labelme");
  EXPECT_EQ(nlohmann::json::parse(out("training/Ada_01.json"))["shapes"].size(), 68U);
}

TEST_F(Formats, LabelStudiosTasksKeepTheirAddressesWhereOneFaceIsCorrected) {
  write_set("label-studio");
  nlohmann::json tasks = nlohmann::json::parse(read_file(data_ / "keypoints.json"));
  for (nlohmann::json& task : tasks) {
    task["id"] = 100 + task["id"].get<int>();
    const std::string path = task["data"]["image"];
    task["data"]["image"] = "/data/local-files/?d=" + path.substr(0, 1) + "%" +
                            (path[1] == 'r' ? "72" : "65") + path.substr(2);
    nlohmann::json& results = task["annotations"][0]["result"];
    const nlohmann::json first = results;
    for (nlohmann::json result : first) {  // a second face
      result["parentID"] = "second";
      if (result["type"] == "keypointlabels") results.push_back(result);
    }
  }
  write_text(data_ / "keypoints.json", tasks.dump(1));
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(import_from(project, data_).faces_added, 8);
  export_to(project, dir_ / "out", "label-studio");
  EXPECT_EQ(out("keypoints.json"), tasks.dump(1));

  move_point(project, labelled_faces(project).back().face.id, 3, 0.5, 0);
  const ExportReport moved = export_to(project, dir_ / "out", "label-studio");
  EXPECT_TRUE(moved.losses.empty());
  const nlohmann::json corrected = nlohmann::json::parse(out("keypoints.json"));
  int changes = 0;
  for (const nlohmann::json& change : nlohmann::json::diff(tasks, corrected)) {
    EXPECT_THAT(change["path"].get<std::string>(), HasSubstr("/value/x"));
    ++changes;
  }
  EXPECT_EQ(changes, 1);
}

TEST_F(Formats, LabelmesPathOfAPictureElsewhereStays) {
  write_set("labelme");
  fs::create_directories(data_ / "ann");
  std::string text = read_file(data_ / "training/Ada_01.json");
  const std::string name = "\"Ada_01.jpg\"";
  text.replace(text.find(name), name.size(), R"("..\\training\\Ada_01.jpg")");
  fs::remove(data_ / "training/Ada_01.json");
  write_text(data_ / "ann/Ada_01.json", text);
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(import_from(project, data_).faces_added, 4);
  const FaceId face = face_at(project, "training/Ada_01.jpg");
  Keypoints points = get_revision(project, get_face(project, face).current).points;
  points[5].visibility = Visibility::kAbsent;  // so that the file is written anew
  set_points(project, face, points);
  export_to(project, dir_ / "out", "labelme");
  EXPECT_THAT(out("ann/Ada_01.json"), HasSubstr(R"("imagePath": "..\\training\\Ada_01.jpg")"));
}

TEST_F(Formats, OneOccludedPointOfYolosRowsWithoutVisibilityGivesItToAllRows) {
  write_set("yolo-pose");
  const std::vector<std::string> files = {"training/Ada_01.txt", "training/Ada_02.txt"};
  for (const std::string& file : files) {
    std::string text = "1" + read_file(data_ / file).substr(1);
    for (std::size_t at = text.find(" 2"); at != std::string::npos; at = text.find(" 2", at)) {
      if (text[at + 2] == ' ' || text[at + 2] == '\n')
        text.erase(at, 2);
      else
        ++at;
    }
    write_text(data_ / file, text);
  }
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(data_)) {
    const std::string path = entry.path().lexically_relative(data_).generic_string();
    const bool is_kept = path == files[0] || path == files[1];
    if (entry.path().extension() == ".txt" && !is_kept) fs::remove(entry.path());
  }
  Project project = Project::create(dir_ / "p.facepoint");
  import_from(project, data_);
  export_to(project, dir_ / "out", "yolo-pose");
  EXPECT_EQ(out(files[1]), read_file(data_ / files[1]));
  EXPECT_THAT(out("data.yaml"), HasSubstr("kpt_shape: [68, 2]"));

  const FaceId face = face_at(project, "training/Ada_01.jpg");
  Keypoints points = get_revision(project, get_face(project, face).current).points;
  points[5].visibility = Visibility::kOccluded;
  set_points(project, face, points);
  const ExportReport report = export_to(project, dir_ / "out", "yolo-pose");
  EXPECT_TRUE(report.put_aside.empty());
  EXPECT_THAT(out("data.yaml"), HasSubstr("kpt_shape: [68, 3]"));
  EXPECT_THAT(out("data.yaml"), HasSubstr("  1: face\n"));
  for (const std::string& file : files) {
    const std::string text = out(file);
    EXPECT_EQ(std::count(text.begin(), text.end(), ' '), 4 + 68 * 3) << file;
    EXPECT_EQ(text[0], '1') << file;
  }
}

TEST_F(Formats, LabelStudiosTasksOfAPictureThatIsNotThereStayUntilTheirFileIsWrittenAnew) {
  write_set("label-studio");
  fs::remove(data_ / "training/Ada_01.jpg");
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(import_from(project, data_).faces_added, 4);
  EXPECT_TRUE(export_to(project, dir_ / "out", "label-studio").left_out.empty());
  EXPECT_EQ(out("keypoints.json"), read_file(data_ / "keypoints.json"));

  move_point(project, face_at(project, "training/Ada_02.jpg"), 3, 0.5, 0);
  EXPECT_TRUE(export_to(project, dir_ / "out", "label-studio").left_out.empty());
  EXPECT_THAT(out("keypoints.json"), HasSubstr("Ada_01.jpg"));

  FaceEdit gone;
  gone.face = face_at(project, "training/Ben_11.jpg");
  gone.status = FaceStatus::kDeleted;
  apply_change(project, "Delete", {gone});
  EXPECT_THAT(export_to(project, dir_ / "out", "label-studio").left_out,
              testing::ElementsAre(HasSubstr("training/Ada_01.jpg: the picture's size")));
  EXPECT_THAT(out("keypoints.json"), Not(HasSubstr("training/Ada_01.jpg")));
}

TEST_F(Formats, AnLjsonOfTwoFacesIsWrittenAnewWithBoth) {
  write_set("ljson");
  const fs::path path = data_ / "training/Ada_01.ljson";
  nlohmann::json file = nlohmann::json::parse(read_file(path));
  file["groups"]["second"] = file["groups"]["LJSON"];
  write_text(path, file.dump());
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(import_from(project, data_).faces_added, 5);
  export_to(project, dir_ / "out", "ljson");
  EXPECT_EQ(out("training/Ada_01.ljson"), file.dump());
  for (const LabelledFace& face : labelled_faces(project)) {
    if (face.image.path == "training/Ada_01.jpg") move_point(project, face.face.id, 3, 0.25, 0);
  }
  export_to(project, dir_ / "out", "ljson");  // reads back or throws
  const nlohmann::json changed = nlohmann::json::parse(out("training/Ada_01.ljson"));
  EXPECT_EQ(changed["groups"].size(), 2U);
}

TEST_F(Formats, AnAbsolutePathIntoTheDatasetIsThatOfItsPicture) {
  write_set("dlib-xml");
  std::string xml = read_file(data_ / "keypoints.xml");
  for (const char* folder : {"training/", "test/"}) {
    for (std::size_t at = xml.find(folder); at != std::string::npos; at = xml.find(folder, at)) {
      xml.insert(at, data_.string() + "/");
      at += data_.string().size() + 2;
    }
  }
  write_text(data_ / "keypoints.xml", xml);
  Project project = Project::create(dir_ / "p.facepoint");
  const ImportReport report = import_from(project, data_);
  EXPECT_EQ(report.faces_added, 4);
  EXPECT_EQ(report.count(ImportFindingKind::kBadLine), 0);
  face_at(project, "training/Ada_01.jpg");
  export_to(project, dir_ / "out", "dlib-xml");
  EXPECT_EQ(out("keypoints.xml"), xml);
}

TEST_F(Formats, AQueryTakesRowsOutOfAnXmlWithoutBreakingIt) {
  write_set("cvat-xml");
  Project project = Project::create(dir_ / "p.facepoint");
  import_from(project, data_);
  ExportOptions options;
  options.format = "cvat-xml";
  options.out = dir_ / "out";
  options.where = "official:test";
  JobContext job;
  const ExportReport report = run_export(project, options, job);
  EXPECT_EQ(report.files.at(0).rows, 1);
  EXPECT_THAT(out("keypoints.xml"), HasSubstr("</annotations>"));
}

TEST_F(Formats, AQueryLeavesAJsonRightWhoseFileHoldsWhatCouldNotBeRead) {
  write_set("coco");
  std::string text = read_file(data_ / "keypoints.json");
  text.replace(text.find("\"keypoints\":["), 13, "\"keypoints\":[\"x\",");
  write_text(data_ / "keypoints.json", text);
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(import_from(project, data_).faces_added, 3);
  ExportOptions options;
  options.format = "coco";
  options.out = dir_ / "out";
  options.where = "path:*.jpg";
  JobContext job;
  run_export(project, options, job);
  EXPECT_EQ(nlohmann::json::parse(out("keypoints.json"))["annotations"].size(), 3U);
}

TEST_F(Formats, ACsvOfOneMappingLeavesAsItCameAndInAnotherAsThatSays) {
  write_small_dataset(dir_ / "small");
  Project source = Project::create(dir_ / "source.facepoint");
  import_from(source, dir_ / "small");
  const auto mapping = [&](const std::string& name, const std::string& json) {
    write_text(dir_ / name, json);
    return dir_ / name;
  };
  const fs::path theirs = mapping(
      "theirs", R"({"image": "file", "x": "{}x", "y": "{}y", "delimiter": ";", "origin": 1})");
  const auto export_with = [&](Project& project, const fs::path& with, const fs::path& to) {
    ExportOptions options;
    options.format = "mapping-csv";
    options.mapping = with;
    options.out = to;
    JobContext job;
    run_export(project, options, job);
    return read_file(to / "keypoints.csv");
  };
  const std::string text = export_with(source, theirs, data_);
  fs::copy(dir_ / "small/training", data_ / "training", fs::copy_options::recursive);
  fs::copy(dir_ / "small/test", data_ / "test", fs::copy_options::recursive);
  ImportOptions in;
  in.sources = {data_ / "keypoints.csv"};
  in.mapping = theirs;
  JobContext job;
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_EQ(run_import(project, in, job).faces_added, 4);

  const fs::path same = mapping("same", R"({"delimiter": ";", "origin": 1,
      "image": "file", "x": "{}x", "y": "{}y"})");
  EXPECT_EQ(export_with(project, same, dir_ / "out"), text);
  for (const char* other :
       {R"({"image": "picture", "x": "p{}x", "y": "p{}y", "unit": "percent"})",
        R"({"image": "file", "x": "{}x", "y": "{}y", "delimiter": ";", "origin": 0.5})",
        R"({"image": "file", "x": "{}y", "y": "{}x", "delimiter": ";", "origin": 1})"}) {
    const std::string other_text = export_with(project, mapping("other", other), dir_ / "out");
    EXPECT_EQ(other_text, export_with(source, dir_ / "other", dir_ / "again"));
    EXPECT_NE(other_text, text);
  }
}

TEST_F(Formats, AFormatThatIsForcedReadsWhatItsContentWouldNotTell) {
  write_small_dataset(dir_ / "small");
  ImportOptions options;
  options.sources = {dir_ / "small"};
  options.format = "nonsense";
  EXPECT_THROW(options.check(), Error);
  options.format = "mapping-csv";
  EXPECT_THROW(options.check(), Error);
}

}  // namespace
}  // namespace facepoint
