// The editor: tags, deleted faces, and decisions about so many faces that they are asked about.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/tags.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EditorTagsTest : public testing::Test {
 protected:
  std::vector<std::string> stored_tags(FaceId face) const {
    Project project = files.open();
    return tags_of(project, face);
  }
  FaceStatus stored_status(FaceId face) const {
    Project project = files.open();
    return get_face(project, face).status;
  }
  std::string said() const { return editor.status().text; }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(EditorTagsTest, AreTypedForTheCurrentFaceInEdit) {
  editor.perform(ActionId::kTagFaces);
  ASSERT_TRUE(editor.tagging());
  editor.perform(TagFaces{"profile glasses"});
  EXPECT_FALSE(editor.tagging());
  EXPECT_THAT(stored_tags(files.face_a), ElementsAre("glasses", "profile"));
  EXPECT_THAT(editor.session().face()->tags, ElementsAre("glasses", "profile"));
  EXPECT_THAT(editor.session().vocabulary().at("tag"), ElementsAre("glasses", "profile"));
  editor.perform(TagFaces{"-glasses"});
  EXPECT_EQ(said().substr(0, 22), "Untag 1 face: glasses.");
  editor.perform(ActionId::kUndo);
  EXPECT_THAT(stored_tags(files.face_a), ElementsAre("glasses", "profile"));
}

TEST_F(EditorTagsTest, OfTheSelectionInTheLibraryAreOneChangeWithOneUndo) {
  editor.perform(ActionId::kShowLibrary);
  editor.perform(PickFace{0, Pick::kOnly});
  editor.perform(TagFaces{"profile"});
  editor.perform(ActionId::kSelectAllFaces);
  editor.perform(TagFaces{"profile"});
  EXPECT_THAT(said(), HasSubstr("Tag 2 faces: profile; 1 is so already."));
  EXPECT_EQ(files.stored_changes(), 2);
  EXPECT_THAT(editor.library().at(2).tags, ElementsAre("profile"));
  editor.perform(SetFilter{"tag:prof*"});
  EXPECT_EQ(editor.library().size(), 3U);
  editor.perform(ActionId::kUndo);
  EXPECT_THAT(stored_tags(files.face_a), ElementsAre("profile"));
  EXPECT_THAT(stored_tags(files.face_c), IsEmpty());
  editor.perform(TagFaces{"profile"});
  editor.perform(TagFaces{"profile"});
  EXPECT_THAT(said(), HasSubstr("nothing to do"));
}

TEST_F(EditorTagsTest, ThatAQueryCouldNotAskForAreRefusedAndChangeNothing) {
  editor.perform(TagFaces{"profile wrong*"});
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorTagsTest, AssigningBeginsTheLineWithTheSignOfAPerson) {
  editor.perform(ActionId::kAssignFaces);
  EXPECT_EQ(editor.tagging(), "@");
  editor.perform(TagFaces{"@Maria"});
  EXPECT_THAT(said(), HasSubstr("Assign 1 face to Maria"));
  editor.perform(SetFilter{"assigned:maria"});
  EXPECT_EQ(editor.session().list().size(), 1U);
}

TEST_F(EditorTagsTest, EscLeavesTheLineAndChangesNothing) {
  editor.perform(ActionId::kTagFaces);
  editor.perform(ActionId::kCancel);
  EXPECT_FALSE(editor.tagging());
  editor.perform(ActionId::kShowHistory);
  EXPECT_FALSE(editor.enabled(ActionId::kTagFaces)) << "no face is shown there";
}

class EditorDeleteTest : public EditorTagsTest {};

TEST_F(EditorDeleteTest, TakesTheFaceOutOfThePictureAndUndoBringsItBack) {
  editor.perform(ShowImage{files.b});
  editor.perform(ActionId::kDeleteFace);
  EXPECT_EQ(editor.session().face(), nullptr);
  EXPECT_EQ(stored_status(files.face_b), FaceStatus::kDeleted);
  EXPECT_EQ(editor.session().list()[1].faces, 0);
  editor.perform(ActionId::kUndo);
  ASSERT_NE(editor.session().face(), nullptr);
  EXPECT_EQ(editor.session().face()->face.id, files.face_b);
  EXPECT_TRUE(editor.session().face()->proposal);
  EXPECT_EQ(stored_status(files.face_b), FaceStatus::kLabelled);
}

TEST_F(EditorDeleteTest, IsSeenInTheLibraryAndThePatches) {
  editor.perform(ActionId::kShowLibrary);
  editor.perform(ActionId::kShowPatches);
  const std::size_t tiles = editor.patches().tiles().size();
  editor.perform(ActionId::kShowEdit);
  editor.perform(ShowImage{files.a});
  editor.perform(ActionId::kDeleteFace);
  editor.perform(ActionId::kShowPatches);
  EXPECT_EQ(editor.patches().tiles().size(), tiles - 1);
  editor.perform(ActionId::kShowLibrary);
  EXPECT_EQ(editor.library().size(), 2U);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(editor.library().size(), 3U);
}

class EditorManyFacesTest : public EditorTagsTest {
 protected:
  EditorManyFacesTest() {
    Project project = files.open();
    for (int i = 0; i < 9; ++i) {
      more.push_back(add_face(project, {files.d,
                                        "ibug68",
                                        bounding_box(spiral_points()),
                                        FaceStatus::kLabelled,
                                        spiral_points(),
                                        {}})
                         .face);
    }
    editor.poll();
    editor.perform(ActionId::kShowLibrary);
    editor.perform(ActionId::kSelectAllFaces);
  }
  std::vector<FaceId> more;
};

TEST_F(EditorManyFacesTest, AreAskedAboutBeforeADecisionIsCarriedOut) {
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(files.stored_changes(), 0);
  EXPECT_EQ(editor.asked(), Decision::kApprove);
  EXPECT_THAT(said(), HasSubstr("Enter carries it out"));
  EXPECT_EQ(preview(Decision::kApprove, editor.library().chosen()),
            "Approves 12 faces, 1 of them with their proposal.");
  editor.perform(ActionId::kOpenFace);  // Enter
  EXPECT_EQ(editor.workspace(), Workspace::kLibrary);
  EXPECT_FALSE(editor.asked());
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_EQ(stored_status(more.back()), FaceStatus::kApproved);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(stored_status(more.back()), FaceStatus::kLabelled);
  EXPECT_EQ(stored_status(files.face_c), FaceStatus::kProposed);
}

TEST_F(EditorManyFacesTest, ArePassedByTheSameKeyAgainAndLeftAloneByEsc) {
  editor.perform(ActionId::kRejectChosen);
  editor.perform(ActionId::kCancel);
  EXPECT_FALSE(editor.asked());
  EXPECT_EQ(editor.library().selected_count(), 12U) << "to decide otherwise";
  editor.perform(ActionId::kRejectChosen);
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(files.stored_changes(), 0) << "another question";
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(files.stored_changes(), 1);
}

TEST_F(EditorManyFacesTest, ThatAreSelectedAreWhatIsExported) {
  editor.perform(PickFace{0, Pick::kOnly});
  editor.perform(PickFace{1, Pick::kToggle});
  editor.perform(ActionId::kExportChosen);
  EXPECT_EQ(editor.dialog(), Dialog::kExport);
  EXPECT_THAT(editor.faces_to_export(), ElementsAre(files.face_a, files.face_b));
  editor.perform(ActionId::kCancel);
  editor.perform(ActionId::kExport);
  EXPECT_THAT(editor.faces_to_export(), IsEmpty());
}

}  // namespace
}  // namespace facepoint
