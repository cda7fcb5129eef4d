// The page of an import that waits for an answer, by its widgets and keys.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/faces.h"
#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

class ImportPageTest : public test::UiTest {
 protected:
  // The sample's training part with x and y exchanged in every `nth` row.
  void import_turned(int nth = 1) {
    const fs::path sample = test::source_dir() / "data/sample";
    const fs::path turned = files.folder / "turned";
    fs::create_directories(turned);
    fs::copy(sample / "training", turned / "training");
    std::ifstream in(sample / "training_frames_keypoints.csv");
    std::ofstream out(turned / "training_frames_keypoints.csv");
    std::string line;
    for (int number = 0; std::getline(in, line); ++number) {
      std::vector<std::string> cells;
      std::string cell;
      for (std::istringstream row(line); std::getline(row, cell, ',');) cells.push_back(cell);
      const bool turns = number > 0 && number % nth == 0;
      for (std::size_t i = 1; turns && i + 1 < cells.size(); i += 2) {
        std::swap(cells[i], cells[i + 1]);
      }
      for (std::size_t i = 0; i < cells.size(); ++i) out << (i == 0 ? "" : ",") << cells[i];
      out << "\n";
    }
    out.close();
    before = stored();
    StartImport start;
    start.options.sources = {turned};
    editor.perform(start);
    settle_work();
  }

  std::size_t stored() {
    Project project = files.open();
    return labelled_faces(project).size();
  }

  std::size_t before = 0;
};

TEST_F(ImportPageTest, ShowsFacesAndWhatCanBeChosenAndEnterImportsThemMended) {
  import_turned();
  for (const char* name : {"examined/mended", "examined/as_is", "examined/next",
                           "examined/field/Unit", "examined/field/Left and right"}) {
    EXPECT_TRUE(drawn(name)) << name;
  }
  click("examined/next");
  settle_with_pictures();
  EXPECT_EQ(stored(), before);
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_GT(stored(), before);
}

TEST_F(ImportPageTest, KeysGoThroughTheWaysToReadAndImportAsItIs) {
  import_turned();
  const auto choice = [this]() -> const RemedyChoice& { return editor.import_question()->choice; };
  press({character_key('I'), true, false, false});
  settle();
  ASSERT_TRUE(editor.import_question()) << "with Ctrl it is another key";
  press({character_key('F')});
  settle();
  EXPECT_EQ(choice().origin, 0);
  press({character_key('X')});
  press({character_key('X')});
  settle();
  EXPECT_EQ(choice().x_from_right, true);
  press({character_key('X')});
  press({character_key('L')});
  press({character_key('L')});
  settle();
  EXPECT_EQ(choice().sides_exchanged, true);
  press({character_key('L')});
  settle();
  EXPECT_FALSE(choice().sides_exchanged.has_value());
  EXPECT_EQ(stored(), before);
  press({character_key('I')});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_GT(stored(), before);
}

TEST_F(ImportPageTest, WhatNothingMendsForSureIsNotImportedMended) {
  import_turned(2);
  ASSERT_TRUE(drawn("examined/mended"));
  press({Key::kEnter});
  click("examined/mended");
  settle_work();
  ASSERT_TRUE(editor.import_question()) << "half of the rows want another remedy";
  EXPECT_EQ(stored(), before);
  press({character_key('I')});
  settle_work();
  EXPECT_GT(stored(), before);
}

TEST_F(ImportPageTest, WhatIsNotWantedIsNotImported) {
  import_turned();
  click("dialog/close");
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_EQ(stored(), before);
}

}  // namespace
}  // namespace facepoint
