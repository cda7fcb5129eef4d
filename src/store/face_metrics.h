// What queries ask of a face's points, kept in the table face_metric, because reading the points of
// 100,000 faces takes seconds. The database itself forgets a row that is out of date; whoever asks
// brings the table up to date first, which is cheap when little has changed. Operations that leave
// many points behind do so at their end, on their own thread. See project.h for threads and errors.
#pragma once

#include <optional>
#include <vector>

#include "store/project.h"

namespace facepoint {

class Database;

void update_face_metrics(Database& database);  // private to store
inline void update_face_metrics(Project& project) { update_face_metrics(project.database()); }

struct FaceMetric {
  FaceId face;
  std::optional<double> nme;  // label against CNN, over the inter-ocular distance
  std::optional<double> yaw;  // degrees, see landmark/numbering.h
  std::optional<double> confidence;
};
// Of the matching faces, by id; brought up to date first.
std::vector<FaceMetric> face_metrics(Project& project, const Query& query = {});

}  // namespace facepoint
