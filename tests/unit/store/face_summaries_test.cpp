#include "store/face_summaries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/journal.h"
#include "store/saved_queries.h"
#include "unit/store/many_images.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::points_at;
using testing::ElementsAre;

class FaceSummariesTest : public testing::Test {
 protected:
  FaceSummariesTest() {
    Image record = store.image_record("b.jpg");
    record.blur = 12.5;
    const ImageId b = add_image(store.project, record);
    labelled = store.labelled_face(b, 10, {1, 2, 30, 40});
    proposed = store.proposed_face(b);
    proposal = store.proposal(proposed);
    first = store.labelled_face(store.image("a.jpg"));
    store.image("no face.jpg");
  }
  std::vector<FaceId> found(const std::string& query) {
    std::vector<FaceId> faces;
    for (const FaceSummary& summary : face_summaries(store.project, parse_query(query))) {
      faces.push_back(summary.face);
    }
    return faces;
  }

  test::StoreBuilder store;
  FaceId labelled, proposed, first;
  ProposalId proposal;
};

TEST_F(FaceSummariesTest, ListEveryFaceByTheNameOfItsImage) {
  EXPECT_THAT(found(""), ElementsAre(first, labelled, proposed));
}

TEST_F(FaceSummariesTest, AFaceMatchesForItself) {
  EXPECT_THAT(found("status:proposed"), ElementsAre(proposed)) << "not the other of its image";
  EXPECT_THAT(found("name:b* -has:proposal"), ElementsAre(labelled));
}

TEST_F(FaceSummariesTest, HoldWhatATileShows) {
  const FaceSummary summary = face_summary(store.project, labelled);
  EXPECT_EQ(summary.path, "b.jpg");
  EXPECT_EQ(summary.dataset, store.dataset);
  EXPECT_EQ(summary.scheme, "ibug68");
  EXPECT_EQ(summary.box, (Rect{1, 2, 30, 40}));
  EXPECT_EQ(summary.status, FaceStatus::kLabelled);
  EXPECT_EQ(summary.blur, 12.5);
  EXPECT_TRUE(summary.current);
  EXPECT_FALSE(summary.proposal);
  EXPECT_EQ(face_summary(store.project, proposed).proposal, proposal);
  EXPECT_FALSE(face_summary(store.project, proposed).current);
}

TEST_F(FaceSummariesTest, OnlyAnOpenProposalCounts) {
  const ProposalId newer = store.proposal(proposed, 30);
  EXPECT_EQ(face_summary(store.project, proposed).proposal, newer);
  EXPECT_EQ(found("").size(), 3U);
  FaceEdit edit;
  edit.face = proposed;
  edit.rejects = newer;
  apply_change(store.project, "Reject", {edit});
  EXPECT_FALSE(face_summary(store.project, proposed).proposal);
}

TEST_F(FaceSummariesTest, PointsAreTheLabelAndTheOpenProposal) {
  const FacePoints of_label = face_points(store.project, labelled);
  EXPECT_EQ(of_label.label, points_at(10));
  EXPECT_FALSE(of_label.proposal);
  EXPECT_TRUE(of_label.confidence.empty());
  EXPECT_EQ(*of_label.shown(), points_at(10));
  const FacePoints of_proposal = face_points(store.project, proposed);
  EXPECT_FALSE(of_proposal.label);
  EXPECT_THAT(of_proposal.confidence, ElementsAre(0.5, 0.7));
  EXPECT_EQ(*of_proposal.shown(), points_at(20));
  EXPECT_EQ(face_points(store.project, first).shown()->size(), 2U);
}

TEST_F(FaceSummariesTest, AFaceThatIsGoneIsAnError) {
  const auto code = [](const Error& error) { return error.code(); };
  EXPECT_EQ(code(test::error_of([&] { face_summary(store.project, {99}); })), ErrorCode::kNotFound);
  EXPECT_EQ(code(test::error_of([&] { face_points(store.project, {99}); })), ErrorCode::kNotFound);
}

TEST_F(FaceSummariesTest, OneImagesSummaryIsThatOfTheList) {
  for (const ImageSummary& listed : image_summaries(store.project)) {
    const ImageSummary one = image_summary(store.project, listed.image);
    EXPECT_EQ(one.path, listed.path);
    EXPECT_EQ(one.faces, listed.faces);
    EXPECT_EQ(one.first_face, listed.first_face);
    EXPECT_EQ(one.has_open_proposal, listed.has_open_proposal);
  }
}

TEST(FaceSummaries, ListAHundredThousandFaces) {
  test::StoreBuilder store;
  test::add_many_images(store.project, 100'000);
  EXPECT_EQ(face_summaries(store.project).size(), 100'000U);
}

TEST(SavedQueries, AreKeptOnceAndInTheirOrder) {
  test::StoreBuilder store;
  EXPECT_TRUE(saved_queries(store.project).empty());
  keep_query(store.project, "status:proposed");
  keep_query(store.project, "name:\"a b\"");
  keep_query(store.project, "status:proposed");
  EXPECT_THAT(saved_queries(store.project), ElementsAre("status:proposed", "name:\"a b\""));
  forget_query(store.project, "status:proposed");
  forget_query(store.project, "never kept");
  EXPECT_THAT(saved_queries(store.project), ElementsAre("name:\"a b\""));
}

}  // namespace
}  // namespace facepoint
