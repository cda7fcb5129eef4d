#include "tasks/cross_predict.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/error.h"
#include "nn/runtime.h"
#include "store/face_metrics.h"
#include "store/fold_predictions.h"
#include "tasks/duplicates.h"
#include "tasks/label_predictions.h"
#include "tasks/split.h"
#include "tasks/split_report.h"
#include "tasks/training_set.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

struct Folds {
  PlanFaces faces;  // one part "all"
  std::vector<int> fold;
  std::vector<bool> validates;  // when it isn't held out
};

Folds folds_of(Project& project, const CrossPredictOptions& options,
               const std::vector<Duplicate>& duplicates) {
  Folds folds;
  folds.faces = faces_of_project(project, options.where);
  std::vector<Image> images;
  for (const PlanFace& face : folds.faces.by_part["all"]) images.push_back(face.labelled.image);
  const std::vector<SplitImage> split = split_images(project, images);
  const SplitGroup group = split_group(options.group_by);
  const std::vector<double> equal(static_cast<std::size_t>(options.folds), 1.0 / options.folds);
  const std::vector<ImagePair> links = pairs_among(images, duplicates, false);
  const SplitAssignment held_out =
      plan_split(split, {.group_by = group, .ratios = equal, .seed = options.seed, .links = links});
  folds.fold = held_out.part;
  const std::set<std::string> groups(held_out.group.begin(), held_out.group.end());
  const double share = std::clamp(6.0 / static_cast<double>(groups.size()), 0.1, 0.3);
  const SplitAssignment validating = plan_split(
      split,
      {.group_by = group, .ratios = {1 - share, share}, .seed = options.seed + 1, .links = links});
  for (const int part : validating.part) folds.validates.push_back(part == 1);
  return folds;
}

// The faces outside a fold, as parts to train on and to validate with.
PlanFaces outside(const Folds& folds, int fold) {
  PlanFaces faces;
  faces.scheme = folds.faces.scheme;
  const std::vector<PlanFace>& all = folds.faces.by_part.at("all");
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (folds.fold[i] == fold) continue;
    faces.by_part[folds.validates[i] ? "val" : "train"].push_back(all[i]);
  }
  return faces;
}

class CrossPrediction {
 public:
  CrossPrediction(Project& project, const CrossPredictOptions& options, const TrainWatch& watch,
                  JobContext& job)
      : project_(project), options_(options), watch_(watch), job_(job) {}

  CrossPredictReport run() {
    const std::vector<Duplicate> duplicates = updated_duplicates(project_, job_).pairs;
    project_.transaction([&] {
      folds_ = folds_of(project_, options_, duplicates);
      snapshot_ = snapshot_to_train(project_);
    });
    std::vector<TrainingSet> sets;  // all are checked before the first is trained on
    for (int fold = 0; fold < options_.folds; ++fold) {
      sets.push_back(training_set_of(outside(folds_, fold)));
      require_enough(sets.back());
    }
    std::filesystem::create_directories(options_.out);
    for (int fold = 0; fold < options_.folds; ++fold) {
      train(fold, sets[static_cast<std::size_t>(fold)]);
    }
    std::vector<FoldPrediction> predictions;
    for (int fold = 0; fold < options_.folds; ++fold) predict(fold, predictions);
    project_.transaction([&] {
      clear_fold_predictions(project_);
      for (const FoldPrediction& prediction : predictions) {
        put_fold_prediction(project_, prediction);
      }
    });
    update_face_metrics(project_);
    return std::move(report_);
  }

 private:
  std::filesystem::path weights(int fold) const {
    return options_.out / ("fold-" + std::to_string(fold + 1) + ".fpm");
  }

  void train(int fold, const TrainingSet& set) {
    TrainingOptions training;
    training.epochs = options_.epochs;
    training.seed = options_.seed;
    training.threads = options_.threads;
    training.output = weights(fold);
    training.checkpoint = checkpoint_beside(training.output);
    training.resume = options_.resume && std::filesystem::exists(training.checkpoint);
    const Json described = {{"fold", fold + 1},           {"folds", options_.folds},
                            {"group", options_.group_by}, {"epochs", options_.epochs},
                            {"seed", options_.seed},      {"where", options_.where}};
    training.card = kept_text({{"data", data_of(set)}, {"options", described}});
    TrainingRun run;
    run.arch = training.arch;
    run.options = kept_text(described);
    run.snapshot = snapshot_;
    run.checkpoint = std::filesystem::absolute(training.checkpoint).string();
    if (watch_.start) {
      watch_.start({static_cast<std::int64_t>(set.train.size()),
                    static_cast<std::int64_t>(set.validation.size()),
                    training.epochs,
                    {}});
    }
    record_run(project_, run, training.resume, [&](const KeepEpoch& keep) {
      const TrainingResult result = nn::runtime().train(
          set, training,
          [&](const EpochReport& epoch) {
            keep(figures_of(epoch));
            if (watch_.epoch) watch_.epoch(epoch);
          },
          job_);
      report_.folds.push_back({0, result.digest, {}});
    });
  }

  void predict(int fold, std::vector<FoldPrediction>& predictions) {
    std::vector<const PlanFace*> held_out;
    const std::vector<PlanFace>& all = folds_.faces.by_part.at("all");
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (folds_.fold[i] == fold) held_out.push_back(&all[i]);
    }
    CrossPredictReport::Fold& report = report_.folds[static_cast<std::size_t>(fold)];
    std::vector<std::optional<FaceError>> errors;
    const auto unreadable = predict_labelled(
        held_out, weights(fold), options_.threads, "Predicting fold " + std::to_string(fold + 1),
        job_, [&](PredictedPicture picture) {
          for (std::size_t i = 0; i < picture.faces.size(); ++i) {
            const LabelledFace& labelled = picture.faces[i]->labelled;
            FoundFace& found = picture.predictions[i].face;
            errors.push_back(
                face_error(folds_.faces.scheme, found.points, labelled.revision.points));
            predictions.push_back({labelled.face.id, labelled.revision.id, fold, report.digest,
                                   std::move(found.points), std::move(found.error), found.score});
            ++report.faces;
          }
        });
    for (const UnreadablePicture& each : unreadable) {
      report_.skipped.push_back(each.image.string() + ": " + each.why);
    }
    report.error = mean_error(summarise(folds_.faces.scheme, errors));
  }

  Project& project_;
  const CrossPredictOptions& options_;
  const TrainWatch& watch_;
  JobContext& job_;
  Folds folds_;
  std::string snapshot_;  // with the labels
  CrossPredictReport report_;
};

}  // namespace

void CrossPredictOptions::check() const {
  const auto refuse = [](const char* why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (folds < 2) refuse("at least two folds are needed");
  if (epochs < 1) refuse("the number of epochs must be at least 1");
  if (threads < 1) refuse("the number of threads must be at least 1");
  if (out.empty()) refuse("a folder for the folds' weights is needed (--out)");
  split_group(group_by);
  parse_query(where);
}

CrossPredictReport run_cross_predict(Project& project, const CrossPredictOptions& options,
                                     const TrainWatch& watch, JobContext& job) {
  options.check();
  return CrossPrediction(project, options, watch, job).run();
}

}  // namespace facepoint
