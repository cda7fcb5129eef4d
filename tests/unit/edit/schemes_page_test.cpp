#include "edit/schemes_page.h"

#include <gmock/gmock.h>

#include "base/error.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const SchemeLibrary& library() { return SchemeLibrary::standard(); }

// Three schemes in a folder: four points, two of them made of means, one of them by way of these.
class OwnSchemes : public testing::Test {
 protected:
  OwnSchemes() {
    write("c4", 4, "");
    write("b2", 2, R"("c4": [[0, 1], 3])");
    write("a1", 1, R"("b2": [1])");
  }
  void write(const std::string& name, int count, const std::string& from) {
    std::string names;
    std::string numbers;
    for (int i = 0; i < count; ++i) {
      names += (i > 0 ? ", \"p" : "\"p") + std::to_string(i) + "\"";
      numbers += (i > 0 ? ", " : "") + std::to_string(i);
    }
    test::write_text(folder_ / (name + ".json"),
                     R"({"name": ")" + name + R"(", "points": [)" + names +
                         R"(], "regions": [{"name": "all", "color": "#808080", "points": [)" +
                         numbers + R"(]}], "mirror": [)" + numbers +
                         R"(], "inter_ocular": [0, 0], "from": {)" + from + "}}");
  }
  test::TempDir folder_;
};

TEST_F(OwnSchemes, TellWhatEachPointIsMadeFromAndGoesTo) {
  const SchemeLibrary own(folder_.path());
  const std::vector<PointLinks> links = links_of(own, own.get("b2"));
  ASSERT_EQ(links.size(), 2u);
  ASSERT_EQ(links[0].made_from.size(), 1u);
  EXPECT_EQ(links[0].made_from[0].scheme, "c4");
  EXPECT_THAT(links[0].made_from[0].sources, ElementsAre(0, 1));
  EXPECT_THAT(links[0].goes_to, IsEmpty());
  ASSERT_EQ(links[1].goes_to.size(), 1u);
  EXPECT_EQ(links[1].goes_to[0].scheme, "a1");
  EXPECT_EQ(links[1].goes_to[0].point, 0);
}

TEST_F(OwnSchemes, TellWhichSchemesConvertAndHow) {
  const SchemeLibrary own(folder_.path());
  EXPECT_EQ(conversions_text(own, own.get("c4"), true), "a1 (means, by way of b2), b2 (means)");
  EXPECT_EQ(conversions_text(own, own.get("c4"), false), "none");
  EXPECT_EQ(conversions_text(own, own.get("a1"), false), "b2 (exactly), c4 (means, by way of b2)");
  EXPECT_EQ(conversions_text(own, own.get("a1"), true), "none");
}

TEST_F(OwnSchemes, GoRoundTheEndOfTheList) {
  const SchemeLibrary own(folder_.path());
  SchemesPage page(own);
  EXPECT_EQ(page.scheme().name, "a1");
  EXPECT_EQ(page.scheme_beside(1), "b2");
  EXPECT_EQ(page.scheme_beside(-1), "c4");
  page.show("c4", 3);
  EXPECT_EQ(page.scheme_beside(1), "a1");
  EXPECT_EQ(page.point_beside(1), 0);
  EXPECT_EQ(page.point_beside(-1), 2);
}

TEST(SchemesPage, GoesFromNoPointToTheFirstOrTheLast) {
  SchemesPage page;
  page.show("ibug68");
  EXPECT_EQ(page.point(), -1);
  EXPECT_EQ(page.point_beside(1), 0);
  EXPECT_EQ(page.point_beside(-1), 67);
}

TEST(SchemesPage, ForgetsTheChosenPointWithItsScheme) {
  SchemesPage page;
  page.show("ibug68", 36);
  EXPECT_EQ(page.point(), 36);
  page.show("five5");
  EXPECT_EQ(page.point(), -1);
  page.choose(5);
  EXPECT_EQ(page.point(), -1) << "five points end at 4";
  page.choose(4);
  EXPECT_EQ(page.point(), 4);
}

TEST(SchemesPage, StaysAsItIsForASchemeThatIsNotThere) {
  SchemesPage page;
  page.show("kaggle15", 3);
  EXPECT_THROW(page.show("ibug69"), Error);
  EXPECT_EQ(page.scheme().name, "kaggle15");
  EXPECT_EQ(page.point(), 3);
  EXPECT_EQ(text_of(page.links(3).made_from), "ibug68 45");
}

TEST(SchemeLinks, OfTheEyeNameTheMeanThatItsPointsGoInto) {
  const std::vector<PointLinks> links = links_of(library(), library().get("ibug68"));
  EXPECT_EQ(text_of(links[36].made_from), "wflw98 60");
  EXPECT_EQ(text_of(links[36].goes_to), "aflw19 6, 7; five5 0; kaggle15 1, 5");
  EXPECT_THAT(sentences_of(links[36]),
              ElementsAre("Made from wflw98: 60", "Goes to aflw19: 6; 7, the mean of 36 to 41",
                          "Goes to five5: 0, the mean of 36 to 41",
                          "Goes to kaggle15: 1, the mean of 36 to 41; 5"));
  EXPECT_THAT(sentences_of(links_of(library(), library().get("kaggle15"))[1]),
              ElementsAre("Made from ibug68: mean of 36 to 41", "Goes to five5: 0"));
}

TEST(SchemeLinks, FollowEveryMappingOfEverySchemeInBothDirections) {
  for (const Scheme& scheme : library().all()) {
    const std::vector<PointLinks> links = links_of(library(), scheme);
    for (const auto& [other, sources] : scheme.from) {
      const std::vector<PointLinks> back = links_of(library(), library().get(other));
      for (int i = 0; i < scheme.size(); ++i) {
        for (const int source : sources[i]) {
          const auto& uses = back[source].goes_to;
          EXPECT_TRUE(std::any_of(uses.begin(), uses.end(),
                                  [&](const PointLinks::Use& use) {
                                    return use.scheme == scheme.name && use.point == i &&
                                           use.sources == sources[i];
                                  }))
              << scheme.name << " " << i << " from " << other << " " << source;
        }
      }
    }
  }
}

TEST(SchemeLinks, SayNumbersInRuns) {
  EXPECT_EQ(numbers_text({36}), "36");
  EXPECT_EQ(numbers_text({62, 66}), "62 and 66");
  EXPECT_EQ(numbers_text({37, 38}), "37 and 38");
  EXPECT_EQ(numbers_text({41, 40, 39, 38, 37, 36}), "36 to 41");
  EXPECT_EQ(numbers_text({1, 3, 4, 5, 6, 9}), "1, 3 to 6 and 9");
}

class EditorSchemes : public testing::Test {
 protected:
  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(EditorSchemes, OpenOnTheSchemeAndThePointOfTheFaceAtHand) {
  editor.perform(SelectPoints{{30}});
  editor.perform(ActionId::kSchemes);
  EXPECT_EQ(editor.dialog(), Dialog::kSchemes);
  EXPECT_EQ(editor.schemes().scheme().name, "ibug68");
  EXPECT_EQ(editor.schemes().point(), 30);
  editor.perform(ShowScheme{"wflw98"});
  editor.perform(ActionId::kCancel);
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  editor.perform(ActionId::kSchemes);
  EXPECT_EQ(editor.schemes().scheme().name, "ibug68") << "of the face, not of last time";
}

TEST_F(EditorSchemes, OpenOnTheSchemeOfItsDatasetWhereAPictureHasNoFace) {
  {
    Project project = files.open();
    const DatasetId other =
        add_dataset(project, {{}, "other", files.folder.path().string(), "kaggle15"});
    save_picture(files.folder / "e.png", test::plain_picture(40, 30));
    Image record;
    record.dataset = other;
    record.path = "e.png";
    record.width = 40;
    record.height = 30;
    record.format = "png";
    add_image(project, record);
  }
  editor.perform(ActionId::kReload);
  editor.perform(ActionId::kLastImage);
  ASSERT_EQ(editor.session().current()->image.path, "e.png");
  editor.perform(ActionId::kSchemes);
  EXPECT_EQ(editor.schemes().scheme().name, "kaggle15");
}

TEST_F(EditorSchemes, KeepWhatIsDrawnAndTellOfASchemeThatIsNotThere) {
  editor.perform(ActionId::kSchemes);
  editor.perform(SetSchemeView{{.mirror_pairs = false, .numbers = true, .names = true}});
  editor.perform(ShowScheme{"ibug69"});
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_THAT(editor.status().text, HasSubstr("ibug69"));
  EXPECT_EQ(editor.schemes().scheme().name, "ibug68");
  EXPECT_FALSE(editor.schemes().view().mirror_pairs);
  EXPECT_TRUE(editor.schemes().view().names);
  EXPECT_EQ(files.stored_changes(), 0);
}

}  // namespace
}  // namespace facepoint
