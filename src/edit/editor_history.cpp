// Editor: the History workspace.
#include "base/text.h"
#include "edit/editor.h"

namespace facepoint {

void Editor::carry_out(const SelectEdit& action) { history_.move_to(action.position); }

void Editor::carry_out(const SelectEditFace& action) { history_.select_face(action.index); }

void Editor::carry_out(const SearchHistory& action) { history_.set_search(action.text); }

bool Editor::perform_on_history(ActionId id) {
  const bool snapshots = history_.page() == HistoryPage::kSnapshots;
  const std::int64_t at =
      snapshots ? history_.snapshot_position() : history_.position().value_or(0);
  switch (id) {
    case ActionId::kHistoryNext:
      history_.move_to(at + 1);
      return true;
    case ActionId::kHistoryPrevious:
      history_.move_to(at - 1);
      return true;
    case ActionId::kHistoryFirst:
      history_.move_to(0);
      return true;
    case ActionId::kHistoryLast:
      history_.move_to(history_.rows() - 1);
      return true;
    case ActionId::kHistoryNextFace:
      history_.next_face(1);
      return true;
    case ActionId::kHistoryPreviousFace:
      history_.next_face(-1);
      return true;
    case ActionId::kHistoryRevert:
      revert_edit();
      return true;
    case ActionId::kHistoryOpen:
      open_edit();
      return true;
    case ActionId::kHistoryClear:
      history_.set_search({});
      return true;
    case ActionId::kHistoryPage:
      history_.set_page(snapshots ? HistoryPage::kChanges : HistoryPage::kSnapshots);
      return true;
    case ActionId::kHistoryCompare:
      compare_snapshot();
      return true;
    case ActionId::kHistoryRestore:
      restore_snapshot();
      return true;
    case ActionId::kHistoryExport:
      faces_to_export_.clear();
      open_dialog(Dialog::kExport);
      return true;
    default:
      return false;
  }
}

void Editor::open_edit() {
  const EditPreview& preview = *history_.preview();
  const ChangedFace& face = preview.faces[preview.face];
  const bool both = preview.before && preview.after;
  open_face(face.image, face.face,
            both ? movement(*preview.before, *preview.after).largest_point : -1);
}

void Editor::revert_edit() {
  const EditPreview preview = *history_.preview();
  const Change change = revert(session_.project(), preview.edit.change.id);
  toasts_.forget(change.id);
  faces_changed(faces_of_change(session_.project(), change.id));
  std::string said = "Reverted: " + change.label;
  if (!preview.faces.empty()) said += ", in " + preview.faces[preview.face].path;
  if (change.faces > 1) said += " and " + with_thousands(change.faces - 1) + " more faces";
  say(StatusKind::kDone, said + "; redo makes it again.");
}

void Editor::open_face(ImageId image, FaceId face, int point) {
  session_.show_image(image);
  session_.select_face(face);
  if (point >= 0) session_.select_points({point}, SelectMode::kReplace);
  show_workspace(Workspace::kEdit);
}

}  // namespace facepoint
