// The page of landmark schemes, by its widgets and keys.
#include <gmock/gmock.h>

#include "ui/label_places.h"
#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

class SchemesPageTest : public test::UiTest {
 protected:
  SchemesPageTest() {
    settle();
    press({character_key('L'), true, false, false});
    // Ctrl is let go again.
    input.push({InputEvent::Kind::kKey, {}, 0, false, {}, 0});
    settle();
  }
  const SchemesPage& page() const { return editor.schemes(); }
  void key(Key which) {
    press({which});
    settle();
  }
  int count(const std::string& prefix) const {
    const auto& all = ui->record().all();
    return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const auto& entry) {
      return entry.first.starts_with(prefix);
    }));
  }
};

TEST_F(SchemesPageTest, OpensByItsKeyOnTheSchemeOfTheFaceAndListsAll) {
  EXPECT_EQ(editor.dialog(), Dialog::kSchemes);
  EXPECT_EQ(page().scheme().name, "ibug68");
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    EXPECT_TRUE(drawn("schemes/scheme/" + scheme.name)) << scheme.name;
  }
  EXPECT_EQ(count("schemes/point/"), 68);
  EXPECT_EQ(count("schemes/row/"), 68);
}

TEST_F(SchemesPageTest, EscClosesIt) {
  key(Key::kEscape);
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_FALSE(drawn("schemes/drawing"));
}

TEST_F(SchemesPageTest, TheArrowKeysChooseSchemesAndPoints) {
  key(Key::kRight);
  EXPECT_EQ(page().scheme().name, "kaggle15");
  EXPECT_EQ(count("schemes/point/"), 15);
  key(Key::kLeft);
  key(Key::kLeft);
  EXPECT_EQ(page().scheme().name, "five5");
  key(Key::kDown);
  EXPECT_EQ(page().point(), 0);
  key(Key::kDown);
  EXPECT_EQ(page().point(), 1);
  key(Key::kUp);
  key(Key::kUp);
  EXPECT_EQ(page().point(), 4) << "round the end";
  EXPECT_TRUE(drawn("schemes/details"));
}

TEST_F(SchemesPageTest, ThePointThatKeysChooseIsScrolledTo) {
  const Rect first = rect("schemes/row/0");
  for (int i = 0; i < 3; ++i) key(Key::kUp);
  EXPECT_EQ(page().point(), 65);
  const Rect row = rect("schemes/row/65");
  EXPECT_GE(row.y, first.y);
  EXPECT_LE(row.y + row.height, rect("schemes/details").y) << "the table ends above";
  for (int i = 0; i < 50; ++i) key(Key::kUp);
  EXPECT_EQ(page().point(), 15);
  EXPECT_GE(rect("schemes/row/15").y, first.y) << "and back up";
}

TEST_F(SchemesPageTest, AClickInTheDrawingAndInTheListChoosesAPoint) {
  click("schemes/point/30");
  EXPECT_EQ(page().point(), 30);
  click("schemes/row/31");
  EXPECT_EQ(page().point(), 31);
  click("schemes/scheme/wflw98");
  EXPECT_EQ(page().scheme().name, "wflw98");
  EXPECT_EQ(page().point(), -1);
}

TEST_F(SchemesPageTest, PointingInTheDrawingOrTheListTellsOfThatPoint) {
  EXPECT_FALSE(drawn("schemes/details"));
  move_to(rect("schemes/point/8").center());
  settle();
  EXPECT_TRUE(drawn("schemes/details"));
  EXPECT_EQ(page().point(), -1) << "pointed at, not chosen";
  move_to({5, 5});
  settle();
  EXPECT_FALSE(drawn("schemes/details"));
  move_to(rect("schemes/row/2").center());
  settle();
  EXPECT_TRUE(drawn("schemes/details"));
}

TEST_F(SchemesPageTest, CursorKeysTellOfTheChosenPointWhereverThePointerRests) {
  move_to(rect("schemes/row/2").center());
  settle();
  key(Key::kDown);
  EXPECT_EQ(page().point(), 0);
  EXPECT_FALSE(drawn("schemes/label/0")) << "its name stands there instead";
  EXPECT_FALSE(drawn("schemes/label/16")) << "and its partner's number";
  EXPECT_TRUE(drawn("schemes/label/2"));
  move_to(rect("schemes/row/2").center() + Point{1, 0});
  settle();
  EXPECT_FALSE(drawn("schemes/label/2"));
  EXPECT_FALSE(drawn("schemes/label/14"));
  EXPECT_EQ(page().point(), 0);
}

TEST_F(SchemesPageTest, LettersAndTicksSayWhatIsDrawn) {
  EXPECT_EQ(count("schemes/label/"), 68) << "every number has its place";
  key(character_key('N'));
  EXPECT_EQ(count("schemes/label/"), 0);
  EXPECT_FALSE(page().view().numbers);
  key(character_key('M'));
  EXPECT_FALSE(page().view().mirror_pairs);
  key(character_key('T'));
  EXPECT_TRUE(page().view().names);
  EXPECT_GT(count("schemes/label/"), 0);
  click("schemes/show/Numbers");
  EXPECT_EQ(count("schemes/label/"), 68) << "names take no number's place";
  EXPECT_EQ(files.stored_changes(), 0) << "the keys were for the page";
}

TEST_F(SchemesPageTest, ItsKeysAreNotThoseOfTheWorkspaceBehind) {
  const ImageId before = editor.session().current()->image.id;
  const NumberMode numbers = editor.session().show().numbers;
  for (const char letter : {'N', 'M', 'T'}) key(character_key(letter));
  key(Key::kRight);
  EXPECT_EQ(editor.session().current()->image.id, before);
  EXPECT_EQ(editor.session().show().numbers, numbers);
}

// Every size that the window is used in, and every scheme: no number covers another or a point,
// and all lie in the drawing.
TEST_F(SchemesPageTest, NumbersOfEverySchemeAreReadableInSmallAndLargeWindows) {
  for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1600, 1000}, ImVec2{1920, 1080}}) {
    ImGui::GetIO().DisplaySize = size;
    for (const Scheme& scheme : SchemeLibrary::standard().all()) {
      editor.perform(ShowScheme{scheme.name});
      settle();
      const Rect drawing = rect("schemes/drawing");
      EXPECT_EQ(count("schemes/label/"), scheme.size()) << scheme.name << " at " << size.x;
      const auto& all = ui->record().all();
      for (auto a = all.begin(); a != all.end(); ++a) {
        if (!a->first.starts_with("schemes/label/")) continue;
        const Rect& label = a->second;
        EXPECT_TRUE(drawing.contains({label.x, label.y}) &&
                    drawing.contains({label.x + label.width, label.y + label.height}))
            << scheme.name << " " << a->first;
        for (auto b = all.begin(); b != all.end(); ++b) {
          const bool other = a->first < b->first && b->first.starts_with("schemes/label/");
          const bool point = b->first.starts_with("schemes/point/");
          if (!other && !point) continue;
          const Rect& of = b->second;
          EXPECT_FALSE(label.x < of.x + of.width && of.x < label.x + label.width &&
                       label.y < of.y + of.height && of.y < label.y + label.height)
              << scheme.name << " at " << size.x << ": " << a->first << " on " << b->first;
        }
      }
    }
  }
}

TEST_F(SchemesPageTest, LiesWhollyInTheWindow) {
  for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1024, 640}, ImVec2{2560, 1440}}) {
    ImGui::GetIO().DisplaySize = size;
    settle();
    const Rect dialog = rect("dialog");
    EXPECT_GE(dialog.x, 0);
    EXPECT_GE(dialog.y, 0);
    EXPECT_LE(dialog.x + dialog.width, size.x);
    EXPECT_LE(dialog.y + dialog.height, size.y);
    for (const char* name : {"schemes/drawing", "schemes/show/Names", "schemes/title"}) {
      const Rect item = rect(name);
      EXPECT_GE(item.x, dialog.x) << name << " at " << size.x;
      EXPECT_LE(item.x + item.width, dialog.x + dialog.width) << name << " at " << size.x;
      EXPECT_LE(item.y + item.height, dialog.y + dialog.height) << name << " at " << size.x;
    }
    EXPECT_LT(rect("schemes/row/0").height, 2 * theme.small->FontSize + 8)
        << "what little stands in it wraps at " << size.x;
  }
}

TEST(LabelPlaces, StandOutsideOfACluster) {
  const std::vector<Point> points{{100, 100}, {112, 100}};
  LabelPlaces places(points, {}, 3, 3, {0, 0, 200, 200});
  EXPECT_TRUE(places.place(0, {16, 12}, 6));
  EXPECT_TRUE(places.place(1, {16, 12}, 6));
  EXPECT_LT(places.of(0)->center().x, 97);
  EXPECT_GT(places.of(1)->center().x, 115);
}

TEST(LabelPlaces, AreNoneWhereThereIsNoRoomAndThenStayAsTheyWere) {
  const std::vector<Point> points{{20, 20}};
  LabelPlaces places(points, {}, 3, 3, {0, 0, 40, 40});
  EXPECT_FALSE(places.place(0, {60, 12}, 10));
  EXPECT_FALSE(places.of(0));
  ASSERT_TRUE(places.place(0, {10, 8}, 10));
  const Rect before = *places.of(0);
  EXPECT_FALSE(places.place(0, {60, 12}, 10));
  EXPECT_EQ(*places.of(0), before);
}

TEST(LabelPlaces, BelongToTheNearestPointWhereThatIsPossible) {
  // Between the two others there is no room: farther out a label would seem to be theirs.
  const std::vector<Point> points{{100, 100}, {100, 88}, {100, 112}};
  LabelPlaces places(points, {}, 3, 3, {0, 0, 200, 200});
  ASSERT_TRUE(places.place(0, {14, 10}, 14));
  EXPECT_TRUE(places.is_nearest(0, *places.of(0)));
}

TEST(LabelPlaces, AreStrictlyNoneWhereTheyWouldStandOnALineOrBeTakenForAnothers) {
  const std::vector<Point> points{{10, 100}, {10, 90}, {190, 100}, {190, 90}};
  // The field is no higher than what lies between the two lines.
  const std::vector<std::pair<int, int>> lines{{0, 2}, {1, 3}};
  LabelPlaces places(points, lines, 3, 3, {0, 88, 200, 14});
  EXPECT_FALSE(places.place(0, {14, 12}, 14, LabelPlaces::Strict::kYes));
  EXPECT_TRUE(places.place(0, {14, 12}, 14));
}

TEST(LabelPlaces, StandBesideLinesRatherThanOnThem) {
  // Most room would be at the right, where the line goes.
  const std::vector<Point> points{{100, 100}, {40, 100}, {190, 100}};
  const std::vector<std::pair<int, int>> line{{0, 2}};
  LabelPlaces places(points, line, 3, 3, {0, 0, 200, 200});
  ASSERT_TRUE(places.place(0, {14, 10}, 4));
  const Rect label = *places.of(0);
  EXPECT_TRUE(label.y > 100 || label.y + label.height < 100 || label.x + label.width < 100);
}

}  // namespace
}  // namespace facepoint
