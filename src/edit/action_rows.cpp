// Rows of the action table that are good everywhere.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_faces_to_tag(const Editor& editor) {
  if (editor.workspace() == Workspace::kLibrary) {
    return unless(editor.library().size() > 0, "no face is listed.");
  }
  return all_of(unless(shows_a_face(editor.workspace()), "no face is shown here."),
                needs_face(editor));
}
WhyNot needs_job(const Editor& editor) {
  return unless(editor.jobs().running(), "nothing is running.");
}
WhyNot needs_report(const Editor& editor) {
  return unless(!editor.last_result().details.empty(), "nothing has reported yet.");
}
WhyNot needs_change(const Editor& editor) {
  return unless(editor.session().undoable().has_value(), "there is nothing to take back.");
}
WhyNot needs_undone_change(const Editor& editor) {
  return unless(editor.session().redoable().has_value(), "nothing was taken back.");
}
WhyNot needs_filter(const Editor& editor) {
  return unless(!editor.session().filter_text().empty(), "there is no filter.");
}
WhyNot needs_keys_file(const Editor& editor) {
  return unless(!editor.keys_file().empty(), "there is no folder for settings.");
}

}  // namespace

std::vector<ActionInfo> general() {
  return {
      {Id::kShowEdit, Group::kWorkspace, "show_edit", "Edit",
       "Correct the points of one picture after the other.", key(Key::kF2), kNoKey, needs_nothing},
      {Id::kShowLibrary, Group::kWorkspace, "show_library", "Library",
       "See many faces at once, and decide on many at once.", key(Key::kF3), kNoKey, needs_nothing},
      {Id::kShowPatches, Group::kWorkspace, "show_patches", "Patches",
       "See one landmark of many faces side by side.", key(Key::kF4), kNoKey, needs_nothing},
      {Id::kShowHistory, Group::kWorkspace, "show_history", "History",
       "See what was changed in this project, and take back one change.", key(Key::kF6), kNoKey,
       needs_nothing},
      {Id::kShowCompare, Group::kWorkspace, "show_compare", "Compare",
       "See how two states of a face differ: labels, revisions, the proposal.", key(Key::kF7),
       kNoKey, needs_nothing},
      {Id::kShowTrain, Group::kWorkspace, "show_train", "Train",
       "Train a network on the labels, watch it, and compare models.", key(Key::kF8), kNoKey,
       needs_nothing},
      {Id::kShowSplits, Group::kWorkspace, "show_splits", "Splits",
       "See what the parts of a split plan are like and share, and extend it.", key(Key::kF9),
       kNoKey, needs_nothing},
      {Id::kShowReview, Group::kWorkspace, "show_review", "Review",
       "Go through the labels that look wrong, the most suspicious first.", key(Key::kF10), kNoKey,
       needs_nothing},
      {Id::kToggleTheme, Group::kWorkspace, "toggle_theme", "Light or dark",
       "Change between the dark and the light theme, for all projects.", ctrl_shift('L'), kNoKey,
       needs_nothing},
      {Id::kOpenProject, Group::kFile, "open_project", "Other project…",
       "Go to the start page: recent projects, the sample, a new one.", ctrl('O'), kNoKey,
       needs_no_job},
      {Id::kImport, Group::kFile, "import", "Import…",
       "Add a CSV, a folder of pictures or a whole dataset folder to the project.", ctrl('I'),
       kNoKey, needs_no_job},
      {Id::kAnnotate, Group::kFile, "annotate", "Annotate…",
       "Find faces in pictures and let the CNN propose their points.", ctrl_shift('A'), kNoKey,
       needs_pictures_and_no_job},
      {Id::kSplit, Group::kFile, "split", "Split…",
       "Plan training, validation and test parts without an identity in two of them.",
       ctrl_shift('P'), kNoKey, needs_pictures_and_no_job},
      {Id::kExport, Group::kFile, "export", "Export…",
       "Write the labels as files; rows that nobody changed leave as they came.", ctrl('E'), kNoKey,
       needs_pictures_and_no_job},
      {Id::kTakeSnapshot, Group::kFile, "take_snapshot", "Take a snapshot…",
       "Give the labels as they are now a name, to compare with, to export and to come back to.",
       ctrl('S'), kNoKey, needs_pictures_and_no_job},
      {Id::kWriteReport, Group::kFile, "write_report", "Report page",
       "Write a page about data, labels, splits and models beside the project, and open it.",
       ctrl_shift('H'), kNoKey, needs_pictures_and_no_job},
      {Id::kSetAuthor, Group::kFile, "set_author", "Your name…",
       "Say who you are: each of your changes is kept with this name.", ctrl_shift('U'), kNoKey,
       needs_nothing},
      {Id::kCancelJob, Group::kFile, "cancel_job", "Cancel the running job",
       "Stop the running import, training or other long operation; what is finished is kept.",
       ctrl('.'), kNoKey, needs_job},
      {Id::kReport, Group::kFile, "report", "Last report",
       "Show what the last import, annotation, split or export found and did.", ctrl('R'), kNoKey,
       needs_report},
      {Id::kScreenshot, Group::kFile, "screenshot", "Save a screenshot",
       "Save what the window shows as a PNG picture.", key(Key::kF12), kNoKey, needs_nothing},
      {Id::kQuit, Group::kFile, "quit", "Quit",
       "Close the editor; every change is in the project already.", ctrl('Q'), kNoKey,
       needs_nothing},
      {Id::kUndo, Group::kEdit, "undo", "Undo",
       "Take back the last change of the project and show the picture it was made in.", ctrl('Z'),
       kNoKey, needs_change},
      {Id::kRedo, Group::kEdit, "redo", "Redo", "Make the change again that was taken back.",
       ctrl_shift('Z'), ctrl('Y'), needs_undone_change},
      {Id::kCancel, Group::kEdit, "cancel", "Cancel",
       "Give up the drag, close the dialog, or clear the selection.", key(Key::kEscape), kNoKey,
       needs_nothing},
      {Id::kTagFaces, Group::kEdit, "tag_faces", "Tags…",
       "Put words on this face or the selected ones, or take them off; tag:WORD finds them.",
       ctrl('T'), kNoKey, needs_faces_to_tag},
      {Id::kAssignFaces, Group::kEdit, "assign_faces", "Assign…",
       "Say who is to look at this face or the selected ones; assigned:NAME finds them.",
       ctrl_shift('T'), kNoKey, needs_faces_to_tag},
      {Id::kFocusFilter, Group::kList, "focus_filter", "Filter pictures",
       "Type a query that says which pictures are listed.", ctrl('F'), key('/'), needs_nothing},
      {Id::kClearFilter, Group::kList, "clear_filter", "Clear the filter", "List every picture.",
       ctrl_shift('F'), kNoKey, needs_filter},
      {Id::kReload, Group::kList, "reload", "Apply the filter again",
       "List the pictures that match now; those that no longer do stay until then.", key(Key::kF5),
       kNoKey, needs_nothing},
      {Id::kSchemes, Group::kHelp, "schemes", "Landmark schemes",
       "See every scheme drawn: its points by number and name, mirror pairs, and what they are in "
       "other schemes.",
       ctrl('L'), kNoKey, needs_nothing},
      {Id::kEditKeys, Group::kHelp, "edit_keys", "Change keys…",
       "Open the file that says which keys do what; it is written when there is none.",
       ctrl_shift('K'), kNoKey, needs_keys_file},
      {Id::kPalette, Group::kHelp, "palette", "Find an action…",
       "Type a few letters of what you want to do, and do it.", ctrl('P'), kNoKey, needs_nothing},
      {Id::kHelp, Group::kHelp, "help", "Keys", "Show this sheet of keys.", key(Key::kF1), key('?'),
       needs_nothing},
  };
}

}  // namespace facepoint::rows
