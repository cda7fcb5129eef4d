#include "store/face_metrics.h"

#include <numeric>

#include "landmark/metrics.h"
#include "landmark/numbering.h"
#include "landmark/scheme.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/query_sql.h"

namespace facepoint {

// Not in the unnamed namespace: all() finds it by its argument.
static void into(Statement& statement, FaceMetric& metric) {
  statement.into(metric.face, metric.nme, metric.yaw, metric.confidence);
}

namespace {

FaceMetric metrics_of(FaceId face, const Scheme& scheme, const std::optional<Keypoints>& label,
                      const std::optional<Keypoints>& predicted,
                      const std::optional<std::vector<double>>& confidence) {
  FaceMetric metrics{face, {}, {}, {}};
  if (label && predicted && label->size() == predicted->size()) {
    metrics.nme = face_error(scheme, *predicted, *label).nme_inter_ocular;
  }
  const auto& shown = label ? label : predicted;
  if (shown) metrics.yaw = head_yaw(scheme, *shown);
  if (confidence && !confidence->empty()) {
    metrics.confidence = std::accumulate(confidence->begin(), confidence->end(), 0.0) /
                         static_cast<double>(confidence->size());
  }
  return metrics;
}

// How long others wait for the write lock: some hundredths of a second.
constexpr int kAtOnce = 4000;

// Of at most kAtOnce faces after `last`, by id.
std::vector<FaceMetric> missing_metrics(Database& database, FaceId last) {
  Statement select(
      database,
      "SELECT f.id, f.scheme, r.points, coalesce(o.points, d.points), o.confidence FROM face f "
      "LEFT JOIN revision r ON r.id = f.current_revision_id "
      "LEFT JOIN proposal o ON o.face_id = f.id AND o.state = 'open' "
      "LEFT JOIN fold_prediction d ON d.face_id = f.id "
      "WHERE f.id > :last AND NOT EXISTS (SELECT 1 FROM face_metric m WHERE m.face_id = f.id) "
      "ORDER BY f.id LIMIT " +
          std::to_string(kAtOnce));
  FaceId face;
  std::string scheme;
  std::optional<Keypoints> label;
  std::optional<Keypoints> predicted;
  std::optional<std::vector<double>> confidence;
  select.use(last.value).into(face, scheme, label, predicted, confidence);
  std::vector<FaceMetric> metrics;
  while (select.next()) {
    metrics.push_back(
        metrics_of(face, SchemeLibrary::standard().get(scheme), label, predicted, confidence));
  }
  return metrics;
}

bool complete(Database& database) {
  return database.number(
             "SELECT NOT EXISTS (SELECT 1 FROM face f WHERE NOT EXISTS (SELECT 1 "
             "FROM face_metric m WHERE m.face_id = f.id))") != 0;
}

}  // namespace

void update_face_metrics(Database& database) {
  if (complete(database)) return;  // nobody has to wait for the write lock
  FaceId last;
  for (bool more = true; more;) {
    Transaction transaction(database);
    const std::vector<FaceMetric> missing = missing_metrics(database, last);
    for (const FaceMetric& metrics : missing) {
      Statement(database,
                "INSERT INTO face_metric (face_id, nme, yaw, confidence) VALUES "
                "(:face, :nme, :yaw, :confidence)")
          .use(metrics.face, metrics.nme, metrics.yaw, metrics.confidence)
          .run();
    }
    transaction.commit();
    more = missing.size() == kAtOnce;
    if (more) last = missing.back().face;
  }
}

std::vector<FaceMetric> face_metrics(Project& project, const Query& query) {
  update_face_metrics(project);
  const SqlCondition condition = face_condition(project.database(), query);
  Statement select(project.database(),
                   "SELECT m.face_id, m.nme, m.yaw, m.confidence FROM face_metric m "
                   "JOIN face f ON f.id = m.face_id JOIN image i ON i.id = f.image_id WHERE " +
                       condition.sql + " ORDER BY f.id");
  return all<FaceMetric>(condition.bind_to(select));
}

}  // namespace facepoint
