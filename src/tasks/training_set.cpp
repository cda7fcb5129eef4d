#include "tasks/training_set.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/job.h"
#include "base/process.h"
#include "base/text.h"
#include "store/snapshots.h"
#include "tasks/split.h"
#include "tasks/train.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

const std::vector<PlanFace>& part_of(const PlanFaces& faces, const std::string& part) {
  static const std::vector<PlanFace> none;
  const auto found = faces.by_part.find(part);
  return found == faces.by_part.end() ? none : found->second;
}

std::vector<std::string> sources_of(const std::vector<PlanFace>& faces) {
  std::map<std::string, std::int64_t> counts;
  for (const PlanFace& face : faces) ++counts[face.dataset];
  std::vector<std::string> sources;
  sources.reserve(counts.size());
  for (const auto& [dataset, count] : counts) sources.push_back(dataset);
  std::stable_sort(sources.begin(), sources.end(), [&](const std::string& a, const std::string& b) {
    return counts[a] > counts[b];
  });
  return sources;
}

std::vector<TrainingExample> examples_of(const std::vector<PlanFace>& faces,
                                         const std::vector<std::string>& sources) {
  std::vector<TrainingExample> examples;
  examples.reserve(faces.size());
  for (const PlanFace& face : faces) {
    const auto source = std::find(sources.begin(), sources.end(), face.dataset);
    TrainingExample example;
    example.image = face.image;
    example.points = face.labelled.revision.points;
    // A dataset that only validates has no convention of its own to learn.
    example.source = source == sources.end() ? 0 : static_cast<int>(source - sources.begin());
    examples.push_back(std::move(example));
  }
  return examples;
}

void require_utf8(const std::filesystem::path& file, const char* remedy) {
  if (file.empty()) return;
  const std::string name = std::filesystem::absolute(file).string();
  if (Json::parse(kept_text(name)).get<std::string>() == name) return;
  throw Error(ErrorCode::kInvalidInput,
              std::string("this name or that of a folder above is no UTF-8, so that it can't be "
                          "recorded; ") +
                  remedy,
              name);
}

std::optional<TrainingRun> run_of(Project& project, const std::string& checkpoint) {
  for (TrainingRun& run : training_runs(project)) {
    if (run.checkpoint == checkpoint) return std::move(run);
  }
  return std::nullopt;
}

Json epochs_of(const TrainingRun& run) {
  Json metrics = Json::parse(run.metrics, nullptr, false);
  return metrics.is_array() ? metrics : Json::array();
}

// In the place of the same epoch and later ones, which a crash left without a checkpoint.
void add_epoch(Json& metrics, Json epoch) {
  const auto number = [](const Json& of) { return of.value("epoch", 0); };
  while (!metrics.empty() && number(metrics.back()) >= number(epoch)) {
    metrics.erase(metrics.size() - 1);
  }
  if (epoch.contains("worst")) {
    for (Json& former : metrics) former.erase("worst");
  }
  metrics.push_back(std::move(epoch));
}

void refuse_at_work(const TrainingRun& run) {
  if (run.state != "running" || !process_runs(run.process)) return;
  throw Error(ErrorCode::kLocked,
              "a training that writes these weights is at work right now; wait for its end or stop "
              "it, or name another file",
              run.checkpoint);
}

// A training's row in the project while it works. One that is gone on with stays as it was until an
// epoch is done: before, its checkpoint may turn out to be of other options or labels.
class RunRecord {
 public:
  RunRecord(Project& project, TrainingRun run, bool resume)
      : project_(project), run_(std::move(run)) {
    run_.state = "running";
    run_.process = this_process();
    run_.started = utc_now();
    project_.transaction([&] {
      auto former = run_of(project_, run_.checkpoint);
      if (former) refuse_at_work(*former);
      if (former && resume) {
        take_over(*std::move(former));
      } else {
        run_.metrics = metrics_.dump();
        run_.id = add_training_run(project_, run_);
      }
    });
  }

  void keep(Json epoch) {
    add_epoch(metrics_, std::move(epoch));
    run_.metrics = metrics_.dump();
    former_.reset();
    update_training_run(project_, run_);
  }

  void stop(const char* state, const char* problem) {
    if (former_) return update_training_run(project_, *former_);
    run_.problem = problem;
    end(state);
  }

  TrainingRunId finish() {
    end("finished");
    return run_.id;
  }

 private:
  void take_over(TrainingRun former) {
    run_.id = former.id;
    run_.started = former.started;
    metrics_ = epochs_of(former);
    run_.metrics = metrics_.dump();
    TrainingRun shown = former;
    shown.state = run_.state;
    shown.process = run_.process;
    shown.ended.clear();
    shown.problem.clear();
    update_training_run(project_, shown);
    former_ = std::move(former);
  }

  void end(const char* state) {
    run_.state = state;
    run_.process.clear();
    run_.ended = utc_now();
    update_training_run(project_, run_);
  }

  Project& project_;
  TrainingRun run_;
  Json metrics_ = Json::array();
  std::optional<TrainingRun> former_;  // as it was; none from the first epoch on
};

}  // namespace

TrainingSet training_set_of(const PlanFaces& faces) {
  TrainingSet set;
  set.scheme = faces.scheme;
  set.sources = sources_of(part_of(faces, "train"));
  set.train = examples_of(part_of(faces, "train"), set.sources);
  set.validation = examples_of(part_of(faces, "val"), set.sources);
  for (std::string& source : set.sources) {
    source = Json::parse(kept_text(source)).get<std::string>();
  }
  return set;
}

void check_weights_name(const std::filesystem::path& file) {
  if (file.extension() != ".fpm") {
    throw Error(
        ErrorCode::kInvalidInput,
        "a weights file is named *.fpm, and its checkpoint beside it *.checkpoint; write to " +
            file.filename().string() + ".fpm",
        file.string());
  }
  require_utf8(file, "name another file (--out)");
}

std::filesystem::path checkpoint_beside(const std::filesystem::path& weights) {
  return std::filesystem::path(weights).replace_extension(".checkpoint");
}

void check_start_name(const std::filesystem::path& file) {
  require_utf8(file, "start from a copy under another name");
}

std::string kept_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string too_few(const TrainingSet& set) {
  const auto missing = [](std::size_t faces, std::int64_t fewest, const char* part) {
    if (static_cast<std::int64_t>(faces) >= fewest) return std::string();
    return "the plan's " + std::string(part) + " part has " +
           count_of(static_cast<std::int64_t>(faces), "labelled face") +
           ", too few: " + std::to_string(fewest) +
           " are the least; label or import more, or split by other ratios";
  };
  const std::string train = missing(set.train.size(), kFewestTrainingFaces, "train");
  return !train.empty() ? train : missing(set.validation.size(), kFewestValidationFaces, "val");
}

void require_enough(const TrainingSet& set) {
  const std::string missing = too_few(set);
  if (!missing.empty()) throw Error(ErrorCode::kInvalidInput, missing);
}

std::string snapshot_to_train(Project& project) {
  return snapshot_of_now(project, "train", "Taken by a training.").name;
}

FacesToTrain faces_to_train(Project& project, const std::string& plan, const std::string& where,
                            bool allow_leaks, JobContext& job) {
  if (!allow_leaks) refuse_leaks(project, plan, job);
  FacesToTrain result;
  project.transaction([&] {
    result.faces = faces_of_plan(project, plan, where);
    result.set = training_set_of(result.faces);
    require_enough(result.set);
    result.snapshot = snapshot_to_train(project);
  });
  return result;
}

Json data_of(const TrainingSet& set) {
  Json data = Json::array();
  for (std::size_t i = 0; i < set.sources.size(); ++i) {
    const auto faces = std::count_if(
        set.train.begin(), set.train.end(),
        [&](const TrainingExample& example) { return example.source == static_cast<int>(i); });
    data.push_back({{"dataset", set.sources[i]}, {"source", i}, {"faces", faces}});
  }
  return data;
}

Json figures_of(const EpochReport& report) {
  return {{"epoch", report.epoch},
          {"training_loss", report.training_loss},
          {"validation_nme", report.validation_nme},
          {"by_box", report.by_box},
          {"seconds", report.seconds},
          {"waiting_share", report.waiting_share},
          {"best", report.best}};
}

TrainingRunId record_run(Project& project, TrainingRun run, bool resume,
                         const std::function<void(const KeepEpoch&)>& work) {
  RunRecord record(project, std::move(run), resume);
  try {
    work([&](Json epoch) { record.keep(std::move(epoch)); });
  } catch (const Cancelled&) {
    record.stop("cancelled", "");
    throw;
  } catch (const std::exception& error) {
    record.stop("failed", error.what());
    throw;
  } catch (...) {
    record.stop("failed", "");
    throw;
  }
  return record.finish();
}

}  // namespace facepoint
