#include "edit/dropped.h"

#include <gmock/gmock.h>

#include "support/temp_dir.h"

namespace facepoint {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Kind = Dropped::Kind;
using Paths = std::vector<std::filesystem::path>;

class DroppedTest : public testing::Test {
 protected:
  std::filesystem::path file(const std::string& name) const {
    test::write_text(folder / name, "x");
    return folder / name;
  }
  test::TempDir folder;
};

TEST_F(DroppedTest, OneProjectFileIsToBeOpened) {
  const Paths dropped{file("faces.facepoint")};
  EXPECT_EQ(understand_drop(dropped).kind, Kind::kProject);
  EXPECT_EQ(understand_drop(dropped).paths, dropped);
}

TEST_F(DroppedTest, FoldersWithPicturesAndLabelFilesAreImportedTogether) {
  file("set/training/a.jpg");
  const Paths dropped{folder / "set", file("points.csv")};
  EXPECT_EQ(understand_drop(dropped).kind, Kind::kDataset);
  EXPECT_EQ(understand_drop(dropped).paths, dropped);
}

TEST_F(DroppedTest, AFileOfADatasetIsImportedAndOneOfAPictureAsksAboutItsFolder) {
  for (const char* name : {"coco.json", "annotations.xml"}) {
    EXPECT_EQ(understand_drop({file(name)}).kind, Kind::kDataset) << name;
  }
  EXPECT_EQ(understand_drop({file("set/a.ljson")}).kind, Kind::kUnsure);
}

TEST_F(DroppedTest, APictureAsksAboutItsFolder) {
  const Dropped dropped = understand_drop({file("set/a.png")});
  EXPECT_EQ(dropped.kind, Kind::kUnsure);
  EXPECT_EQ(dropped.paths, Paths{folder / "set"});
  EXPECT_THAT(dropped.why, HasSubstr("a.png"));
}

TEST_F(DroppedTest, VideosByThemselvesGiveTheirFrames) {
  test::write_text(folder / "clip.avi", "RIFF....AVI LIST");
  test::write_text(folder / "clip.bin", "....ftypisom");
  const Paths dropped{folder / "clip.avi", folder / "clip.bin"};
  EXPECT_EQ(understand_drop(dropped).kind, Kind::kVideo);
  EXPECT_EQ(understand_drop(dropped).paths, dropped);
  const Dropped mixed = understand_drop({folder / "clip.avi", file("points.csv")});
  EXPECT_EQ(mixed.kind, Kind::kNothing);
  EXPECT_THAT(mixed.why, HasSubstr("by themselves"));
}

TEST_F(DroppedTest, AFolderWithNothingKnownIsAskedAbout) {
  file("notes/readme.txt");
  EXPECT_EQ(understand_drop({folder / "notes"}).kind, Kind::kUnsure);
}

TEST_F(DroppedTest, PicturesDeepInOtherFoldersAreNotClearlyADataset) {
  file("home/one/two/three/a.jpg");
  EXPECT_EQ(understand_drop({folder / "home"}).kind, Kind::kUnsure);
}

TEST_F(DroppedTest, OtherFilesAreRefusedWithWhatCanBeDropped) {
  const Dropped dropped = understand_drop({file("song.mp3")});
  EXPECT_EQ(dropped.kind, Kind::kNothing);
  EXPECT_THAT(dropped.paths, IsEmpty());
  EXPECT_THAT(dropped.why, HasSubstr(".facepoint"));
}

}  // namespace
}  // namespace facepoint
