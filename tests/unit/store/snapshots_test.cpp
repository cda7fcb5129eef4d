// Snapshots as the store keeps them: what they hold, when two are equal, and the way back.
#include "store/snapshots.h"

#include <gtest/gtest.h>

#include "store/history.h"
#include "store/journal.h"
#include "store/models.h"
#include "store/tags.h"
#include "store/versions.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;
using test::points_at;
using test::StoreBuilder;

class SnapshotsTest : public ::testing::Test {
 protected:
  void move_to(FaceId id, double x) {
    apply_change(project, "Move", {{id, points_at(x), {}, {}, {}}});
  }
  void set_status(FaceId id, FaceStatus status) {
    apply_change(project, "Status", {{id, {}, status, {}, {}}});
  }
  void tag(FaceId id, const std::string& tag) {
    FaceEdit edit{id, {}, {}, {}, {}};
    edit.adds_tags = {tag};
    apply_change(project, "Tag", {edit});
  }
  void restore(const std::string& name) {
    ASSERT_TRUE(restore_snapshot(project, get_snapshot(project, name)));
  }

  StoreBuilder store;
  Project& project = store.project;
  FaceId face = store.labelled_face(store.image("dir/a.jpg"), 1);
  FaceId other = store.labelled_face(store.image("dir/b.jpg"), 2);
  FaceId unlabelled = store.proposed_face(store.image("dir/c.jpg"));
};

TEST_F(SnapshotsTest, SayWhatTheyHoldWhoTookThemAndWhen) {
  project.set_person("Ana");
  const Snapshot taken = take_snapshot(project, "v1", "first round");
  EXPECT_EQ(taken.name, "v1");
  EXPECT_EQ(taken.note, "first round");
  EXPECT_EQ(taken.person, "Ana");
  EXPECT_EQ(taken.faces, 3);
  EXPECT_EQ(taken.labels, 2);
  EXPECT_FALSE(taken.created.empty());
  EXPECT_EQ(taken.digest, labels_digest(project));
  take_snapshot(project, "v2");
  const auto all = snapshots(project);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "v2") << "the newest first";
}

TEST_F(SnapshotsTest, ANameThatIsTakenEmptyOrNowIsRefused) {
  take_snapshot(project, "v1");
  for (const char* name : {"v1", "", "now"}) {
    EXPECT_EQ(error_of([&] { take_snapshot(project, name); }).code(), ErrorCode::kInvalidInput);
  }
  EXPECT_EQ(snapshots(project).size(), 1U);
}

TEST_F(SnapshotsTest, TheDigestIsOfTheLabelsNotOfTheWayToThem) {
  const std::string before = labels_digest(project);
  move_to(face, 5);
  EXPECT_NE(labels_digest(project), before);
  move_to(face, 1);
  EXPECT_EQ(labels_digest(project), before) << "moved and moved back";
  set_status(face, FaceStatus::kApproved);
  const std::string approved = labels_digest(project);
  EXPECT_NE(approved, before);
  tag(face, "profile");
  EXPECT_NE(labels_digest(project), approved);
  undo(project);
  undo(project);
  EXPECT_EQ(labels_digest(project), before);
  set_status(other, FaceStatus::kDeleted);
  EXPECT_NE(labels_digest(project), before);
  undo(project);
  store.proposal(unlabelled);
  EXPECT_EQ(labels_digest(project), before) << "a proposal is no label";
}

TEST_F(SnapshotsTest, OneOfTheSameLabelsIsUsedAgainAndANumberedOneTakenWhereTheyDiffer) {
  take_snapshot(project, "train-2");
  EXPECT_EQ(snapshot_of_now(project, "train", "").name, "train-2");
  move_to(face, 5);
  EXPECT_EQ(snapshot_of_now(project, "train", "").name, "train-1");
  move_to(face, 6);
  EXPECT_EQ(snapshot_of_now(project, "train", "").name, "train-3");
  move_to(face, 5);
  EXPECT_EQ(snapshot_of_now(project, "train", "").name, "train-1") << "these labels again";
  EXPECT_EQ(snapshots(project).size(), 3U);
}

TEST_F(SnapshotsTest, RestoringIsOneChangeThatUndoTakesBackAndMakesNoRevision) {
  take_snapshot(project, "v1");
  move_to(face, 5);
  set_status(other, FaceStatus::kDeleted);
  tag(face, "profile");
  const FaceId later = store.labelled_face(store.image("dir/d.jpg"), 9);
  const auto revisions = revisions_of(project, face).size();

  restore("v1");
  EXPECT_EQ(get_revision(project, get_face(project, face).current).points, points_at(1));
  EXPECT_EQ(get_face(project, other).status, FaceStatus::kLabelled);
  EXPECT_EQ(get_face(project, later).status, FaceStatus::kDeleted);
  EXPECT_TRUE(tags_of(project, face).empty());
  EXPECT_EQ(revisions_of(project, face).size(), revisions);
  EXPECT_EQ(edits(project, "Restore v1", 0, 9).size(), 1U);

  EXPECT_EQ(undo(project).label, "Restore v1");
  EXPECT_EQ(get_revision(project, get_face(project, face).current).points, points_at(5));
  EXPECT_EQ(get_face(project, other).status, FaceStatus::kDeleted);
  EXPECT_EQ(get_face(project, later).status, FaceStatus::kLabelled);
  EXPECT_EQ(tags_of(project, face), std::vector<std::string>{"profile"});
}

TEST_F(SnapshotsTest, RestoringOpensAProposalAgainThatWasAcceptedSince) {
  const ProposalId proposal = store.proposal(unlabelled);
  take_snapshot(project, "v1");
  apply_change(project, "Accept", {{unlabelled, {}, {}, proposal, {}}});
  restore("v1");
  EXPECT_EQ(get_face(project, unlabelled).status, FaceStatus::kProposed);
  EXPECT_FALSE(get_face(project, unlabelled).current);
  EXPECT_EQ(open_proposal(project, unlabelled)->id, proposal);
  undo(project);
  EXPECT_FALSE(open_proposal(project, unlabelled));
  EXPECT_TRUE(get_face(project, unlabelled).current);
}

TEST_F(SnapshotsTest, ANewerProposalStaysTheOpenOneWhenAnOlderWouldBe) {
  store.proposal(unlabelled, 20);
  take_snapshot(project, "v1");
  const ProposalId newer = store.proposal(unlabelled, 30);
  EXPECT_FALSE(restore_snapshot(project, get_snapshot(project, "v1")));
  EXPECT_EQ(open_proposal(project, unlabelled)->id, newer);
}

TEST_F(SnapshotsTest, ARestoreWithNothingToDoLeavesNoChange) {
  take_snapshot(project, "v1");
  EXPECT_FALSE(restore_snapshot(project, get_snapshot(project, "v1")));
  EXPECT_TRUE(changes(project, 9).empty());
}

TEST_F(SnapshotsTest, AreAskedByTheirOwnStatusAndTags) {
  tag(face, "profile");
  set_status(face, FaceStatus::kApproved);
  const Snapshot v1 = take_snapshot(project, "v1");
  undo(project);
  undo(project);
  tag(other, "profile");
  const auto found = [&](const std::string& query) {
    std::vector<FaceId> faces;
    for (const LabelledFace& each : labelled_faces(project, v1.id, parse_query(query))) {
      faces.push_back(each.face.id);
    }
    return faces;
  };
  EXPECT_EQ(found(""), (std::vector<FaceId>{face, other}));
  EXPECT_EQ(found("tag:profile"), std::vector<FaceId>{face});
  EXPECT_EQ(found("-has:tag"), std::vector<FaceId>{other});
  EXPECT_EQ(found("status:approved"), std::vector<FaceId>{face});
  EXPECT_EQ(found("name:b*"), std::vector<FaceId>{other});
  for (const char* of_now : {"nme>0.1", "has:proposal", "score>0.5", "yaw>3"}) {
    EXPECT_EQ(error_of([&] { found(of_now); }).code(), ErrorCode::kInvalidInput) << of_now;
  }
}

TEST_F(SnapshotsTest, LabelsOneByOneAreThoseOfAllTogetherAlsoOfASnapshot) {
  set_status(face, FaceStatus::kApproved);
  const Snapshot v1 = take_snapshot(project, "v1");
  move_to(face, 5);
  set_status(other, FaceStatus::kRejected);
  const auto expect_same = [&](const std::vector<LabelledFace>& together,
                               const std::vector<LabelRef>& refs) {
    ASSERT_EQ(refs.size(), together.size());
    ASSERT_EQ(refs.size(), 2U);
    for (std::size_t i = 0; i < refs.size(); ++i) {
      const LabelledFace one = get_label(project, refs[i]);
      EXPECT_EQ(one.face.id, together[i].face.id);
      EXPECT_EQ(one.face.status, together[i].face.status);
      EXPECT_EQ(one.image.path, together[i].image.path);
      EXPECT_EQ(one.revision.id, together[i].revision.id);
      EXPECT_EQ(one.revision.points, together[i].revision.points);
      EXPECT_EQ(refs[i].dataset, together[i].image.dataset);
      EXPECT_EQ(refs[i].image, together[i].image.id);
    }
  };
  expect_same(labelled_faces(project), label_refs(project));
  expect_same(labelled_faces(project, v1.id), label_refs(project, v1.id));
  EXPECT_NE(label_refs(project)[0].revision, label_refs(project, v1.id)[0].revision);
  EXPECT_EQ(label_refs(project, v1.id, parse_query("status:approved")).size(), 1U);
}

TEST_F(SnapshotsTest, ADifferenceSaysWhoTouchedTheFace) {
  project.set_person("Ana");
  const Snapshot v1 = take_snapshot(project, "v1");
  move_to(face, 5);
  project.set_person("Ben");
  set_status(face, FaceStatus::kApproved);
  const FaceId later = store.labelled_face(store.image("dir/d.jpg"), 9);
  const auto all = face_differences(project, v1, std::nullopt);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].face, face);
  EXPECT_TRUE(all[0].points_differ);
  EXPECT_EQ(all[0].people, (std::vector<std::string>{"Ana", "Ben"}));
  EXPECT_EQ(all[1].face, later);
  EXPECT_FALSE(all[1].before);
  EXPECT_EQ(all[1].people, std::vector<std::string>{"import"});
}

TEST_F(SnapshotsTest, APointMovedAndMovedBackIsNoDifference) {
  const Snapshot v1 = take_snapshot(project, "v1");
  move_to(face, 5);
  move_to(face, 1);
  EXPECT_TRUE(face_differences(project, v1, std::nullopt).empty());
}

TEST_F(SnapshotsTest, ATrainingRunNamesTheSnapshotItUsed) {
  TrainingRun run;
  run.arch = "heatmap";
  run.options = "{}";
  run.state = "finished";
  run.metrics = "[]";
  run.snapshot = "v1";
  run.id = add_training_run(project, run);
  EXPECT_EQ(get_training_run(project, run.id).snapshot, "v1");
  run.snapshot = "v2";
  update_training_run(project, run);
  EXPECT_EQ(training_runs(project).at(0).snapshot, "v2");
}

TEST_F(SnapshotsTest, WhatAPersonChangesSaysWho) {
  project.set_person("Ana");
  move_to(face, 5);
  set_status(face, FaceStatus::kApproved);
  undo(project);
  for (const Change& change : changes(project, 9)) EXPECT_EQ(change.person, "Ana");
  EXPECT_EQ(revisions_of(project, face).back().detail, "Ana");
  apply_change(project, "Import", {{face, points_at(7), {}, {}, {}}}, Author::kImport, "b.csv");
  EXPECT_EQ(changes(project, 1).at(0).person, "");
  EXPECT_EQ(edits(project, "Import", 0, 1).at(0).change.person, "");
  EXPECT_EQ(edits(project, "Move", 0, 1).at(0).change.person, "Ana");
}

}  // namespace
}  // namespace facepoint
