// Which rows of label files are which faces: of a file that is imported again, and of rows that are
// about the same picture.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "formats/udacity_csv.h"
#include "small_dataset.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "tasks/import.h"

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
      annotations +=
          std::string(annotations.empty() ? "" : ",\n") + R"({"image_id":1,"keypoints":[)" + numbers + "]}";
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

}  // namespace
}  // namespace facepoint
