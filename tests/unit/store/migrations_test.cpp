#include "store/migrations.h"

#include <gtest/gtest.h>

#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;

class MigrationsTest : public ::testing::Test {
 protected:
  MigrationsTest() {
    test::write_text(path, "");
    database.emplace(path);
  }

  test::TempDir folder;
  std::filesystem::path path = folder / "p.facepoint";
  std::optional<Database> database;
  const Migration first{"CREATE TABLE a (n INTEGER)", "INSERT INTO a VALUES (1)"};
  const Migration second{"CREATE TABLE b (n INTEGER)", "INSERT INTO b SELECT n + 1 FROM a"};
  const Migration broken{"CREATE TABLE b (n INTEGER)", "INSERT INTO nowhere VALUES (1)"};
};

TEST_F(MigrationsTest, RunOnlyTheStepsThatAreMissing) {
  migrate(*database, {first});
  EXPECT_EQ(schema_version(*database), 1);
  migrate(*database, {first, second});
  EXPECT_EQ(schema_version(*database), 2);
  EXPECT_EQ(database->number("SELECT count(*) FROM a"), 1);
  EXPECT_EQ(database->number("SELECT n FROM b"), 2);
  migrate(*database, {first, second});
  EXPECT_EQ(schema_version(*database), 2);
}

TEST_F(MigrationsTest, AStepThatFailsLeavesTheFileAtTheStepBefore) {
  EXPECT_THROW(migrate(*database, {first, broken}), Error);
  EXPECT_EQ(schema_version(*database), 1);
  EXPECT_EQ(database->number("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
  migrate(*database, {first, second});
  EXPECT_EQ(schema_version(*database), 2);
}

TEST_F(MigrationsTest, AnUpgradeKeepsACopyOfTheOldFileAndOverwritesNone) {
  migrate(*database, {first});
  const auto copy = upgrade(*database, {first, second});
  EXPECT_EQ(copy, path.string() + ".version-1");
  EXPECT_EQ(schema_version(*database), 2);
  Database old(copy);
  EXPECT_EQ(schema_version(old), 1);
  EXPECT_EQ(old.number("SELECT n FROM a"), 1);
  database->run("PRAGMA user_version = 1");
  database->run("DROP TABLE b");
  EXPECT_EQ(upgrade(*database, {first, second}), path.string() + ".version-1-2");
}

TEST_F(MigrationsTest, AFailedUpgradeLeavesTheFileAsItWas) {
  migrate(*database, {first});
  EXPECT_THROW(upgrade(*database, {first, broken}), Error);
  EXPECT_EQ(schema_version(*database), 1);
  EXPECT_EQ(database->number("SELECT n FROM a"), 1);
}

TEST_F(MigrationsTest, OfTheProgramMarkTheFileAsAProject) {
  migrate(*database, migrations());
  EXPECT_EQ(database->number("PRAGMA application_id"), kApplicationId);
  EXPECT_EQ(database->text("PRAGMA integrity_check"), "ok");
}

// The first seven steps are what was released before revisions said which points were set.
TEST_F(MigrationsTest, RevisionsFromBeforeSayThatNothingWasSet) {
  const std::vector<Migration> old(migrations().begin(), migrations().begin() + 7);
  migrate(*database, old);
  database->run("INSERT INTO dataset VALUES (1, 'd', '/', 'ibug68')");
  database->run(
      "INSERT INTO image VALUES (1, 1, 'a.png', '', 0, 9, 9, 'png', 0, 0, 0, '', '', '', '')");
  database->run("INSERT INTO face VALUES (1, 1, 'ibug68', 0, 0, 9, 9, 'corrected', NULL)");
  database->run(
      "INSERT INTO revision (id, face_id, points, author, detail, created) VALUES "
      "(1, 1, '[[1,2]]', 'person', '', '2026-01-01T00:00:00Z')");
  database->run("UPDATE face SET current_revision_id = 1");
  upgrade(*database, migrations());
  Project project = Project::open(path);
  const Revision revision = get_revision(project, {1});
  EXPECT_EQ(revision.points, make_keypoints({{1, 2}}));
  EXPECT_TRUE(revision.set_points.empty());
}

}  // namespace
}  // namespace facepoint
