#include "tasks/restore.h"

#include "store/face_metrics.h"
#include "store/history.h"

namespace facepoint {

RestoreReport run_restore(Project& project, const std::string& snapshot) {
  RestoreReport report;
  report.snapshot = get_snapshot(project, snapshot);
  report.change = restore_snapshot(project, report.snapshot);
  if (!report.change) return report;
  for (const ChangedFace& face : changed_faces(project, *report.change)) {
    ++report.faces;
    const bool was_there = face.status_before != FaceStatus::kDeleted;
    const bool is_there = face.status_after != FaceStatus::kDeleted;
    if (was_there && !is_there) ++report.put_away;
    if (!was_there && is_there) ++report.brought_back;
  }
  update_face_metrics(project);
  return report;
}

}  // namespace facepoint
