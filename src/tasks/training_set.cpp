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

}  // namespace

TrainingSet training_set_of(const PlanFaces& faces) {
  TrainingSet set;
  set.scheme = faces.scheme;
  set.sources = sources_of(part_of(faces, "train"));
  set.train = examples_of(part_of(faces, "train"), set.sources);
  set.validation = examples_of(part_of(faces, "val"), set.sources);
  return set;
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
          {"seconds", report.seconds},
          {"waiting_share", report.waiting_share},
          {"best", report.best}};
}

TrainingRunId record_run(Project& project, TrainingRun run, bool resume,
                         const std::function<void(const KeepEpoch&)>& work) {
  Json metrics = Json::array();
  run.state = "running";
  run.process = this_process();
  run.started = utc_now();
  const auto former = resume ? run_of(project, run.checkpoint) : std::nullopt;
  if (former) {
    run.id = former->id;
    run.started = former->started;
    metrics = epochs_of(*former);
  }
  run.metrics = metrics.dump();
  if (former) {
    update_training_run(project, run);
  } else {
    run.id = add_training_run(project, run);
  }
  const auto end = [&](const char* state) {
    run.state = state;
    run.process.clear();
    run.ended = utc_now();
    update_training_run(project, run);
  };
  try {
    work([&](Json epoch) {
      add_epoch(metrics, std::move(epoch));
      run.metrics = metrics.dump();
      update_training_run(project, run);
    });
  } catch (const Cancelled&) {
    end("cancelled");
    throw;
  } catch (const std::exception& error) {
    run.problem = error.what();
    end("failed");
    throw;
  } catch (...) {
    end("failed");
    throw;
  }
  end("finished");
  return run.id;
}

}  // namespace facepoint
