// Many faces at once with real mouse and key events: a dropped folder, the Library, the patch wall
// and History, each step looked up in the store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/files.h"
#include "e2e/editor_program.h"
#include "image/codec.h"
#include "store/datasets.h"
#include "store/face_summaries.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "support/face_renderer.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using test::EditorProgram;
using test::VirtualDisplay;
using Trace = EditorProgram::Trace;

constexpr int kSide = 160;

auto shows(const std::string& widget) {
  return [widget](const Trace& trace) { return trace["widgets"].contains(widget); };
}
auto lists(std::size_t pictures) {
  return [pictures](const Trace& trace) { return trace["listed"] == pictures; };
}

class LibraryJourney : public testing::Test {
 protected:
  LibraryJourney() {
    save_picture(drawing, test::draw_picture({person}, {}, kSide, kSide).picture);
  }

  // A labelled face each, on pictures that are all the same drawing.
  void make_project(const std::vector<std::string>& names) {
    Project made = Project::create(path);
    const DatasetId dataset = add_dataset(made, {{}, "drawn", folder.path().string(), "ibug68"});
    made.transaction([&] {
      for (const std::string& name : names) {
        std::filesystem::create_hard_link(drawing, folder / name);
        Image image;
        image.dataset = dataset;
        image.path = name;
        image.width = kSide;
        image.height = kSide;
        image.format = "png";
        const ImageId id = add_image(made, image);
        faces.push_back(
            add_face(made, {id, "ibug68", bounding_box(truth), FaceStatus::kLabelled, truth, ""})
                .face);
      }
    });
  }
  Keypoints stored(FaceId face) {
    Project project = Project::open(path);
    return get_revision(project, get_face(project, face).current).points;
  }
  std::vector<Change> stored_changes() {
    Project project = Project::open(path);
    return changes(project, 100);
  }
  std::vector<FaceSummary> stored_faces() {
    Project project = Project::open(path);
    return face_summaries(project);
  }
  // What stands in the query bar is replaced.
  static void filter(const VirtualDisplay& display, const Trace& now, const std::string& query) {
    display.mouse_drag({EditorProgram::center(now, "filter")});
    display.type(query);
    display.key("Return");
  }

  test::TempDir folder;
  std::filesystem::path path = folder / "many.facepoint";
  std::filesystem::path drawing = folder / "drawing.png";
  const test::DrawnFaceParameters person;
  const Keypoints truth = test::landmarks_of(person, kSide, kSide);
  std::vector<FaceId> faces;
};

// "test/Ada_01.jpg" of the sample's labelled pictures of Ada, sorted.
std::vector<std::string> labelled_pictures_of_ada(const std::filesystem::path& sample) {
  std::vector<std::string> paths;
  for (const std::string part : {"test", "training"}) {
    std::istringstream csv(read_file(sample / (part + "_frames_keypoints.csv")));
    for (std::string line; std::getline(csv, line);) {
      if (line.starts_with("Ada_")) paths.push_back(part + "/" + line.substr(0, line.find(',')));
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST_F(LibraryJourney, ADroppedFolderIsImportedAndATypedFilterListsExactlyWhatItNames) {
  const std::filesystem::path sample = test::source_dir() / "data/sample";
  const std::vector<std::string> expected = labelled_pictures_of_ada(sample);
  ASSERT_GT(expected.size(), 2U);
  const VirtualDisplay display;
  EditorProgram editor(display, path);
  editor.wait_until(lists(0));
  display.drop({640, 360}, sample);
  Trace now = editor.wait_until(lists(56));
  {
    Project project = Project::open(path);
    EXPECT_EQ(count_images(project), 56);
    EXPECT_EQ(labelled_faces(project).size(), 37U);
  }

  filter(display, now, "identity:Ada* has:face");
  now = editor.wait_until(lists(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    display.mouse_drag({EditorProgram::center(now, "list/item/" + std::to_string(i))});
    now = editor.wait_until([&](const Trace& trace) { return trace["image"] == expected[i]; });
  }
  filter(display, now, "status:approved");
  editor.wait_until(lists(0));
  display.key("ctrl+shift+f");
  editor.wait_until(lists(56));
}

TEST_F(LibraryJourney, FiveHundredFacesAreApprovedAsOneChangeAndOneUndoBringsThemBack) {
  std::vector<std::string> names;
  for (int i = 100; i < 600; ++i) names.push_back("Ada_" + std::to_string(i) + ".png");
  for (int i = 1; i <= 5; ++i) names.push_back("Bo_" + std::to_string(i) + ".png");
  make_project(names);
  const std::vector<FaceSummary> before = stored_faces();
  const auto approved = [this] {
    std::vector<std::string> paths;
    for (const FaceSummary& face : stored_faces()) {
      if (face.status == FaceStatus::kApproved) paths.push_back(face.path);
    }
    return paths;
  };

  const VirtualDisplay display;
  EditorProgram editor(display, path);
  editor.wait_until(lists(505));
  display.key("F3");
  Trace now = editor.wait_until(shows("library/selection"));
  filter(display, now, "name:Ada*");
  editor.wait_until(lists(500));
  display.key("ctrl+a");
  display.key("p");
  editor.wait_until(shows("library/question"));
  EXPECT_THAT(stored_changes(), testing::IsEmpty()) << "asked first";
  display.key("Return");
  now = editor.wait_until([](const Trace& trace) { return trace["undo"] != ""; });
  EXPECT_THAT(now["status"], testing::HasSubstr("500 faces"));
  names.resize(500);
  EXPECT_EQ(approved(), names) << "and none of Bo's";
  ASSERT_EQ(stored_changes().size(), 1U);
  const Change batch = stored_changes().front();
  EXPECT_EQ(batch.faces, 500);

  display.key("ctrl+z");
  editor.wait_until(
      [&](const Trace& trace) { return trace["undo"] == "" && trace["redo"] == batch.label; });
  const std::vector<FaceSummary> after = stored_faces();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].status, before[i].status) << after[i].path;
    EXPECT_EQ(after[i].current, before[i].current) << after[i].path;
  }
  ASSERT_EQ(stored_changes().size(), 2U);
  EXPECT_EQ(stored_changes().front().target, batch.id) << "one undo, of the whole batch";
}

TEST_F(LibraryJourney, APointDraggedOnThePatchWallMovesAloneAndOnlyInItsFace) {
  make_project({"Ada_1.png", "Ada_2.png", "Ada_3.png", "Bo_1.png", "Bo_2.png", "Bo_3.png"});
  constexpr int kPoint = 36;  // the outer corner of an eye, which the wall shows first
  Keypoints wrong = truth;
  wrong[kPoint].position = wrong[kPoint].position + Point{5, -4};
  {
    Project project = Project::open(path);
    FaceEdit edit;
    edit.face = faces[3];
    edit.points = wrong;
    apply_change(project, "Plant an error", {edit});
  }
  const VirtualDisplay display;
  EditorProgram editor(display, path);
  editor.wait_until(lists(6));
  display.key("F4");
  const Trace wall = editor.wait_until(shows("patches/label/5"));
  // Onto the place where the typical face has it; a mouse moves by whole pixels.
  const Point from = EditorProgram::center(wall, "patches/label/0");
  const Point to = EditorProgram::center(wall, "patches/tile/0");
  ASSERT_GT(distance(from, to), 10);
  display.mouse_drag({from, from + (to - from) * 0.5, to});
  const Trace dragged = editor.wait_for_status("Moved point 36");
  EXPECT_THAT(dragged["status"], testing::HasSubstr("Bo_1.png"));
  EXPECT_LT(distance(EditorProgram::center(dragged, "patches/label/0"), to), 3);

  Keypoints expected = wrong;
  const Keypoints now = stored(faces[3]);
  EXPECT_LT(distance(now[kPoint].position, truth[kPoint].position), 2);
  expected[kPoint].position = now[kPoint].position;
  EXPECT_EQ(now, expected) << "no other point";
  for (const int other : {0, 1, 2, 4, 5}) EXPECT_EQ(stored(faces[other]), truth);
  ASSERT_EQ(stored_changes().size(), 2U);
  EXPECT_EQ(stored_changes().front().faces, 1);

  display.key("ctrl+z");
  editor.wait_for_status("Undone: Move point 36");
  EXPECT_EQ(stored(faces[3]), wrong);
}

TEST_F(LibraryJourney, AnEarlierChangeIsRevertedInHistoryAndTheLaterOnesStay) {
  make_project({"Ada_1.png", "Ada_2.png", "Bo_1.png"});
  const VirtualDisplay display;
  EditorProgram editor(display, path);
  for (const char* name : {"Ada_1.png", "Ada_2.png"}) {
    const Trace now = editor.wait_until([&](const Trace& trace) {
      return trace["image"] == name && trace["widgets"].contains("landmark/30");
    });
    const Point nose = EditorProgram::center(now, "landmark/30");
    display.mouse_drag({nose, nose + Point{10, 5}, nose + Point{20, 10}});
    editor.wait_until([&](const Trace& trace) {
      return trace["image"] == name && trace["face_status"] == "corrected";
    });
    display.key("Next");
  }
  editor.wait_until([](const Trace& trace) { return trace["image"] == "Bo_1.png"; });
  display.key("Return");
  editor.wait_until([](const Trace& trace) { return trace["undo"] == "Approve"; });
  const std::vector<Keypoints> moved{stored(faces[0]), stored(faces[1])};
  EXPECT_NE(moved[0], truth);
  EXPECT_NE(moved[1], truth);
  const std::vector<Change> made = stored_changes();
  ASSERT_EQ(made.size(), 3U);

  display.key("F6");
  editor.wait_until(shows("history/item/2"));
  display.key("End");
  display.key("r");
  editor.wait_for_status("Reverted: Move point 30");
  EXPECT_EQ(stored(faces[0]), truth);
  EXPECT_EQ(stored(faces[1]), moved[1]);
  const std::vector<FaceSummary> after = stored_faces();
  EXPECT_EQ(after[0].status, FaceStatus::kLabelled);
  EXPECT_EQ(after[1].status, FaceStatus::kCorrected);
  EXPECT_EQ(after[2].status, FaceStatus::kApproved);
  ASSERT_EQ(stored_changes().size(), 4U);
  EXPECT_EQ(stored_changes().front().kind, ChangeKind::kUndo);
  EXPECT_EQ(stored_changes().front().target, made.back().id);

  display.key("ctrl+shift+z");
  editor.wait_for_status("Redone: Move point 30");
  EXPECT_EQ(stored(faces[0]), moved[0]) << "redo makes it again";
  EXPECT_EQ(stored(faces[1]), moved[1]);
}

}  // namespace
}  // namespace facepoint
