// Rows of the action table for the Train workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

const Training& training(const Editor& editor) { return editor.training(); }
bool on_page(const Editor& editor, TrainPage page) { return training(editor).page() == page; }
const ListedRun* run(const Editor& editor) {
  return on_page(editor, TrainPage::kRun) ? training(editor).run() : nullptr;
}
bool can_start(const Editor& editor) {
  return on_page(editor, TrainPage::kNew) && training(editor).can_start() && no_job(editor);
}
bool can_plan(const Editor& editor) {
  return no_job(editor) && editor.session().total_images() > 0;
}
bool can_resume(const Editor& editor) {
  return run(editor) != nullptr && run(editor)->can_resume && no_job(editor);
}
bool can_measure(const Editor& editor) {
  return on_page(editor, TrainPage::kModels) && !training(editor).unmeasured().empty() &&
         training(editor).comparison_problem().empty() && no_job(editor);
}
bool has_model(const Editor& editor) {
  const std::vector<ComparedModel> models = training(editor).models();
  return on_page(editor, TrainPage::kModels) && training(editor).model() < models.size() &&
         models[training(editor).model()].model.problem.empty();
}
bool can_use(const Editor& editor) {
  if (!on_page(editor, TrainPage::kRun)) {
    return has_model(editor) &&
           !training(editor).models()[training(editor).model()].model.is_default;
  }
  const ListedRun* shown = run(editor);
  return shown != nullptr && shown->best() != nullptr && shown->best()->validation_nme &&
         !training(editor).is_default(shown->out);
}
bool has_list(const Editor& editor) {
  return on_page(editor, TrainPage::kModels) ? !training(editor).models().empty()
                                             : !training(editor).runs().empty();
}
bool has_snapshot(const Editor& editor) {
  return run(editor) != nullptr && !run(editor)->snapshot.empty();
}
bool has_miss(const Editor& editor) {
  return run(editor) != nullptr && !training(editor).misses().empty();
}

}  // namespace

std::vector<ActionInfo> of_training() {
  return {
      {Id::kTrainRuns, Group::kTrain, "train_runs", "Trainings",
       "List the trainings of this project, and see how they went.", key('L'), kNoKey, always},
      {Id::kTrainNew, Group::kTrain, "train_new", "New training",
       "Fill in what to train on, and what to start from.", key('N'), kNoKey, always},
      {Id::kTrainStart, Group::kTrain, "train_start", "Start training",
       "Train a network as the form says; you can go on working meanwhile.", key('T'), kNoKey,
       can_start},
      {Id::kTrainPlan, Group::kTrain, "train_plan", "Make a split plan",
       "Share the pictures out to train, val and test so that no person is in two of them.",
       key('P'), kNoKey, can_plan},
      {Id::kTrainStop, Group::kTrain, "train_stop", "Stop",
       "Stop the training; the best weights and the checkpoint to go on from are kept.", key('S'),
       kNoKey, [](const Editor& editor) { return editor.training_here(); }},
      {Id::kTrainResume, Group::kTrain, "train_resume", "Go on",
       "Go on with this training from its checkpoint.", key('R'), kNoKey, can_resume},
      {Id::kTrainModels, Group::kTrain, "train_models", "Compare models",
       "Measure models on the same faces and see them beside each other.", key('C'), kNoKey,
       always},
      {Id::kTrainMeasure, Group::kTrain, "train_measure", "Measure",
       "Measure the chosen models that were not measured on these faces yet.", key('E'), kNoKey,
       can_measure},
      {Id::kTrainChoose, Group::kTrain, "train_choose", "Choose for the comparison",
       "Take the model under the cursor into the comparison, or out of it.", key(Key::kSpace),
       kNoKey, has_model},
      {Id::kTrainUse, Group::kTrain, "train_use", "Use for proposals",
       "Annotating and proposing use this model from now on.", key('U'), kNoKey, can_use},
      {Id::kTrainNext, Group::kTrain, "train_next", "Next in the list",
       "Go to the next training or model of the list.", key(Key::kDown), key(']'), has_list},
      {Id::kTrainPrevious, Group::kTrain, "train_previous", "Previous in the list",
       "Go to the previous training or model of the list.", key(Key::kUp), key('['), has_list},
      {Id::kTrainNextFace, Group::kTrain, "train_next_face", "Next worst face",
       "Go to the next of the faces that the network misses most.", key(Key::kRight), kNoKey,
       has_miss},
      {Id::kTrainPreviousFace, Group::kTrain, "train_previous_face", "Previous worst face",
       "Go to the previous of the faces that the network misses most.", key(Key::kLeft), kNoKey,
       has_miss},
      {Id::kTrainOpenFace, Group::kTrain, "train_open_face", "Open its face",
       "Show this face in the Edit workspace, to see whether the network is wrong or the label.",
       key(Key::kEnter), kNoKey, has_miss},
      {Id::kTrainSnapshot, Group::kTrain, "train_snapshot", "Its labels",
       "Show the snapshot of the labels that it was trained on, to compare it with now.", key('H'),
       kNoKey, has_snapshot},
  };
}

}  // namespace facepoint::rows
