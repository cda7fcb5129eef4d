// Making and opening project files, good ones and others.
#include "store/project.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "store/database.h"
#include "store/journal.h"
#include "store/migrations.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {
namespace fs = std::filesystem;

using test::error_of;
using test::points_at;
using test::StoreBuilder;
using test::TempDir;

// Runs `work` in a child process, which is then killed with SIGKILL while it holds what work
// returned.
template <class Work>
void run_and_kill(Work&& work) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const Project held = work();
    const char done = 'd';
    if (::write(ready[1], &done, 1) == 1) ::pause();
    ::_exit(1);
  }
  ::close(ready[1]);
  char done = 0;
  ASSERT_EQ(::read(ready[0], &done, 1), 1);
  ::close(ready[0]);
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

// Lets another program open the project, add a dataset and close it.
int visit(const fs::path& project, const std::string& dataset) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(FACEPOINT_STORE_VISITOR, "visitor", project.c_str(), dataset.c_str(), nullptr);
    ::_exit(127);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(ProjectCreate, MakesOneFileThatOpensAgain) {
  const TempDir folder;
  const auto path = folder / "my project.facepoint";
  {
    const Project project = Project::create(path);
    EXPECT_EQ(project.path(), path);
    EXPECT_EQ(project.schema_version(), static_cast<int>(migrations().size()));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1);
  EXPECT_EQ(Project::open(path).schema_version(), static_cast<int>(migrations().size()));
}

TEST(ProjectCreate, RefusesAnExistingFileAndLeavesItAlone) {
  const TempDir folder;
  test::write_text(folder / "notes.txt", "mine");
  const Error error = error_of([&] { Project::create(folder / "notes.txt"); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  std::ifstream file(folder / "notes.txt");
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "mine");
}

TEST(ProjectCreate, RefusesANameThatLeavesNoRoomForItsJournals) {
  const TempDir folder;
  for (const std::size_t letters : {201U, 245U, 300U}) {
    const auto path = folder / std::string(letters, 'a');
    const Error error = error_of([&] { Project::open_or_create(path); });
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_NE(error.message().find("too long"), std::string::npos);
  }
  Project::create(folder / std::string(200, 'a'));
}

TEST(ProjectCreate, InAMissingFolderSaysSo) {
  const TempDir folder;
  EXPECT_EQ(error_of([&] { Project::create(folder / "no/p.facepoint"); }).code(),
            ErrorCode::kUnreadable);
}

TEST(ProjectCreate, NeitherTakesNorDeletesTheJournalOfAProjectThatWasMovedAway) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  run_and_kill([&] {  // leaves a journal, which a deleted main file then lacks
    Project old = Project::create(path);
    add_dataset(old, {{}, "old", "/", "ibug68"});
    return old;
  });
  ASSERT_TRUE(fs::exists(path.string() + "-wal"));
  fs::rename(path, folder / "away");
  const Error error = error_of([&] { Project::create(path); });
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_NE(error.message().find("p.facepoint-wal"), std::string::npos);
  EXPECT_FALSE(fs::exists(path));

  fs::rename(folder / "away", path);
  Project project = Project::open(path);
  EXPECT_EQ(datasets(project).size(), 1U);
}

TEST(ProjectOpen, OfAMissingFileMakesNone) {
  const TempDir folder;
  const Error error = error_of([&] { Project::open(folder / "no.facepoint"); });
  EXPECT_EQ(error.code(), ErrorCode::kNotFound);
  EXPECT_EQ(error.context(), folder / "no.facepoint");
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(ProjectOpen, OrCreateDoesEither) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  {
    Project project = Project::open_or_create(path);
    add_dataset(project, {{}, "ytf", "/", "ibug68"});
  }
  Project project = Project::open_or_create(path);
  EXPECT_EQ(datasets(project).size(), 1U);
}

TEST(ProjectOpen, RefusesFilesThatAreNoProjectAndLeavesThemAlone) {
  const TempDir folder;
  const std::string text(5000, 't');
  test::write_text(folder / "text", text);
  test::write_text(folder / "tiny", "x");
  test::write_text(folder / "empty", "");
  test::write_text(folder / "other.db", "");
  { Database(folder / "other.db").run("CREATE TABLE bookmarks (url TEXT)"); }
  EXPECT_EQ(error_of([&] { Project::open(folder / "text"); }).code(), ErrorCode::kUnsupported);
  EXPECT_EQ(error_of([&] { Project::open(folder / "tiny"); }).code(), ErrorCode::kUnsupported);
  EXPECT_EQ(error_of([&] { Project::open(folder / "empty"); }).code(), ErrorCode::kDamaged);
  EXPECT_EQ(error_of([&] { Project::open(folder.path()); }).code(), ErrorCode::kUnsupported);
  const Error other = error_of([&] { Project::open(folder / "other.db"); });
  EXPECT_EQ(other.code(), ErrorCode::kUnsupported);
  EXPECT_NE(other.message().find("another program"), std::string::npos);
  EXPECT_EQ(fs::file_size(folder / "text"), text.size());
  EXPECT_EQ(fs::file_size(folder / "empty"), 0U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 4);
}

TEST(ProjectOpen, RefusesAFileOfANewerVersion) {
  StoreBuilder store;
  store.project.database().run("PRAGMA user_version = 999");
  const Error error = error_of([&] { Project::open(store.path); });
  EXPECT_EQ(error.code(), ErrorCode::kNewerVersion);
  EXPECT_NE(error.message().find("999"), std::string::npos);
  EXPECT_EQ(error.context(), store.path);
}

TEST(ProjectOpen, RefusesATruncatedFile) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  Project::create(path);
  fs::resize_file(path, fs::file_size(path) / 2);
  const Error error = error_of([&] { Project::open(path); });
  EXPECT_EQ(error.code(), ErrorCode::kDamaged);
  EXPECT_NE(error.message().find("recover"), std::string::npos);
}

TEST(ProjectOpen, RefusesAFileWhoseTablesAreOverwritten) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  Project::create(path);
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(100);
  file << std::string(3900, '\x55');
  file.close();
  EXPECT_EQ(error_of([&] { Project::open(path); }).code(), ErrorCode::kDamaged);
}

TEST(ProjectOpen, OfAFileThatAnotherProgramHoldsSaysLocked) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  Project::create(path);
  Database holder(path);
  holder.run("PRAGMA locking_mode = EXCLUSIVE");
  holder.run("BEGIN EXCLUSIVE");
  holder.run("PRAGMA user_version = 1");
  EXPECT_EQ(error_of([&] { Project::open(path); }).code(), ErrorCode::kLocked);
}

TEST(Project, TwoConnectionsSeeEachOthersWritesAndNoticeThem) {
  StoreBuilder store;
  Project other = Project::open(store.path);
  const auto before = other.data_version();
  EXPECT_EQ(other.data_version(), before);
  add_dataset(store.project, {{}, "afw", "/", "ibug68"});
  EXPECT_NE(other.data_version(), before);
  EXPECT_EQ(datasets(other).size(), 2U);
  const auto own = store.project.data_version();
  add_dataset(store.project, {{}, "lfpw", "/", "ibug68"});
  EXPECT_EQ(store.project.data_version(), own) << "its own writes are no news";
}

TEST(Project, AWriterThatHoldsOnTooLongIsReportedAsLocked) {
  StoreBuilder store;
  Project other = Project::open(store.path);
  other.database().set_patience(std::chrono::milliseconds(20));
  store.project.transaction([&] {
    EXPECT_EQ(error_of([&] {
                add_dataset(other, {{}, "afw", "/", "ibug68"});
              }).code(),
              ErrorCode::kLocked);
  });
  add_dataset(other, {{}, "afw", "/", "ibug68"});
}

TEST(Project, ATransactionThatThrowsLeavesNothing) {
  StoreBuilder store;
  EXPECT_THROW(store.project.transaction([&] {
    store.labelled_face(store.image("a.jpg"));
    throw std::runtime_error("cancelled");
  }),
               std::runtime_error);
  EXPECT_TRUE(images(store.project).empty());
}

TEST(Project, CanBeMoved) {
  StoreBuilder store;
  Project moved = std::move(store.project);
  store.project = Project::create(store.folder / "other.facepoint");
  EXPECT_EQ(datasets(moved).size(), 1U);
  EXPECT_TRUE(datasets(store.project).empty());
}

// SQLite's locks are the process's: opening and closing the file a second time must not drop them,
// or another program that closes it takes itself for the last one and removes the journal.
TEST(Project, StaysWholeWhenItIsOpenedTwiceHereAndOnceElsewhere) {
  StoreBuilder store;
  add_dataset(store.project, {{}, "before", "/", "ibug68"});
  { Project::open(store.path); }
  EXPECT_EQ(visit(store.path, "elsewhere"), 0);
  EXPECT_TRUE(fs::exists(store.path.string() + "-wal"));
  add_dataset(store.project, {{}, "after", "/", "ibug68"});
  Project fresh = Project::open(store.path);
  EXPECT_EQ(datasets(fresh).size(), 4U);
}

TEST(Project, KeepsACommittedChangeWhenItIsKilled) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  FaceId face;
  {
    Project project = Project::create(path);
    const DatasetId dataset = add_dataset(project, {{}, "ytf", "/", "ibug68"});
    Image image;
    image.dataset = dataset;
    image.path = "a.jpg";
    face =
        add_face(project,
                 {add_image(project, image), "ibug68", {}, FaceStatus::kLabelled, points_at(1), ""})
            .face;
  }
  run_and_kill([&] {
    Project project = Project::open(path);
    apply_change(project, "Move point 0", {{face, points_at(2), {}, {}, {}}});
    project.database().run("BEGIN IMMEDIATE");  // and something that is not committed
    Statement(project.database(), "DELETE FROM change_face").run();
    return project;
  });
  Project project = Project::open(path);
  EXPECT_EQ(get_revision(project, get_face(project, face).current).points, points_at(2));
  EXPECT_EQ(undo(project).label, "Move point 0");
  EXPECT_EQ(get_revision(project, get_face(project, face).current).points, points_at(1));
}

std::size_t datasets_of(const fs::path& path) {
  Project project = Project::open(path);
  return datasets(project).size();
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Project, ACopyThatIsPutBesideAnotherOnesJournalIsNotMixedWithIt) {
  const TempDir folder;
  const auto path = folder / "p.facepoint";
  const fs::path wal = path.string() + "-wal";
  const auto add_faces = [&](Project& project, const std::string& name, int count) {
    project.transaction([&] {
      const DatasetId dataset = add_dataset(project, {{}, name, "/", "ibug68"});
      for (int i = 0; i < count; ++i) {
        Image image;
        image.dataset = dataset;
        image.path = name + std::to_string(i);
        add_face(
            project,
            {add_image(project, image), "ibug68", {}, FaceStatus::kLabelled, points_at(i), ""});
      }
    });
  };
  {
    Project project = Project::create(path);
    add_faces(project, "early", 10);
  }
  fs::copy_file(path, folder / "backup.facepoint");
  {
    Project project = Project::open(path);
    add_faces(project, "later", 300);
  }
  run_and_kill([&] {
    Project project = Project::open(path);
    add_faces(project, "last", 5);
    return project;
  });
  {
    const TempDir elsewhere;  // a journal of the file itself
    fs::copy_file(path, elsewhere / "p.facepoint");
    fs::copy_file(wal, elsewhere / "p.facepoint-wal");
    EXPECT_EQ(datasets_of(elsewhere / "p.facepoint"), 3U);
    EXPECT_FALSE(fs::exists(elsewhere / "p.facepoint-wal")) << "brought into the file";
  }
  fs::copy_file(folder / "backup.facepoint", path, fs::copy_options::overwrite_existing);
  const std::string journal = bytes_of(wal);
  ASSERT_FALSE(journal.empty());

  const Error error = error_of([&] { Project::open(path); });
  EXPECT_EQ(error.code(), ErrorCode::kDamaged);
  EXPECT_NE(error.message().find("move p.facepoint-wal and p.facepoint-shm to another folder"),
            std::string::npos)
      << error.message();
  EXPECT_EQ(bytes_of(path), bytes_of(folder / "backup.facepoint"));
  EXPECT_EQ(bytes_of(wal), journal);
  fs::remove(wal);
  fs::remove(path.string() + "-shm");
  EXPECT_EQ(datasets_of(path), 1U);
}

TEST(Project, OpensWithTheOrphansThatItHadBeforeItWasKilled) {
  StoreBuilder store;
  const auto path = store.path;
  const FaceId face =
      add_face(store.project,
               {store.image("a.jpg"), "ibug68", {}, FaceStatus::kLabelled, points_at(1), ""})
          .face;
  store.project.database().run("PRAGMA foreign_keys = OFF");
  store.project.database().run("INSERT INTO face_tag (face_id, tag) VALUES (9999, 'lost')");
  store.project.database().number("PRAGMA wal_checkpoint(TRUNCATE)");
  const TempDir elsewhere;
  fs::copy_file(path, elsewhere / "p.facepoint");
  run_and_kill([&] {
    Project project = Project::open(elsewhere / "p.facepoint");
    apply_change(project, "Move point 0", {{face, points_at(2), {}, {}, {}}});
    return project;
  });
  ASSERT_TRUE(fs::exists(elsewhere / "p.facepoint-wal"));
  Project project = Project::open(elsewhere / "p.facepoint");
  EXPECT_EQ(get_revision(project, get_face(project, face).current).points, points_at(2));
}

TEST(Project, ShowsPointsToAnySqlShellOneARow) {
  StoreBuilder store;
  add_face(store.project, {store.image("a.jpg"),
                           "x",
                           {},
                           FaceStatus::kLabelled,
                           Keypoints{{{1.5, -2}, Visibility::kVisible},
                                     {{3, 4}, Visibility::kOccluded},
                                     {{}, Visibility::kAbsent}},
                           ""});
  Statement select(store.project.database(),
                   "SELECT point, x, y, visibility FROM revision_point ORDER BY point");
  std::int64_t point = 0;
  std::optional<double> x;
  std::optional<double> y;
  std::string visibility;
  select.into(point, x, y, visibility);
  ASSERT_TRUE(select.next());
  EXPECT_EQ(point, 0);
  EXPECT_EQ(x, 1.5);
  EXPECT_EQ(y, -2.0);
  EXPECT_EQ(visibility, "visible");
  ASSERT_TRUE(select.next());
  EXPECT_EQ(visibility, "occluded");
  ASSERT_TRUE(select.next());
  EXPECT_EQ(visibility, "absent");
  EXPECT_FALSE(x);
  EXPECT_FALSE(select.next());
}

}  // namespace
}  // namespace facepoint
