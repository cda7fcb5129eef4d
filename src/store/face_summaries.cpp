#include "store/face_summaries.h"

#include <unordered_map>

#include "store/columns.h"
#include "store/database.h"
#include "store/query_sql.h"
#include "store/tags.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find it by its argument.
static void into(Statement& statement, FaceSummary& summary) {
  statement.into(summary.face, summary.image, summary.dataset, summary.path, summary.scheme,
                 summary.box.x, summary.box.y, summary.box.width, summary.box.height,
                 summary.status, summary.current, summary.proposal, summary.blur);
}

namespace {

const std::string kSelectSummaries =
    "SELECT f.id, f.image_id, i.dataset_id, i.path, f.scheme, f.x, f.y, f.width, f.height, "
    "f.status, f.current_revision_id, o.id, i.blur FROM face f JOIN image i ON i.id = f.image_id "
    "LEFT JOIN proposal o ON o.face_id = f.id AND o.state = 'open' WHERE ";

// All at once: most faces have none.
std::unordered_map<FaceId, std::vector<std::string>> tags_by_face(Database& database) {
  std::unordered_map<FaceId, std::vector<std::string>> tags;
  FaceId face;
  std::string tag;
  Statement select(database, "SELECT face_id, tag FROM face_tag ORDER BY face_id, tag");
  select.into(face, tag);
  while (select.next()) tags[face].push_back(tag);
  return tags;
}

}  // namespace

const Keypoints* FacePoints::shown() const {
  if (label) return &*label;
  return proposal ? &*proposal : nullptr;
}

std::vector<FaceSummary> face_summaries(Project& project, const Query& query) {
  const SqlCondition condition = face_condition(project.database(), query);
  Statement select(project.database(),
                   kSelectSummaries + condition.sql + " ORDER BY i.dataset_id, i.path, f.id");
  std::vector<FaceSummary> summaries = all<FaceSummary>(condition.bind_to(select));
  auto tags = tags_by_face(project.database());
  if (tags.empty()) return summaries;
  for (FaceSummary& summary : summaries) {
    const auto found = tags.find(summary.face);
    if (found != tags.end()) summary.tags = std::move(found->second);
  }
  return summaries;
}

FaceSummary face_summary(Project& project, FaceId face) {
  Statement select(project.database(), kSelectSummaries + "f.id = :id");
  auto summary = only<FaceSummary>(select.use(face));
  if (summary) summary->tags = tags_of(project, face);
  if (!summary) throw project.database().no_such("face", face.value);
  return *summary;
}

FacePoints face_points(Project& project, FaceId face) {
  FacePoints points;
  std::optional<std::vector<double>> confidence;
  Statement select(project.database(),
                   "SELECT r.points, o.points, o.confidence FROM face f "
                   "LEFT JOIN revision r ON r.id = f.current_revision_id "
                   "LEFT JOIN proposal o ON o.face_id = f.id AND o.state = 'open' "
                   "WHERE f.id = :id");
  if (!select.use(face).into(points.label, points.proposal, confidence).single()) {
    throw project.database().no_such("face", face.value);
  }
  if (confidence) points.confidence = *std::move(confidence);
  return points;
}

}  // namespace facepoint
