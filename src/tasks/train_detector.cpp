#include "tasks/train_detector.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "nn/runtime.h"
#include "tasks/split.h"
#include "tasks/training_set.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

Json options_json(const TrainDetectorOptions& options) {
  const DetectorOptions& training = options.training;
  return {{"split", options.split},
          {"arch", "detector"},
          {"from", training.from.string()},
          {"epochs", training.epochs},
          {"scenes_per_epoch", training.scenes_per_epoch},
          {"batch_size", training.batch_size},
          {"learning_rate", training.learning_rate},
          {"seed", training.seed},
          {"threads", training.threads},
          {"where", options.where},
          {"resume", training.resume}};
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
  check_weights_name(training.output);
  check_start_name(training.from);
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
  const FacesToTrain faces =
      faces_to_train(project, options.split, options.where, options.allow_leaks, job);
  const TrainingSet& set = faces.set;
  DetectorOptions training = options.training;
  if (training.from == "shipped") training.from = nn::default_detector();
  training.checkpoint = checkpoint_beside(training.output);
  training.card = kept_text({{"data", data_of(set)}, {"options", options_json(options)}});
  if (training.output.has_parent_path()) {
    std::filesystem::create_directories(training.output.parent_path());
  }

  nn::Runtime& runtime = nn::runtime();
  TrainingRun run;
  run.arch = "detector";
  run.options = kept_text(options_json(options));
  run.split_plan = options.split;
  run.snapshot = faces.snapshot;
  run.checkpoint = std::filesystem::absolute(training.checkpoint).string();
  TrainDetectorReport report;
  report.train_faces = static_cast<std::int64_t>(set.train.size());
  report.validation_faces = static_cast<std::int64_t>(set.validation.size());
  report.run = record_run(project, run, training.resume, [&](const KeepEpoch& keep) {
    report.result = runtime.train_detector(
        set, training,
        [&](const DetectorEpoch& epoch) {
          keep(to_json(epoch));
          if (on_epoch) on_epoch(epoch);
        },
        job);
  });
  return report;
}

}  // namespace facepoint
