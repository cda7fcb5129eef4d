// Changes, undo and redo: what they do to faces, proposals and to each other.
#include "store/journal.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "store/database.h"
#include "store/history.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;
using test::points_at;
using test::StoreBuilder;

FaceEdit move_to(FaceId face, double x) { return {face, points_at(x), {}, {}, {}}; }
FaceEdit set_status(FaceId face, FaceStatus status) { return {face, {}, status, {}, {}}; }

class JournalTest : public ::testing::Test {
 protected:
  Keypoints points(FaceId id) {
    return get_revision(store.project, get_face(store.project, id).current).points;
  }
  FaceStatus status(FaceId id) { return get_face(store.project, id).status; }

  StoreBuilder store;
  Project& project = store.project;
  FaceId face = store.labelled_face(store.image("dir/a.jpg"), 1);
  FaceId other = store.labelled_face(store.image("dir/b.jpg"), 1);
  FaceId unlabelled = store.proposed_face(store.image("dir/c.jpg"));
};

TEST_F(JournalTest, AChangeAppendsARevisionWithItsParentAndKeepsTheOldOne) {
  const RevisionId before = get_face(project, face).current;
  const ChangeId change =
      apply_change(project, "Move point 0", {move_to(face, 2)}, Author::kPerson, "Ana");
  const auto revisions = revisions_of(project, face);
  ASSERT_EQ(revisions.size(), 2U);
  EXPECT_EQ(revisions[0].points, points_at(1));
  EXPECT_EQ(revisions[1].points, points_at(2));
  EXPECT_EQ(revisions[1].parent, before);
  EXPECT_EQ(revisions[1].author, Author::kPerson);
  EXPECT_EQ(revisions[1].detail, "Ana");
  EXPECT_EQ(get_face(project, face).current, revisions[1].id);
  EXPECT_EQ(status(face), FaceStatus::kLabelled);
  const auto journal = changes(project, 10);
  ASSERT_EQ(journal.size(), 1U);
  EXPECT_EQ(journal[0].id, change);
  EXPECT_EQ(journal[0].kind, ChangeKind::kEdit);
  EXPECT_EQ(journal[0].label, "Move point 0");
  EXPECT_EQ(journal[0].faces, 1);
  EXPECT_FALSE(journal[0].target);
  EXPECT_EQ(faces_of_change(project, change), std::vector<FaceId>{face});
}

TEST_F(JournalTest, UndoPointsBackToTheOldRevisionAndRedoForwardToTheVeryNewOne) {
  const Face before = get_face(project, face);
  FaceEdit edit = move_to(face, 2);
  edit.status = FaceStatus::kCorrected;
  apply_change(project, "Move", {edit});
  const Face after = get_face(project, face);

  EXPECT_EQ(undo(project).label, "Move");
  EXPECT_EQ(get_face(project, face).current, before.current);
  EXPECT_EQ(status(face), FaceStatus::kLabelled);
  EXPECT_EQ(redo(project).label, "Move");
  EXPECT_EQ(get_face(project, face).current, after.current);
  EXPECT_EQ(status(face), FaceStatus::kCorrected);
  EXPECT_EQ(revisions_of(project, face).size(), 2U);
}

TEST_F(JournalTest, UndoAndRedoAreChangesOfTheirOwn) {
  const ChangeId edit = apply_change(
      project, "Approve both",
      {set_status(face, FaceStatus::kApproved), set_status(other, FaceStatus::kApproved)});
  undo(project);
  redo(project);
  const auto journal = changes(project, 2);
  ASSERT_EQ(journal.size(), 2U);
  EXPECT_EQ(journal[0].kind, ChangeKind::kRedo);
  EXPECT_EQ(journal[0].target, edit);
  EXPECT_EQ(journal[0].label, "Approve both");
  EXPECT_EQ(journal[1].kind, ChangeKind::kUndo);
  EXPECT_EQ(journal[1].faces, 2);
  EXPECT_EQ(faces_of_change(project, journal[1].id), (std::vector<FaceId>{face, other}));
}

TEST_F(JournalTest, ABatchIsUndoneAtOnce) {
  apply_change(project, "Batch", {move_to(face, 5), move_to(other, 6)});
  undo(project);
  EXPECT_EQ(points(face), points_at(1));
  EXPECT_EQ(points(other), points_at(1));
}

TEST_F(JournalTest, UndoWalksBackAndRedoForwardThroughTheSameEdits) {
  for (int x = 2; x <= 4; ++x) apply_change(project, std::to_string(x), {move_to(face, x)});
  EXPECT_EQ(undo(project).label, "4");
  EXPECT_EQ(undo(project).label, "3");
  EXPECT_EQ(redo(project).label, "3");
  EXPECT_EQ(points(face), points_at(3));
  EXPECT_EQ(undo(project).label, "3");
  EXPECT_EQ(undo(project).label, "2");
  EXPECT_FALSE(undoable(project));
  EXPECT_EQ(redoable(project)->label, "2");
  EXPECT_EQ(points(face), points_at(1));
}

TEST_F(JournalTest, ANewEditClosesTheWayForwardAndUndoSkipsWhatIsUndone) {
  apply_change(project, "A", {move_to(face, 2)});
  apply_change(project, "B", {move_to(face, 3)});
  undo(project);
  apply_change(project, "C", {move_to(face, 4)});
  EXPECT_FALSE(redoable(project));
  EXPECT_EQ(undo(project).label, "C");
  EXPECT_EQ(undo(project).label, "A");
  EXPECT_EQ(redo(project).label, "A");
  EXPECT_EQ(redo(project).label, "C");
  EXPECT_FALSE(redoable(project));
}

TEST_F(JournalTest, WithNothingToUndoOrRedoSaysSo) {
  EXPECT_FALSE(undoable(project));
  EXPECT_FALSE(redoable(project));
  EXPECT_EQ(error_of([&] { undo(project); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(error_of([&] { redo(project); }).code(), ErrorCode::kNotFound);
}

TEST_F(JournalTest, SurvivesARestart) {
  apply_change(project, "Move", {move_to(face, 2)});
  project = Project::create(store.folder / "another.facepoint");  // closes the first
  project = Project::open(store.path);
  EXPECT_EQ(undo(project).label, "Move");
  project = Project::create(store.folder / "third.facepoint");
  project = Project::open(store.path);
  EXPECT_EQ(points(face), points_at(1));
  EXPECT_EQ(redo(project).label, "Move");
  EXPECT_EQ(points(face), points_at(2));
}

TEST_F(JournalTest, AnEditOfAFaceThatMovedMeanwhileIsRefusedAsAWhole) {
  const std::vector<RevisionId> seen{get_face(project, other).current,
                                     get_face(project, face).current};
  Project another = Project::open(store.path);
  apply_change(another, "First", {move_to(face, 7)});
  const Error error = error_of([&] {
    apply_change(project, "Second", {move_to(other, 8), move_to(face, 8)}, Author::kPerson, {},
                 seen);
  });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_NE(error.message().find("dir/a.jpg"), std::string::npos);
  EXPECT_NE(error.message().find("Face " + std::to_string(face.value)), std::string::npos);
  EXPECT_EQ(points(other), points_at(1));
  EXPECT_EQ(points(face), points_at(7));
  EXPECT_EQ(changes(project, 10).size(), 1U);
}

TEST_F(JournalTest, UndoIsRefusedWhereAFaceIsNotWhereTheChangeLeftIt) {
  apply_change(project, "Move both", {move_to(face, 2), move_to(other, 2)});
  const auto elsewhere = get_face(project, other).current;
  Statement(project.database(),
            "UPDATE face SET current_revision_id = (SELECT min(id) FROM revision WHERE face_id = "
            ":a) WHERE id = :b")
      .use(other, other)
      .run();
  const Error error = error_of([&] { undo(project); });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_NE(error.message().find("dir/b.jpg"), std::string::npos);
  EXPECT_NE(error.message().find("Move both"), std::string::npos);
  EXPECT_EQ(points(face), points_at(2));
  EXPECT_EQ(changes(project, 10).size(), 1U);

  Statement(project.database(), "UPDATE face SET current_revision_id = :r WHERE id = :id")
      .use(elsewhere, other)
      .run();
  undo(project);
  Statement(project.database(), "UPDATE face SET status = 'rejected' WHERE id = :id")
      .use(face)
      .run();
  EXPECT_EQ(error_of([&] { redo(project); }).code(), ErrorCode::kConflict);
}

TEST_F(JournalTest, RevertTakesBackAnEarlierChangeAndLeavesNewerOnesOfOtherFaces) {
  const ChangeId first = apply_change(project, "First", {move_to(face, 2)});
  apply_change(project, "Second", {move_to(other, 3)});
  EXPECT_EQ(why_not_revert(project, first), "");
  EXPECT_EQ(revert(project, first).label, "First");
  EXPECT_EQ(points(face), points_at(1));
  EXPECT_EQ(points(other), points_at(3));
  const auto journal = changes(project, 10);
  ASSERT_EQ(journal.size(), 3U);
  EXPECT_EQ(journal[0].kind, ChangeKind::kUndo);
  EXPECT_EQ(journal[0].target, first);
}

TEST_F(JournalTest, WhatWasRevertedIsNotUndoneAgainButCanBeRedone) {
  const ChangeId first = apply_change(project, "First", {move_to(face, 2)});
  apply_change(project, "Second", {move_to(other, 3)});
  revert(project, first);
  EXPECT_EQ(undoable(project)->label, "Second");
  EXPECT_EQ(redoable(project)->label, "First");
  EXPECT_EQ(undo(project).label, "Second");
  EXPECT_FALSE(undoable(project));
  EXPECT_EQ(redo(project).label, "Second");
  EXPECT_EQ(redo(project).label, "First");
  EXPECT_EQ(points(face), points_at(2));
  EXPECT_FALSE(redoable(project));
  EXPECT_EQ(undo(project).label, "First") << "it was done last";
  EXPECT_EQ(undo(project).label, "Second");
}

TEST_F(JournalTest, ANewEditClosesTheWayBackToWhatWasReverted) {
  const ChangeId first = apply_change(project, "First", {move_to(face, 2)});
  revert(project, first);
  apply_change(project, "Second", {move_to(other, 3)});
  EXPECT_FALSE(redoable(project));
  EXPECT_EQ(undo(project).label, "Second");
  EXPECT_FALSE(undoable(project));
}

TEST_F(JournalTest, RevertIsRefusedAsAWholeWhereAFaceWasChangedSince) {
  const ChangeId both = apply_change(project, "Both", {move_to(face, 2), move_to(other, 2)});
  const ChangeId later = apply_change(project, "Later", {move_to(other, 3)});
  const Error error = error_of([&] { revert(project, both); });
  EXPECT_EQ(error.code(), ErrorCode::kConflict);
  EXPECT_NE(error.message().find("Face " + std::to_string(other.value)), std::string::npos);
  EXPECT_NE(error.message().find("dir/b.jpg"), std::string::npos);
  EXPECT_NE(error.message().find("'Later'"), std::string::npos);
  EXPECT_EQ(points(face), points_at(2));
  EXPECT_EQ(changes(project, 10).size(), 2U);
  revert(project, later);
  EXPECT_EQ(why_not_revert(project, both), "") << "what was taken back stands in nobody's way";
  revert(project, both);
  EXPECT_EQ(points(face), points_at(1));
  EXPECT_EQ(points(other), points_at(1));
}

// The face is where the first approval left it, but the last one would not be undone any more.
TEST_F(JournalTest, RevertIsRefusedWhereLaterChangesHaveLedBackToTheSameState) {
  const ChangeId first = apply_change(project, "Yes", {set_status(face, FaceStatus::kApproved)});
  apply_change(project, "No", {set_status(face, FaceStatus::kRejected)});
  apply_change(project, "Yes again", {set_status(face, FaceStatus::kApproved)});
  EXPECT_EQ(error_of([&] { revert(project, first); }).code(), ErrorCode::kConflict);
  EXPECT_EQ(undo(project).label, "Yes again");
}

TEST_F(JournalTest, OnlyAnEditThatStandsCanBeReverted) {
  const ChangeId edit = apply_change(project, "Move", {move_to(face, 2)});
  revert(project, edit);
  EXPECT_EQ(error_of([&] { revert(project, edit); }).code(), ErrorCode::kConflict);
  EXPECT_EQ(error_of([&] { revert(project, newest_change(project)); }).code(),
            ErrorCode::kConflict);
  EXPECT_EQ(error_of([&] { revert(project, {999}); }).code(), ErrorCode::kNotFound);
  EXPECT_EQ(points(face), points_at(1));
}

TEST_F(JournalTest, RevertGivesAnAcceptedProposalItsStateBack) {
  const ProposalId proposal = store.proposal(unlabelled, 20);
  const ChangeId accepted = apply_change(project, "Accept", {{unlabelled, {}, {}, proposal, {}}});
  apply_change(project, "Move", {move_to(face, 2)});
  revert(project, accepted);
  EXPECT_EQ(open_proposal(project, unlabelled)->id, proposal);
  EXPECT_EQ(status(unlabelled), FaceStatus::kProposed);
}

TEST_F(JournalTest, TheHistoryListsEditsNewestFirstByPageAndByLabel) {
  for (int i = 0; i < 5; ++i) {
    apply_change(project, "Move point " + std::to_string(i), {move_to(face, i + 2)});
  }
  const ChangeId approved = apply_change(
      project, "Approve",
      {set_status(face, FaceStatus::kApproved), set_status(other, FaceStatus::kApproved)});
  revert(project, approved);
  EXPECT_EQ(count_edits(project), 6) << "an undo is told beside its edit";
  const auto page = edits(project, {}, 0, 2);
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].change.id, approved);
  EXPECT_EQ(page[0].change.faces, 2);
  EXPECT_NE(page[0].undone, "");
  EXPECT_EQ(page[1].change.label, "Move point 4");
  EXPECT_EQ(page[1].undone, "");
  EXPECT_EQ(edits(project, {}, 4, 10).size(), 2U);
  EXPECT_EQ(count_edits(project, "POINT"), 5);
  const auto found = edits(project, "point 3", 0, 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(edits_newer_than(project, found[0].change.id), 2);
  EXPECT_EQ(edits_newer_than(project, found[0].change.id, "point"), 1);
  EXPECT_EQ(count_edits(project, "%"), 0) << "no wildcards";
  redo(project);
  EXPECT_EQ(edits(project, "approve", 0, 1).at(0).undone, "");
}

TEST_F(JournalTest, TheHistoryTellsWhatAnEditDidToEachFace) {
  const RevisionId before = get_face(project, face).current;
  const ProposalId proposal = store.proposal(unlabelled, 20);
  const ChangeId change =
      apply_change(project, "Batch", {{unlabelled, {}, {}, proposal, {}}, move_to(face, 2)});
  const auto faces = changed_faces(project, change);
  ASSERT_EQ(faces.size(), 2U);
  EXPECT_EQ(faces[0].face, face);
  EXPECT_EQ(faces[0].path, "dir/a.jpg");
  EXPECT_EQ(faces[0].scheme, "ibug68");
  EXPECT_EQ(faces[0].before, before);
  EXPECT_EQ(get_revision(project, faces[0].after).points, points_at(2));
  EXPECT_FALSE(faces[1].before);
  EXPECT_EQ(faces[1].status_before, FaceStatus::kProposed);
  EXPECT_EQ(faces[1].status_after, FaceStatus::kCorrected);

  const ChangeId seen = newest_change(project);
  EXPECT_EQ(seen, change);
  EXPECT_TRUE(faces_changed_since(project, seen).empty());
  EXPECT_EQ(faces_changed_since(project, {}), (std::vector<FaceId>{face, unlabelled}));
  undo(project);
  EXPECT_EQ(faces_changed_since(project, seen), (std::vector<FaceId>{face, unlabelled}));
}

TEST_F(JournalTest, AcceptingAProposalMakesItsPointsTheLabel) {
  const ProposalId proposal = store.proposal(unlabelled, 20);
  apply_change(project, "Accept", {{unlabelled, {}, {}, proposal, {}}});
  EXPECT_EQ(points(unlabelled), points_at(20));
  EXPECT_EQ(status(unlabelled), FaceStatus::kCorrected);
  EXPECT_FALSE(open_proposal(project, unlabelled));
  EXPECT_EQ(proposals_of(project, unlabelled).at(0).state, "accepted");
  EXPECT_EQ(revisions_of(project, unlabelled).at(0).proposal, proposal);

  undo(project);
  EXPECT_FALSE(get_face(project, unlabelled).current);
  EXPECT_EQ(status(unlabelled), FaceStatus::kProposed);
  EXPECT_EQ(open_proposal(project, unlabelled)->id, proposal);
  redo(project);
  EXPECT_EQ(points(unlabelled), points_at(20));
  EXPECT_EQ(proposals_of(project, unlabelled).at(0).state, "accepted");
}

TEST_F(JournalTest, AProposalMayBeAcceptedWithCorrectedPoints) {
  const ProposalId proposal = store.proposal(unlabelled, 20);
  apply_change(project, "Correct",
               {{unlabelled, points_at(21), FaceStatus::kApproved, proposal, {}}});
  EXPECT_EQ(points(unlabelled), points_at(21));
  EXPECT_EQ(status(unlabelled), FaceStatus::kApproved);
  EXPECT_EQ(revisions_of(project, unlabelled).at(0).proposal, proposal);
}

TEST_F(JournalTest, RejectingAProposalCanBeUndone) {
  const ProposalId proposal = store.proposal(unlabelled);
  apply_change(project, "Reject", {{unlabelled, {}, FaceStatus::kRejected, {}, proposal}});
  EXPECT_FALSE(open_proposal(project, unlabelled));
  EXPECT_EQ(status(unlabelled), FaceStatus::kRejected);
  undo(project);
  EXPECT_TRUE(open_proposal(project, unlabelled));
  EXPECT_EQ(status(unlabelled), FaceStatus::kProposed);
}

TEST_F(JournalTest, AProposalThatIsNotOpenOrOfAnotherFaceIsRefused) {
  const ProposalId old = store.proposal(unlabelled);
  store.proposal(unlabelled);
  const auto accept = [&](FaceId of, ProposalId proposal) {
    return error_of([&] { apply_change(project, "Accept", {{of, {}, {}, proposal, {}}}); }).code();
  };
  EXPECT_EQ(accept(unlabelled, old), ErrorCode::kConflict);
  EXPECT_EQ(accept(face, open_proposal(project, unlabelled)->id), ErrorCode::kConflict);
  EXPECT_TRUE(changes(project, 1).empty());
}

TEST_F(JournalTest, AnUndoneAcceptanceDoesNotCompeteWithANewerProposal) {
  const ProposalId old = store.proposal(unlabelled, 20);
  apply_change(project, "Accept", {{unlabelled, {}, {}, old, {}}});
  const ProposalId fresh = store.proposal(unlabelled, 30);
  undo(project);
  EXPECT_EQ(open_proposal(project, unlabelled)->id, fresh);
  EXPECT_EQ(proposals_of(project, unlabelled).at(1).state, "superseded");
  redo(project);
  EXPECT_EQ(proposals_of(project, unlabelled).at(1).state, "accepted");
}

TEST_F(JournalTest, SenselessChangesAreRefusedAndNotRecorded) {
  const auto code = [&](const std::vector<FaceEdit>& edits,
                        const std::vector<RevisionId>& expected = {}) {
    return error_of([&] { apply_change(project, "x", edits, Author::kPerson, {}, expected); })
        .code();
  };
  EXPECT_EQ(code({}), ErrorCode::kInvalidInput);
  EXPECT_EQ(code({{face, {}, {}, {}, {}}}), ErrorCode::kInvalidInput);
  EXPECT_EQ(code({move_to(face, 1), move_to(face, 2)}), ErrorCode::kInvalidInput);
  EXPECT_EQ(code({move_to(face, 1)}, {{1}, {2}}), ErrorCode::kInvalidInput);
  EXPECT_EQ(code({move_to(other, 1), move_to({999}, 1)}), ErrorCode::kNotFound);
  EXPECT_TRUE(changes(project, 1).empty());
  EXPECT_EQ(revisions_of(project, other).size(), 1U);
}

// The same operations on plain values, with the textbook's two stacks.
class ReferenceJournal {
 public:
  using State = std::pair<Keypoints, FaceStatus>;
  using Faces = std::map<FaceId, State>;

  explicit ReferenceJournal(Faces faces) : now_(std::move(faces)) {}
  const Faces& now() const { return now_; }
  void edit(const Faces& changed) {
    undo_.push_back(now_);
    for (const auto& [id, state] : changed) now_[id] = state;
    redo_.clear();
  }
  bool undo() { return step(undo_, redo_); }
  bool redo() { return step(redo_, undo_); }

 private:
  bool step(std::vector<Faces>& from, std::vector<Faces>& to) {
    if (from.empty()) return false;
    to.push_back(std::exchange(now_, from.back()));
    from.pop_back();
    return true;
  }
  Faces now_;
  std::vector<Faces> undo_;
  std::vector<Faces> redo_;
};

TEST(JournalRandomly, BehavesLikeTwoStacksInMemory) {
  StoreBuilder store;
  Project& project = store.project;
  const ImageId image = store.image("a.jpg");
  ReferenceJournal::Faces start;
  for (int i = 0; i < 4; ++i) {
    start[store.labelled_face(image, i)] = {points_at(i), FaceStatus::kLabelled};
  }
  ReferenceJournal reference(start);
  std::mt19937 random(7);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };

  for (int step = 0; step < 400; ++step) {
    switch (below(4)) {
      case 0:
        ASSERT_EQ(undoable(project).has_value(), reference.undo()) << step;
        if (undoable(project)) undo(project);
        break;
      case 1:
        ASSERT_EQ(redoable(project).has_value(), reference.redo()) << step;
        if (redoable(project)) redo(project);
        break;
      default: {
        std::vector<FaceEdit> edits;
        ReferenceJournal::Faces changed;
        for (const auto& [id, state] : reference.now()) {
          if (below(2) == 0 && !(edits.empty() && id == reference.now().rbegin()->first)) continue;
          auto& [new_points, new_status] = changed[id] = state;
          FaceEdit edit{id, {}, {}, {}, {}};
          if (below(3) > 0) edit.points = new_points = points_at(step + 0.25);
          if (!edit.points || below(2) == 0) {
            edit.status = new_status = static_cast<FaceStatus>(below(5));
          }
          // Points lift a face out of "proposed".
          if (edit.points && !edit.status && new_status == FaceStatus::kProposed) {
            new_status = FaceStatus::kCorrected;
          }
          edits.push_back(std::move(edit));
        }
        apply_change(project, "Step " + std::to_string(step), edits);
        reference.edit(changed);
      }
    }
    for (const auto& [id, state] : reference.now()) {
      const Face now = get_face(project, id);
      ASSERT_EQ(get_revision(project, now.current).points, state.first) << step;
      ASSERT_EQ(now.status, state.second) << step;
    }
  }
}

// Whatever is undone, redone and reverted in between: each face is where the edits that stand have
// put it, and what undo and redo offer can be done.
TEST(JournalRandomly, RevertKeepsFacesWhereTheEditsThatStandHavePutThem) {
  StoreBuilder store;
  Project& project = store.project;
  std::vector<FaceId> faces;
  for (int i = 0; i < 3; ++i)
    faces.push_back(store.labelled_face(store.image(std::to_string(i)), 0));
  struct Done {
    ChangeId id;
    std::map<FaceId, FaceStatus> status;
    bool stands = true;
  };
  std::vector<Done> done;
  const auto set_standing = [&](const Change& change, bool stands) {
    for (Done& edit : done) {
      if (edit.id == change.id) edit.stands = stands;
    }
  };
  std::mt19937 random(11);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  int reverted = 0;
  for (int step = 0; step < 600; ++step) {
    const int what = below(6);
    if (what == 0 && undoable(project)) {
      set_standing(undo(project), false);
    } else if (what == 1 && redoable(project)) {
      set_standing(redo(project), true);
    } else if (what <= 3 && !done.empty()) {
      const ChangeId id = done[done.size() - 1 - below(std::min<int>(6, done.size()))].id;
      if (why_not_revert(project, id).empty()) {
        set_standing(revert(project, id), false);
        ++reverted;
      } else {
        ASSERT_EQ(error_of([&] { revert(project, id); }).code(), ErrorCode::kConflict);
      }
    } else {
      Done edit;
      edit.status[faces[below(3)]] = static_cast<FaceStatus>(below(3));
      if (below(3) == 0) edit.status[faces[below(3)]] = static_cast<FaceStatus>(below(3));
      std::vector<FaceEdit> parts;
      for (const auto& [id, status] : edit.status) parts.push_back(set_status(id, status));
      edit.id = apply_change(project, std::to_string(step), parts);
      done.push_back(std::move(edit));
    }
    std::map<FaceId, FaceStatus> expected;
    for (const Done& edit : done) {
      if (!edit.stands) continue;
      for (const auto& [id, status] : edit.status) expected[id] = status;
    }
    for (const FaceId id : faces) {
      const auto found = expected.find(id);
      const FaceStatus status = found == expected.end() ? FaceStatus::kLabelled : found->second;
      ASSERT_EQ(get_face(project, id).status, status) << step;
    }
  }
  EXPECT_GT(reverted, 20);
}

TEST_F(JournalTest, ARevisionSaysWhichPointsWereSetAndUndoBringsBackWhatWasSaidBefore) {
  FaceEdit first = move_to(face, 2);
  first.set_points = {1};
  apply_change(project, "Move point 1", {first});
  FaceEdit second = move_to(face, 3);
  second.set_points = {0, 1};
  apply_change(project, "Move point 0", {second});
  const auto set = [&] {
    return get_revision(project, get_face(project, face).current).set_points;
  };
  EXPECT_EQ(set(), (std::vector<int>{0, 1}));
  undo(project);
  EXPECT_EQ(set(), std::vector<int>{1});
  undo(project);
  EXPECT_EQ(set(), std::vector<int>{});
  redo(project);
  EXPECT_EQ(set(), std::vector<int>{1});
}

TEST_F(JournalTest, AcceptingAProposalSetsNothing) {
  FaceEdit accept;
  accept.face = unlabelled;
  accept.accepts = store.proposal(unlabelled);
  apply_change(project, "Accept proposal", {accept});
  EXPECT_TRUE(get_revision(project, get_face(project, unlabelled).current).set_points.empty());
}

TEST_F(JournalTest, APointThatThereIsNotCannotBeSet) {
  FaceEdit edit = move_to(face, 2);
  edit.set_points = {2};
  EXPECT_EQ(error_of([&] { apply_change(project, "Move", {edit}); }).code(),
            ErrorCode::kInvalidInput);
  EXPECT_TRUE(changes(project, 10).empty());
}

}  // namespace
}  // namespace facepoint
