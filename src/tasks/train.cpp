#include "tasks/train.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "nn/model_summary.h"
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
          {"from", std::filesystem::path(options.from).filename().string()},
          {"where", options.where},
          {"resume", options.resume}};
}

bool shipped_model_fits(const std::string& arch, const TrainingSet& set) {
  try {
    const ModelInfo info = nn::read_model_summary(nn::default_model()).info;
    return info.arch == arch && info.scheme == set.scheme.name;
  } catch (const Error&) {
    return false;  // none is installed
  }
}

std::filesystem::path start_of(const TrainOptions& options, const TrainingSet& set) {
  if (options.from == "scratch") return {};
  if (options.from == "shipped") return nn::default_model();
  if (!options.from.empty()) return options.from;
  const bool few = static_cast<std::int64_t>(set.train.size()) < kFacesFromScratch;
  return few && shipped_model_fits(options.arch, set) ? nn::default_model()
                                                      : std::filesystem::path{};
}

// What `options` leave open, settled by the data.
TrainingOptions settled(const TrainOptions& options, const TrainingSet& set) {
  TrainingOptions training;
  training.arch = options.arch;
  training.from = start_of(options, set);
  const bool scratch = training.from.empty();
  training.epochs = options.epochs;
  if (options.epochs == 0) training.epochs = !scratch ? 40 : (options.arch == "naimish" ? 12 : 120);
  training.patience = options.patience;
  if (options.patience < 0) training.patience = scratch ? 40 : 15;
  training.batch_size = options.batch_size;
  training.learning_rate = options.learning_rate;
  training.width = options.width;
  training.seed = options.seed;
  training.threads = options.threads;
  training.output = options.out;
  training.checkpoint = options.checkpoint();
  training.resume = options.resume;
  training.card = Json{{"data", data_of(set)}, {"options", options_json(options)}}.dump();
  return training;
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
  if (epochs < 0) refuse("the number of epochs must not be negative");
  if (batch_size < 2) refuse("the batch size must be at least 2");
  if (threads < 1) refuse("the number of threads must be at least 1");
  if (learning_rate < 0) refuse("the learning rate must not be negative");
  parse_query(where);
}

std::filesystem::path TrainOptions::checkpoint() const {
  return std::filesystem::path(out).replace_extension(".checkpoint");
}

TrainReport run_train(Project& project, const TrainOptions& options, const TrainWatch& watch,
                      JobContext& job) {
  options.check();
  const TrainingSet set = training_set_of(faces_of_plan(project, options.split, options.where));
  require_enough(set);
  if (!options.allow_leaks) refuse_leaks(project, options.split);
  const TrainingOptions training = settled(options, set);
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
  if (watch.start) {
    watch.start({report.train_faces, report.validation_faces, training.epochs, training.from});
  }
  report.run = record_run(project, run, [&](const KeepEpoch& keep) {
    report.result = runtime.train(
        set, training,
        [&](const EpochReport& epoch) {
          keep(figures_of(epoch));
          if (watch.epoch) watch.epoch(epoch);
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
