#include "tasks/train.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "nn/model_summary.h"
#include "nn/runtime.h"
#include "tasks/split.h"
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
  training.card = kept_text({{"data", data_of(set)}, {"options", options_json(options)}});
  return training;
}

TrainStart start_with(const TrainingSet& set, const TrainingOptions& training) {
  return {static_cast<std::int64_t>(set.train.size()),
          static_cast<std::int64_t>(set.validation.size()), training.epochs, training.from,
          training.patience};
}

// What going on with the run takes, also from another folder or by another program; see
// tasks/training_runs.h.
Json record_of(const TrainOptions& options, const TrainStart& start) {
  Json record = options_json(options);
  const auto is_shipped = [&] {
    try {
      return start.from == nn::default_model();
    } catch (const Error&) {
      return false;  // none is installed
    }
  };
  record["out"] = std::filesystem::absolute(options.out).string();
  record["train_faces"] = start.train_faces;
  record["validation_faces"] = start.validation_faces;
  record["settled_epochs"] = start.epochs;
  record["settled_from"] = start.from.empty() ? "scratch"
                           : is_shipped()     ? "shipped"
                                              : std::filesystem::absolute(start.from).string();
  record["allow_leaks"] = options.allow_leaks;
  return record;
}

// The trainer looks again; this is to say it before anything is begun.
void require_fit(const TrainingOptions& training, const TrainingSet& set) {
  const ModelInfo info = nn::read_model_summary(training.from).info;
  if (info.arch == training.arch && info.scheme == set.scheme.name) return;
  throw Error(ErrorCode::kInvalidInput,
              "a training of " + training.arch + " for " + set.scheme.name +
                  " can't start from this model, which is " + info.arch + " for " + info.scheme,
              training.from.string());
}

Json worst_of(const EpochReport& epoch, const std::vector<PlanFace>& validation) {
  Json worst = Json::array();
  for (const ValidationMiss& miss : epoch.worst) {
    Json points = Json::array();
    for (const Landmark& point : miss.points) {
      points.push_back(
          {std::round(point.position.x * 10) / 10, std::round(point.position.y * 10) / 10});
    }
    worst.push_back({{"face", validation.at(miss.example).labelled.face.id.value},
                     {"nme", miss.nme},
                     {"points", std::move(points)}});
  }
  return worst;
}

}  // namespace

TrainPreview preview_train(Project& project, const TrainOptions& options, JobContext& job) {
  options.check();
  const TrainingSet set = training_set_of(faces_of_plan(project, options.split, options.where));
  const LeakReport leaks = plan_leaks(project, options.split, job);
  const TrainingOptions training = settled(options, set);
  if (!training.from.empty()) require_fit(training, set);
  return {start_with(set, training), too_few(set), leaks.leaks() ? leaks_text(leaks) : ""};
}

void TrainOptions::check() const {
  const auto refuse = [](const char* why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (split.empty()) refuse("training needs a split plan; make one with `facepoint split`");
  if (arch != "heatmap" && arch != "naimish") {
    throw Error(ErrorCode::kInvalidInput,
                "unknown architecture '" + arch + "'; known are: heatmap, naimish");
  }
  if (out.empty()) refuse("training needs a file for the weights (--out)");
  check_weights_name(out);
  check_start_name(from);
  if (epochs < 0) refuse("the number of epochs must not be negative");
  if (batch_size < 2) refuse("the batch size must be at least 2");
  if (threads < 1) refuse("the number of threads must be at least 1");
  if (learning_rate < 0) refuse("the learning rate must not be negative");
  parse_query(where);
}

std::filesystem::path TrainOptions::checkpoint() const { return checkpoint_beside(out); }

TrainReport run_train(Project& project, const TrainOptions& options, const TrainWatch& watch,
                      JobContext& job) {
  options.check();
  const FacesToTrain faces =
      faces_to_train(project, options.split, options.where, options.allow_leaks, job);
  const TrainingSet& set = faces.set;
  const TrainingOptions training = settled(options, set);
  const TrainStart start = start_with(set, training);
  if (options.out.has_parent_path()) {
    std::filesystem::create_directories(options.out.parent_path());
  }

  nn::Runtime& runtime = nn::runtime();
  TrainingRun run;
  run.arch = options.arch;
  run.options = kept_text(record_of(options, start));
  run.split_plan = options.split;
  run.snapshot = faces.snapshot;
  run.checkpoint = std::filesystem::absolute(training.checkpoint).string();
  TrainReport report;
  report.train_faces = start.train_faces;
  report.validation_faces = start.validation_faces;
  if (watch.start) watch.start(start);
  report.run = record_run(project, run, options.resume, [&](const KeepEpoch& keep) {
    report.result = runtime.train(
        set, training,
        [&](const EpochReport& epoch) {
          Json figures = figures_of(epoch);
          if (epoch.best) figures["worst"] = worst_of(epoch, faces.faces.by_part.at("val"));
          keep(std::move(figures));
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
