// Editor: how fast the person gets on.
#include "edit/editor.h"

namespace facepoint {

void Editor::sign_of_life() { stopwatch_.sign_of_life(std::chrono::steady_clock::now()); }

// The face that is worked at is the one on the canvas.
void Editor::watch_face() {
  sign_of_life();
  const FaceView* face = shows_a_face(workspace_) ? session_.face() : nullptr;
  const FaceId id = face != nullptr ? face->face.id : FaceId{};
  if (id == stopwatch_.face()) return;
  note_work();
  if (face == nullptr || face->shown() == nullptr) return;
  stopwatch_.begin(id, *face->shown(), !face->points);
}

void Editor::note_work() {
  const auto work = stopwatch_.end();
  if (!work) return;
  add_work(session_.project(), *work);
  pace_ = facepoint::pace(session_.project());
}

}  // namespace facepoint
