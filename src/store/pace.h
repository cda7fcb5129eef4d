// How long a person worked at each face and what was moved, and what that comes to. No part of the
// journal: it changes no label. See project.h for threads and errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/project.h"

namespace facepoint {

struct FaceWork {
  FaceId face;
  double seconds = 0;     // in which there was a person
  int moved = 0;          // points that lie elsewhere now and didn't follow others
  bool proposed = false;  // it began with a proposal, else with a label
};
void add_work(Project& project, const FaceWork& work);

struct Pace {
  std::int64_t faces = 0;
  double faces_an_hour = 0;
  double median_seconds = 0;
  std::optional<double> moved_with_proposal;  // points a face; none: there was no such face
  std::optional<double> moved_without;
  std::optional<double> untouched;  // the share of proposals that were right as they were
};
// Of the newest `most` faces that were worked at.
Pace pace(Project& project, std::int64_t most = 200);

struct WorkDay {
  std::string day;  // UTC, "2026-11-22"
  std::int64_t faces = 0;
  double seconds = 0;
  std::int64_t faces_with_proposal = 0;
  double seconds_with_proposal = 0;
};
std::vector<WorkDay> work_days(Project& project);  // on which somebody worked, in order

}  // namespace facepoint
