#include "store/findings.h"

#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find them by their argument.
static void into(Statement& statement, Finding& finding) {
  statement.into(finding.dataset, finding.image, finding.face, finding.revision, finding.rule,
                 finding.score, finding.points, finding.reason, finding.remedy);
}

static void into(Statement& statement, Suspicion& suspicion) {
  statement.into(suspicion.face, suspicion.revision, suspicion.value, suspicion.points,
                 suspicion.features);
}

static void into(Statement& statement, SuspectFace& face) {
  statement.into(face.face, face.image, face.dataset, face.revision, face.path, face.suspicion,
                 face.rule, face.rule_score, face.features);
}

namespace {

// Of a finding x and its face f, if it has one. One about a whole source holds as long as most of
// the labels that the check saw there are as they were.
constexpr const char* kFindingHolds =
    "(x.revision_id IS NULL OR f.current_revision_id = x.revision_id) AND (f.id IS NULL OR "
    "f.status <> 'deleted') AND (x.dataset_id IS NULL OR (SELECT 2 * sum(g.current_revision_id = "
    "s.revision_id) >= count(*) FROM suspicion s JOIN face g ON g.id = s.face_id JOIN image j ON "
    "j.id = g.image_id WHERE j.dataset_id = x.dataset_id))";

const std::string kSelectFindings =
    "SELECT x.dataset_id, x.image_id, x.face_id, x.revision_id, x.rule, x.score, x.points, "
    "x.reason, x.remedy "
    "FROM finding x LEFT JOIN face f ON f.id = x.face_id WHERE " +
    std::string(kFindingHolds) + " ";
const std::string kSelectSuspicions =
    "SELECT s.face_id, s.revision_id, s.value, s.points, s.features FROM suspicion s "
    "JOIN face f ON f.id = s.face_id WHERE f.current_revision_id = s.revision_id ";

}  // namespace

void replace_findings(Project& project, const std::vector<Finding>& findings,
                      const std::vector<Suspicion>& suspicions) {
  project.transaction([&] {
    Database& database = project.database();
    database.run("DELETE FROM finding");
    database.run("DELETE FROM suspicion");
    for (const Finding& each : findings) {
      Statement(
          database,
          "INSERT INTO finding (dataset_id, image_id, face_id, revision_id, rule, score, points, "
          "reason, "
          "remedy) VALUES (:dataset, :image, :face, :revision, :rule, :score, :points, :reason, "
          ":remedy)")
          .use(each.dataset, each.image, each.face, each.revision, each.rule, each.score,
               each.points, each.reason, each.remedy)
          .run();
    }
    for (const Suspicion& each : suspicions) {
      Statement(database,
                "INSERT INTO suspicion (face_id, revision_id, value, points, features) VALUES "
                "(:face, :revision, :value, :points, :features)")
          .use(each.face, each.revision, each.value, each.points, each.features)
          .run();
    }
  });
}

std::vector<Finding> findings(Project& project) {
  Statement select(project.database(), kSelectFindings + "ORDER BY x.score DESC, x.id");
  return all<Finding>(select);
}

std::vector<Finding> findings_of(Project& project, FaceId face) {
  Statement select(project.database(),
                   kSelectFindings + "AND x.face_id = :face ORDER BY x.score DESC, x.id");
  return all<Finding>(select.use(face));
}

std::vector<WholeSourceFinding> source_findings(Project& project) {
  std::vector<WholeSourceFinding> found;
  Statement select(project.database(), kSelectFindings +
                                           "AND x.dataset_id IS NOT NULL "
                                           "ORDER BY x.score DESC, x.id");
  for (Finding& finding : all<Finding>(select)) {
    WholeSourceFinding source;
    Statement(project.database(),
              "SELECT d.name, EXISTS (SELECT 1 FROM dismissal w WHERE w.dataset_id = d.id AND "
              "w.rule = :rule) FROM dataset d WHERE d.id = :dataset")
        .use(finding.rule, finding.dataset)
        .into(source.dataset, source.dismissed)
        .next();
    source.finding = std::move(finding);
    found.push_back(std::move(source));
  }
  return found;
}

void dismiss_source_finding(Project& project, DatasetId dataset, const std::string& rule,
                            bool dismissed) {
  Statement(project.database(),
            dismissed
                ? "INSERT OR IGNORE INTO dismissal (dataset_id, rule) VALUES (:dataset, :rule)"
                : "DELETE FROM dismissal WHERE dataset_id = :dataset AND rule = :rule")
      .use(dataset, rule)
      .run();
}

std::map<std::string, std::int64_t> count_by_rule(Project& project) {
  std::map<std::string, std::int64_t> counts;
  Statement select(project.database(),
                   "SELECT x.rule, count(*) FROM finding x LEFT JOIN face f ON f.id = x.face_id "
                   "WHERE x.dataset_id IS NULL AND " +
                       std::string(kFindingHolds) + " GROUP BY x.rule");
  std::string rule;
  std::int64_t count = 0;
  select.into(rule, count);
  while (select.next()) counts[rule] = count;
  return counts;
}

std::vector<Suspicion> suspicions(Project& project) {
  Statement select(project.database(), kSelectSuspicions + "ORDER BY s.face_id");
  return all<Suspicion>(select);
}

std::optional<Suspicion> suspicion_of(Project& project, FaceId face) {
  Statement select(project.database(), kSelectSuspicions + "AND s.face_id = :face");
  return only<Suspicion>(select.use(face));
}

std::vector<SuspectFace> suspect_faces(Project& project, double least) {
  Statement select(
      project.database(),
      "SELECT f.id, i.id, i.dataset_id, s.revision_id, i.path, s.value, coalesce(x.rule, ''), "
      "coalesce(x.score, 0.0), s.features FROM suspicion s JOIN face f ON f.id = s.face_id "
      "JOIN image i ON i.id = f.image_id LEFT JOIN finding x ON x.id = (SELECT w.id FROM finding w "
      "WHERE w.face_id = f.id ORDER BY w.score DESC, w.id LIMIT 1) "
      "WHERE s.value >= :least AND f.current_revision_id = s.revision_id "
      "AND f.status NOT IN ('approved', 'rejected', 'deleted') "
      "AND NOT EXISTS (SELECT 1 FROM verdict v WHERE v.face_id = f.id AND v.revision_id = "
      "s.revision_id AND " +
          edit_stands("v.change_id") + ") ORDER BY s.value DESC, f.id");
  return all<SuspectFace>(select.use(least));
}

bool was_ever_checked(Project& project) {
  return project.database().number("SELECT EXISTS (SELECT 1 FROM suspicion)") != 0;
}

std::vector<FaceVerdict> verdicts(Project& project) {
  Statement select(project.database(),
                   "SELECT v.face_id, v.revision_id, v.wrong, v.features FROM verdict v WHERE " +
                       edit_stands("v.change_id") + " ORDER BY v.change_id, v.face_id");
  std::vector<FaceVerdict> given;
  FaceVerdict verdict;
  bool wrong = false;
  select.into(verdict.face, verdict.revision, wrong, verdict.features);
  while (select.next()) {
    verdict.verdict = wrong ? Verdict::kWrong : Verdict::kRight;
    given.push_back(verdict);
  }
  return given;
}

}  // namespace facepoint
