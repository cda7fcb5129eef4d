// Through the suspicious labels of a project with real mouse and key events: mended, said to be
// right, skipped, corrected by hand, a whole source mended and taken back, each looked up in the
// store.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "e2e/editor_program.h"
#include "image/codec.h"
#include "landmark/numbering.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/images.h"
#include "support/face_renderer.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

using test::EditorProgram;
using test::VirtualDisplay;
using testing::ElementsAre;
using Trace = EditorProgram::Trace;

constexpr int kSide = 160;
constexpr int kFaces = 6;
constexpr int kSwapped = 2;  // the first ones; all labels were counted from 1

auto shows(const std::string& widget) {
  return [widget](const Trace& trace) { return trace["widgets"].contains(widget); };
}

class ReviewJourney : public testing::Test {
 protected:
  ReviewJourney() {
    const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
    for (Landmark& point : truth) {
      point.position = {std::round(point.position.x) + 1, std::round(point.position.y) + 1};
    }
    Project made = Project::create(path);
    const DatasetId dataset = add_dataset(made, {{}, "drawn", folder.path().string(), "ibug68"});
    const Picture drawing = test::draw_picture({{}}, {}, kSide, kSide).picture;
    std::vector<Finding> findings;
    std::vector<Suspicion> suspicions;
    for (int i = 0; i < kFaces; ++i) {
      Image image;
      image.dataset = dataset;
      image.path = "face_" + std::to_string(i) + ".png";
      image.width = kSide;
      image.height = kSide;
      image.format = "png";
      save_picture(folder / image.path, drawing);
      const ImageId id = add_image(made, image);
      const Keypoints label = i < kSwapped ? renumbered(scheme, truth) : truth;
      const AddedFace added =
          add_face(made, {id, "ibug68", bounding_box(truth), FaceStatus::kLabelled, label, ""});
      faces.push_back(added.face);
      const RevisionId revision = get_face(made, added.face).current;
      suspicions.push_back({added.face, revision, 0.9 - 0.1 * i});
      if (i >= kSwapped) continue;
      findings.push_back({{},
                          id,
                          added.face,
                          revision,
                          "swapped",
                          0.99,
                          {},
                          "Left and right are exchanged.",
                          "renumber"});
    }
    findings.push_back({dataset,
                        {},
                        {},
                        {},
                        "origin",
                        0.95,
                        {},
                        "All labels lie a pixel to the right and below.",
                        "move -1 -1"});
    replace_findings(made, findings, suspicions);
  }

  Keypoints stored(int face) {
    Project project = Project::open(path);
    return get_revision(project, get_face(project, faces[face]).current).points;
  }
  FaceStatus status(int face) {
    Project project = Project::open(path);
    return get_face(project, faces[face]).status;
  }
  std::vector<Verdict> given() {
    Project project = Project::open(path);
    std::vector<Verdict> said;
    for (const FaceVerdict& verdict : verdicts(project)) said.push_back(verdict.verdict);
    return said;
  }
  bool source_is_dismissed() {
    Project project = Project::open(path);
    return source_findings(project).at(0).dismissed;
  }

  test::TempDir folder;
  std::filesystem::path path = folder / "review.facepoint";
  Keypoints truth = test::landmarks_of({}, kSide, kSide);
  std::vector<FaceId> faces;
};

Keypoints moved(Keypoints points, Point by) {
  for (Landmark& point : points) point.position = point.position + by;
  return points;
}

TEST_F(ReviewJourney, WrongLabelsAreMendedJudgedSkippedAndAWholeSourceIsMendedAndTakenBack) {
  const VirtualDisplay display;
  {
    EditorProgram editor(display, path);
    editor.wait_until(shows("landmark/30"));
    display.key("F10");
    Trace now = editor.wait_until(shows("button/findings_mend"));

    EXPECT_TRUE(shows("review/exchange/0")(now)) << "an arrow to where its number goes";

    // The first is mended as proposed, the second is said to be right, the third is skipped.
    const Keypoints swapped = stored(0);
    display.key("a");
    now = editor.wait_for_status("Mended: Exchange left and right");
    EXPECT_EQ(stored(0), truth);
    EXPECT_THAT(given(), ElementsAre(Verdict::kWrong));
    display.key("Return");
    now = editor.wait_for_status("Said to be right");
    EXPECT_EQ(stored(1), swapped) << "left as it was";
    EXPECT_THAT(given(), ElementsAre(Verdict::kWrong, Verdict::kRight));
    now = editor.wait_until(
        [](const Trace& trace) { return trace["image"].get<std::string>() == "face_2.png"; });
    display.key("period");
    now = editor.wait_until(
        [](const Trace& trace) { return trace["image"].get<std::string>() == "face_3.png"; });

    // Correcting a point by hand says that the label was wrong.
    const Point nose = EditorProgram::center(now, "landmark/30");
    display.mouse_drag({nose, nose + Point{40, 0}});
    editor.wait_for_status("Moved point 30");
    EXPECT_THAT(given(), ElementsAre(Verdict::kWrong, Verdict::kRight, Verdict::kWrong));
    display.key("period");
    editor.wait_until(
        [](const Trace& trace) { return trace["image"].get<std::string>() == "face_4.png"; });
    display.key("x");
    editor.wait_for_status("Rejected this face");
    EXPECT_EQ(status(4), FaceStatus::kRejected);

    // All of the source by one key; what a person has set stays. One undo takes it back.
    const Keypoints by_hand = stored(3);
    display.key("shift+a");
    now = editor.wait_for_status("labels mended");
    EXPECT_EQ(stored(2), moved(truth, {-1, -1}));
    EXPECT_EQ(stored(5), moved(truth, {-1, -1}));
    EXPECT_EQ(stored(3), by_hand);
    EXPECT_EQ(stored(0), truth);
    display.key("ctrl+z");
    editor.wait_for_status("Undone: ");
    EXPECT_EQ(stored(2), truth);
    EXPECT_EQ(stored(5), truth);

    // Said to be right, it asks no more, not after a restart either.
    editor.wait_until(shows("review/source/drawn"));
    display.key("shift+s");
    editor.wait_until(shows("review/ask_again/drawn"));
    EXPECT_TRUE(source_is_dismissed());
    display.key("ctrl+q");
    EXPECT_EQ(editor.process().wait(), 0);
  }
  EditorProgram again(display, path, {"--do", "show_review"});
  Trace now = again.wait_until(shows("review/ask_again/drawn"));
  EXPECT_FALSE(shows("review/source/drawn")(now));

  // What a rule has found is listed by a click: the one that was said to be right.
  display.mouse_drag({EditorProgram::center(now, "count/swapped")});
  again.wait_until([](const Trace& trace) { return trace["listed"] == 1; });
}

}  // namespace
}  // namespace facepoint
