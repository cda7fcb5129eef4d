// An afternoon's gestures on one face with real mouse and key events, each looked up in the store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/editor_program.h"
#include "image/codec.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "support/face_renderer.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using test::EditorProgram;
using test::VirtualDisplay;
using Trace = EditorProgram::Trace;

// Three drawn pictures: the first has a label, the second a label and a proposal.
class EditingJourney : public testing::Test {
 protected:
  EditingJourney() {
    Project made = Project::create(path);
    const DatasetId dataset = add_dataset(made, {{}, "drawn", folder.path().string(), "ibug68"});
    const test::DrawnFaceParameters person;
    const Picture picture = test::draw_picture({person}, {}, 240, 240).picture;
    label = test::landmarks_of(person, 240, 240);
    for (const char* name : {"Ada_1.png", "Ada_2.png", "Bo_1.png"}) {
      save_picture(folder / name, picture);
      Image image;
      image.dataset = dataset;
      image.path = name;
      image.width = 240;
      image.height = 240;
      image.format = "png";
      const ImageId id = add_image(made, image);
      faces.push_back(
          add_face(made, {id, "ibug68", bounding_box(label), FaceStatus::kLabelled, label, "drawn"})
              .face);
    }
    Proposal proposal;
    proposal.face = faces[1];
    proposal.points = label;
    for (Landmark& landmark : proposal.points) landmark.position.x += 2;
    proposal.confidence.assign(68, 0.9);
    proposal.score = 0.9;
    add_proposal(made, proposal);
  }

  Keypoints stored(int face) {
    Project project = Project::open(path);
    return get_revision(project, get_face(project, faces[face]).current).points;
  }
  FaceStatus status(int face) {
    Project project = Project::open(path);
    return get_face(project, faces[face]).status;
  }

  test::TempDir folder;
  std::filesystem::path path = folder / "editing.facepoint";
  std::vector<FaceId> faces;
  Keypoints label;
};

// The points of `after` that lie elsewhere than in `before`.
std::vector<int> moved(const Keypoints& before, const Keypoints& after) {
  std::vector<int> indices;
  for (int i = 0; i < static_cast<int>(before.size()); ++i) {
    if (before[i].position != after[i].position) indices.push_back(i);
  }
  return indices;
}

Point place(const Trace& trace, int landmark) {
  return EditorProgram::center(trace, "landmark/" + std::to_string(landmark));
}

TEST_F(EditingJourney, SelectsTurnsNudgesSwapsRedrawsOccludesAcceptsAndTakesAllBack) {
  const VirtualDisplay display;
  const std::vector<int> eye{36, 37, 38, 39, 40, 41};
  std::vector<Keypoints> states{label};  // of the first face after each change
  {
    EditorProgram editor(display, path, {"--image", "Ada_1.png", "--do", "fit_face"});
    Trace now = editor.wait_until([](const Trace& trace) {
      return trace["image"] == "Ada_1.png" && trace["widgets"].contains("landmark/36");
    });

    // A box from beside the eye's outer corner to beyond its inner one.
    const Point outer = place(now, 36);
    const Point inner = place(now, 39);
    const double height = (inner.x - outer.x) / 2;
    display.mouse_drag({{outer.x - 14, outer.y - height}, {inner.x + 14, inner.y + height}});
    now =
        editor.wait_until([](const Trace& trace) { return trace["selected_points"].size() == 6U; });
    EXPECT_THAT(now["selected_points"].get<std::vector<int>>(), testing::ElementsAreArray(eye));

    const Point handle = EditorProgram::center(now, "handle/turn");
    display.mouse_drag({handle, handle + Point{25, 0}, handle + Point{50, 12}});
    editor.wait_for_status("Turned 6 points");
    states.push_back(stored(0));
    EXPECT_EQ(moved(states[0], states[1]), eye);

    display.key("shift+Left");
    editor.wait_for_status("Nudged 6 points");
    states.push_back(stored(0));
    EXPECT_NEAR(states[2][36].position.x, states[1][36].position.x - 5, 1e-9);

    display.key("m");
    now = editor.wait_for_status("Swapped the sides of 6 points");
    states.push_back(stored(0));
    EXPECT_EQ(states[3][45], states[2][36]);
    EXPECT_EQ(states[3][36], states[2][45]);

    // The jaw anew: the chin selected, then one stroke below it.
    display.mouse_drag({place(now, 8)});
    now = editor.wait_until(
        [](const Trace& trace) { return trace["selected_points"] == nlohmann::json::array({8}); });
    display.key("d");
    now = editor.wait_for_status("as one stroke");
    display.mouse_drag({place(now, 0), place(now, 4) + Point{-8, 0}, place(now, 8) + Point{0, 12},
                        place(now, 12) + Point{8, 0}, place(now, 16)});
    editor.wait_for_status("Redrew Jaw");
    states.push_back(stored(0));
    for (const int i : moved(states[3], states[4])) EXPECT_LE(i, 16);
    EXPECT_GT(states[4][8].position.y, states[3][8].position.y);

    display.key("v");
    now = editor.wait_for_status("visibility");
    states.push_back(stored(0));
    EXPECT_EQ(states[5][8].visibility, Visibility::kOccluded);

    display.key("Right");
    editor.wait_for_status("Nudged point 8 (chin).");
    states.push_back(stored(0));
    display.mouse_drag({place(now, 30), place(now, 30) + Point{15, 0}});
    editor.wait_for_status("Moved point 30");
    states.push_back(stored(0));
    EXPECT_EQ(moved(states[6], states[7]), std::vector<int>{30});

    display.key("Return");
    editor.wait_until([](const Trace& trace) { return trace["image"] == "Ada_2.png"; });
    EXPECT_EQ(status(0), FaceStatus::kApproved);
    display.key("a");
    editor.wait_for_status("Accepted the proposal");
    EXPECT_EQ(moved(label, stored(1)).size(), 68U);
    display.key("Return");
    editor.wait_until([](const Trace& trace) { return trace["image"] == "Bo_1.png"; });
    EXPECT_EQ(status(1), FaceStatus::kApproved);

    for (int i = 0; i < 10; ++i) display.key("ctrl+z");
    editor.wait_until(
        [](const Trace& trace) { return trace["undo"] == "" && trace["redo"] == "Turn 6 points"; });
    EXPECT_EQ(stored(0), label);
    EXPECT_EQ(stored(1), label);
    EXPECT_EQ(status(1), FaceStatus::kLabelled);
    display.key("ctrl+q");
    EXPECT_EQ(editor.process().wait(), 0);
  }

  EditorProgram editor(display, path);
  const Trace again =
      editor.wait_until([](const Trace& trace) { return trace["redo"] == "Turn 6 points"; });
  display.mouse_move(EditorProgram::center(again, "canvas"));
  for (std::size_t i = 1; i < states.size(); ++i) {
    display.key("ctrl+shift+z");
    const std::string undo = i + 1 < states.size() ? "" : "Move point 30";
    editor.wait_until([&](const Trace& trace) {
      return trace["undo"].get<std::string>().starts_with(undo) && stored(0) == states[i];
    });
    EXPECT_EQ(stored(0), states[i]) << "after redo " << i;
  }
}

}  // namespace
}  // namespace facepoint
