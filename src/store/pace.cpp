#include "store/pace.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "store/database.h"

namespace facepoint {

void add_work(Project& project, const FaceWork& work) {
  Statement(project.database(),
            "INSERT INTO face_work (face_id, seconds, moved, proposed, created) VALUES (:face, "
            ":seconds, :moved, :proposed, :created)")
      .use(work.face, work.seconds, work.moved, work.proposed ? 1 : 0, utc_now())
      .run();
}

Pace pace(Project& project, std::int64_t most) {
  Statement select(project.database(),
                   "SELECT seconds, moved, proposed FROM face_work ORDER BY id DESC LIMIT :most");
  double seconds = 0;
  int moved = 0;
  int proposed = 0;
  select.use(most).into(seconds, moved, proposed);
  std::vector<double> times;
  double total = 0;
  struct {
    int faces = 0;
    int moved = 0;
    int untouched = 0;
  } with, without;
  while (select.next()) {
    times.push_back(seconds);
    total += seconds;
    auto& kind = proposed != 0 ? with : without;
    ++kind.faces;
    kind.moved += moved;
    if (moved == 0) ++kind.untouched;
  }
  Pace result;
  result.faces = static_cast<std::int64_t>(times.size());
  if (times.empty()) return result;
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  result.median_seconds = *middle;
  if (total > 0) result.faces_an_hour = 3600.0 * static_cast<double>(times.size()) / total;
  if (with.faces > 0) {
    result.moved_with_proposal = static_cast<double>(with.moved) / with.faces;
    result.untouched = static_cast<double>(with.untouched) / with.faces;
  }
  if (without.faces > 0) {
    result.moved_without = static_cast<double>(without.moved) / without.faces;
  }
  return result;
}

std::vector<WorkDay> work_days(Project& project) {
  Statement select(project.database(),
                   "SELECT substr(created, 1, 10) AS day, count(*), sum(seconds), sum(proposed), "
                   "sum(CASE WHEN proposed = 1 THEN seconds ELSE 0.0 END) FROM face_work "
                   "GROUP BY substr(created, 1, 10) ORDER BY day");
  std::vector<WorkDay> days;
  WorkDay day;
  select.into(day.day, day.faces, day.seconds, day.faces_with_proposal, day.seconds_with_proposal);
  while (select.next()) days.push_back(day);
  return days;
}

}  // namespace facepoint
