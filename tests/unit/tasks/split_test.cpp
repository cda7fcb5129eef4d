#include "tasks/split.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/error.h"
#include "small_dataset.h"
#include "store/images.h"
#include "store/splits.h"

namespace facepoint {
namespace {

using namespace test;

class Split : public testing::Test {
 protected:
  TempDir dir_;
  std::filesystem::path data_ = write_small_dataset(dir_ / "small");
  Project project_ = Project::create(dir_ / "p.facepoint");

  SplitReport run(const std::string& name, const std::string& ratios = "40/30/30") {
    SplitOptions options;
    options.name = name;
    options.ratios = ratios;
    JobContext job;
    return run_split(project_, options, job);
  }
  std::map<std::string, std::string> part_by_path(const std::string& plan) {
    std::map<std::string, std::string> parts;
    for (const SplitMember& member : split_members(project_, get_split_plan(project_, plan).id)) {
      parts[get_image(project_, member.image).path] = member.part;
    }
    return parts;
  }
};

TEST_F(Split, StoresWhichPartEveryImageIsInAndCountsIt) {
  import_from(project_, data_);
  const SplitReport report = run("main");
  std::int64_t images = 0;
  std::int64_t faces = 0;
  for (const SplitPartCounts& part : report.parts) {
    images += part.images;
    faces += part.faces;
  }
  EXPECT_EQ(images, 5);
  EXPECT_EQ(faces, 4);
  const auto parts = part_by_path("main");
  EXPECT_EQ(parts.size(), 5U);
  EXPECT_EQ(parts.at("training/Ada_01.jpg"), parts.at("test/Ada_01.jpg"));
  EXPECT_EQ(parts.at("training/Ada_01.jpg"), parts.at("training/Ada_02.jpg"));
}

TEST_F(Split, ShowsTheLeaksOfThePublishedSplitBesideItsOwn) {
  import_from(project_, data_);
  const SplitReport report = run("main");
  EXPECT_EQ(report.leaks.shared_identities, 0);
  EXPECT_EQ(report.leaks.identities, 3);
  ASSERT_TRUE(report.published);
  EXPECT_EQ(report.published->shared_identities, 1);  // Ada
  EXPECT_EQ(report.published->shared_clips, 1);
}

TEST_F(Split, ImportingMoreMovesNobody) {
  import_from(project_, data_);
  run("main");
  const auto before = part_by_path("main");
  for (int n = 0; n < 30; ++n) {
    write_small_picture(data_ / ("test/New" + std::to_string(n) + "_01.jpg"), 100 + n);
  }
  import_from(project_, data_);
  run("main");
  const auto after = part_by_path("main");
  EXPECT_EQ(after.size(), 35U);
  for (const auto& [path, part] : before) EXPECT_EQ(after.at(path), part) << path;
}

TEST_F(Split, DescribesAStoredPlanAsWhenItWasMade) {
  import_from(project_, data_);
  const SplitReport made = run("main");
  const SplitReport told = describe_split(project_, "main");
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(told.parts[i].images, made.parts[i].images);
    EXPECT_EQ(told.parts[i].groups, made.parts[i].groups);
  }
}

TEST_F(Split, RefusesNamesRatiosAndGroupsThatMeanNothing) {
  EXPECT_THROW(run("main"), Error);  // no images yet
  import_from(project_, data_);
  EXPECT_THROW(run("a/b"), Error);
  EXPECT_THROW(run(""), Error);
  EXPECT_THROW(run("main", "80/20"), Error);
  EXPECT_TRUE(split_plans(project_).empty());
}

}  // namespace
}  // namespace facepoint
