// Editor: the Patches workspace.
#include "edit/editor.h"

namespace facepoint {
namespace {

constexpr double kZoomStep = 1.25;

}  // namespace

void Editor::carry_out(const ShowLandmark& action) { patches_.show_landmark(action.landmark); }

void Editor::carry_out(const SelectPatch& action) { patches_.select(action.position); }

void Editor::carry_out(const SetPatchColumns& action) { patches_.set_columns(action.columns); }

void Editor::carry_out(const BeginPatchDrag& action) {
  unstored_.clear();
  patches_.select(action.position);
  patches_.begin_drag(action.position, action.pointer_in_image);
}

void Editor::carry_out(const DragPatchTo& action) { patches_.drag_to(action.pointer_in_image); }

void Editor::carry_out(const EndPatchDrag&) {
  if (!patches_.drag()) return;
  const PatchDrag drag = *patches_.drag();
  patches_.end_drag();
  if (drag.now == drag.start) return;
  const PatchFace& face = patches_.faces()[drag.face];
  store_or_keep(
      face.face, face.status, [&] { move_landmark(face, drag.now, Telling::kStatusLine); },
      [&] { patches_.keep_drag(drag); });
}

void Editor::move_landmark(const PatchFace& face, Point to, Telling telling) {
  const int landmark = patches_.landmark();
  if (face.label.at(landmark).position == to) {
    return say(StatusKind::kInfo, "The point is there already.");
  }
  const std::string what = "point " + point_title(patches_.scheme(), landmark);
  FaceEdit edit;
  edit.face = face.face;
  edit.points = face.label;
  edit.points->at(landmark).position = to;
  Corrections pins;
  pins.set = get_revision(session_.project(), face.revision).set_points;
  edit.set_points = pins.set_with({landmark});
  edit.status = FaceStatus::kCorrected;
  const std::string said = "Moved " + what + " in " + face.path + ".";
  const ChangeId change = apply_change(session_.project(), "Move " + what, {edit}, Author::kPerson,
                                       {}, {face.revision});
  faces_changed({face.face});
  if (telling == Telling::kToast) return tell_done(said, change);
  say(StatusKind::kDone, said);
}

bool Editor::perform_on_patches(ActionId id) {
  const std::size_t at = patches_.selected().value_or(0);
  const auto columns = static_cast<std::size_t>(patches_.columns());
  const int landmark = patches_.landmark();
  const auto select = [this](std::size_t position) {
    patches_.select(position);
    return true;
  };
  const auto show = [this](int other) {
    patches_.show_landmark(other);
    return true;
  };
  switch (id) {
    case ActionId::kPatchesNextLandmark:
      return show(landmark + 1);
    case ActionId::kPatchesPreviousLandmark:
      return show(landmark - 1);
    case ActionId::kPatchesMirrorLandmark:
      return show(patches_.scheme().mirror.at(landmark));
    case ActionId::kPatchesRight:
      return select(at + 1);
    case ActionId::kPatchesLeft:
      return select(at > 0 ? at - 1 : 0);
    case ActionId::kPatchesDown:
      return select(at + columns);
    case ActionId::kPatchesUp:
      return select(at >= columns ? at - columns : at);
    case ActionId::kPatchesFirst:
      return select(0);
    case ActionId::kPatchesLast:
      return select(patches_.tiles().size() - 1);
    case ActionId::kPatchesTake: {
      const PatchTile& tile = patches_.tiles()[at];
      move_landmark(patches_.faces()[tile.face], snapped(tile.place.expected), Telling::kToast);
      return true;
    }
    case ActionId::kPatchesZoomIn:
    case ActionId::kPatchesZoomOut:
      patches_.zoom(id == ActionId::kPatchesZoomIn ? kZoomStep : 1 / kZoomStep);
      return true;
    case ActionId::kPatchesOpen: {
      const PatchFace& face = patches_.faces()[patches_.tiles()[at].face];
      open_face(face.image, face.face, landmark);
      return true;
    }
    default:
      return false;
  }
}

}  // namespace facepoint
