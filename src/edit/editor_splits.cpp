// Editor: the Splits workspace.
#include "edit/editor.h"
#include "edit/long_jobs.h"
#include "store/faces.h"

namespace facepoint {

void Editor::carry_out(const SelectPlan& action) { splits_.select(action.plan); }

void Editor::carry_out(const SelectEvidence& action) { splits_.select_evidence(action.index); }

void Editor::carry_out(const OpenEvidence& action) { open_evidence(action.second); }

void Editor::carry_out(const LockPart& action) {
  const SplitPlan* plan = splits_.plan();
  if (plan == nullptr) return;
  set_part_locked(session_.project(), plan->name, action.part, action.locked);
  splits_.data_changed();
  say(StatusKind::kDone, action.locked
                             ? "Locked: " + action.part + " never loses or gains pictures."
                             : "Unlocked: pictures may come into " + action.part + ".");
}

bool Editor::perform_on_splits(ActionId id) {
  switch (id) {
    case ActionId::kSplitsNew:
      open_dialog(Dialog::kSplit);
      return true;
    case ActionId::kSplitsExtend: {
      StartSplit extend;
      extend.options.name = splits_.plan()->name;
      carry_out(extend);
      return true;
    }
    case ActionId::kSplitsLock: {
      const std::string part = splits_.part_to_lock();
      carry_out(LockPart{part, !splits_.is_locked(part)});
      return true;
    }
    case ActionId::kSplitsExport:
      faces_to_export_.clear();
      open_dialog(Dialog::kExport);
      return true;
    case ActionId::kSplitsDuplicates:
      start_job("Duplicates", duplicates_job(session_.project().path()));
      return true;
    case ActionId::kSplitsNext:
      splits_.move_by(1);
      return true;
    case ActionId::kSplitsPrevious:
      splits_.move_by(-1);
      return true;
    case ActionId::kSplitsNextPair:
      splits_.move_evidence_by(1);
      return true;
    case ActionId::kSplitsPreviousPair:
      splits_.move_evidence_by(-1);
      return true;
    case ActionId::kSplitsOpen:
      open_evidence(false);
      return true;
    case ActionId::kSplitsOpenSecond:
      open_evidence(true);
      return true;
    default:
      return false;
  }
}

void Editor::open_evidence(bool second) {
  const SplitEvidence* shown = splits_.shown();
  if (shown == nullptr) return;
  const ImageId image = second && shown->b.image ? shown->b.image : shown->a.image;
  session_.show_image(image);
  show_workspace(Workspace::kEdit);
}

}  // namespace facepoint
