// Editor: snapshots, and who makes the changes.
#include <memory>

#include "base/error.h"
#include "base/person.h"
#include "base/text.h"
#include "edit/editor.h"
#include "edit/long_jobs.h"
#include "store/opinions.h"
#include "tasks/agreement.h"

namespace facepoint {

void Editor::carry_out(const SelectSnapshot& action) {
  history_.select_snapshot(static_cast<std::int64_t>(action.position));
}

void Editor::carry_out(const TakeSnapshot& action) {
  check_snapshot_name(session_.project(), action.name);
  start_job("Snapshot",
            snapshot_job(session_.project().path(), session_.project().person(), action));
}

void Editor::carry_out(const SetAuthor& action) {
  if (action.name == kImported || action.name == kCnn) {
    throw Error(ErrorCode::kInvalidInput,
                "“" + action.name + "” stands for what no person says; choose another name.");
  }
  preferences_.set_author(action.name);
  session_.project().set_person(action.name.empty() ? person_name() : action.name);
  dialog_ = Dialog::kNone;
  say(StatusKind::kInfo, "Your changes are kept as those of " + session_.project().person() + ".");
}

void Editor::compare_snapshot() {
  const Snapshot snapshot = *history_.snapshot();
  const auto report = std::make_shared<DiffReport>();
  start_job("Comparison", compare_job(session_.project().path(), snapshot.name, report),
            [this, snapshot, report] { history_.compared(snapshot.id, std::move(*report)); });
}

void Editor::restore_snapshot() {
  const auto report = std::make_shared<RestoreReport>();
  const std::string name = history_.snapshot()->name;
  start_job("Restore",
            restore_job(session_.project().path(), session_.project().person(), name, report),
            [this, name, report] {
              session_.faces_came_or_went();
              if (!report->change) {
                return say(StatusKind::kInfo, "The labels are those of " + name + " already.");
              }
              tell_done("Restored " + name + ": " + count_of(report->faces, "face") + " changed.",
                        *report->change);
            });
}

}  // namespace facepoint
