// Labels that a person has spoiled are found, mended, and stay quiet once said to be right.
#include "tasks/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "landmark/numbering.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/journal.h"
#include "support/temp_dir.h"
#include "tasks/import.h"

namespace facepoint {
namespace {

// The drawn sample, judged without a network.
class Check : public testing::Test {
 protected:
  Check() {
    ImportOptions options;
    options.sources = {test::source_dir() / "data/sample"};
    JobContext job;
    run_import(project_, options, job);
    faces_ = labelled_faces(project_);
    quiet_.network = false;
  }

  CheckReport check() {
    JobContext job;
    return run_check(project_, quiet_, job);
  }
  void spoil(const LabelledFace& face) {
    const Scheme& scheme = SchemeLibrary::standard().get(face.face.scheme);
    FaceEdit edit;
    edit.face = face.face.id;
    edit.points = renumbered(scheme, face.revision.points);
    apply_change(project_, "Swap", {edit});
  }

  test::TempDir dir_;
  Project project_ = Project::create(dir_.path() / "p.facepoint");
  std::vector<LabelledFace> faces_;
  CheckOptions quiet_;
};

TEST_F(Check, JudgesEveryLabelAndChangesNone) {
  const CheckReport report = check();
  EXPECT_EQ(report.faces, std::ssize(faces_));
  EXPECT_EQ(std::ssize(suspicions(project_)), std::ssize(faces_));
  EXPECT_FALSE(undoable(project_));
}

TEST_F(Check, FindsExchangedSidesWithTheirRemedy) {
  spoil(faces_[3]);
  check();
  const auto found = findings_of(project_, faces_[3].face.id);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.front().rule, "swapped");
  EXPECT_EQ(found.front().remedy, "renumber");
  EXPECT_EQ(suspect_faces(project_).front().face, faces_[3].face.id);
}

TEST_F(Check, LeavesALabelAloneThatSomebodySaidIsRightUntilItChanges) {
  spoil(faces_[3]);
  check();
  FaceEdit right;
  right.face = faces_[3].face.id;
  right.verdict = Verdict::kRight;
  apply_change(project_, "Right", {right});
  const auto is_suspect = [&] {
    for (const SuspectFace& face : suspect_faces(project_)) {
      if (face.face == faces_[3].face.id && face.rule == "swapped") return true;
    }
    return false;
  };
  EXPECT_FALSE(is_suspect());
  EXPECT_EQ(check().judged, 1);
  EXPECT_FALSE(is_suspect());
  undo(project_);
  check();
  EXPECT_TRUE(is_suspect());
  redo(project_);
  spoil({faces_[3].face, faces_[3].image,
         get_revision(project_, get_face(project_, faces_[3].face.id).current)});
  spoil(faces_[3]);
  check();
  EXPECT_TRUE(is_suspect());
}

TEST_F(Check, SaysNothingOfALabelThatHasChangedSince) {
  spoil(faces_[3]);
  check();
  undo(project_);
  EXPECT_TRUE(findings_of(project_, faces_[3].face.id).empty());
  EXPECT_FALSE(suspicion_of(project_, faces_[3].face.id));
}

}  // namespace
}  // namespace facepoint
