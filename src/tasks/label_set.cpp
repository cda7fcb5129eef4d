#include "tasks/label_set.h"

#include <unordered_map>

#include "nn/model_summary.h"
#include "store/face_metrics.h"
#include "tasks/label_predictions.h"
#include "tasks/models.h"

namespace facepoint {
namespace {

// Takes over what is stored; returns the faces that the network is to be asked about.
std::vector<const PlanFace*> take_stored(Project& project, LabelSet& set,
                                         const std::string& digest) {
  std::unordered_map<FaceId, FoldPrediction> stored;
  for (FoldPrediction& each : fold_predictions(project)) {
    const FaceId face = each.face;
    stored.emplace(face, std::move(each));
  }
  std::vector<const PlanFace*> left;
  for (std::size_t i = 0; i < set.faces.size(); ++i) {
    const auto found = stored.find(set.faces[i].labelled.face.id);
    const bool usable = found != stored.end() && (found->second.fold != kNoFold || digest.empty() ||
                                                  found->second.model == digest);
    if (!usable) {
      left.push_back(&set.faces[i]);
      continue;
    }
    set.out_of_fold += found->second.fold != kNoFold ? 1 : 0;
    set.predictions[i] = std::move(found->second);
  }
  return left;
}

void ask(LabelSet& set, const std::vector<const PlanFace*>& faces, const AskNetwork& network,
         const std::filesystem::path& model, const std::string& digest, JobContext& job) {
  const PlanFace* first = set.faces.data();
  const auto unreadable = predict_labelled(
      faces, model, network.threads, "Asking the CNN", job, [&](PredictedPicture picture) {
        for (std::size_t i = 0; i < picture.faces.size(); ++i) {
          const LabelledFace& labelled = picture.faces[i]->labelled;
          LabelPrediction& said = picture.predictions[i];
          set.predictions[static_cast<std::size_t>(picture.faces[i] - first)] =
              FoldPrediction{labelled.face.id,
                             labelled.revision.id,
                             kNoFold,
                             digest,
                             std::move(said.face.points),
                             std::move(said.face.error),
                             said.face.score,
                             said.found,
                             static_cast<int>(picture.unlabelled.size())};
        }
      });
  for (const UnreadablePicture& each : unreadable) {
    set.skipped.push_back(each.image.string() + ": " + each.why);
  }
}

}  // namespace

std::vector<LabelToJudge> LabelSet::to_judge() const {
  std::vector<LabelToJudge> labels;
  labels.reserve(faces.size());
  for (std::size_t i = 0; i < faces.size(); ++i) {
    LabelToJudge label{&faces[i].labelled.revision.points, nullptr, {}};
    if (predictions[i]) {
      label.predicted = &predictions[i]->points;
      label.error = predictions[i]->error;
    }
    labels.push_back(label);
  }
  return labels;
}

LabelSet label_set(Project& project, Scheme scheme, std::vector<PlanFace> faces,
                   const AskNetwork& network, JobContext& job) {
  LabelSet set;
  set.scheme = std::move(scheme);
  set.faces = std::move(faces);
  set.predictions.resize(set.faces.size());
  if (!network.ask) {
    take_stored(project, set, {});
    return set;
  }
  const std::filesystem::path model =
      network.model.empty() ? default_model_of(project) : network.model;
  const nn::ModelSummary summary = nn::read_model_summary(model);
  if (summary.info.scheme != set.scheme.name) {
    take_stored(project, set, {});
    return set;
  }
  set.model = summary.info.name;
  const std::vector<const PlanFace*> left = take_stored(project, set, summary.info.digest);
  if (left.empty()) return set;
  ask(set, left, network, model, summary.info.digest, job);
  if (network.keep) {
    project.transaction([&] {
      for (const PlanFace* face : left) {
        const auto& prediction = set.predictions[static_cast<std::size_t>(face - set.faces.data())];
        if (prediction) put_fold_prediction(project, *prediction);
      }
    });
    update_face_metrics(project);
  }
  return set;
}

}  // namespace facepoint
