#include "store/opinions.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/face_writes.h"
#include "store/query_sql.h"

namespace facepoint {
namespace {

// A revision that is somebody's opinion or the way to the label.
struct Said {
  FaceId face;
  RevisionId id;
  Author author = Author::kPerson;
  std::string detail;
  RevisionRole role = RevisionRole::kLabel;
};

std::string annotator_of(const Said& said) {
  if (said.author == Author::kImport) return kImported;
  return said.detail.empty() ? "somebody" : said.detail;
}

// The newest first.
void take(FaceOpinions& face, std::vector<Said> said) {
  std::sort(said.begin(), said.end(), [](const Said& a, const Said& b) { return a.id > b.id; });
  std::optional<RevisionId> chosen;  // the label that somebody chose, if it or its like stands
  for (const Said& each : said) {
    if (each.role == RevisionRole::kAdjudicated) chosen = each.id;
  }
  face.adjudicated = chosen.has_value();
  std::map<std::string, const Said*> newest;
  for (const Said& each : said) {
    const bool of_the_label = each.role != RevisionRole::kOpinion;
    if (each.author == Author::kModel || (of_the_label && chosen && each.id >= *chosen)) continue;
    newest.emplace(annotator_of(each), &each);
  }
  for (const auto& [name, said_last] : newest) {
    const bool stands = said_last->role == RevisionRole::kOpinion || said_last->id == face.label;
    face.opinions.push_back({name, said_last->id, stands});
  }
}

// Fills in the opinions of faces, which are in order of their id by `position`.
void read_opinions(Database& database, const std::string& faces, const SqlCondition* condition,
                   std::map<FaceId, FaceOpinions*>& by_face) {
  // Labels from the current one back to the first, and what was never a label.
  Statement select(
      database,
      "WITH RECURSIVE listed(id, current_id) AS (SELECT f.id, f.current_revision_id FROM face f "
      "JOIN image i ON i.id = f.image_id WHERE " +
          faces +
          "), way(id, parent_id) AS (SELECT r.id, r.parent_id FROM listed l JOIN revision r ON "
          "r.id = l.current_id UNION ALL SELECT p.id, p.parent_id FROM way w JOIN revision p ON "
          "p.id = w.parent_id) SELECT r.face_id, r.id, r.author, r.detail, r.role FROM way w JOIN "
          "revision r ON r.id = w.id UNION ALL SELECT r.face_id, r.id, r.author, r.detail, r.role "
          "FROM listed l JOIN revision r ON r.face_id = l.id WHERE r.role = 'opinion' ORDER BY 1");
  Said said;
  if (condition != nullptr) condition->bind_to(select);
  select.into(said.face, said.id, said.author, said.detail, said.role);
  std::vector<Said> of_face;
  const auto finish = [&] {
    if (of_face.empty()) return;
    const auto found = by_face.find(of_face.front().face);
    if (found != by_face.end()) take(*found->second, std::move(of_face));
    of_face.clear();
  };
  while (select.next()) {
    if (!of_face.empty() && of_face.front().face != said.face) finish();
    of_face.push_back(said);
  }
  finish();
}

const std::string kSelectFaces =
    "SELECT f.id, i.id, i.dataset_id, i.path, f.scheme, f.current_revision_id FROM face f JOIN "
    "image i ON i.id = f.image_id WHERE ";

void into(Statement& select, FaceOpinions& face) {
  select.into(face.face, face.image, face.dataset, face.path, face.scheme, face.label);
}

}  // namespace

std::optional<RevisionId> add_opinion(Project& project, FaceId face, const std::string& person,
                                      const Keypoints& points) {
  Database& database = project.database();
  if (person.empty() || person == kImported) {
    throw database.error(ErrorCode::kInvalidInput,
                         "An opinion needs the name of the person whose it is; '" +
                             std::string(kImported) + "' stands for imported labels.");
  }
  Transaction transaction(database);
  Statement newest(database,
                   "SELECT " + kRevisionColumns +
                       " FROM revision r WHERE r.face_id = :face AND r.role = 'opinion' AND "
                       "r.detail = :person ORDER BY r.id DESC LIMIT 1");
  const auto known = only<Revision>(newest.use(face, person));
  if (known && known->points == points) return std::nullopt;
  Revision revision;
  revision.face = face;
  revision.points = points;
  revision.author = Author::kPerson;
  revision.detail = person;
  revision.created = utc_now();
  revision.role = RevisionRole::kOpinion;
  const RevisionId id = insert_revision(database, revision);
  transaction.commit();
  return id;
}

std::vector<FaceOpinions> face_opinions(Project& project, const Query& query) {
  Database& database = project.database();
  const SqlCondition condition = face_condition(database, query);
  const std::string which = condition.sql + " AND f.status <> 'rejected'";
  std::vector<FaceOpinions> faces;
  {
    Statement select(database, kSelectFaces + which + " ORDER BY i.dataset_id, i.path, f.id");
    condition.bind_to(select);
    FaceOpinions face;
    into(select, face);
    while (select.next()) faces.push_back(face);
  }
  std::map<FaceId, FaceOpinions*> by_face;
  for (FaceOpinions& face : faces) by_face.emplace(face.face, &face);
  read_opinions(database, which, &condition, by_face);
  return faces;
}

FaceOpinions opinions_of(Project& project, FaceId id) {
  Database& database = project.database();
  const std::string which = "f.id = " + std::to_string(id.value);
  FaceOpinions face;
  {
    Statement select(database, kSelectFaces + which);
    into(select, face);
    if (!select.single()) throw database.no_such("face", id.value);
  }
  std::map<FaceId, FaceOpinions*> by_face{{id, &face}};
  read_opinions(database, which, nullptr, by_face);
  return face;
}

std::vector<Annotator> annotators(const std::vector<FaceOpinions>& faces) {
  std::map<std::string, Annotator> by_name;
  for (const FaceOpinions& face : faces) {
    for (const Opinion& opinion : face.opinions) {
      Annotator& annotator = by_name[opinion.annotator];
      annotator.name = opinion.annotator;
      ++annotator.faces;
      if (face.opinions.size() > 1) ++annotator.shared;
    }
  }
  std::vector<Annotator> all;
  all.reserve(by_name.size());
  for (auto& [name, annotator] : by_name) all.push_back(std::move(annotator));
  return all;
}

}  // namespace facepoint
