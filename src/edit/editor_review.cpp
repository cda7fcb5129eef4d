// Editor: what a person decides about a face.
#include "edit/editor.h"

namespace facepoint {

void Editor::apply(const std::string& label, const FaceEdit& edit, const std::string& said,
                   Telling telling) {
  session_.mutable_gesture().reset();
  const RevisionId seen = session_.face()->face.current;
  FaceEdit judged = edit;
  // Whoever corrects a label under review says that it was wrong; but what is wrong with all of a
  // source teaches nothing about labels.
  const bool by_source = review_.remedy_is_of_source() && edit.points == review_.mended();
  if (workspace_ == Workspace::kReview && edit.points && !by_source &&
      review_.judges(edit.face, seen)) {
    judged.verdict = Verdict::kWrong;
  }
  const ChangeId change =
      apply_change(session_.project(), label, {judged}, Author::kPerson, {}, {seen});
  faces_changed({edit.face});
  const FaceView* now = session_.face();  // another or none once it is deleted
  if (now != nullptr && now->face.id == edit.face && stopwatch_.face() == edit.face &&
      now->shown() != nullptr) {
    stopwatch_.changed(*now->shown(), session_.corrections()->set);
  }
  if (telling == Telling::kToast) return tell_done(said, change);
  say(StatusKind::kDone, said);
}

void Editor::accept_proposal() {
  const FaceView& face = *session_.face();
  FaceEdit edit;
  edit.face = face.face.id;
  edit.points = face.proposal->points;
  edit.status = FaceStatus::kCorrected;
  edit.accepts = face.proposal->id;
  apply("Accept proposal", edit, "Accepted the proposal; it is now the label of this face.");
}

void Editor::reject_proposal() {
  const FaceView& face = *session_.face();
  FaceEdit edit;
  edit.face = face.face.id;
  edit.rejects = face.proposal->id;
  if (!face.points) edit.status = FaceStatus::kRejected;
  apply("Reject proposal", edit,
        face.points ? "Rejected the proposal; the label stays as it was."
                    : "Rejected the proposal; this face has no label.");
}

void Editor::approve(bool and_next) {
  const FaceView& face = *session_.face();
  const bool from_proposal = !face.points;
  if (from_proposal || face.face.status != FaceStatus::kApproved) {
    FaceEdit edit;
    edit.face = face.face.id;
    edit.status = FaceStatus::kApproved;
    if (from_proposal) {
      edit.points = face.proposal->points;
      edit.accepts = face.proposal->id;
    }
    const std::string which = session_.current()->faces.size() > 1
                                  ? "face " + std::to_string(session_.face_index() + 1) + " of "
                                  : "";
    apply(from_proposal ? "Accept proposal and approve" : "Approve", edit,
          "Approved " + which + session_.current()->file.filename().string() + ".");
  }
  if (!and_next) return;
  const int last_face = static_cast<int>(session_.current()->faces.size()) - 1;
  if (session_.face_index() < last_face) return next_face(1);
  if (enabled(ActionId::kNextImage)) return go_by(1);
  say(StatusKind::kDone, "Approved; this was the last picture of the list.");
}

void Editor::reject_face() {
  FaceEdit edit;
  edit.face = session_.face()->face.id;
  edit.status = FaceStatus::kRejected;
  apply("Reject face", edit, "Rejected this face; undo brings it back.");
}

// The journal keeps the face for undo; nothing lists it any more.
void Editor::delete_face() {
  const std::size_t faces = session_.current()->faces.size();
  FaceEdit edit;
  edit.face = session_.face()->face.id;
  edit.status = FaceStatus::kDeleted;
  session_.faces_came_or_went();
  apply("Delete face", edit,
        faces > 1 ? "Deleted the face." : "Deleted the face; this picture has none now.");
}

}  // namespace facepoint
