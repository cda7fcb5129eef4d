// A proposal whose jaw is wrong, corrected with real mouse and key events: what is moved takes its
// neighbours along, what was set holds, and the store says which is which. Nothing but the shipped
// model's residual covariance is needed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

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
using testing::ElementsAre;
using testing::IsEmpty;
using Trace = EditorProgram::Trace;

class FollowingJourney : public testing::Test {
 protected:
  FollowingJourney() {
    Project made = Project::create(path);
    const DatasetId dataset = add_dataset(made, {{}, "drawn", folder.path().string(), "ibug68"});
    const test::DrawnFaceParameters person;
    save_picture(folder / "Ada_1.png", test::draw_picture({person}, {}, 240, 240).picture);
    truth = test::landmarks_of(person, 240, 240);
    Image image;
    image.dataset = dataset;
    image.path = "Ada_1.png";
    image.width = 240;
    image.height = 240;
    image.format = "png";
    face =
        add_face(
            made,
            {add_image(made, image), "ibug68", bounding_box(truth), FaceStatus::kProposed, {}, {}})
            .face;
    // The left half of the jaw lies too far out, most so in its middle, and is less sure.
    Proposal proposal;
    proposal.face = face;
    proposal.points = truth;
    proposal.confidence.assign(68, 0.95);
    proposal.score = 0.9;
    for (int i = 0; i <= 8; ++i) {
      proposal.points[i].position.x -= 14 * std::exp(-(i - 4) * (i - 4) / 8.0);
      proposal.confidence[i] = 0.8 - 0.05 * (4 - std::abs(i - 4));
    }
    add_proposal(made, proposal);
    proposed = proposal.points;
  }

  struct Stored {
    Keypoints points;
    std::vector<int> set;
  };
  Stored stored() {
    Project project = Project::open(path);
    const Revision revision = get_revision(project, get_face(project, face).current);
    return {revision.points, revision.set_points};
  }
  double off(const Keypoints& points, int point) const {
    return distance(points[point].position, truth[point].position);
  }

  test::TempDir folder;
  std::filesystem::path path = folder / "following.facepoint";
  FaceId face;
  Keypoints truth;
  Keypoints proposed;
};

Point place(const Trace& trace, int landmark) {
  return EditorProgram::center(trace, "landmark/" + std::to_string(landmark));
}

// To which screen position a landmark has to be dragged to lie at `to` in the image.
Point target(const Trace& trace, int landmark, Point from, Point to) {
  return place(trace, landmark) + (to - from) * trace["pixels_per_image_pixel"].get<double>();
}

TEST_F(FollowingJourney, OneDragMendsTheJawPinsHoldOneModifierMovesOnePointAndUndoRestoresAll) {
  const VirtualDisplay display;
  EditorProgram editor(display, path, {"--do", "fit_face"});
  Trace now = editor.wait_until(
      [](const Trace& trace) { return trace["widgets"].contains("landmark/36"); });

  // Where to look first: the middle of the wrong half.
  display.key("q");
  now = editor.wait_for_status("px off");
  EXPECT_EQ(now["selected_points"], nlohmann::json::array({4}));
  display.key("i");
  now = editor.wait_for_status("Expected errors shown");

  // One drag of the worst point to where it belongs takes its neighbours along, most of the way.
  display.mouse_move(place(now, 4));
  display.mouse_button(true);
  display.mouse_move(target(now, 4, proposed[4].position, truth[4].position));
  now = editor.wait_until(
      [&](const Trace& trace) { return std::abs(place(trace, 3).x - place(now, 3).x) > 4; });
  EXPECT_EQ(now["undo"], "") << "a preview only";
  display.mouse_button(false);
  now = editor.wait_for_status("accepted the proposal;");
  EXPECT_THAT(now["status"].get<std::string>(), testing::EndsWith("points followed."));
  const Stored first = stored();
  EXPECT_THAT(first.set, ElementsAre(4));
  EXPECT_LT(off(first.points, 4), 0.6);
  for (const int beside : {2, 3, 5, 6}) {
    EXPECT_LT(off(first.points, beside), 0.5 * off(proposed, beside)) << beside;
  }
  EXPECT_LT(distance(first.points[30].position, proposed[30].position), 3) << "the nose stays";
  EXPECT_EQ(now["pins"], nlohmann::json::array({4}));

  // The second drag: the chin; what was set before holds.
  display.mouse_drag({place(now, 8), place(now, 8) + Point{0, 20}});
  now = editor.wait_for_status("Moved point 8");
  const Stored second = stored();
  EXPECT_THAT(second.set, ElementsAre(4, 8));
  EXPECT_EQ(second.points[4], first.points[4]);
  EXPECT_GT(second.points[9].position.y, first.points[9].position.y + 0.5);

  // With Ctrl held only what is dragged moves.
  display.hold_key("Control_L", true);
  display.mouse_drag({place(now, 12), place(now, 12) + Point{25, 0}});
  display.hold_key("Control_L", false);
  now = editor.wait_for_status("Moved point 12");
  const Stored third = stored();
  EXPECT_THAT(third.set, ElementsAre(4, 8, 12));
  for (int i = 0; i < 68; ++i) {
    EXPECT_EQ(third.points[i] == second.points[i], i != 12) << i;
  }

  // Off by one key: a nudge moves the nose only.
  display.key("c");
  editor.wait_for_status("stay where they are");
  display.mouse_drag({place(now, 33)});
  editor.wait_until(
      [](const Trace& trace) { return trace["selected_points"] == nlohmann::json::array({33}); });
  display.key("Left");
  now = editor.wait_for_status("Nudged point 33 (nose base).");
  EXPECT_EQ(stored().points[32], third.points[32]);

  // Esc in the middle of a drag leaves nothing.
  display.mouse_move(place(now, 14));
  display.mouse_button(true);
  display.mouse_move(place(now, 14) + Point{30, 0});
  display.key("Escape");
  now = editor.wait_for_status("nothing changed");
  display.mouse_button(false);
  EXPECT_EQ(stored().points[14], third.points[14]);

  // One change each.
  for (int i = 0; i < 4; ++i) display.key("ctrl+z");
  now = editor.wait_until([](const Trace& trace) { return trace["undo"] == ""; });
  EXPECT_EQ(now["face_status"], "proposed");
  EXPECT_THAT(now["pins"].get<std::vector<int>>(), IsEmpty());
  display.key("ctrl+shift+z");
  now = editor.wait_until([](const Trace& trace) { return trace["undo"] != ""; });
  EXPECT_EQ(stored().points, first.points);
  EXPECT_EQ(stored().set, first.set);
  EXPECT_EQ(now["pins"], nlohmann::json::array({4}));
}

}  // namespace
}  // namespace facepoint
