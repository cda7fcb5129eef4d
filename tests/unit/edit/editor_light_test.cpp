#include <gtest/gtest.h>

#include "edit/editor.h"
#include "store/history.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

class EditorLight : public testing::Test {
 protected:
  const Light& light() const { return editor.session().show().light; }
  test::EditProject files;
  MainQueue queue{[] {}};
  Editor editor{files.open(), queue};
};

TEST_F(EditorLight, KeysChangeItStepByStepAndOneTakesItBack) {
  editor.perform(ActionId::kBrighter);
  editor.perform(ActionId::kBrighter);
  editor.perform(ActionId::kLessContrast);
  editor.perform(ActionId::kMoreGamma);
  editor.perform(ActionId::kToggleGrey);
  EXPECT_EQ(describe(light()), "brightness +20, contrast -10, gamma 120 %, grey");
  EXPECT_TRUE(editor.enabled(ActionId::kResetLight));
  editor.perform(ActionId::kResetLight);
  EXPECT_EQ(light(), kPlainLight);
  EXPECT_FALSE(editor.enabled(ActionId::kResetLight));
}

TEST_F(EditorLight, StaysWithinItsRange) {
  for (int i = 0; i < 30; ++i) {
    editor.perform(ActionId::kDarker);
    editor.perform(ActionId::kLessGamma);
  }
  EXPECT_EQ(light().brightness, -100);
  EXPECT_EQ(light().gamma, kLeastGamma);
  editor.perform(SetLight{{.contrast = 900}});
  EXPECT_EQ(light().contrast, 100);
}

TEST_F(EditorLight, IsKeptFromPictureToPictureAndChangesNothingStored) {
  editor.perform(ShowImage{files.a});
  editor.perform(ActionId::kToggleLocalContrast);
  editor.perform(ActionId::kNextImage);
  EXPECT_TRUE(light().local_contrast);
  Project project = files.open();
  EXPECT_FALSE(newest_change(project));
}

}  // namespace
}  // namespace facepoint
