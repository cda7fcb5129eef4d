#include "tasks/check.h"

#include "base/error.h"
#include "store/fold_predictions.h"
#include "store/query.h"
#include "tasks/label_predictions.h"
#include "tasks/models.h"

namespace facepoint {

void CheckOptions::check() const {
  if (threads < 1) {
    throw Error(ErrorCode::kInvalidInput, "the number of threads must be at least 1");
  }
  parse_query(where);
}

CheckReport run_check(Project& project, const CheckOptions& options, JobContext& job) {
  options.check();
  CheckReport report;
  const PlanFaces faces = faces_of_project(project, options.where);
  std::vector<const PlanFace*> asked;
  for (const PlanFace& f : faces.by_part.at("all")) asked.push_back(&f);
  std::vector<FoldPrediction> predictions;
  predict_labelled(asked, default_model_of(project), options.threads, "Asking the CNN", job,
                   [&](PredictedPicture picture) {
                     for (std::size_t i = 0; i < picture.faces.size(); ++i) {
                       const LabelledFace& labelled = picture.faces[i]->labelled;
                       FoundFace& found = picture.predictions[i].face;
                       predictions.push_back({labelled.face.id, labelled.revision.id, kNoFold, "x",
                                              found.points, found.error, found.score});
                     }
                   });
  project.transaction([&] {
    for (const auto& p : predictions) put_fold_prediction(project, p);
  });
  return report;
}

}  // namespace facepoint
