#include "tasks/training_runs.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/process.h"
#include "nn/model_summary.h"

namespace facepoint {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

Json object_of(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json::object();
}

RunState state_of(const TrainingRun& run) {
  if (run.state == "finished") return RunState::kFinished;
  if (run.state == "failed") return RunState::kFailed;
  if (run.state == "running" && process_runs(run.process)) return RunState::kRunning;
  return RunState::kStopped;
}

std::vector<WorstFace> worst_of(const Json& epoch) {
  std::vector<WorstFace> worst;
  for (const Json& entry : epoch.value("worst", Json::array())) {
    WorstFace face;
    face.face = FaceId{entry.at("face").get<std::int64_t>()};
    face.nme = entry.at("nme").get<double>();
    for (const Json& point : entry.at("points")) {
      face.points.push_back({{point.at(0), point.at(1)}, Visibility::kVisible});
    }
    worst.push_back(std::move(face));
  }
  return worst;
}

// What is not as we write it is left out: an old or foreign record is no reason to show none.
void read_epochs(ListedRun& run, const std::string& metrics) {
  const Json epochs = Json::parse(metrics, nullptr, false);
  if (!epochs.is_array()) return;
  for (const Json& entry : epochs) {
    try {
      RunEpoch epoch;
      epoch.epoch = entry.at("epoch");
      epoch.training_loss = entry.at("training_loss");
      if (entry.contains("validation_nme")) {
        epoch.validation_nme = entry.at("validation_nme").get<double>();
      }
      epoch.by_box = entry.value("by_box", false);
      epoch.seconds = entry.value("seconds", 0.0);
      epoch.waiting_share = entry.value("waiting_share", 0.0);
      epoch.best = entry.value("best", false);
      std::vector<WorstFace> worst = worst_of(entry);
      run.history.push_back(epoch);
      if (!worst.empty()) run.worst = std::move(worst);
    } catch (const Json::exception&) {
    }
  }
}

}  // namespace

const char* to_text(RunState state) {
  switch (state) {
    case RunState::kRunning:
      return "running";
    case RunState::kStopped:
      return "stopped";
    case RunState::kFinished:
      return "finished";
    case RunState::kFailed:
      return "failed";
  }
  return "";
}

const RunEpoch* ListedRun::best() const {
  const auto found =
      std::find_if(history.rbegin(), history.rend(), [](const RunEpoch& e) { return e.best; });
  return found == history.rend() ? nullptr : &*found;
}

double ListedRun::seconds_per_epoch() const {
  if (history.empty()) return 0;
  double seconds = 0;
  for (const RunEpoch& epoch : history) seconds += epoch.seconds;
  return seconds / static_cast<double>(history.size());
}

ListedRun listed_run(const TrainingRun& run) {
  const Json options = object_of(run.options);
  ListedRun listed;
  listed.id = run.id;
  listed.arch = run.arch;
  listed.split_plan = run.split_plan;
  listed.snapshot = run.snapshot;
  listed.state = state_of(run);
  listed.problem = run.problem;
  listed.started = run.started;
  listed.ended = run.ended;
  listed.checkpoint = run.checkpoint;
  listed.out = options.value("out", fs::path(run.checkpoint).replace_extension(".fpm").string());
  listed.name = nn::model_name(listed.out);
  listed.train_faces = options.value("train_faces", std::int64_t{0});
  listed.validation_faces = options.value("validation_faces", std::int64_t{0});
  listed.epochs = options.value("settled_epochs", options.value("epochs", 0));
  listed.from = options.value("settled_from", options.value("from", std::string()));
  read_epochs(listed, run.metrics);
  const bool ended_early = listed.state == RunState::kStopped || listed.state == RunState::kFailed;
  listed.can_resume = ended_early && options.contains("out") && fs::exists(listed.checkpoint);
  return listed;
}

std::vector<ListedRun> list_runs(Project& project) {
  std::vector<ListedRun> listed;
  for (const TrainingRun& run : training_runs(project)) listed.push_back(listed_run(run));
  return listed;
}

TrainOptions resume_options(const TrainingRun& run) {
  if (!listed_run(run).can_resume) {
    throw Error(ErrorCode::kInvalidInput,
                "this training can't be gone on with: it has ended, or its checkpoint is gone",
                run.checkpoint);
  }
  const Json json = object_of(run.options);
  TrainOptions options;
  options.split = json.value("split", std::string());
  options.arch = json.value("arch", options.arch);
  options.out = json.at("out").get<std::string>();
  options.from = json.value("settled_from", std::string());
  options.epochs = json.value("settled_epochs", 0);
  options.batch_size = json.value("batch_size", options.batch_size);
  options.learning_rate = json.value("learning_rate", options.learning_rate);
  options.seed = json.value("seed", options.seed);
  options.threads = json.value("threads", options.threads);
  options.patience = json.value("patience", options.patience);
  options.width = json.value("width", options.width);
  options.allow_leaks = json.value("allow_leaks", false);
  options.where = json.value("where", std::string());
  options.resume = true;
  return options;
}

}  // namespace facepoint
