// Snapshots, what changed since, and the way back: by every byte of what is exported.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "small_dataset.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/journal.h"
#include "store/snapshots.h"
#include "store/tags.h"
#include "tasks/diff.h"
#include "tasks/restore.h"
#include "tasks/split.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;
using namespace test;
using testing::HasSubstr;

constexpr const char* kTrainingCsv = "training_frames_keypoints.csv";

// Files below a folder and their bytes.
std::map<std::string, std::string> bytes_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files[entry.path().lexically_relative(folder).string()] = read_file(entry.path());
  }
  return files;
}

struct State {
  Keypoints points;
  FaceStatus status = FaceStatus::kLabelled;
  std::set<std::string> tags;
  friend bool operator==(const State&, const State&) = default;
};

class Versions : public testing::Test {
 protected:
  std::map<std::string, std::string> exported(const std::string& snapshot = {},
                                              const std::string& format = "udacity-csv",
                                              const std::string& split = {}) {
    ExportOptions options;
    options.out = dir_ / ("out-" + std::to_string(exports_++));
    options.snapshot = snapshot;
    options.format = format;
    options.split = split;
    JobContext job;
    run_export(project_, options, job);
    return bytes_of(options.out);
  }
  DiffReport diff(const std::string& from, const std::string& to = kNow) {
    DiffOptions options;
    options.from = from;
    options.to = to;
    JobContext job;
    return run_diff(project_, options, job);
  }
  // Every listed face, read the plain way.
  std::map<FaceId, State> state() {
    std::map<FaceId, State> faces;
    for (const LabelledFace& each : labelled_faces(project_)) {
      const std::vector<std::string> tags = tags_of(project_, each.face.id);
      faces[each.face.id] = {each.revision.points, each.face.status, {tags.begin(), tags.end()}};
    }
    return faces;
  }
  void set_status(FaceId face, FaceStatus status) {
    FaceEdit edit;
    edit.face = face;
    edit.status = status;
    apply_change(project_, "Set status", {edit});
  }

  TempDir dir_;
  Project project_ = Project::create(dir_ / "p.facepoint");
  int exports_ = 0;
};

class EditedDataset : public Versions {
 protected:
  static constexpr int kFaces = 40;

  EditedDataset() {
    std::string csv = small_header();
    for (int i = 0; i < kFaces; ++i) {
      const std::string name = "P" + std::to_string(i) + "_01.jpg";
      write_small_picture(data_ / "training" / name, i);
      csv += small_row(name, i) + "\n";
    }
    write_text(data_ / kTrainingCsv, csv);
    import_from(project_, data_);
    for (const auto& [face, state] : state()) faces_.push_back(face);
  }

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  FaceId any_face() { return faces_[static_cast<std::size_t>(below(std::ssize(faces_)))]; }

  void tag(FaceId face) {
    FaceEdit edit;
    edit.face = face;
    const std::string word = "tag" + std::to_string(below(3));
    auto& words = below(3) > 0 ? edit.adds_tags : edit.removes_tags;
    words.push_back(word);
    apply_change(project_, "Tag", {edit});
  }
  void add_a_face() {
    NewFace face;
    face.image = get_face(project_, any_face()).image;
    face.scheme = "ibug68";
    face.box = {0, 0, 9, 9};
    face.status = FaceStatus::kDeleted;  // as the editor does, so that undo takes it back
    face.points = make_keypoints(small_face(below(9)));
    faces_.push_back(add_face(project_, face).face);
    set_status(faces_.back(), FaceStatus::kLabelled);
  }
  void edit_at_random() {
    switch (below(10)) {
      case 0:
        return set_status(any_face(), FaceStatus::kApproved);
      case 1:
        return set_status(any_face(), FaceStatus::kDeleted);
      case 2:
        return set_status(any_face(), FaceStatus::kRejected);
      case 3:
      case 4:
        return tag(any_face());
      case 5:
        return add_a_face();
      case 6:
        if (undoable(project_)) undo(project_);
        return;
      default:
        move_point(project_, any_face(), static_cast<std::size_t>(below(68)), below(3) - 1.0,
                   below(4) * 0.25);
    }
  }

  fs::path data_ = dir_ / "set";
  std::vector<FaceId> faces_;
  std::mt19937 random_{5};
};

TEST_F(EditedDataset,
       ADiffListsExactlyWhatTwoHundredRandomEditsChangedAndRestoreBringsEveryByteBack) {
  for (int i = 0; i < 30; ++i) edit_at_random();  // so that the snapshot isn't of imports only
  const auto before = state();
  const auto bytes_before = exported();
  take_snapshot(project_, "before");
  for (int i = 0; i < 200; ++i) edit_at_random();
  const auto after = state();
  const auto bytes_after = exported();

  std::set<FaceId> expected;
  for (const auto& [face, now] : after) {
    if (!before.contains(face) || before.at(face) != now) expected.insert(face);
  }
  for (const auto& [face, then] : before) {
    if (!after.contains(face)) expected.insert(face);
  }
  const DiffReport report = diff("before");
  std::set<FaceId> listed;
  for (const DiffFace& face : report.faces) {
    const FaceDifference& at = face.face;
    EXPECT_TRUE(listed.insert(at.face).second) << "listed once";
    ASSERT_EQ(at.before, before.contains(at.face));
    ASSERT_EQ(at.after, after.contains(at.face));
    EXPECT_EQ(at.people, std::vector<std::string>{project_.person()});
    if (!at.before || !at.after) continue;
    const State& then = before.at(at.face);
    const State& now = after.at(at.face);
    EXPECT_EQ(at.status_before, then.status);
    EXPECT_EQ(at.status_after, now.status);
    std::set<std::string> tags = then.tags;
    for (const std::string& tag : at.tags_removed) EXPECT_EQ(tags.erase(tag), 1U);
    for (const std::string& tag : at.tags_added) EXPECT_TRUE(tags.insert(tag).second);
    EXPECT_EQ(tags, now.tags);
    std::int64_t moved = 0;
    double sum = 0;
    for (std::size_t i = 0; i < 68; ++i) {
      const double way = distance(then.points[i].position, now.points[i].position);
      if (way > 0) ++moved;
      sum += way;
    }
    EXPECT_EQ(face.moved.points, moved);
    EXPECT_NEAR(face.moved.sum_pixels, sum, 1e-9);
  }
  EXPECT_EQ(listed, expected);
  EXPECT_GT(report.added + report.removed, 0);
  EXPECT_GT(report.with_points_moved, 5);
  EXPECT_NE(bytes_before, bytes_after);
  EXPECT_EQ(exported("before"), bytes_before);

  const RestoreReport restored = run_restore(project_, "before");
  ASSERT_TRUE(restored.change);
  EXPECT_EQ(exported(), bytes_before);
  EXPECT_EQ(state(), before);
  EXPECT_EQ(labels_digest(project_), get_snapshot(project_, "before").digest);
  EXPECT_TRUE(diff("before").faces.empty());
  EXPECT_FALSE(run_restore(project_, "before").change) << "there is nothing to restore";

  undo(project_);
  EXPECT_EQ(exported(), bytes_after);
  EXPECT_EQ(state(), after);
  redo(project_);
  EXPECT_EQ(exported(), bytes_before);
}

TEST_F(EditedDataset, ADiffBackwardsIsTheDiffForwardsTurnedRound) {
  take_snapshot(project_, "a");
  for (int i = 0; i < 60; ++i) edit_at_random();
  take_snapshot(project_, "b");
  const DiffReport forwards = diff("a", "b");
  const DiffReport backwards = diff("b", "a");
  EXPECT_EQ(forwards.faces.size(), backwards.faces.size());
  EXPECT_EQ(forwards.added, backwards.removed);
  EXPECT_EQ(forwards.removed, backwards.added);
  EXPECT_EQ(forwards.with_points_moved, backwards.with_points_moved);
  EXPECT_EQ(forwards.faces_by_person, backwards.faces_by_person);
  EXPECT_TRUE(diff(kNow, kNow).faces.empty());
}

TEST_F(EditedDataset, ThePageShowsTheFacesMovedFarthestAndNeedsNoOtherFile) {
  take_snapshot(project_, "a");
  move_point(project_, faces_[3], 30, 4, 3);
  move_point(project_, faces_[4], 31, 1, 0);
  fs::remove(data_ / "training/P5_01.jpg");
  for (const LabelledFace& each : labelled_faces(project_)) {
    if (each.image.path.ends_with("P5_01.jpg")) move_point(project_, each.face.id, 3, 0, 2);
  }
  DiffOptions options;
  options.from = "a";
  options.out = dir_ / "page/diff.html";
  fs::create_directories(dir_ / "page");
  JobContext job;
  const DiffReport report = run_diff(project_, options, job);
  ASSERT_EQ(report.faces.size(), 3U);
  EXPECT_EQ(report.faces[0].face.face, faces_[3]) << "the farthest first";
  EXPECT_EQ(report.faces[0].farthest_point, 30);
  EXPECT_DOUBLE_EQ(report.faces[0].moved.largest_pixels, 5);
  const std::string page = read_file(options.out);
  EXPECT_THAT(page, HasSubstr("data:image/jpeg;base64,/9j/"));
  EXPECT_THAT(page, HasSubstr("1 point moved by 5.0 px"));
  EXPECT_THAT(page, HasSubstr("P5_01.jpg")) << "its picture is gone, its figures are not";
  EXPECT_THAT(page, testing::Not(HasSubstr("http")));
  const auto json = nlohmann::json::parse(to_json_text(report));
  EXPECT_EQ(json["points_moved"], 3);
  EXPECT_EQ(json["faces"][0]["moved"]["largest_px"], 5.0);
}

TEST_F(Versions, ASnapshotIsExportedAsOnItsDayWhateverWasImportedSince) {
  const fs::path data = write_small_dataset(dir_ / "small");
  import_from(project_, data);
  move_point(project_, face_at(project_, "training/Ada_01.jpg"), 3, 1, 1);
  const auto csv = exported();
  const auto pts = exported({}, "pts");
  take_snapshot(project_, "first");

  // The same file again with other bytes and other labels, a new file, and another data set.
  write_text(data / kTrainingCsv, small_header() + small_row("Ada_01.jpg", 6) + "\n\"Ben_11.jpg\"" +
                                      small_row("Ben_11.jpg", 7).substr(10) + "\n");
  import_from(project_, data);
  write_text(data / "more_keypoints.csv", small_header() + small_row("test/Cleo_01.jpg", 5) + "\n");
  import_from(project_, data);
  const auto second = exported();
  take_snapshot(project_, "second");
  import_from(project_, write_small_dataset(dir_ / "another"));
  write_text(data / kTrainingCsv, small_header() + small_row("Ada_01.jpg", 8) + "\n");
  import_from(project_, data);

  EXPECT_NE(second, csv);
  EXPECT_EQ(exported("first"), csv);
  EXPECT_EQ(exported("first", "pts"), pts);
  EXPECT_EQ(exported("second"), second);
}

TEST_F(Versions, ThePartsOfASplitAreThoseOfTheSnapshotsLabels) {
  import_from(project_, write_small_dataset(dir_ / "small"));
  SplitOptions split;
  split.name = "main";
  split.ratios = "50/25/25";
  JobContext job;
  run_split(project_, split, job);
  const auto before = exported({}, "udacity-csv", "main");
  take_snapshot(project_, "v1");
  move_point(project_, face_at(project_, "training/Ada_01.jpg"), 3, 1, 1);
  set_status(face_at(project_, "test/Ada_01.jpg"), FaceStatus::kRejected);
  EXPECT_NE(exported({}, "udacity-csv", "main"), before);
  EXPECT_EQ(exported("v1", "udacity-csv", "main"), before);
}

TEST_F(Versions, AnExportOfASnapshotThatThereIsNotNamesThoseThatThereAre) {
  import_from(project_, write_small_dataset(dir_ / "small"));
  take_snapshot(project_, "v1");
  try {
    exported("v2");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_THAT(error.what(), HasSubstr("v1"));
  }
}

}  // namespace
}  // namespace facepoint
