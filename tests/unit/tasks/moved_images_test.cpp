// Pictures that are no longer where a source's rows lead to: which are found, by what, and that the
// project's images go with them.
#include "tasks/moved_images.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/files.h"
#include "formats/udacity_csv.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/import_doctor.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using enum ImportFindingKind;

// A folder with pictures, and rows that lead to others.
class MovedPictures : public testing::Test {
 protected:
  void picture(const std::string& path, int number) { write_small_picture(data_ / path, number); }
  void rows_in(const std::string& csv, const std::vector<std::string>& names) {
    std::string text = small_header();
    for (std::size_t i = 0; i < names.size(); ++i) {
      text += small_row(names[i], static_cast<int>(i)) + "\n";
    }
    write_text(data_ / csv, text);
  }
  void known(const std::string& path, const std::string& file) {
    const std::string bytes = read_file(data_ / file);
    known_[path] = {digest_of(bytes), std::ssize(bytes)};
  }
  MovedImages search() {
    JobContext job;
    ImportOptions options;
    options.sources = {data_};
    return find_moved_images(scan_source(data_, options, {}, job), known_, job);
  }

  TempDir dir_;
  fs::path data_ = dir_ / "data";
  std::map<std::string, PictureBytes> known_;
};

TEST_F(MovedPictures, OfTheSameBytesAreToldApartByTheTailsOfTheirPaths) {
  for (const char* path : {"b/2/x.png", "b/1/x.png", "b/3/y.png"}) picture(path, 7);
  rows_in("labels.csv", {"a/1/x.png", "a/2/x.png", "a/3/z.png"});
  for (const char* path : {"a/1/x.png", "a/2/x.png", "a/3/z.png"}) known(path, "b/1/x.png");
  const MovedImages moved = search();
  EXPECT_THAT(moved.found,
              ElementsAre(Pair("a/1/x.png", "b/1/x.png"), Pair("a/2/x.png", "b/2/x.png"),
                          Pair("a/3/z.png", "b/3/y.png")));
  EXPECT_EQ(moved.by_digest, 3);
}

TEST_F(MovedPictures, AreLookedForUntilTheJobIsCancelled) {
  for (int i = 0; i < 50; ++i) picture("b/" + std::to_string(i) + ".png", i);
  rows_in("labels.csv", {"a/1.png"});
  known("a/1.png", "b/1.png");
  std::stop_source stop;
  std::string stage;
  JobContext job(
      [&](const Progress& progress) {
        stage = progress.stage;
        stop.request_stop();
      },
      stop.get_token());
  ImportOptions options;
  JobContext quiet;
  const ScannedSource scanned = scan_source(data_, options, {}, quiet);
  EXPECT_THROW(find_moved_images(scanned, known_, job), Cancelled);
  EXPECT_EQ(stage, "Looking for moved pictures");
}

TEST_F(MovedPictures, OfAnotherPartOfThePublishedSplitAreNotTakenForTheirNamesakes) {
  picture("test/1.png", 1);
  picture("test/2.png", 2);
  rows_in("training_keypoints.csv", {"1.png", "2.png"});
  EXPECT_THAT(search().found, IsEmpty());
  EXPECT_THAT(search().unclear, ElementsAre(Pair("1.png", ElementsAre("test/1.png")),
                                            Pair("2.png", ElementsAre("test/2.png"))));
  fs::rename(data_ / "test", data_ / "pictures");
  EXPECT_EQ(search().found.size(), 2U);
}

TEST_F(MovedPictures, InAnotherFolderNeedTwoEqualPartsWhereTheRowNamesAFolder) {
  picture("b/1.png", 1);
  rows_in("labels.csv", {"a/1.png"});
  EXPECT_THAT(search().found, IsEmpty());
  fs::create_directories(data_ / "kept");
  fs::rename(data_ / "b", data_ / "kept/a");
  EXPECT_THAT(search().found, ElementsAre(Pair("a/1.png", "kept/a/1.png")));
}

TEST_F(MovedPictures, UnderAnotherExtensionAreSureOnlyInTheirPlace) {
  picture("masks/a/1.png", 1);
  rows_in("labels.csv", {"a/1.jpg"});
  EXPECT_THAT(search().found, IsEmpty());
  EXPECT_THAT(search().unclear, ElementsAre(Pair("a/1.jpg", ElementsAre("masks/a/1.png"))));
  picture("a/1.png", 1);
  EXPECT_THAT(search().found, ElementsAre(Pair("a/1.jpg", "a/1.png")));
  picture("a/1.bmp", 1);
  EXPECT_THAT(search().found, IsEmpty());
}

TEST_F(MovedPictures, InUpperOrLowerCaseAreFoundUnlessTwoAreCalledSo) {
  picture("Images/a.png", 1);
  rows_in("labels.csv", {"images/A.PNG"});
  EXPECT_THAT(search().found, ElementsAre(Pair("images/A.PNG", "Images/a.png")));
  picture("Images/a.Png", 2);
  EXPECT_THAT(search().found, IsEmpty());
  EXPECT_EQ(search().unclear.at("images/A.PNG").size(), 2U);
}

class MovedImagesOfAProject : public testing::Test {
 protected:
  ImportReport import(bool mended) {
    ImportOptions options;
    options.sources = {data_};
    JobContext job;
    const SourceExamination examination = examine_source(&project_, data_, options, job);
    RemedyChoice choice;
    choice.proposed = mended;
    return run_import(project_, with_remedies(options, {examination}, choice), job);
  }
  std::vector<std::string> paths() {
    std::vector<std::string> paths;
    for (const Image& image : images(project_)) paths.push_back(image.path);
    return paths;
  }
  std::vector<std::string> expected() const {
    return {"people/Ada_01.jpg", "people/Ada_02.jpg", "people/Ben_11.jpg", "test/Ada_01.jpg",
            "test/Cleo_01.jpg"};
  }

  TempDir dir_;
  fs::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");
  ImportReport imported_ = import_from(project_, data_);
};

TEST_F(MovedImagesOfAProject, KeepTheirFaces) {
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  fs::rename(data_ / "training", data_ / "people");
  const ImportReport report = import(true);
  EXPECT_FALSE(report.has_failures());
  EXPECT_EQ(report.images_added, 0);
  EXPECT_EQ(report.images_changed, 3);
  EXPECT_EQ(report.images_decoded, 0);
  EXPECT_EQ(report.unlabelled_images, 1);
  EXPECT_EQ(paths(), expected());
  EXPECT_EQ(face_at(project_, "people/Ada_01.jpg"), face);
  EXPECT_TRUE(import(false).changed_nothing()) << "where they are is known now";
  fs::rename(data_ / "people", data_ / "training");
  EXPECT_FALSE(import(false).has_failures()) << "back where the rows lead to";
  EXPECT_EQ(count_images(project_), 5);
  EXPECT_EQ(face_at(project_, "training/Ada_01.jpg"), face);
}

TEST_F(MovedImagesOfAProject, TakeThePlaceOfImagesWithoutFaces) {
  const FaceId face = face_at(project_, "training/Ada_01.jpg");
  fs::rename(data_ / "training", data_ / "people");
  const ImportReport as_it_is = import(false);
  EXPECT_EQ(as_it_is.images_added, 3);
  EXPECT_EQ(as_it_is.count(kMissingImage), 3);
  EXPECT_FALSE(import(true).has_failures());
  EXPECT_EQ(paths(), expected());
  EXPECT_EQ(face_at(project_, "people/Ada_01.jpg"), face);
}

TEST_F(MovedImagesOfAProject, StayWhereFacesOfAnotherLieInTheirNewPlace) {
  fs::rename(data_ / "training", data_ / "people");
  import(false);
  NewFace found;
  found.image = find_image(project_, datasets(project_).at(0).id, "people/Ada_01.jpg")->id;
  found.scheme = "ibug68";
  found.box = {1, 1, 20, 20};
  found.status = FaceStatus::kProposed;
  add_face(project_, found);
  const ImportReport report = import(true);
  EXPECT_EQ(report.count(kConflict), 1);
  EXPECT_EQ(report.count(kMissingImage), 1);
  EXPECT_EQ(count_images(project_), 6);
  EXPECT_EQ(labelled_faces(project_).size(), 4U);
}

}  // namespace
}  // namespace facepoint
