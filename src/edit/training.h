// The Train workspace without a screen: the form of a new training, the project's trainings with
// their curves, models beside each other. Everything about trainings comes from the project, so
// that one by the command line or from before a restart is shown alike. Reads the store, never
// writes it; what takes long is read in the background. Changed only by Editor. UI thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/geometry.h"
#include "edit/job_runner.h"
#include "edit/training_question.h"
#include "tasks/training_runs.h"

namespace facepoint {

// A validation face that the best network of a run misses, ready to be drawn.
struct ShownMiss {
  FaceId face;
  ImageId image;
  DatasetId dataset;
  Rect box;
  std::string path;
  std::string scheme;
  Keypoints label;
  Keypoints predicted;
  double nme = 0;
};

struct ComparedModel {
  ListedModel model;
  bool chosen = false;
  const ModelScore* score = nullptr;  // null: not measured on this yet
};

// A run that works now; nullopt: not known before its first epoch is done. `progress` is of its
// current epoch.
std::optional<double> seconds_left(const ListedRun& run, const Progress& progress);

class Training {
 public:
  Training(Project& project, MainQueue& queue) : project_(project), reader_(queue) {}

  TrainPage page() const { return page_; }

  // --- a new training ---
  const std::vector<std::string>& plans() const { return plans_; }  // newest last
  const TrainForm& form() const { return form_; }
  const std::optional<TrainOutlook>& outlook() const { return outlook_; }  // none: being read
  bool can_start() const { return outlook_ && outlook_->problem.empty(); }
  TrainOptions options() const;  // of the form
  // By the pace of the last training of this kind; nullopt: there was none.
  std::optional<double> expected_seconds() const;
  std::string new_plan_name() const;

  // --- trainings ---
  const std::vector<ListedRun>& runs() const { return runs_; }  // newest first
  const ListedRun* run() const;                                 // the selected one; may be null
  bool starting() const { return starting_; }  // was started here and is not recorded yet
  const std::filesystem::path& started() const { return started_; }  // the weights of that
  bool is_default(const std::filesystem::path& model) const;
  const std::vector<ShownMiss>& misses() const { return misses_; }  // of run()
  std::size_t miss() const { return miss_; }                        // the one under the cursor

  // --- models ---
  const Comparison& comparison() const { return comparison_; }
  const std::string& comparison_problem() const { return answer_.comparison_problem; }
  std::vector<ComparedModel> models() const;
  std::size_t model() const { return model_; }  // the one under the cursor
  // Of the chosen ones, those without a score.
  std::vector<std::filesystem::path> unmeasured() const;

  bool reading() const { return reader_.running(); }

  // --- for Editor only ---
  void refresh(std::int64_t list_serial, bool job_running);
  void data_changed() { ++data_; }
  void show(TrainPage page);
  void set_form(const TrainForm& form);
  void follow_start(const std::filesystem::path& out);  // selects the run when it is recorded
  void select_run(TrainingRunId run);
  void select_miss(std::size_t index);  // clamped
  void select_model(std::size_t index);
  void move_by(int step);  // the cursor of the list at the left
  void set_comparison(const Comparison& comparison);
  void choose_model(const std::filesystem::path& file, bool chosen);
  void add_model_file(const std::filesystem::path& file);

 private:
  void read_plans();
  void read_runs();
  void read_misses();
  void fill_form();
  void choose_models();
  void ask();
  TrainQuestion question() const;
  std::string new_name() const;

  Project& project_;
  TrainPage page_ = TrainPage::kNew;
  bool opened_ = false;
  std::int64_t seen_serial_ = -1;
  std::int64_t data_ = 0;
  std::vector<std::string> plans_;
  TrainForm form_;
  std::optional<TrainOutlook> outlook_;
  std::vector<ListedRun> runs_;
  std::string runs_state_;  // that they were read at
  TrainingRunId selected_;
  bool starting_ = false;
  std::filesystem::path started_;  // weights of the run to select
  std::string default_model_;
  std::vector<ShownMiss> misses_;
  std::size_t miss_ = 0;
  Comparison comparison_;
  std::set<std::filesystem::path> chosen_;
  bool chosen_by_hand_ = false;
  std::vector<std::filesystem::path> files_;
  std::size_t model_ = 0;
  std::optional<TrainQuestion> answered_;
  TrainAnswer answer_;
  JobRunner reader_;  // last: stopped first
};

}  // namespace facepoint
