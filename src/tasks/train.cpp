#include "tasks/train.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "nn/runtime.h"
#include "tasks/training_set.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

Json options_json(const TrainOptions& options) {
  return {{"split", options.split},
          {"arch", options.arch},
          {"epochs", options.epochs},
          {"batch_size", options.batch_size},
          {"learning_rate", options.learning_rate},
          {"seed", options.seed},
          {"threads", options.threads},
          {"patience", options.patience},
          {"width", options.width},
          {"from", options.from.filename().string()},
          {"where", options.where},
          {"resume", options.resume}};
}

Json to_json(const EpochReport& report) {
  return {{"epoch", report.epoch},
          {"training_loss", report.training_loss},
          {"validation_nme", report.validation_nme},
          {"seconds", report.seconds},
          {"waiting_share", report.waiting_share},
          {"best", report.best}};
}

}  // namespace

void TrainOptions::check() const {
  const auto refuse = [](const char* why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (split.empty()) refuse("training needs a split plan; make one with `facepoint split`");
  if (arch != "heatmap" && arch != "naimish") {
    throw Error(ErrorCode::kInvalidInput,
                "unknown architecture '" + arch + "'; known are: heatmap, naimish");
  }
  if (out.empty()) refuse("training needs a file for the weights (--out)");
  if (epochs < 1) refuse("the number of epochs must be at least 1");
  if (batch_size < 2) refuse("the batch size must be at least 2");
  if (threads < 1) refuse("the number of threads must be at least 1");
  if (learning_rate < 0) refuse("the learning rate must not be negative");
  parse_query(where);
}

std::filesystem::path TrainOptions::checkpoint() const {
  return std::filesystem::path(out).replace_extension(".checkpoint");
}

TrainReport run_train(Project& project, const TrainOptions& options,
                      const std::function<void(const EpochReport&)>& on_epoch, JobContext& job) {
  options.check();
  const TrainingSet set = training_set_of(faces_of_plan(project, options.split, options.where));

  TrainingOptions training;
  training.arch = options.arch;
  training.epochs = options.epochs;
  training.batch_size = options.batch_size;
  training.learning_rate = options.learning_rate;
  training.patience = options.patience;
  training.width = options.width;
  training.from = options.from;
  training.seed = options.seed;
  training.threads = options.threads;
  training.output = options.out;
  training.checkpoint = options.checkpoint();
  training.resume = options.resume;
  training.card = Json{{"data", data_of(set)}, {"options", options_json(options)}}.dump();
  if (options.out.has_parent_path()) {
    std::filesystem::create_directories(options.out.parent_path());
  }

  nn::Runtime& runtime = nn::runtime();
  TrainingRun run;
  run.arch = options.arch;
  run.options = options_json(options).dump();
  run.split_plan = options.split;
  run.checkpoint = std::filesystem::absolute(training.checkpoint).string();
  TrainReport report;
  report.train_faces = static_cast<std::int64_t>(set.train.size());
  report.validation_faces = static_cast<std::int64_t>(set.validation.size());
  report.run = record_run(project, run, [&](const KeepEpoch& keep) {
    report.result = runtime.train(
        set, training,
        [&](const EpochReport& epoch) {
          keep(to_json(epoch));
          if (on_epoch) on_epoch(epoch);
        },
        job);
    add_model(project, {{},
                        options.out.stem().string(),
                        report.result.digest,
                        std::filesystem::absolute(options.out).string(),
                        options.arch,
                        set.scheme.name});
  });
  return report;
}

}  // namespace facepoint
