#include "store/fold_predictions.h"

#include "store/columns.h"
#include "store/database.h"

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

}  // namespace facepoint
