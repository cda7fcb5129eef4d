// What changed in a project's labels between two snapshots, or since one: in numbers, and as a page
// with pictures. One thread, the project's connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/movement_tally.h"
#include "store/versions.h"

namespace facepoint {

struct DiffOptions {
  std::string from;           // a snapshot's name or kNow
  std::string to = kNow;      // likewise
  std::filesystem::path out;  // an HTML page with pictures; empty: none
  int pictures = 24;          // of the faces whose points lie farthest from where they were

  void check() const;  // throws Error(kInvalidInput)
};

struct DiffFace {
  FaceDifference face;
  MovedPoints moved;        // its own
  int farthest_point = -1;  // of these; none: no point lies elsewhere
};

struct DiffReport {
  std::string from;
  std::string to;
  std::int64_t added = 0;  // faces
  std::int64_t removed = 0;
  std::int64_t with_points_moved = 0;
  std::int64_t with_status_changed = 0;  // of those that are in both
  std::int64_t with_tags_changed = 0;    // likewise
  std::map<std::string, std::int64_t> faces_by_person;
  std::vector<MovementTally> movements;  // one a landmark scheme
  std::vector<DiffFace> faces;           // the farthest first, by share of the box
};

// Throws Error(kNotFound) for a snapshot that there isn't. The page is written last, and only
// whole.
DiffReport run_diff(Project& project, const DiffOptions& options, JobContext& job);

std::string to_json_text(const DiffReport& report);

// "14 points moved, mean 3.2 px (2.9 %), largest 12.3 px (8.1 %, point 48); labelled → approved; +
// profile", "added", "removed".
std::string what_changed(const DiffFace& face);

}  // namespace facepoint
