// Editor: the Train workspace.
#include "edit/editor.h"
#include "edit/long_jobs.h"
#include "tasks/models.h"

namespace facepoint {
namespace {

constexpr const char* kTraining = "Training";

}  // namespace

bool Editor::training_here() const { return jobs_.title() == kTraining; }

void Editor::carry_out(const FillTrainForm& action) { training_.set_form(action.form); }

void Editor::carry_out(const SelectRun& action) { training_.select_run(action.run); }

void Editor::carry_out(const OpenMiss& action) { open_miss(action.index); }

void Editor::carry_out(const SelectModel& action) { training_.select_model(action.index); }

void Editor::carry_out(const ChooseModel& action) {
  training_.choose_model(action.file, action.chosen);
}

void Editor::carry_out(const AddModelFile& action) { training_.add_model_file(action.file); }

void Editor::carry_out(const ChooseComparison& action) {
  training_.set_comparison(action.comparison);
}

bool Editor::perform_on_training(ActionId id) {
  switch (id) {
    case ActionId::kTrainRuns:
      training_.show(training_.runs().empty() ? TrainPage::kNew : TrainPage::kRun);
      return true;
    case ActionId::kTrainNew:
      training_.show(TrainPage::kNew);
      return true;
    case ActionId::kTrainModels:
      training_.show(TrainPage::kModels);
      return true;
    case ActionId::kTrainStart:
      train(training_.options());
      return true;
    case ActionId::kTrainPlan:
      start_job("Split", training_split_job(session_.project().path(), training_.new_plan_name()));
      return true;
    case ActionId::kTrainStop:
      carry_out(ActionId::kCancelJob);
      return true;
    case ActionId::kTrainResume:
      train(resume_options(get_training_run(session_.project(), training_.run()->id)));
      return true;
    case ActionId::kTrainMeasure:
      measure_models();
      return true;
    case ActionId::kTrainChoose: {
      const ComparedModel model = training_.models().at(training_.model());
      training_.choose_model(model.model.file, !model.chosen);
      return true;
    }
    case ActionId::kTrainUse:
      use_model();
      return true;
    case ActionId::kTrainNext:
      training_.move_by(1);
      return true;
    case ActionId::kTrainPrevious:
      training_.move_by(-1);
      return true;
    case ActionId::kTrainNextFace:
      training_.select_miss(training_.miss() + 1);
      return true;
    case ActionId::kTrainPreviousFace:
      if (training_.miss() > 0) training_.select_miss(training_.miss() - 1);
      return true;
    case ActionId::kTrainOpenFace:
      open_miss(training_.miss());
      return true;
    case ActionId::kTrainSnapshot: {
      const std::string name = training_.run()->snapshot;
      show_workspace(Workspace::kHistory);
      if (!history_.show_snapshot(name)) {
        say(StatusKind::kWarning, "There is no snapshot " + name + " any more.");
      }
      return true;
    }
    default:
      return false;
  }
}

void Editor::train(const TrainOptions& options) {
  start_job(kTraining, train_job(session_.project().path(), options));
  training_.follow_start(options.out);
}

void Editor::measure_models() {
  EvaluateOptions options = options_of(training_.comparison());
  options.models = training_.unmeasured();
  start_job("Measuring", measure_job(session_.project().path(), options));
}

void Editor::use_model() {
  std::filesystem::path file;
  std::string name;
  bool shipped = false;
  if (training_.page() == TrainPage::kModels) {
    const ListedModel model = training_.models().at(training_.model()).model;
    file = model.file;
    name = model.name;
    shipped = model.shipped;
  } else {
    file = training_.run()->out;
    name = training_.run()->name;
  }
  set_default_model(session_.project(), shipped ? std::nullopt : std::optional(file));
  training_.data_changed();
  say(StatusKind::kDone, "Annotating and proposing use " + name + " from now on.");
}

void Editor::open_miss(std::size_t index) {
  const auto& misses = training_.misses();
  if (index >= misses.size()) return;
  training_.select_miss(index);
  open_face(misses[index].image, misses[index].face, -1);
}

}  // namespace facepoint
