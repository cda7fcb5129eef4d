// Rows of the action table for the Review workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

bool has_suspect(const Editor& editor) { return editor.review().current() != nullptr; }
// What is decided on is what the canvas shows.
bool is_open(const Editor& editor) {
  return has_suspect(editor) && has_face(editor) && !editor.review().current()->judged() &&
         editor.session().face()->face.id == editor.review().current()->face.face;
}
bool has_remedy(const Editor& editor) {
  return is_open(editor) && editor.review().mended().has_value();
}
bool can_check(const Editor& editor) {
  return no_job(editor) && editor.session().total_images() > 0;
}

}  // namespace

std::vector<ActionInfo> of_findings() {
  return {
      {Id::kCheckLabels, Group::kList, "check_labels", "Check labels",
       "Look for wrong labels: what the CNN sees elsewhere, unlikely shapes, exchanged sides.",
       ctrl_shift('R'), kNoKey, can_check},
      {Id::kFindingsMend, Group::kFindings, "findings_mend", "Mend as proposed",
       "Do what the remedy says, count the label as wrong, and go on.", key('A'), kNoKey,
       has_remedy},
      {Id::kFindingsRight, Group::kFindings, "findings_right", "It is right",
       "Say that this label is right: it stays quiet until it changes. Then go on.",
       key(Key::kEnter), kNoKey, is_open},
      {Id::kFindingsNext, Group::kFindings, "findings_next", "Go on",
       "Go to the next suspicious label; one that was not judged is skipped.", key('.'),
       key(Key::kPageDown), has_suspect},
      {Id::kFindingsReject, Group::kFindings, "findings_reject", "Reject face",
       "Say that this is no face, or not fit for training, and go on.", key('X'), kNoKey, is_open},
      {Id::kFindingsPreview, Group::kFindings, "findings_preview", "Show the remedy",
       "Show or hide where the points would be once the label is mended.", key('R'), kNoKey,
       [](const Editor& editor) { return editor.review().mended().has_value(); }},
      {Id::kFindingsDown, Group::kFindings, "findings_down", "Next in the list",
       "Look at the next one of the list, judged or not.", key(Key::kEnd), kNoKey, has_suspect},
      {Id::kFindingsUp, Group::kFindings, "findings_up", "Previous in the list",
       "Look at the previous one of the list, judged or not.", key(','), key(Key::kPageUp),
       has_suspect},
      {Id::kFindingsMendSource, Group::kFindings, "findings_mend_source", "Mend the whole source",
       "Do what the remedy says with every label of the source; those set by people stay.",
       shift('A'), kNoKey,
       [](const Editor& editor) {
         const SourceFinding* source = editor.review().open_source();
         return no_job(editor) && source != nullptr && !source->finding.remedy.empty();
       }},
      {Id::kFindingsSourceRight, Group::kFindings, "findings_source_right", "The source is right",
       "Say that the source's labels are right as they are: no check asks again.", shift('S'),
       kNoKey, [](const Editor& editor) { return editor.review().open_source() != nullptr; }},
  };
}

}  // namespace facepoint::rows
