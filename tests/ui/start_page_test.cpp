#include "ui/start_page.h"

#include <gmock/gmock.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using Kind = StartChoice::Kind;

class StartPageTest : public test::UiTest {
 protected:
  // What the last frame that chose something chose.
  std::optional<StartChoice> run() {
    std::optional<StartChoice> chosen;
    for (int i = 0; i < 4 || !input.empty(); ++i) {
      const auto now = page.frame(input.feed(ImGui::GetIO()).pressed);
      if (now) chosen = now;
    }
    return chosen;
  }
  std::optional<StartChoice> click_on(const std::string& name) {
    run();
    const auto found = page.record().find(name);
    EXPECT_TRUE(found) << name;
    if (!found) return std::nullopt;
    move_to(found->center());
    run();
    button(true);
    button(false);
    return run();
  }

  StartPage page{theme, {{files.path, false}, {files.folder / "gone.facepoint", true}}};
};

TEST_F(StartPageTest, OneClickChoosesTheSampleAndSoDoesItsKey) {
  EXPECT_EQ(click_on("start/sample").value().kind, Kind::kSample);
  press({character_key('S')});
  EXPECT_EQ(run().value().kind, Kind::kSample);
}

TEST_F(StartPageTest, ARecentProjectIsOpenedByItsNumberOrAClick) {
  press({character_key('1')});
  EXPECT_EQ(run().value().path, files.path);
  EXPECT_EQ(click_on("start/recent/0").value().path, files.path);
}

TEST_F(StartPageTest, AMissingProjectIsShownButNotOpened) {
  press({character_key('2')});
  EXPECT_FALSE(run());
  EXPECT_FALSE(click_on("start/recent/1"));
}

TEST_F(StartPageTest, OpenListsProjectsAndOpensTheChosenOne) {
  EXPECT_FALSE(click_on("start/open"));
  click_on("path");
  press({character_key('A'), true, false, false});
  input.push({InputEvent::Kind::kKey, {}, 0, false, {}, 0});
  run();
  type(files.path.string());
  run();
  const auto choice = click_on("start/go");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->kind, Kind::kOpen);
  EXPECT_EQ(choice->path, files.path);
}

TEST_F(StartPageTest, ANewProjectGetsItsEndingAndEscGoesBack) {
  press({character_key('N'), true, false, false});
  run();
  const auto choice = click_on("start/go");
  ASSERT_TRUE(choice);
  EXPECT_EQ(choice->kind, Kind::kCreate);
  EXPECT_EQ(choice->path.filename(), "faces.facepoint");
  press({Key::kEscape});
  run();
  EXPECT_TRUE(page.record().find("start/sample"));
}

}  // namespace
}  // namespace facepoint
