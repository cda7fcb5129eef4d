// What is kept of a check: which findings still hold, by what queries they are found, and what is
// said of whole sources.
#include "store/findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/journal.h"
#include "store/query.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::StoreBuilder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class FindingsTest : public testing::Test {
 protected:
  FindingsTest() {
    std::vector<Finding> found;
    std::vector<Suspicion> suspicions;
    for (int i = 0; i < 4; ++i) {
      const ImageId image = store.image("p" + std::to_string(i) + ".jpg");
      const FaceId face = store.labelled_face(image);
      faces.push_back(face);
      const RevisionId label = get_face(store.project, face).current;
      suspicions.push_back({face, label, 0.2 * i});
      if (i < 2) found.push_back({{}, image, face, label, "no face", 0.6, {}, "None there.", {}});
    }
    found.push_back({store.dataset, {}, {}, {}, "origin", 0.95, {}, "From 1.", "move -1 -1"});
    replace_findings(store.project, found, suspicions);
  }

  void relabel(std::vector<FaceId> some) {
    std::vector<FaceEdit> edits;
    for (const FaceId face : some) {
      FaceEdit& edit = edits.emplace_back();
      edit.face = face;
      edit.points = test::points_at(40);
    }
    apply_change(store.project, "Move", edits);
  }

  std::vector<std::string> faces_found(const std::string& query) {
    std::vector<std::string> paths;
    for (const LabelledFace& face : labelled_faces(store.project, parse_query(query))) {
      paths.push_back(face.image.path);
    }
    return paths;
  }

  StoreBuilder store;
  std::vector<FaceId> faces;
};

TEST_F(FindingsTest, AreFoundByTheirRuleAndBySuspicionAsLongAsTheLabelIsTheOneLookedAt) {
  EXPECT_THAT(faces_found("finding:\"no face\""), ElementsAre("p0.jpg", "p1.jpg"));
  EXPECT_THAT(faces_found("finding:no*"), ElementsAre("p0.jpg", "p1.jpg"));
  EXPECT_THAT(faces_found("suspicion>0.3"), ElementsAre("p2.jpg", "p3.jpg"));
  EXPECT_THAT(count_by_rule(store.project), ElementsAre(Pair("no face", 2)));
  relabel({faces[0], faces[3]});
  EXPECT_THAT(faces_found("finding:no*"), ElementsAre("p1.jpg"));
  EXPECT_THAT(faces_found("suspicion>0.3"), ElementsAre("p2.jpg"));
  EXPECT_THAT(count_by_rule(store.project), ElementsAre(Pair("no face", 1)));
}

TEST_F(FindingsTest, OneAboutASourceHoldsWhileMostOfItsLabelsAreAsTheCheckSawThem) {
  ASSERT_EQ(source_findings(store.project).size(), 1U);
  EXPECT_EQ(source_findings(store.project)[0].dataset, "ytf");
  relabel({faces[0]});
  EXPECT_EQ(source_findings(store.project).size(), 1U);
  relabel({faces[1], faces[2]});
  EXPECT_THAT(source_findings(store.project), IsEmpty());
  undo(store.project);
  EXPECT_EQ(source_findings(store.project).size(), 1U);
}

TEST_F(FindingsTest, ASourceThatIsSaidToBeRightStaysSoWhenItIsCheckedAgain) {
  dismiss_source_finding(store.project, store.dataset, "origin", true);
  dismiss_source_finding(store.project, store.dataset, "origin", true);
  EXPECT_TRUE(source_findings(store.project).at(0).dismissed);
  const std::vector<Finding> again{
      {store.dataset, {}, {}, {}, "origin", 0.9, {}, "From 1.", "move -1 -1"},
      {store.dataset, {}, {}, {}, "scaled", 0.8, {}, "Per cent.", {}}};
  replace_findings(store.project, again, suspicions(store.project));
  const std::vector<SourceFinding> found = source_findings(store.project);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(found[0].dismissed);
  EXPECT_FALSE(found[1].dismissed);
  dismiss_source_finding(store.project, store.dataset, "origin", false);
  EXPECT_FALSE(source_findings(store.project).at(0).dismissed);
}

}  // namespace
}  // namespace facepoint
