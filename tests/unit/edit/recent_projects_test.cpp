#include "edit/recent_projects.h"

#include <gtest/gtest.h>

#include "support/temp_dir.h"

namespace facepoint {
namespace {

class RecentProjectsTest : public testing::Test {
 protected:
  std::filesystem::path project(const std::string& name) const {
    test::write_text(folder / name, "x");
    return folder / name;
  }
  test::TempDir folder;
  RecentProjects recent{folder / "state/recent.json"};
};

TEST_F(RecentProjectsTest, ListsTheNewestFirstAndEachOnce) {
  EXPECT_TRUE(recent.list().empty());
  recent.add(project("a.facepoint"));
  recent.add(project("b.facepoint"));
  recent.add(folder / "state/../a.facepoint");
  const auto list = recent.list();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].path, folder / "a.facepoint");
  EXPECT_EQ(list[1].path, folder / "b.facepoint");
}

TEST_F(RecentProjectsTest, TellsWhichAreMissing) {
  recent.add(project("a.facepoint"));
  recent.add(project("gone.facepoint"));
  std::filesystem::remove(folder / "gone.facepoint");
  EXPECT_TRUE(recent.list().at(0).missing);
  EXPECT_FALSE(recent.list().at(1).missing);
}

TEST_F(RecentProjectsTest, KeepsNoMoreThanThereAreKeysFor) {
  for (int i = 0; i < 12; ++i) recent.add(project(std::to_string(i) + ".facepoint"));
  EXPECT_EQ(recent.list().size(), RecentProjects::kMost);
  EXPECT_EQ(recent.list().front().path, folder / "11.facepoint");
}

TEST_F(RecentProjectsTest, ADamagedFileIsAnEmptyListAndIsWrittenAnew) {
  test::write_text(folder / "state/recent.json", "{\"not\": [a list");
  EXPECT_TRUE(recent.list().empty());
  recent.add(project("a.facepoint"));
  EXPECT_EQ(recent.list().size(), 1U);
}

}  // namespace
}  // namespace facepoint
