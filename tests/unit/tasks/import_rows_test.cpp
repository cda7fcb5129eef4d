// Which rows of label files are which faces: of a file that is imported again, and of rows that are
// about the same picture.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "formats/udacity_csv.h"
#include "small_dataset.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "tasks/import_doctor.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using enum ImportFindingKind;

std::vector<Point> at(double x, double y) {
  std::vector<Point> points;
  for (int i = 0; i < 68; ++i) points.push_back({x + i % 17, y + i / 17 * 3.0});
  return points;
}

class PictureNames : public testing::Test {
 protected:
  // What rows with this name lead to, with the proposed remedies.
  std::string image_of(const std::string& name, const fs::path& named_images = {}) {
    write_text(data_ / "labels.csv", small_header() + small_row(name, 1) + "\n");
    Project project = Project::create(dir_ / (std::to_string(projects_++) + ".facepoint"));
    ImportOptions options;
    options.sources = {data_};
    options.images = named_images;
    JobContext job;
    const SourceExamination examination = examine_source(&project, data_, options, job);
    RemedyChoice choice;
    choice.proposed = true;
    const ImportReport report =
        run_import(project, with_remedies(options, {examination}, choice), job);
    if (report.has_failures()) return report.count(kMissingImage) > 0 ? "missing" : "bad";
    return labelled_faces(project).at(0).image.path;
  }

  TempDir dir_;
  fs::path data_ = dir_ / "data";
  int projects_ = 0;
};

TEST_F(PictureNames, AreReadAsOtherSystemsWriteThem) {
  write_small_picture(data_ / "sub/a.png", 1);
  write_small_picture(data_ / "b.png", 2);
  EXPECT_EQ(image_of("sub\\a.png"), "sub/a.png");
  EXPECT_EQ(image_of(".\\b.png"), "b.png");
  EXPECT_EQ(image_of("C:\\data\\sub\\a.png"), "sub/a.png") << "moved";
  EXPECT_EQ(image_of("/home/mia/sub/a.png"), "sub/a.png") << "moved";
  EXPECT_EQ(image_of((data_ / "sub/a.png").string()), "sub/a.png");
  EXPECT_EQ(image_of("SUB/A.PNG"), "sub/a.png") << "renamed";
  EXPECT_EQ(image_of("../../a.png"), "bad");
  write_small_picture(data_ / "c:b.png", 4);
  EXPECT_EQ(image_of("c:b.png"), "c:b.png");
  write_small_picture(data_ / "with\\backslash.png", 3);
  EXPECT_EQ(image_of("with\\backslash.png"), "with\\backslash.png");
}

TEST_F(PictureNames, AreNotGuessedWhereTwoPicturesHaveThem) {
  write_small_picture(data_ / "one/sub/a.png", 1);
  write_small_picture(data_ / "two/sub/a.png", 2);
  EXPECT_EQ(image_of("C:\\data\\sub\\a.png"), "missing");
  EXPECT_EQ(image_of("C:\\data\\sub\\a.png", data_ / "two"), "two/sub/a.png");
  EXPECT_EQ(image_of("/elsewhere/a.png", data_ / "one/sub"), "one/sub/a.png");
}

TEST_F(PictureNames, OfASingleFileMayEndInUpperCase) {
  write_small_picture(data_ / "a.JPG", 1, "jpg");
  std::string body;
  for (const Point& point : small_face(1)) {
    body += std::to_string(point.x) + " " + std::to_string(point.y) + "\n";
  }
  write_text(data_ / "a.pts", "version: 1\nn_points: 68\n{\n" + body + "}\n");
  Project project = Project::create(dir_ / "p.facepoint");
  EXPECT_FALSE(import_from(project, data_ / "a.pts").has_failures());
  EXPECT_EQ(labelled_faces(project).at(0).image.path, "a.JPG");
}

// Two faces side by side, and a third below.
const std::vector<Point> kLeft = at(2, 2);
const std::vector<Point> kRight = at(28, 2);
const std::vector<Point> kBelow = at(12, 24);

class SeveralFaces : public testing::Test {
 protected:
  void write(const std::vector<std::vector<Point>>& faces) {
    std::string annotations;
    for (const std::vector<Point>& face : faces) {
      std::string numbers;
      for (const Point& point : face) {
        numbers += (numbers.empty() ? "" : ",") + std::to_string(point.x) + "," +
                   std::to_string(point.y) + ",2";
      }
      annotations += std::string(annotations.empty() ? "" : ",\n") +
                     R"({"image_id":1,"keypoints":[)" + numbers + "]}";
    }
    write_text(data_ / "faces.json",
               R"({"images":[{"id":1,"file_name":"a.png"}],"annotations":[)" + annotations + "]}");
  }
  ImportReport import() { return import_from(project_, data_); }
  std::vector<Face> faces() { return faces_of(project_, images(project_).at(0).id); }
  Keypoints label(const Face& face) {
    return get_revision(project_, get_face(project_, face.id).current).points;
  }

  TempDir dir_;
  fs::path data_ = dir_ / "coco";
  Project project_ = Project::create(dir_ / "p.facepoint");
  SeveralFaces() { write_small_picture(data_ / "a.png", 1); }
};

TEST_F(SeveralFaces, OfAPictureStayThemselvesWhenARowBeforeThemGoes) {
  write({kLeft, kRight});
  import();
  write({kRight});
  const ImportReport report = import();
  EXPECT_EQ(report.faces_revised, 0);
  EXPECT_EQ(report.count(kVanishedRow), 1);
  ASSERT_EQ(faces().size(), 2U);
  EXPECT_EQ(label(faces()[0]), make_keypoints(kLeft));
  EXPECT_EQ(label(faces()[1]), make_keypoints(kRight));
}

TEST_F(SeveralFaces, OfAPictureStayThemselvesInAnotherOrder) {
  write({kLeft, kRight});
  import();
  FaceEdit approved;
  approved.face = faces()[0].id;
  approved.status = FaceStatus::kApproved;
  apply_change(project_, "Approve", {approved});
  write({kBelow, kRight, kLeft});
  const ImportReport report = import();
  EXPECT_EQ(report.faces_revised, 0);
  EXPECT_EQ(report.faces_added, 1);
  EXPECT_EQ(label(faces()[0]), make_keypoints(kLeft));
  EXPECT_EQ(faces()[0].status, FaceStatus::kApproved);
  EXPECT_EQ(label(faces()[1]), make_keypoints(kRight));
  EXPECT_EQ(label(faces()[2]), make_keypoints(kBelow));
}

TEST_F(SeveralFaces, OfAPictureThatWereCorrectedAreKnownByWhereTheyLie) {
  write({kLeft, kRight});
  import();
  const std::vector<Point> right = at(26, 3);
  const std::vector<Point> left = at(3, 4);
  write({right, left});
  EXPECT_EQ(import().faces_revised, 2);
  EXPECT_EQ(label(faces()[0]), make_keypoints(left));
  EXPECT_EQ(label(faces()[1]), make_keypoints(right));
}

TEST_F(SeveralFaces, OfAPictureThatAreOneAndTheSameContradictEachOther) {
  write({kLeft, kRight, at(3, 4), kLeft});
  const ImportReport report = import();
  EXPECT_EQ(report.faces_added, 4);
  ASSERT_EQ(report.count(kContradictingRow), 2);
  const ImportFinding finding =
      *std::find_if(report.findings.begin(), report.findings.end(),
                    [](const ImportFinding& one) { return one.kind == kContradictingRow; });
  EXPECT_EQ(finding.place, "faces.json:3");
  EXPECT_THAT(finding.text, testing::HasSubstr("faces.json:1"));
  EXPECT_FALSE(report.has_failures());
}

}  // namespace
}  // namespace facepoint
