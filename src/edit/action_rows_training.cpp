// Rows of the action table for the Train workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

const Training& training(const Editor& editor) { return editor.training(); }
bool on_page(const Editor& editor, TrainPage page) { return training(editor).page() == page; }
const ListedRun* run(const Editor& editor) {
  return on_page(editor, TrainPage::kRun) ? training(editor).run() : nullptr;
}
// The model under the cursor, if it can be used.
std::optional<ComparedModel> model(const Editor& editor) {
  if (!on_page(editor, TrainPage::kModels)) return std::nullopt;
  std::vector<ComparedModel> models = training(editor).models();
  const std::size_t at = training(editor).model();
  if (at >= models.size() || !models[at].model.problem.empty()) return std::nullopt;
  return std::move(models[at]);
}
WhyNot needs_run(const Editor& editor) {
  return unless(run(editor) != nullptr, "no training is shown.");
}
WhyNot needs_ready_form(const Editor& editor) {
  if (!on_page(editor, TrainPage::kNew)) return "fill in what to train on first.";
  return all_of(unless(training(editor).can_start(), "the form says what is missing."),
                needs_no_job(editor));
}
WhyNot needs_training_here(const Editor& editor) {
  return unless(editor.training_here(), "no training is running in this window.");
}
WhyNot needs_checkpoint(const Editor& editor) {
  if (const WhyNot why = needs_run(editor)) return why;
  return all_of(unless(run(editor)->can_resume, "this training is complete, or has no checkpoint."),
                needs_no_job(editor));
}
WhyNot needs_unmeasured_models(const Editor& editor) {
  if (!on_page(editor, TrainPage::kModels)) return "no models are compared here.";
  if (!training(editor).comparison_problem().empty()) return "the page says what is missing.";
  return all_of(unless(!training(editor).unmeasured().empty(), "every chosen model is measured."),
                needs_no_job(editor));
}
WhyNot needs_model(const Editor& editor) {
  return unless(model(editor).has_value(), "no model that can be read is chosen.");
}
WhyNot needs_other_model(const Editor& editor) {
  if (!on_page(editor, TrainPage::kRun)) {
    if (const WhyNot why = needs_model(editor)) return why;
    return unless(!model(editor)->model.is_default, "this model is used already.");
  }
  if (const WhyNot why = needs_run(editor)) return why;
  const ListedRun& shown = *run(editor);
  if (shown.best() == nullptr || !shown.best()->validation_nme) {
    return "this training has no weights to use yet.";
  }
  return unless(!training(editor).is_default(shown.out), "this model is used already.");
}
WhyNot needs_training_list(const Editor& editor) {
  const bool any = on_page(editor, TrainPage::kModels) ? !training(editor).models().empty()
                                                       : !training(editor).runs().empty();
  return unless(any, "nothing is listed.");
}
WhyNot needs_run_snapshot(const Editor& editor) {
  return all_of(needs_run(editor), unless(run(editor) != nullptr && !run(editor)->snapshot.empty(),
                                          "this training knows no snapshot."));
}
WhyNot needs_miss(const Editor& editor) {
  return all_of(needs_run(editor),
                unless(!training(editor).misses().empty(), "no missed face is shown."));
}

}  // namespace

std::vector<ActionInfo> of_training() {
  return {
      {Id::kTrainRuns, Group::kTrain, "train_runs", "Trainings",
       "List the trainings of this project, and see how they went.", key('L'), kNoKey,
       needs_nothing},
      {Id::kTrainNew, Group::kTrain, "train_new", "New training",
       "Fill in what to train on, and what to start from.", key('N'), kNoKey, needs_nothing},
      {Id::kTrainStart, Group::kTrain, "train_start", "Start training",
       "Train a network as the form says; you can go on working meanwhile.", key('T'), kNoKey,
       needs_ready_form},
      {Id::kTrainPlan, Group::kTrain, "train_plan", "Make a split plan",
       "Share the pictures out to train, val and test so that no person is in two of them.",
       key('P'), kNoKey, needs_pictures_and_no_job},
      {Id::kTrainStop, Group::kTrain, "train_stop", "Stop",
       "Stop the training; the best weights and the checkpoint to go on from are kept.", key('S'),
       kNoKey, needs_training_here},
      {Id::kTrainResume, Group::kTrain, "train_resume", "Go on",
       "Go on with this training from its checkpoint.", key('R'), kNoKey, needs_checkpoint},
      {Id::kTrainModels, Group::kTrain, "train_models", "Compare models",
       "Measure models on the same faces and see them beside each other.", key('C'), kNoKey,
       needs_nothing},
      {Id::kTrainMeasure, Group::kTrain, "train_measure", "Measure",
       "Measure the chosen models that were not measured on these faces yet.", key('E'), kNoKey,
       needs_unmeasured_models},
      {Id::kTrainChoose, Group::kTrain, "train_choose", "Choose for the comparison",
       "Take the model under the cursor into the comparison, or out of it.", key(Key::kSpace),
       kNoKey, needs_model},
      {Id::kTrainUse, Group::kTrain, "train_use", "Use for proposals",
       "Annotating and proposing use this model from now on.", key('U'), kNoKey, needs_other_model},
      {Id::kTrainNext, Group::kTrain, "train_next", "Next in the list",
       "Go to the next training or model of the list.", key(Key::kDown), key(']'),
       needs_training_list},
      {Id::kTrainPrevious, Group::kTrain, "train_previous", "Previous in the list",
       "Go to the previous training or model of the list.", key(Key::kUp), key('['),
       needs_training_list},
      {Id::kTrainNextFace, Group::kTrain, "train_next_face", "Next worst face",
       "Go to the next of the faces that the network misses most.", key(Key::kRight), kNoKey,
       needs_miss},
      {Id::kTrainPreviousFace, Group::kTrain, "train_previous_face", "Previous worst face",
       "Go to the previous of the faces that the network misses most.", key(Key::kLeft), kNoKey,
       needs_miss},
      {Id::kTrainOpenFace, Group::kTrain, "train_open_face", "Open its face",
       "Show this face in the Edit workspace, to see whether the network is wrong or the label.",
       key(Key::kEnter), kNoKey, needs_miss},
      {Id::kTrainSnapshot, Group::kTrain, "train_snapshot", "Its labels",
       "Show the snapshot of the labels that it was trained on, to compare it with now.", key('H'),
       kNoKey, needs_run_snapshot},
  };
}

}  // namespace facepoint::rows
