#include "tasks/label_set.h"

#include <unordered_map>
#include <unordered_set>

#include "nn/model_summary.h"
#include "store/face_metrics.h"
#include "tasks/label_predictions.h"
#include "tasks/models.h"

namespace facepoint {
namespace {

// Takes over what is stored; returns the faces that the network is to be asked about. What it says
// depends on where the labels of a picture lie: they tell which face is whose, where to look for
// one that the detector missed, and which are at no label. So a picture is asked about as a whole.
std::vector<const PlanFace*> take_stored(Project& project, LabelSet& set,
                                         const std::string& digest) {
  std::unordered_map<FaceId, FoldPrediction> stored;
  for (FoldPrediction& each : fold_predictions(project)) {
    const FaceId face = each.face;
    stored.emplace(face, std::move(each));
  }
  std::unordered_set<ImageId> asked;
  for (std::size_t i = 0; i < set.faces.size(); ++i) {
    const LabelledFace& labelled = set.faces[i].labelled;
    const auto found = stored.find(labelled.face.id);
    if (found != stored.end() && found->second.fold != kNoFold) {
      ++set.out_of_fold;
      set.predictions[i] = std::move(found->second);
      continue;
    }
    const bool usable = found != stored.end() &&
                        (digest.empty() || (found->second.model == digest &&
                                            found->second.revision == labelled.revision.id));
    if (usable) {
      set.predictions[i] = std::move(found->second);
    } else {
      asked.insert(labelled.image.id);
    }
  }
  std::vector<const PlanFace*> left;
  for (const PlanFace& face : set.faces) {
    if (asked.contains(face.labelled.image.id)) left.push_back(&face);
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
          std::optional<FoldPrediction>& prediction =
              set.predictions[static_cast<std::size_t>(picture.faces[i] - first)];
          if (prediction && prediction->fold != kNoFold) continue;  // by one that never saw it
          prediction = FoldPrediction{labelled.face.id,
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
        if (prediction && prediction->fold == kNoFold) put_fold_prediction(project, *prediction);
      }
    });
    update_face_metrics(project);
  }
  return set;
}

}  // namespace facepoint
