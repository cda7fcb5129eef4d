// Editor: gestures on the canvas, from press to release.
#include <algorithm>

#include "edit/editor.h"

namespace facepoint {
namespace {

// Numbers are the scheme's own, from 0.
std::string point_title(const Scheme& scheme, int point) {
  std::string name = scheme.point_names.at(point);
  std::replace(name.begin(), name.end(), '_', ' ');
  return std::to_string(point) + " (" + name + ")";
}

}  // namespace

void Editor::carry_out(const BeginDrag& action) {
  const FaceView* face = session_.face();
  if (face == nullptr || face->shown() == nullptr) return;
  const Keypoints& points = *face->shown();
  if (action.point < 0 || action.point >= static_cast<int>(points.size())) return;
  session_.select_point(action.point);
  session_.mutable_drag().emplace(points, action.point, action.pointer_in_image);
}

void Editor::carry_out(const DragTo& action) {
  if (session_.drag()) session_.mutable_drag()->move_to(action.pointer_in_image);
}

void Editor::carry_out(const EndDrag&) {
  if (!session_.drag()) return;
  const PointDrag drag = *session_.drag();
  session_.mutable_drag().reset();
  const auto points = drag.result();
  const FaceView* face = session_.face();
  if (!points || face == nullptr) return;
  const std::string what = "point " + point_title(session_.scheme(), drag.point());
  FaceEdit edit;
  edit.face = face->face.id;
  edit.points = points;
  edit.status = FaceStatus::kCorrected;
  if (face->points) return apply("Move " + what, edit, "Moved " + what + ".");
  edit.accepts = face->proposal->id;
  apply("Accept proposal and move " + what, edit, "Accepted the proposal with " + what + " moved.");
}

}  // namespace facepoint
