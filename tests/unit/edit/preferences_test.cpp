#include "edit/preferences.h"

#include <gtest/gtest.h>

#include "edit/editor.h"
#include "support/temp_dir.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

TEST(Preferences, AreRememberedAcrossRestarts) {
  const test::TempDir folder;
  const auto file = folder / "state/preferences.json";
  EXPECT_EQ(Preferences(file).appearance(), Appearance::kDark);
  Preferences preferences(file);
  preferences.set_appearance(Appearance::kLight);
  EXPECT_EQ(Preferences(file).appearance(), Appearance::kLight);
}

TEST(Preferences, ADamagedFileIsTheDefaultsAndIsWrittenAnew) {
  const test::TempDir folder;
  for (const char* damaged : {"[1, 2", "[]", R"({"appearance": 7})"}) {
    test::write_text(folder / "preferences.json", damaged);
    EXPECT_EQ(Preferences(folder / "preferences.json").appearance(), Appearance::kDark);
    Preferences(folder / "preferences.json").set_appearance(Appearance::kLight);
    EXPECT_EQ(Preferences(folder / "preferences.json").appearance(), Appearance::kLight);
  }
}

TEST(Preferences, AnActionChangesTheThemeForEveryProject) {
  const test::TempDir folder;
  const test::EditProject files;
  MainQueue queue{[] {}};
  const auto file = folder / "preferences.json";
  Editor editor(files.open(), queue, Preferences(file));
  editor.perform(ActionId::kToggleTheme);
  EXPECT_EQ(editor.preferences().appearance(), Appearance::kLight);
  EXPECT_EQ(Editor(files.open(), queue, Preferences(file)).preferences().appearance(),
            Appearance::kLight);
  editor.perform(ActionId::kToggleTheme);
  EXPECT_EQ(Preferences(file).appearance(), Appearance::kDark);
}

}  // namespace
}  // namespace facepoint
