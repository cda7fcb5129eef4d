#include "edit/training.h"

#include <algorithm>
#include <thread>

#include "base/error.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/settings.h"
#include "store/splits.h"

namespace facepoint {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kChosenRuns = 3;

// A core is left to the window where there are more than two; with two, its lower priority does.
int training_threads() {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  return cores > 2 ? cores - 1 : std::max(1, cores);
}

// What a list of runs is read again for.
std::string state_of(const std::vector<TrainingRun>& runs) {
  std::string state;
  for (const TrainingRun& run : runs) {
    state += std::to_string(run.id.value) + run.state + run.ended + run.process + " " +
             std::to_string(run.metrics.size()) + "\n";
  }
  return state;
}

bool same_file(const fs::path& a, const fs::path& b) {
  std::error_code ignored;
  return a == b || fs::equivalent(a, b, ignored);
}

}  // namespace

std::optional<double> seconds_left(const ListedRun& run, const Progress& progress) {
  const double each = run.seconds_per_epoch();
  if (each <= 0 || run.epochs == 0) return std::nullopt;
  const double share =
      progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total)
                         : 0;
  const double epochs = run.epochs - static_cast<double>(run.history.size()) - share;
  return std::max(0.0, epochs * each);
}

TrainOptions Training::options() const {
  TrainOptions options;
  options.split = form_.plan;
  options.out = project_.path().parent_path() / (form_.name + ".fpm");
  options.epochs = std::max(0, form_.epochs);
  options.threads = training_threads();
  options.allow_leaks = form_.allow_leaks;
  switch (form_.from) {
    case TrainFrom::kRecommended:
      break;
    case TrainFrom::kShipped:
      options.from = "shipped";
      break;
    case TrainFrom::kScratch:
      options.from = "scratch";
      break;
    case TrainFrom::kFile:
      options.from = form_.file;
      break;
  }
  return options;
}

std::optional<double> Training::expected_seconds() const {
  if (!outlook_ || !outlook_->preview) return std::nullopt;
  const TrainStart& start = outlook_->preview->start;
  for (const ListedRun& run : runs_) {
    if (run.arch != TrainOptions().arch || run.history.empty() || run.train_faces == 0) continue;
    return run.seconds_per_epoch() / static_cast<double>(run.train_faces) *
           static_cast<double>(start.train_faces) * start.epochs;
  }
  return std::nullopt;
}

std::string Training::new_plan_name() const {
  for (int i = 1;; ++i) {
    std::string name = "plan-" + std::to_string(i);
    if (std::find(plans_.begin(), plans_.end(), name) == plans_.end()) return name;
  }
}

std::string Training::new_name() const {
  for (int i = 1;; ++i) {
    std::string name = "model-" + std::to_string(i);
    const bool known = std::any_of(runs_.begin(), runs_.end(),
                                   [&](const ListedRun& run) { return run.name == name; });
    if (!known && !fs::exists(project_.path().parent_path() / (name + ".fpm"))) return name;
  }
}

const ListedRun* Training::run() const {
  const auto found = std::find_if(runs_.begin(), runs_.end(),
                                  [&](const ListedRun& run) { return run.id == selected_; });
  return found == runs_.end() ? nullptr : &*found;
}

bool Training::is_default(const fs::path& model) const {
  return !default_model_.empty() && same_file(default_model_, model);
}

std::vector<ComparedModel> Training::models() const {
  std::vector<ComparedModel> models;
  for (const ListedModel& model : answer_.models) {
    ComparedModel compared{model, model.problem.empty() && chosen_.contains(model.file), nullptr};
    if (model.summary) {
      const auto score = answer_.scores.find(model.summary->info.digest);
      if (score != answer_.scores.end()) compared.score = &score->second;
    }
    models.push_back(std::move(compared));
  }
  return models;
}

std::vector<fs::path> Training::unmeasured() const {
  std::vector<fs::path> files;
  for (const ComparedModel& model : models()) {
    if (model.chosen && model.score == nullptr) files.push_back(model.model.file);
  }
  return files;
}

void Training::refresh(std::int64_t list_serial, bool job_running) {
  if (seen_serial_ != list_serial) {
    seen_serial_ = list_serial;
    ++data_;
  }
  default_model_ = setting(project_, kDefaultModelSetting).value_or("");
  read_plans();
  if (!job_running) starting_ = false;
  read_runs();
  if (!opened_ && !runs_.empty()) page_ = TrainPage::kRun;
  opened_ = true;
  fill_form();
  ask();
}

void Training::read_plans() {
  plans_.clear();
  for (const SplitPlan& plan : split_plans(project_)) {
    if (plan.folds == 0) plans_.push_back(plan.name);
    for (int fold = 1; fold <= plan.folds; ++fold) {
      plans_.push_back(plan.name + "/" + std::to_string(fold));
    }
  }
  const auto known = [&](const std::string& plan) {
    return std::find(plans_.begin(), plans_.end(), plan) != plans_.end();
  };
  if (!known(comparison_.plan)) comparison_.plan = plans_.empty() ? "" : plans_.back();
  if (!known(form_.plan)) form_.plan = plans_.empty() ? "" : plans_.back();
}

void Training::read_runs() {
  const std::vector<TrainingRun> stored = training_runs(project_);
  std::string state = state_of(stored);
  const bool nothing_shown = run() == nullptr && !runs_.empty() && !starting_;
  if (state == runs_state_ && !nothing_shown) return;
  runs_state_ = std::move(state);
  runs_.clear();
  for (const TrainingRun& run : stored) runs_.push_back(listed_run(run));
  for (const ListedRun& run : runs_) {
    if (!starting_ || run.state != RunState::kRunning || run.out != started_) continue;
    selected_ = run.id;
    starting_ = false;
  }
  if (run() == nullptr && !runs_.empty() && !starting_) selected_ = runs_.front().id;
  read_misses();
}

void Training::read_misses() {
  misses_.clear();
  const ListedRun* shown = run();
  if (shown == nullptr) return;
  for (const WorstFace& worst : shown->worst) {
    try {
      const Face face = get_face(project_, worst.face);
      const Image image = get_image(project_, face.image);
      ShownMiss miss{face.id,     face.image, image.dataset, face.box, image.path,
                     face.scheme, {},         worst.points,  worst.nme};
      if (face.current) miss.label = get_revision(project_, face.current).points;
      misses_.push_back(std::move(miss));
    } catch (const Error&) {
      // It is not in the project any more.
    }
  }
  select_miss(miss_);
}

// The name of a model that was trained meanwhile is not one for the next.
void Training::fill_form() {
  const bool taken = std::any_of(runs_.begin(), runs_.end(),
                                 [&](const ListedRun& run) { return run.name == form_.name; });
  if (taken || (form_.name.empty() && !answered_)) form_.name = new_name();
}

TrainQuestion Training::question() const {
  return {page_, form_, options(), comparison_, files_, data_};
}

// One question at a time; what is asked meanwhile is asked after it.
void Training::ask() {
  if (page_ == TrainPage::kRun || reader_.running()) return;
  const TrainQuestion now = question();
  if (answered_ && answered_->same_as(now)) return;
  const auto found = std::make_shared<TrainAnswer>();
  const fs::path path = project_.path();
  const auto work = [path, now, found](JobContext& job) {
    Project connection = Project::open(path);
    *found = answer(connection, now, job);
    return JobRunner::Outcome{};
  };
  reader_.start("Reading", work, [this, now, found](const JobResult& result) {
    answered_ = now;
    if (now.page == TrainPage::kNew) {
      if (result.kind == JobResult::Kind::kFailed) found->outlook.problem = result.summary;
      // That of a form that was filled in otherwise meanwhile says nothing of what would start now.
      if (now.form == form_) outlook_ = std::move(found->outlook);
    } else {
      answer_ = std::move(*found);
      if (result.kind == JobResult::Kind::kFailed) answer_.comparison_problem = result.summary;
      choose_models();
      select_model(model_);
    }
    ask();
  });
}

// The one in use and the latest results, until a person chooses.
void Training::choose_models() {
  if (chosen_by_hand_) return;
  chosen_.clear();
  for (const ListedModel& model : answer_.models) {
    if (model.is_default || model.shipped) chosen_.insert(model.file);
  }
  std::size_t runs = 0;
  for (const ListedRun& run : runs_) {
    if (run.best() == nullptr || runs == kChosenRuns) continue;
    for (const ListedModel& model : answer_.models) {
      if (!model.problem.empty() || !same_file(model.file, run.out)) continue;
      chosen_.insert(model.file);
      ++runs;
    }
  }
}

void Training::show(TrainPage page) {
  page_ = page;
  if (page == TrainPage::kNew) outlook_.reset();
  ++data_;
}

void Training::set_form(const TrainForm& form) {
  if (form == form_) return;
  form_ = form;
  outlook_.reset();
}

void Training::follow_start(const fs::path& out) {
  page_ = TrainPage::kRun;
  starting_ = true;
  started_ = fs::absolute(out).lexically_normal();  // as runs are recorded
  selected_ = {};
  misses_.clear();
}

void Training::select_run(TrainingRunId run) {
  page_ = TrainPage::kRun;
  starting_ = false;
  selected_ = run;
  miss_ = 0;
  read_misses();
}

void Training::select_miss(std::size_t index) {
  miss_ = misses_.empty() ? 0 : std::min(index, misses_.size() - 1);
}

void Training::select_model(std::size_t index) {
  model_ = answer_.models.empty() ? 0 : std::min(index, answer_.models.size() - 1);
}

void Training::move_by(int step) {
  if (page_ == TrainPage::kModels) {
    return select_model(step < 0 && model_ == 0 ? 0 : model_ + static_cast<std::size_t>(step));
  }
  if (runs_.empty()) return;
  const auto at = std::find_if(runs_.begin(), runs_.end(),
                               [&](const ListedRun& run) { return run.id == selected_; });
  const bool none = page_ == TrainPage::kNew || at == runs_.end();
  const auto last = static_cast<std::int64_t>(runs_.size()) - 1;
  const auto to = none ? 0 : std::clamp<std::int64_t>(at - runs_.begin() + step, 0, last);
  select_run(runs_[static_cast<std::size_t>(to)].id);
}

void Training::set_comparison(const Comparison& comparison) { comparison_ = comparison; }

void Training::choose_model(const fs::path& file, bool chosen) {
  chosen_by_hand_ = true;
  if (chosen) {
    chosen_.insert(file);
  } else {
    chosen_.erase(file);
  }
}

void Training::add_model_file(const fs::path& file) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  const bool known = std::any_of(answer_.models.begin(), answer_.models.end(),
                                 [&](const ListedModel& m) { return same_file(m.file, whole); });
  if (!known) files_.push_back(whole);
  choose_model(whole, true);
}

}  // namespace facepoint
