#include "store/fold_predictions.h"

#include "store/columns.h"
#include "store/database.h"
#include "store/query_sql.h"

namespace facepoint {

// Not in the unnamed namespace: all() finds them by their argument.
static void into(Statement& statement, FoldPrediction& prediction) {
  statement.into(prediction.face, prediction.revision, prediction.fold, prediction.model,
                 prediction.points, prediction.error, prediction.score, prediction.found,
                 prediction.unlabelled);
}

static void into(Statement& statement, PredictedPoints& predicted) {
  statement.into(predicted.face, predicted.points, predicted.proposed);
}

static const std::string kSelect =
    "SELECT face_id, revision_id, fold, model, points, error, score, found, unlabelled FROM "
    "fold_prediction ";

void put_fold_prediction(Project& project, const FoldPrediction& prediction) {
  Statement(project.database(),
            "INSERT OR REPLACE INTO fold_prediction (face_id, revision_id, fold, model, points, "
            "error, score, found, unlabelled) VALUES (:face, :revision, :fold, :model, :points, "
            ":error, :score, :found, :unlabelled)")
      .use(prediction.face, prediction.revision, prediction.fold, prediction.model,
           prediction.points, prediction.error, prediction.score, prediction.found,
           prediction.unlabelled)
      .run();
}

void clear_fold_predictions(Project& project) {
  project.database().run("DELETE FROM fold_prediction");
}

std::vector<FoldPrediction> fold_predictions(Project& project) {
  Statement select(project.database(), kSelect + "ORDER BY face_id");
  return all<FoldPrediction>(select);
}

std::optional<FoldPrediction> fold_prediction_of(Project& project, FaceId face) {
  Statement select(project.database(), kSelect + "WHERE face_id = :face");
  return only<FoldPrediction>(select.use(face));
}

std::vector<PredictedPoints> predicted_points(Project& project) {
  Statement select(
      project.database(),
      "SELECT p.face_id, p.points, 1 FROM proposal p WHERE p.state = 'open' "
      "UNION ALL SELECT d.face_id, d.points, 0 FROM fold_prediction d WHERE NOT EXISTS "
      "(SELECT 1 FROM proposal o WHERE o.face_id = d.face_id AND o.state = 'open')");
  return all<PredictedPoints>(select);
}

std::optional<PredictedPoints> predicted_points_of(Project& project, FaceId face) {
  Statement select(project.database(),
                   "SELECT f.id, coalesce(o.points, d.points), CASE WHEN o.id IS NULL THEN 0 "
                   "ELSE 1 END FROM face f "
                   "LEFT JOIN proposal o ON o.face_id = f.id AND o.state = 'open' "
                   "LEFT JOIN fold_prediction d ON d.face_id = f.id "
                   "WHERE f.id = :face AND (o.id IS NOT NULL OR d.face_id IS NOT NULL)");
  return only<PredictedPoints>(select.use(face));
}

void each_compared_label(Project& project, const Query& query,
                         const std::function<void(const ComparedLabel&)>& use) {
  const SqlCondition condition = face_condition(project.database(), query);
  Statement select(
      project.database(),
      "SELECT f.id, i.dataset_id, f.scheme, r.points, coalesce(o.points, d.points), "
      "CASE WHEN o.id IS NULL AND d.fold >= 0 THEN 1 ELSE 0 END FROM face f "
      "JOIN image i ON i.id = f.image_id JOIN revision r ON r.id = f.current_revision_id "
      "LEFT JOIN proposal o ON o.face_id = f.id AND o.state = 'open' "
      "LEFT JOIN fold_prediction d ON d.face_id = f.id "
      "WHERE f.status <> 'rejected' AND (o.id IS NOT NULL OR d.face_id IS NOT NULL) AND " +
          condition.sql + " ORDER BY f.id");
  ComparedLabel row;
  condition.bind_to(select).into(row.face, row.dataset, row.scheme, row.label, row.predicted,
                                 row.out_of_fold);
  while (select.next()) {
    if (row.label.size() == row.predicted.size()) use(row);
  }
}

}  // namespace facepoint
