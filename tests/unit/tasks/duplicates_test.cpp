#include "tasks/duplicates.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/files.h"
#include "image/process.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/images.h"
#include "tasks/duplicate_page.h"
#include "tasks/split.h"

namespace facepoint {
namespace {

using namespace test;
namespace fs = std::filesystem;

class Duplicates : public testing::Test {
 protected:
  TempDir dir_;
  fs::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");
  JobContext job_;

  DuplicateReport run() { return run_duplicates(project_, 2, job_); }
  std::string path_of(ImageId image) { return get_image(project_, image).path; }
  // "A = B" for identical ones, "A ~ B" for near-duplicates.
  std::set<std::string> told(const std::vector<Duplicate>& pairs) {
    std::set<std::string> words;
    for (const Duplicate& pair : pairs) {
      words.insert(path_of(pair.a) + (pair.identical ? " = " : " ~ ") + path_of(pair.b));
    }
    return words;
  }
  void write_scaled(const fs::path& from, const fs::path& to) {
    const Picture picture = load_picture(from);
    const Picture larger = resize(picture, picture.width * 3, picture.height * 3);
    write_file_atomically(to, encode_jpeg(adjust(larger, 0.8, 10), 85));
  }
};

TEST_F(Duplicates, AreFoundByteForByteAndNearlyWhateverTheirNames) {
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  write_scaled(data_ / "training/Ben_11.jpg", data_ / "test/Emil_01.jpg");
  import_from(project_, data_);
  const DuplicateReport report = run();
  EXPECT_EQ(told(report.pairs), (std::set<std::string>{"test/Dora_01.jpg = training/Ben_11.jpg",
                                                       "test/Dora_01.jpg ~ test/Emil_01.jpg"}));
  ASSERT_EQ(report.groups.size(), 1U);
  EXPECT_EQ(report.groups[0].size(), 3U);
  EXPECT_EQ(report.images, 7);
  for (const Duplicate& pair : report.pairs) EXPECT_GT(pair.similarity, 0.98);
}

TEST_F(Duplicates, BlankPicturesAreNoDuplicatesOfEachOther) {
  const Picture blank{60, 40, 3, std::vector<std::uint8_t>(60 * 40 * 3, 200)};
  const Picture other{80, 40, 3, std::vector<std::uint8_t>(80 * 40 * 3, 201)};
  write_file_atomically(data_ / "test/Dora_01.jpg", encode_png(blank));
  write_file_atomically(data_ / "test/Emil_01.jpg", encode_png(other));
  import_from(project_, data_);
  EXPECT_TRUE(run().pairs.empty());
}

TEST_F(Duplicates, SayWhetherTheirLabelsDiffer) {
  fs::copy_file(data_ / "training/Ada_01.jpg", data_ / "training/Cora_01.jpg");
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "training/Dora_01.jpg");
  write_text(data_ / "training_frames_keypoints.csv",
             small_header() + small_row("Ada_01.jpg", 1) + "\n" + small_row("Cora_01.jpg", 1) +
                 "\n" + small_row("Ben_11.jpg", 3) + "\n" + small_row("Dora_01.jpg", 6) + "\n");
  import_from(project_, data_);
  std::map<std::string, std::optional<bool>> differ;
  for (const Duplicate& pair : run().pairs) differ[path_of(pair.a)] = pair.labels_differ;
  EXPECT_EQ(differ.at("training/Ada_01.jpg"), false);
  EXPECT_EQ(differ.at("training/Ben_11.jpg"), true);
}

TEST_F(Duplicates, AreComparedWhereAllPointsOfALabelLieOnEachOther) {
  write_scaled(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  std::string row = "Dora_01.jpg";
  for (int i = 0; i < 68; ++i) row += ",20.0,15.0";
  write_text(data_ / "test_frames_keypoints.csv", small_header() + row + "\n");
  import_from(project_, data_);
  EXPECT_EQ(told(run().pairs), (std::set<std::string>{"test/Dora_01.jpg ~ training/Ben_11.jpg"}));
}

TEST_F(Duplicates, AreKeptUntilTheImagesAreOthers) {
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  import_from(project_, data_);
  EXPECT_FALSE(duplicates_are_current(project_));
  const auto pairs = run().pairs;
  EXPECT_TRUE(duplicates_are_current(project_));
  EXPECT_EQ(told(duplicates(project_)), told(pairs));
  fs::copy_file(data_ / "training/Ada_02.jpg", data_ / "test/Emil_01.jpg");
  import_from(project_, data_);
  EXPECT_FALSE(duplicates_are_current(project_));
  EXPECT_EQ(known_duplicates(project_, job_).pairs.size(), 2U);
  EXPECT_EQ(duplicates(project_).size(), 1U);  // asking keeps nothing
  EXPECT_EQ(updated_duplicates(project_, job_).pairs.size(), 2U);
  EXPECT_EQ(duplicates(project_).size(), 2U);
}

TEST_F(Duplicates, OfAProjectThatKnowsNoLooksAreFoundByReadingPicturesOnce) {
  write_scaled(data_ / "training/Ben_11.jpg", data_ / "test/Ben_12.jpg");
  import_from(project_, data_);
  std::vector<ImageLook> unknown;
  for (const Image& image : images(project_)) unknown.push_back({image.id, "other bytes", ""});
  save_looks(project_, unknown);
  EXPECT_EQ(run().pairs.size(), 1U);
  EXPECT_EQ(image_looks(project_).size(), 2U);  // of those that were candidates
  EXPECT_EQ(run().decoded, 0);
}

TEST_F(Duplicates, OfAFileThatIsGoneAreNotKeptAsAllThereAre) {
  write_scaled(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  import_from(project_, data_);
  fs::rename(data_ / "training/Ben_11.jpg", dir_ / "away.jpg");
  EXPECT_EQ(run().gone, 1) << "strangers by name are looked at again";
  EXPECT_TRUE(duplicates_are_current(project_)) << "nothing more can be told as long as it is";
  EXPECT_EQ(run_split(project_, {.name = "main"}, job_).gone, 1);
  fs::rename(dir_ / "away.jpg", data_ / "training/Ben_11.jpg");
  EXPECT_FALSE(duplicates_are_current(project_));
  EXPECT_EQ(updated_duplicates(project_, job_).pairs.size(), 1U);
  EXPECT_TRUE(duplicates_are_current(project_));
}

TEST_F(Duplicates, AreFoundAnewWhenNamesSaySomethingElse) {
  import_from(project_, data_);
  run();
  EXPECT_TRUE(duplicates_are_current(project_));
  Image image = images(project_).at(0);
  image.clip = "another";
  update_image(project_, image);
  EXPECT_FALSE(duplicates_are_current(project_));
}

TEST_F(Duplicates, ACopyStandsForTheFirstOfItsBytesWhereThatIsNotInThePlan) {
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  write_scaled(data_ / "training/Ben_11.jpg", data_ / "training/Emil_01.jpg");
  import_from(project_, data_);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SplitOptions options{.name = "main", .ratios = "40/30/30", .group_by = "image"};
    options.where = "path:training/*";
    options.seed = seed;
    run_split(project_, options, job_);
    std::map<std::string, std::string> part;
    for (const SplitMember& member : split_members(project_, get_split_plan(project_, "main").id)) {
      part[path_of(member.image)] = member.part;
    }
    EXPECT_EQ(part.at("training/Ben_11.jpg"), part.at("training/Emil_01.jpg")) << seed;
  }
}

TEST_F(Duplicates, ACancelledSearchKeepsWhatWasFoundBefore) {
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  import_from(project_, data_);
  run();
  std::stop_source stop;
  stop.request_stop();
  JobContext cancelled({}, stop.get_token());
  EXPECT_THROW(run_duplicates(project_, 2, cancelled), Cancelled);
  EXPECT_EQ(duplicates(project_).size(), 1U);
}

TEST_F(Duplicates, ArePutBesideEachOtherInOnePageThatNeedsNothingElse) {
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  fs::copy_file(data_ / "training/Ada_01.jpg", data_ / "test/Ada_11.jpg");
  import_from(project_, data_);
  const DuplicateReport report = run();
  const DuplicatePage page = write_duplicate_page(project_, report, dir_ / "d.html", 10, job_);
  EXPECT_EQ(page.pairs, 2);
  const std::string html = read_file(dir_ / "d.html");
  std::size_t pictures = 0;
  for (std::size_t at = 0; (at = html.find("src=\"", at)) != std::string::npos; ++at) {
    EXPECT_EQ(html.compare(at + 5, 16, "data:image/jpeg;"), 0);
    ++pictures;
  }
  EXPECT_EQ(pictures, 4U);
  // Different names come first: there is something to decide.
  EXPECT_LT(html.find("Dora_01.jpg"), html.find("Ada_11.jpg"));
  EXPECT_EQ(write_duplicate_page(project_, report, dir_ / "d.html", 1, job_).pairs, 1);
}

TEST_F(Duplicates, NoSplitSeparatesThem) {
  fs::copy_file(data_ / "training/Ben_11.jpg", data_ / "test/Dora_01.jpg");
  write_scaled(data_ / "training/Ada_02.jpg", data_ / "test/Emil_01.jpg");
  import_from(project_, data_);
  for (const char* group : {"identity", "clip", "image"}) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      SplitOptions options;
      options.name = "main";
      options.ratios = "40/30/30";
      options.group_by = group;
      options.seed = seed;
      EXPECT_FALSE(run_split(project_, options, job_).leaks.separates_pictures()) << group << seed;
    }
  }
}

}  // namespace
}  // namespace facepoint
