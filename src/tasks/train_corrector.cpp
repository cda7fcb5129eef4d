#include "tasks/train_corrector.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "nn/runtime.h"
#include "tasks/split.h"
#include "tasks/training_set.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

Json options_json(const TrainCorrectorOptions& options) {
  const CorrectorOptions& training = options.training;
  return {{"split", options.split},
          {"arch", "corrector"},
          {"base", training.base.string()},
          {"epochs", training.epochs},
          {"batch_size", training.batch_size},
          {"learning_rate", training.learning_rate},
          {"seed", training.seed},
          {"threads", training.threads},
          {"where", options.where},
          {"resume", training.resume}};
}

Json to_json(const CorrectorEpoch& epoch) {
  return {{"epoch", epoch.epoch},
          {"training_loss", epoch.training_loss},
          {"mean_drags", epoch.mean_drags},
          {"mean_drags_linear", epoch.mean_drags_linear},
          {"seconds", epoch.seconds},
          {"waiting_share", epoch.waiting_share},
          {"best", epoch.best}};
}

}  // namespace

void TrainCorrectorOptions::check() const {
  const auto refuse = [](const char* why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (split.empty()) refuse("training needs a split plan; make one with `facepoint split`");
  if (training.output.empty()) refuse("training needs a file for the weights (--out)");
  check_weights_name(training.output);
  check_start_name(training.base);
  if (training.epochs < 1) refuse("the number of epochs must be at least 1");
  if (training.batch_size < 2) refuse("the batch size must be at least 2");
  if (training.threads < 1) refuse("the number of threads must be at least 1");
  if (training.learning_rate <= 0) refuse("the learning rate must be positive");
  parse_query(where);
}

TrainCorrectorReport run_train_corrector(Project& project, const TrainCorrectorOptions& options,
                                         const std::function<void(const CorrectorEpoch&)>& on_epoch,
                                         JobContext& job) {
  options.check();
  const FacesToTrain faces =
      faces_to_train(project, options.split, options.where, options.allow_leaks, job);
  const TrainingSet& set = faces.set;
  CorrectorOptions training = options.training;
  if (training.base.empty()) training.base = nn::default_model();
  training.checkpoint = checkpoint_beside(training.output);
  training.card = kept_text({{"data", data_of(set)}, {"options", options_json(options)}});
  if (training.output.has_parent_path()) {
    std::filesystem::create_directories(training.output.parent_path());
  }

  nn::Runtime& runtime = nn::runtime();
  TrainingRun run;
  run.arch = "corrector";
  run.options = kept_text(options_json(options));
  run.split_plan = options.split;
  run.snapshot = faces.snapshot;
  run.checkpoint = std::filesystem::absolute(training.checkpoint).string();
  TrainCorrectorReport report;
  report.train_faces = static_cast<std::int64_t>(set.train.size());
  report.validation_faces = static_cast<std::int64_t>(set.validation.size());
  report.run = record_run(project, run, training.resume, [&](const KeepEpoch& keep) {
    report.result = runtime.train_corrector(
        set, training,
        [&](const CorrectorEpoch& epoch) {
          keep(to_json(epoch));
          if (on_epoch) on_epoch(epoch);
        },
        job);
  });
  return report;
}

}  // namespace facepoint
