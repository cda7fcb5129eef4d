// What queries ask of a face's points, kept in the table face_metric, because reading the points of
// 100,000 faces takes seconds. The database itself forgets a row that is out of date; whoever asks
// brings the table up to date first, which is cheap when little has changed. Operations that leave
// many points behind do so at their end, on their own thread. See project.h for threads and errors.
#pragma once

#include "store/project.h"

namespace facepoint {

class Database;

void update_face_metrics(Database& database);  // private to store
inline void update_face_metrics(Project& project) { update_face_metrics(project.database()); }

}  // namespace facepoint
