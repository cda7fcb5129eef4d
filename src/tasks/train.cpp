#include "tasks/train.h"

#include <algorithm>
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

// Datasets by number of training faces: the first is the reference convention of the labels.
std::map<std::string, int> sources_of(const std::vector<PlanFace>& faces) {
  std::map<std::string, std::int64_t> counts;
  for (const PlanFace& face : faces) ++counts[face.dataset];
  std::vector<std::pair<std::string, std::int64_t>> order(counts.begin(), counts.end());
  std::stable_sort(order.begin(), order.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::map<std::string, int> sources;
  for (std::size_t i = 0; i < order.size(); ++i) sources[order[i].first] = static_cast<int>(i);
  return sources;
}

std::vector<TrainingExample> examples_of(const std::vector<PlanFace>& faces,
                                         const std::map<std::string, int>& sources) {
  std::vector<TrainingExample> examples;
  examples.reserve(faces.size());
  for (const PlanFace& face : faces) {
    const auto source = sources.find(face.dataset);
    TrainingExample example;
    example.image = face.image;
    example.points = face.labelled.revision.points;
    // A dataset that only validates has no convention of its own to learn.
    example.source = source == sources.end() ? 0 : source->second;
    examples.push_back(std::move(example));
  }
  return examples;
}

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

Json card_of(const TrainOptions& options, const std::map<std::string, int>& sources,
             const std::vector<PlanFace>& faces) {
  Json data = Json::array();
  for (const auto& [dataset, source] : sources) {
    const auto count =
        std::count_if(faces.begin(), faces.end(),
                      [&name = dataset](const auto& face) { return face.dataset == name; });
    data.push_back({{"dataset", dataset}, {"source", source}, {"faces", count}});
  }
  return {{"data", data}, {"options", options_json(options)}};
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
  PlanFaces faces = faces_of_plan(project, options.split, options.where);
  const std::map<std::string, int> sources = sources_of(faces.by_part["train"]);
  TrainingSet set;
  set.scheme = faces.scheme;
  set.sources.resize(sources.size());
  for (const auto& [dataset, source] : sources) {
    set.sources[static_cast<std::size_t>(source)] = dataset;
  }
  set.train = examples_of(faces.by_part["train"], sources);
  set.validation = examples_of(faces.by_part["val"], sources);

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
  training.card = card_of(options, sources, faces.by_part["train"]).dump();
  if (options.out.has_parent_path()) {
    std::filesystem::create_directories(options.out.parent_path());
  }

  nn::Runtime& runtime = nn::runtime();
  TrainingRun run;
  run.arch = options.arch;
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

  TrainReport report;
  report.run = run.id;
  report.train_faces = static_cast<std::int64_t>(set.train.size());
  report.validation_faces = static_cast<std::int64_t>(set.validation.size());
  try {
    report.result = runtime.train(
        set, training,
        [&](const EpochReport& epoch) {
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
  add_model(project, {{},
                      options.out.stem().string(),
                      report.result.digest,
                      std::filesystem::absolute(options.out).string(),
                      options.arch,
                      set.scheme.name});
  end("finished");
  return report;
}

}  // namespace facepoint
