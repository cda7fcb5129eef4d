#include "tasks/train_detector.h"

#include <map>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "nn/runtime.h"
#include "store/models.h"
#include "tasks/plan_faces.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

std::vector<TrainingExample> examples_of(const std::vector<PlanFace>& faces) {
  std::vector<TrainingExample> examples;
  examples.reserve(faces.size());
  for (const PlanFace& face : faces) {
    TrainingExample example;
    example.image = face.image;
    example.points = face.labelled.revision.points;
    examples.push_back(std::move(example));
  }
  return examples;
}

Json options_json(const TrainDetectorOptions& options) {
  const DetectorOptions& training = options.training;
  return {{"split", options.split},
          {"arch", "detector"},
          {"epochs", training.epochs},
          {"scenes_per_epoch", training.scenes_per_epoch},
          {"batch_size", training.batch_size},
          {"learning_rate", training.learning_rate},
          {"seed", training.seed},
          {"threads", training.threads},
          {"where", options.where},
          {"resume", training.resume}};
}

std::string card_of(const TrainDetectorOptions& options, const std::vector<PlanFace>& faces) {
  std::map<std::string, int> counts;
  for (const PlanFace& face : faces) ++counts[face.dataset];
  Json data = Json::array();
  for (const auto& [dataset, count] : counts)
    data.push_back({{"dataset", dataset}, {"faces", count}});
  return Json{{"data", data}, {"options", options_json(options)}}.dump();
}

Json to_json(const DetectorEpoch& epoch) {
  return {{"epoch", epoch.epoch},
          {"training_loss", epoch.training_loss},
          {"mean_overlap", epoch.mean_overlap},
          {"found_share", epoch.found_share},
          {"unmatched", epoch.unmatched},
          {"ignored_regions", epoch.ignored_regions},
          {"seconds", epoch.seconds},
          {"waiting_share", epoch.waiting_share},
          {"best", epoch.best}};
}

}  // namespace

void TrainDetectorOptions::check() const {
  const auto refuse = [](const char* why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (split.empty()) refuse("training needs a split plan; make one with `facepoint split`");
  if (training.output.empty()) refuse("training needs a file for the weights (--out)");
  if (training.epochs < 1) refuse("the number of epochs must be at least 1");
  if (training.batch_size < 2) refuse("the batch size must be at least 2");
  if (training.threads < 1) refuse("the number of threads must be at least 1");
  if (training.learning_rate <= 0) refuse("the learning rate must be positive");
  parse_query(where);
}

TrainDetectorReport run_train_detector(Project& project, const TrainDetectorOptions& options,
                                       const std::function<void(const DetectorEpoch&)>& on_epoch,
                                       JobContext& job) {
  options.check();
  PlanFaces faces = faces_of_plan(project, options.split, options.where);
  TrainingSet set;
  set.scheme = faces.scheme;
  set.train = examples_of(faces.by_part["train"]);
  set.validation = examples_of(faces.by_part["val"]);

  DetectorOptions training = options.training;
  training.checkpoint = std::filesystem::path(training.output).replace_extension(".checkpoint");
  training.card = card_of(options, faces.by_part["train"]);
  if (training.output.has_parent_path()) {
    std::filesystem::create_directories(training.output.parent_path());
  }

  nn::Runtime& runtime = nn::runtime();
  TrainingRun run;
  run.arch = "detector";
  run.options = options_json(options).dump();
  run.split_plan = options.split;
  run.state = "running";
  run.checkpoint = std::filesystem::absolute(training.checkpoint).string();
  run.started = utc_now();
  Json metrics = Json::array();
  run.metrics = metrics.dump();
  run.id = add_training_run(project, run);
  const auto end = [&](const char* state) {
    run.state = state;
    run.ended = utc_now();
    update_training_run(project, run);
  };

  TrainDetectorReport report;
  report.run = run.id;
  report.train_faces = static_cast<std::int64_t>(set.train.size());
  report.validation_faces = static_cast<std::int64_t>(set.validation.size());
  try {
    report.result = runtime.train_detector(
        set, training,
        [&](const DetectorEpoch& epoch) {
          metrics.push_back(to_json(epoch));
          run.metrics = metrics.dump();
          update_training_run(project, run);
          if (on_epoch) on_epoch(epoch);
        },
        job);
  } catch (const Cancelled&) {
    end("cancelled");
    throw;
  } catch (...) {
    end("failed");
    throw;
  }
  end("finished");
  return report;
}

}  // namespace facepoint
