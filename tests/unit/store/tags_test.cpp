// Tags through the journal, faces that are deleted and added, and what queries find by them and by
// what is told from points.
#include "store/tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "landmark/scheme.h"
#include "store/face_summaries.h"
#include "store/fold_predictions.h"
#include "store/history.h"
#include "store/journal.h"
#include "unit/store/many_images.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;
using test::StoreBuilder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TagsTest : public testing::Test {
 protected:
  ChangeId tag(const std::vector<FaceId>& faces, const std::string& words) {
    const TagWords parsed = parse_tag_words(words);
    std::vector<FaceEdit> edits;
    for (const FaceId face : faces) {
      FaceEdit edit;
      edit.face = face;
      edit.adds_tags = parsed.add;
      edit.removes_tags = parsed.remove;
      edits.push_back(edit);
    }
    return apply_change(store.project, "Tag", edits);
  }
  std::vector<std::string> tags(FaceId face) { return tags_of(store.project, face); }
  std::vector<FaceId> found(const std::string& query) {
    std::vector<FaceId> faces;
    for (const FaceSummary& face : face_summaries(store.project, parse_query(query))) {
      faces.push_back(face.face);
    }
    return faces;
  }

  StoreBuilder store;
  FaceId ada = store.labelled_face(store.image("Ada.jpg"));
  FaceId bo = store.labelled_face(store.image("Bo.jpg"));
};

TEST_F(TagsTest, OfManyFacesAreOneChangeWithOneUndoAndRedo) {
  tag({ada}, "glasses");
  const ChangeId both = tag({ada, bo}, "profile glasses");
  EXPECT_THAT(tags(ada), ElementsAre("glasses", "profile"));
  EXPECT_THAT(tags(bo), ElementsAre("glasses", "profile"));
  EXPECT_EQ(undo(store.project).id, both);
  EXPECT_THAT(tags(ada), ElementsAre("glasses")) << "it had this one before";
  EXPECT_THAT(tags(bo), IsEmpty());
  redo(store.project);
  EXPECT_THAT(tags(bo), ElementsAre("glasses", "profile"));
  const auto changed = changed_faces(store.project, both);
  ASSERT_EQ(changed.size(), 2U);
  EXPECT_THAT(changed[0].tags_added, ElementsAre("profile"));
  EXPECT_THAT(changed[1].tags_added, ElementsAre("glasses", "profile"));
}

TEST_F(TagsTest, ThatAreTakenOffComeBackWithUndo) {
  tag({ada, bo}, "profile");
  const ChangeId off = tag({ada, bo}, "-profile -other");
  EXPECT_THAT(tags(ada), IsEmpty());
  EXPECT_THAT(changed_faces(store.project, off)[0].tags_removed, ElementsAre("profile"));
  undo(store.project);
  EXPECT_THAT(tags(ada), ElementsAre("profile"));
}

TEST_F(TagsTest, SayWhoIsToLookAtAFaceOnePersonAtATime) {
  tag({ada}, "@Maria");
  tag({ada, bo}, "@Jo");
  EXPECT_THAT(tags(ada), ElementsAre("@Jo"));
  EXPECT_THAT(found("assigned:Jo"), ElementsAre(ada, bo));
  EXPECT_THAT(found("assigned:M*"), IsEmpty());
  undo(store.project);
  EXPECT_THAT(found("assigned:M*"), ElementsAre(ada));
  EXPECT_THAT(found("has:tag"), IsEmpty()) << "a task is no property of the face";
  EXPECT_THAT(found("tag:*"), IsEmpty());
}

TEST_F(TagsTest, AreFoundByTheirWordOrAPatternOfIt) {
  tag({ada}, "profile");
  tag({bo}, "profile_left");
  EXPECT_THAT(found("tag:profile"), ElementsAre(ada));
  EXPECT_THAT(found("tag:profile*"), ElementsAre(ada, bo));
  EXPECT_THAT(found("has:tag -tag:*left"), ElementsAre(ada));
  EXPECT_THAT(face_summaries(store.project)[1].tags, ElementsAre("profile_left"));
  const QueryVocabulary words = query_vocabulary(store.project);
  EXPECT_THAT(words.at("tag"), ElementsAre("profile", "profile_left"));
}

TEST_F(TagsTest, AreWordsThatAQueryCanAskFor) {
  EXPECT_THAT(parse_tags("  b a  b "), ElementsAre("b", "a"));
  EXPECT_THAT(error_of([] { parse_tags("a*"); }).message(), HasSubstr("'a*' is no tag"));
  EXPECT_THAT(error_of([] { parse_tags("@"); }).message(), HasSubstr("no tag"));
  EXPECT_THAT(error_of([] { parse_tags("@Jo @Maria"); }).message(), HasSubstr("one person"));
}

TEST_F(TagsTest, ADeletedFaceIsListedNowhereUntilUndoBringsItBack) {
  tag({ada}, "profile");
  FaceEdit edit;
  edit.face = ada;
  edit.status = FaceStatus::kDeleted;
  apply_change(store.project, "Delete face", {edit});
  const ImageId image = get_face(store.project, ada).image;
  EXPECT_THAT(faces_of(store.project, image), IsEmpty());
  EXPECT_THAT(found(""), ElementsAre(bo));
  EXPECT_EQ(labelled_faces(store.project).size(), 1U);
  EXPECT_EQ(count_images(store.project, parse_query("has:face")), 1);
  EXPECT_EQ(count_images(store.project, parse_query("faces=0")), 1);
  EXPECT_EQ(image_summary(store.project, image).faces, 0);
  EXPECT_EQ(dataset_counts(store.project).front().faces, 1);
  EXPECT_THAT(all_tags(store.project), IsEmpty());
  undo(store.project);
  EXPECT_THAT(found("tag:profile"), ElementsAre(ada));
  EXPECT_EQ(image_summary(store.project, image).first_face, ada);
}

// The 68 points of a face whose eyes are 100 apart; the middle line is `turn` of that to the right.
Keypoints face_points_at(double turn, double shift = 0) {
  Keypoints points(68);
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  for (int i = 0; i < 68; ++i) {
    points[i] = {{50 + 100 * turn + shift, 80}, Visibility::kVisible};
  }
  points[scheme.inter_ocular[0]].position = {0 + shift, 50};
  points[scheme.inter_ocular[1]].position = {100 + shift, 50};
  return points;
}

class FaceMetricsTest : public TagsTest {
 protected:
  FaceMetricsTest() {
    const ImageId image = store.image("Cy.jpg");
    cy = add_face(store.project, {image,
                                  "ibug68",
                                  {0, 0, 100, 100},
                                  FaceStatus::kLabelled,
                                  face_points_at(0.42),
                                  "drawn"})
             .face;
  }
  ProposalId propose(double shift) {
    return add_proposal(store.project,
                        {{}, cy, {}, face_points_at(0.42, shift), {0.9, 0.7}, 0.9, {}, {}});
  }
  FaceId cy;
};

TEST_F(FaceMetricsTest, NmeIsTheDistanceToTheProposalElseToTheFoldPredictionOverTheEyes) {
  EXPECT_THAT(found("nme>=0"), IsEmpty()) << "nothing was predicted";
  put_fold_prediction(store.project, {cy, get_face(store.project, cy).current, 0, "m",
                                      face_points_at(0.42, 3), std::vector<double>(68, 1), 0.9});
  EXPECT_THAT(found("nme>0.029 nme<0.031"), ElementsAre(cy));
  const ProposalId proposal = propose(9);
  EXPECT_THAT(found("nme>0.089 nme<0.091"), ElementsAre(cy));
  EXPECT_THAT(found("confidence>0.79 confidence<0.81"), ElementsAre(cy));
  FaceEdit accept;
  accept.face = cy;
  accept.accepts = proposal;
  apply_change(store.project, "Accept", {accept});
  EXPECT_THAT(found("nme>0.059 nme<0.061"), ElementsAre(cy)) << "to the fold prediction again";
  undo(store.project);
  EXPECT_THAT(found("nme>0.089 nme<0.091"), ElementsAre(cy));
  clear_fold_predictions(store.project);
  EXPECT_THAT(found("-nme>0.05"), ElementsAre(ada, bo));
}

TEST_F(FaceMetricsTest, ManyFacesAreAllMeasuredThoughNotInOneTransaction) {
  constexpr int kMany = 9000;
  test::add_many_images(store.project, kMany);
  EXPECT_EQ(found("confidence=0.5").size(), static_cast<std::size_t>(kMany));
}

TEST_F(FaceMetricsTest, YawIsInDegreesAndOfThePointsThatAreShown) {
  EXPECT_THAT(found("yaw>44 yaw<46"), ElementsAre(cy));
  FaceEdit edit;
  edit.face = cy;
  edit.points = face_points_at(-0.42);
  apply_change(store.project, "Turn", {edit});
  EXPECT_THAT(found("yaw<-44 yaw>-46"), ElementsAre(cy));
}

}  // namespace
}  // namespace facepoint
