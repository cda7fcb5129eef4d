// What the Train workspace asks of the project and of files in the background: whether a training
// can start, which models there are, and how good they were measured to be. Values; `answer` runs
// on a worker with a connection of its own.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tasks/compare_models.h"
#include "tasks/models.h"
#include "tasks/train.h"

namespace facepoint {

// What the main part of the workspace shows.
enum class TrainPage : std::uint8_t { kNew, kRun, kModels };

enum class TrainFrom : std::uint8_t { kRecommended, kShipped, kScratch, kFile };

// As a person fills it in; its defaults need no thought.
struct TrainForm {
  std::string plan;
  TrainFrom from = TrainFrom::kRecommended;
  std::string file;  // to start from, for kFile
  int epochs = 0;    // 0: as recommended
  std::string name;  // of the weights file, which lies beside the project
  bool allow_leaks = false;
  friend bool operator==(const TrainForm&, const TrainForm&) = default;
};

// What a training would do, or why it can't start and what helps.
struct TrainOutlook {
  std::optional<TrainPreview> preview;
  std::string problem;  // empty: it can start
  std::string remedy;
  bool plan_helps = false;  // a new split plan
  bool may_ignore = false;  // it can start nonetheless, where a person says so
};

// What models are compared on.
struct Comparison {
  std::string plan;
  std::string part = "test";
  bool whole_picture = true;  // faces are found first; else the labels' boxes are given
  friend bool operator==(const Comparison&, const Comparison&) = default;
};
EvaluateOptions options_of(const Comparison& comparison);

struct TrainQuestion {
  TrainPage page = TrainPage::kNew;
  TrainForm form;
  TrainOptions options;  // that the form makes
  Comparison comparison;
  std::vector<std::filesystem::path> files;  // models that the project doesn't know
  std::int64_t data = 0;                     // grows when the project's data may be others
  // Whether the answer would be the same.
  bool same_as(const TrainQuestion& other) const;
};

struct TrainAnswer {
  TrainOutlook outlook;                      // for TrainPage::kNew
  std::vector<ListedModel> models;           // for TrainPage::kModels
  std::map<std::string, ModelScore> scores;  // by digest; those that are kept
  std::string comparison_problem;            // why nothing can be measured; empty: it can
};

TrainAnswer answer(Project& project, const TrainQuestion& question, JobContext& job);

}  // namespace facepoint
