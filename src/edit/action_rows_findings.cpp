// Rows of the action table for the Review workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_suspect(const Editor& editor) {
  return unless(editor.review().current() != nullptr, "no suspicious label is listed.");
}
// What is decided on is what the canvas shows.
WhyNot needs_open_suspect(const Editor& editor) {
  if (const WhyNot why = needs_suspect(editor)) return why;
  if (const WhyNot why = needs_face(editor)) return why;
  const auto& suspect = *editor.review().current();
  if (suspect.judged()) return "this label was decided on already; undo takes that back.";
  return unless(editor.session().face()->face.id == suspect.face.face,
                "another face is shown than the list says.");
}
WhyNot needs_remedy(const Editor& editor) {
  return unless(editor.review().mended().has_value(), "there is no remedy for this label.");
}
WhyNot needs_open_remedy(const Editor& editor) {
  return all_of(needs_open_suspect(editor), needs_remedy(editor));
}
WhyNot needs_source(const Editor& editor) {
  return unless(editor.review().open_source() != nullptr, "no whole source is in question.");
}
WhyNot needs_source_remedy(const Editor& editor) {
  if (const WhyNot why = needs_source(editor)) return why;
  return all_of(needs_no_job(editor), unless(!editor.review().open_source()->finding.remedy.empty(),
                                             "there is no remedy for this source."));
}

}  // namespace

std::vector<ActionInfo> of_findings() {
  return {
      {Id::kCheckLabels, Group::kList, "check_labels", "Check labels",
       "Look for wrong labels: what the CNN sees elsewhere, unlikely shapes, exchanged sides.",
       ctrl_shift('R'), kNoKey, needs_pictures_and_no_job},
      {Id::kFindingsMend, Group::kFindings, "findings_mend", "Mend as proposed",
       "Do what the remedy says, count the label as wrong, and go on.", key('A'), kNoKey,
       needs_open_remedy},
      {Id::kFindingsRight, Group::kFindings, "findings_right", "It is right",
       "Say that this label is right: it stays quiet until it changes. Then go on.",
       key(Key::kEnter), kNoKey, needs_open_suspect},
      {Id::kFindingsNext, Group::kFindings, "findings_next", "Go on",
       "Go to the next suspicious label; one that was not judged is skipped.", key('.'),
       key(Key::kPageDown), needs_suspect},
      {Id::kFindingsReject, Group::kFindings, "findings_reject", "Reject face",
       "Say that this is no face, or not fit for training, and go on.", key('X'), kNoKey,
       needs_open_suspect},
      {Id::kFindingsPreview, Group::kFindings, "findings_preview", "Show the remedy",
       "Show or hide where the points would be once the label is mended.", key('R'), kNoKey,
       needs_remedy},
      {Id::kFindingsDown, Group::kFindings, "findings_down", "Next in the list",
       "Look at the next one of the list, judged or not.", key(Key::kEnd), kNoKey, needs_suspect},
      {Id::kFindingsUp, Group::kFindings, "findings_up", "Previous in the list",
       "Look at the previous one of the list, judged or not.", key(','), key(Key::kPageUp),
       needs_suspect},
      {Id::kFindingsMendSource, Group::kFindings, "findings_mend_source", "Mend the whole source",
       "Do what the remedy says with every label of the source; those set by people stay.",
       shift('A'), kNoKey, needs_source_remedy},
      {Id::kFindingsSourceRight, Group::kFindings, "findings_source_right", "The source is right",
       "Say that the source's labels are right as they are: no check asks again.", shift('S'),
       kNoKey, needs_source},
  };
}

}  // namespace facepoint::rows
