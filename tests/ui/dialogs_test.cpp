// The forms of the dialogs, by the keyboard and by their widgets.
#include <gmock/gmock.h>

#include "base/files.h"
#include "landmark/scheme_mapping.h"
#include "store/opinions.h"
#include "store/snapshots.h"
#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

// Exports go beside the dataset's folder, never into it.
struct PicturesInAFolder : test::EditProject {
  PicturesInAFolder() {
    const std::filesystem::path set = folder / "set";
    std::filesystem::create_directory(set);
    for (const char* name : {"a.png", "b.png", "c.png", "d.png"}) {
      std::filesystem::rename(folder / name, set / name);
    }
    Project project = open();
    set_dataset_root(project, datasets(project).front().id, set.string());
  }
};

class DialogsTest : public test::UiTestOf<PicturesInAFolder> {
 protected:
  std::vector<std::string> snapshot_names() {
    Project project = files.open();
    std::vector<std::string> names;
    for (const Snapshot& snapshot : snapshots(project)) names.push_back(snapshot.name);
    return names;
  }
  // ImGui takes some frames to show a window and to move its cursor.
  void settle_cursor() {
    settle();
    settle();
  }
  void replace_by(const std::string& text) {
    settle_cursor();
    press({character_key('A'), true, false, false});
    press({Key::kBackspace});
    type(text);
    settle();
  }
  void choose(const std::string& field, int index) {
    click("dialog/field/" + field);
    click("dialog/choice/" + std::to_string(index));
  }
  std::string written(const std::filesystem::path& folder) const {
    return read_file(folder / "keypoints.csv");
  }
  std::string written_now(const std::string& name) {
    Project project = files.open();
    ExportOptions options;
    options.out = files.folder / name;
    JobContext job;
    run_export(project, options, job);
    return written(options.out);
  }
  void nudge() {
    editor.perform(ShowImage{files.a});
    editor.perform(SelectPoints{{3}});
    editor.perform(ActionId::kNudgeLeft);
    editor.perform(EndDrag{});
  }
};

TEST_F(DialogsTest, BeginInTheirFirstFieldAndEnterStarts) {
  press({character_key('S'), true, false, false});
  settle_cursor();
  type("v1");
  press({Key::kTab});
  settle_cursor();
  type("as it came");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  Project project = files.open();
  EXPECT_EQ(get_snapshot(project, "v1").note, "as it came");
}

TEST_F(DialogsTest, EnterStartsNothingThatIsNotReadyNorOnClose) {
  press({character_key('S'), true, false, false});
  settle();
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kSnapshot) << "it has no name yet";
  press({Key::kEscape});
  press({character_key('S'), true, false, false});
  settle_cursor();
  type("v1");
  for (int i = 0; i < 2; ++i) {
    press({Key::kDown});
    settle_cursor();
  }
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_TRUE(snapshot_names().empty());
}

TEST_F(DialogsTest, KeysOfAFormAreNotTheEditors) {
  press({character_key('A'), true, true, false});
  settle();
  ASSERT_EQ(editor.dialog(), Dialog::kAnnotate);
  const ImageId shown = editor.session().current()->image.id;
  for (int i = 0; i < 2; ++i) press({Key::kDown});
  press({Key::kSpace});
  press({Key::kPageDown});
  settle();
  EXPECT_EQ(editor.session().current()->image.id, shown);
  press({Key::kEscape});
  settle();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  press({Key::kPageDown});
  settle();
  EXPECT_NE(editor.session().current()->image.id, shown) << "now they are again";
}

TEST_F(DialogsTest, AFolderIsListedWhileItIsTypedAndEnterTakesIt) {
  test::write_text(files.folder / "elsewhere/labels.csv", "");
  press({character_key('I'), true, false, false});
  settle();
  replace_by((files.folder / "elsewhere").string());
  settle();
  EXPECT_EQ(editor.dialog(), Dialog::kImport);
  EXPECT_TRUE(drawn("path/entry/labels.csv"));
  press({Key::kEnter});
  settle();
  EXPECT_NE(editor.dialog(), Dialog::kImport);
  settle_work();
}

TEST_F(DialogsTest, ExportWritesTheLabelsOfASnapshot) {
  {
    Project project = files.open();
    take_snapshot(project, "v1");
    take_snapshot(project, "v2");
  }
  const std::string before = written_now("before");
  nudge();
  ASSERT_NE(written_now("after"), before);
  press({character_key('E'), true, false, false});
  settle();
  replace_by((files.folder / "of-v1").string());
  choose("Labels", 2);
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(written(files.folder / "of-v1"), before);
}

TEST_F(DialogsTest, ASnapshotInHistoryIsExportedByItsKey) {
  {
    Project project = files.open();
    take_snapshot(project, "v1");
    take_snapshot(project, "v2");
  }
  const std::string before = written_now("before");
  nudge();
  editor.perform(ActionId::kShowHistory);
  editor.perform(ActionId::kHistoryPage);
  editor.perform(SelectSnapshot{1});
  press({character_key('E')});
  settle();
  ASSERT_EQ(editor.dialog(), Dialog::kExport);
  replace_by((files.folder / "of-v1").string());
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(written(files.folder / "of-v1"), before);
}

TEST_F(DialogsTest, ExportMergesWhatSeveralPeopleSayUnlessItIsASnapshots) {
  {
    Project project = files.open();
    add_opinion(project, files.face_a, "Mia", spiral_points({90, 70}));
    take_snapshot(project, "v1");
  }
  const std::string label = written_now("label");
  press({character_key('E'), true, false, false});
  settle();
  replace_by((files.folder / "merged").string());
  choose("Labels", 1);
  click("dialog/field/Merge");
  choose("Labels", 0);
  click("dialog/start");
  settle_work();
  EXPECT_EQ(written(files.folder / "merged"), label) << "a snapshot keeps no opinions to merge";
  press({character_key('E'), true, false, false});
  settle();
  replace_by((files.folder / "merged").string());
  click("dialog/field/Merge");
  click("dialog/start");
  settle_work();
  EXPECT_NE(written(files.folder / "merged"), label);
  EXPECT_THAT(editor.last_result().details, HasSubstr("Merged from several people: 1 face"));
}

TEST_F(DialogsTest, ExportSuggestsAFolderBesideTheProjectAndThenTheLastOne) {
  press({character_key('E'), true, false, false});
  settle_cursor();
  press({Key::kEnter});
  settle_work();
  EXPECT_TRUE(std::filesystem::exists(files.folder / "test-export/keypoints.csv"));
  press({character_key('E'), true, false, false});
  settle();
  replace_by((files.folder / "mine").string());
  press({Key::kEnter});
  settle_work();
  nudge();
  press({character_key('E'), true, false, false});
  settle_cursor();
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(written(files.folder / "mine"), written_now("now"));
}

TEST_F(DialogsTest, ExportTellsOneSourcesLabelsInAnotherScheme) {
  {
    Project project = files.open();
    add_dataset(project, {{}, "other", (files.folder / "other").string(), "ibug68"});
  }
  const SchemeLibrary& library = SchemeLibrary::standard();
  int five = 0;  // the first choice is each label's own
  for (const Scheme& scheme : library.all()) {
    if (SchemeMapping::find(library, "ibug68", scheme.name)) ++five;
    if (scheme.name == "five5") break;
  }
  press({character_key('E'), true, false, false});
  settle();
  replace_by((files.folder / "five").string());
  choose("Source", 1);
  choose("Points", five);
  click("dialog/start");
  settle_work();
  const std::string text = written(files.folder / "five");
  EXPECT_EQ(std::count(text.begin(), text.begin() + static_cast<long>(text.find('\n')), ','), 10);
  EXPECT_THAT(editor.last_result().details, HasSubstr("Converted from another scheme: 2 faces"));
}

TEST_F(DialogsTest, WhatCannotBeDoneIsSaidInTheFormWhichStays) {
  press({character_key('I'), true, false, false});
  settle();
  const std::size_t toasts = editor.toasts().shown().size();
  replace_by((files.folder / "nowhere").string());
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kImport);
  EXPECT_THAT(editor.form_error().text, HasSubstr("no such file or folder"));
  EXPECT_TRUE(drawn("dialog/error"));
  EXPECT_TRUE(rect("dialog").contains(rect("dialog/error").center()));
  EXPECT_EQ(editor.toasts().shown().size(), toasts);
  press({Key::kEscape});
  settle();
  press({character_key('A'), true, true, false});
  settle();
  EXPECT_FALSE(drawn("dialog/error")) << "that was another form";
  replace_by("status:");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kAnnotate);
  EXPECT_TRUE(drawn("dialog/error"));
}

TEST_F(DialogsTest, ANameThatIsTakenLeavesTheFormAndBlanksAroundItDoNotCount) {
  {
    Project project = files.open();
    take_snapshot(project, "v1");
  }
  press({character_key('S'), true, false, false});
  settle_cursor();
  type(" v1 ");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kSnapshot);
  EXPECT_TRUE(drawn("dialog/error"));
  replace_by(" v2 ");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_THAT(snapshot_names(), testing::ElementsAre("v2", "v1"));
}

TEST_F(DialogsTest, AFormatThatNeedsAFileAsksForIt) {
  const int formats = static_cast<int>(export_formats().size());
  test::write_text(files.folder / "layout.json",
                   R"({"image": "file", "x": "{name}_x", "y": "{name}_y", "delimiter": ";"})");
  press({character_key('E'), true, false, false});
  settle();
  replace_by((files.folder / "mapped").string());
  EXPECT_FALSE(drawn("dialog/field/Layout"));
  choose("Format", formats - 1);
  EXPECT_TRUE(drawn("dialog/field/Lookup table"));
  choose("Format", formats - 2);
  click("dialog/start");
  settle_work();
  ASSERT_EQ(editor.dialog(), Dialog::kExport) << "it has no layout yet";
  click("dialog/field/Layout");
  type((files.folder / "layout.json").string());
  press({Key::kEnter});
  settle_work();
  EXPECT_THAT(written(files.folder / "mapped"), testing::StartsWith("file;"));
}

}  // namespace
}  // namespace facepoint
