// What a source of an import is: which of a dataset's files it stands for, and where its pictures
// are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "landmark/scheme.h"
#include "small_dataset.h"
#include "store/faces.h"
#include "tasks/import_doctor.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;

class ImportSources : public testing::Test {
 protected:
  Keypoints label(const std::string& path) {
    return get_revision(project_, get_face(project_, face_at(project_, path)).current).points;
  }

  TempDir dir_;
  fs::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");
};

TEST_F(ImportSources, ACopyThatMayStandForSeveralFilesIsRefusedUnlessItsFolderTells) {
  const fs::path data = dir_ / "alike";
  for (const char* folder : {"train", "test"}) {
    write_small_picture(data / folder / "1.jpg", folder[1]);
    write_text(data / folder / "labels.csv", small_header() + small_row("1.jpg", 1) + "\n");
  }
  import_from(project_, data);
  const std::string corrected = small_header() + small_row("1.jpg", 4) + "\n";
  write_text(dir_ / "fixed/labels.csv", corrected);
  try {
    import_from(project_, dir_ / "fixed/labels.csv", "alike");
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_THAT(error.message(), testing::HasSubstr("test/labels.csv, train/labels.csv"));
  }
  write_text(dir_ / "fixed/test/labels.csv", corrected);
  EXPECT_EQ(import_from(project_, dir_ / "fixed/test/labels.csv", "alike").faces_revised, 1);
  EXPECT_EQ(label("test/1.jpg"), make_keypoints(small_face(4)));
  EXPECT_EQ(label("train/1.jpg"), make_keypoints(small_face(1)));
}

// Of one grey picture.
std::string kaggle_csv() {
  std::string text;
  for (const std::string& name : SchemeLibrary::standard().get("kaggle15").point_names) {
    text.append(name).append("_x,").append(name).append("_y,");
  }
  text += "Image\n";
  for (int i = 0; i < 30; ++i) text += std::to_string(20 + i) + ",";
  text += "9";
  for (int i = 1; i < 96 * 96; ++i) text += " 9";
  return text + "\n";
}

TEST_F(ImportSources, WritesKagglesPicturesOnlyWhereNoOtherFileIsAndNoneWhileItExamines) {
  const fs::path folder = dir_ / "k";
  write_text(folder / "training.csv", kaggle_csv());
  const fs::path own = folder / "training_images/00001.png";
  ImportOptions options;
  options.sources = {folder};
  options.scheme = "kaggle15";
  JobContext job;
  {
    const SourceExamination examination = examine_source(nullptr, folder, options, job);
    ASSERT_EQ(examination.samples.size(), 1U);
    EXPECT_TRUE(fs::exists(examination.samples[0].image)) << "to be drawn";
    EXPECT_EQ(examination.samples[0].width, 96);
    EXPECT_FALSE(fs::exists(own.parent_path()));
  }
  write_small_picture(own, 3);
  const std::string before = read_file(own);
  try {
    run_import(project_, options, job);
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr(own.string()));
    EXPECT_THAT(error.what(), testing::HasSubstr("--images"));
  }
  EXPECT_EQ(read_file(own), before);

  options.images = folder / "cells";
  EXPECT_EQ(run_import(project_, options, job).faces_added, 1);
  EXPECT_TRUE(fs::exists(folder / "cells/training_images/00001.png"));
  EXPECT_TRUE(run_import(project_, options, job).changed_nothing());
  EXPECT_EQ(read_file(own), before);
}

TEST_F(ImportSources, ReadsThePicturesOfAFolderWhereItIsTold) {
  fs::rename(data_ / "training", data_ / "faces");
  fs::remove(data_ / "test_frames_keypoints.csv");
  ImportOptions options;
  options.sources = {data_};
  options.images = data_ / "faces";
  JobContext job;
  EXPECT_FALSE(run_import(project_, options, job).has_failures());
  EXPECT_EQ(label("faces/Ada_01.jpg"), make_keypoints(small_face(1)));
  options.images = dir_ / "elsewhere";
  EXPECT_THROW(run_import(project_, options, job), Error);
}

}  // namespace
}  // namespace facepoint
