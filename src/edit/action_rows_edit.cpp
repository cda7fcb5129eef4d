// Rows of the action table for the Edit workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_picture(const Editor& editor) {
  return unless(editor.session().current().has_value(), "no picture is shown.");
}
WhyNot needs_picture_and_no_job(const Editor& editor) {
  return all_of(needs_picture(editor), needs_no_job(editor));
}
WhyNot needs_face_and_no_job(const Editor& editor) {
  return all_of(needs_face(editor), needs_no_job(editor));
}
WhyNot needs_faces(const Editor& editor) {
  if (const WhyNot why = needs_picture(editor)) return why;
  return unless(editor.session().current()->faces.size() > 1,
                "there is no other face in this picture.");
}
WhyNot needs_clip(const Editor& editor) {
  if (const WhyNot why = needs_points(editor)) return why;
  return unless(!editor.session().current()->image.clip.empty(),
                "this picture is no frame of a clip.");
}
WhyNot needs_pair(const Editor& editor) {
  return all_of(needs_points(editor),
                unless(editor.session().selection().size() == 2, "select two points first."));
}
WhyNot needs_points_before(const Editor& editor) {
  return unless(editor.session().previous_points() != nullptr, "this label was never changed.");
}
WhyNot needs_proposal(const Editor& editor) {
  if (const WhyNot why = needs_face(editor)) return why;
  return unless(editor.session().face()->proposal.has_value(),
                "this face has no proposal that is still open.");
}
WhyNot needs_proposed_points(const Editor& editor) {
  return unless(editor.session().proposed_points() != nullptr, "nothing was proposed here.");
}
WhyNot needs_face_not_rejected(const Editor& editor) {
  if (const WhyNot why = needs_face(editor)) return why;
  return unless(editor.session().face()->face.status != FaceStatus::kRejected,
                "this face is rejected already; undo takes that back.");
}
WhyNot needs_light(const Editor& editor) {
  return unless(editor.session().show().light != kPlainLight, "pictures are shown as they are.");
}

}  // namespace

std::vector<ActionInfo> of_edit() {
  return {
      {Id::kAcceptProposal, Group::kReview, "accept_proposal", "Accept proposal",
       "Make the CNN's points the label of this face.", key('A'), kNoKey, needs_proposal},
      {Id::kRejectProposal, Group::kReview, "reject_proposal", "Reject proposal",
       "Discard the CNN's points; the label, if there is one, stays as it is.", key('R'), kNoKey,
       needs_proposal},
      {Id::kApproveAndNext, Group::kReview, "approve_and_next", "Approve and next",
       "Say that this face is right (accepting its proposal if it has no label) and go on.",
       key(Key::kEnter), kNoKey, needs_points},
      {Id::kApprove, Group::kReview, "approve", "Approve",
       "Say that this face is right and stay here.", shift(Key::kEnter), kNoKey, needs_points},
      {Id::kRejectFace, Group::kReview, "reject_face", "Reject face",
       "Say that this is no face, or not fit for training.", key('X'), kNoKey,
       needs_face_not_rejected},
      {Id::kDeleteFace, Group::kReview, "delete_face", "Delete face",
       "Take this face out of the project, as if it had never been found; undo brings it back.",
       key(Key::kDelete), kNoKey, needs_face},
      {Id::kSelectAll, Group::kPoints, "select_all", "Select all points",
       "Select every point of this face.", ctrl('A'), kNoKey, needs_points},
      {Id::kSelectRegion, Group::kPoints, "select_region", "Select region",
       "Select all points of the regions that the selected points belong to.", key('W'), kNoKey,
       needs_selection},
      {Id::kSelectTool, Group::kPoints, "select_tool", "Select by box",
       "Drag beside the points to select those in a box; Shift adds to the selection.", key('S'),
       kNoKey, needs_nothing},
      {Id::kLassoTool, Group::kPoints, "lasso_tool", "Select by lasso",
       "Drag around points to select them; Shift adds to the selection.", key('L'), kNoKey,
       needs_nothing},
      {Id::kStrokeTool, Group::kPoints, "stroke_tool", "Redraw a region",
       "Draw a region anew as one stroke: that of the selected point, else the nearest one.",
       key('D'), kNoKey, needs_points},
      {Id::kFaceTool, Group::kPoints, "face_tool", "Add a face",
       "Draw a box around a face that was not found; the CNN places its points.", key('N'), kNoKey,
       needs_picture_and_no_job},
      {Id::kProposeAgain, Group::kPoints, "propose_again", "Propose again",
       "Let the CNN place the points of this face anew, as a proposal.", ctrl('G'), kNoKey,
       needs_face_and_no_job},
      {Id::kNudgeLeft, Group::kPoints, "nudge_left", "Nudge left",
       "Move the selected points by one pixel.", key(Key::kLeft), kNoKey, needs_selection},
      {Id::kNudgeRight, Group::kPoints, "nudge_right", "Nudge right",
       "Move the selected points by one pixel.", key(Key::kRight), kNoKey, needs_selection},
      {Id::kNudgeUp, Group::kPoints, "nudge_up", "Nudge up",
       "Move the selected points by one pixel.", key(Key::kUp), kNoKey, needs_selection},
      {Id::kNudgeDown, Group::kPoints, "nudge_down", "Nudge down",
       "Move the selected points by one pixel.", key(Key::kDown), kNoKey, needs_selection},
      {Id::kNudgeLeftFar, Group::kPoints, "nudge_left_far", "Nudge left, 5 px",
       "Move the selected points by five pixels.", shift(Key::kLeft), kNoKey, needs_selection},
      {Id::kNudgeRightFar, Group::kPoints, "nudge_right_far", "Nudge right, 5 px",
       "Move the selected points by five pixels.", shift(Key::kRight), kNoKey, needs_selection},
      {Id::kNudgeUpFar, Group::kPoints, "nudge_up_far", "Nudge up, 5 px",
       "Move the selected points by five pixels.", shift(Key::kUp), kNoKey, needs_selection},
      {Id::kNudgeDownFar, Group::kPoints, "nudge_down_far", "Nudge down, 5 px",
       "Move the selected points by five pixels.", shift(Key::kDown), kNoKey, needs_selection},
      {Id::kNudgeLeftFine, Group::kPoints, "nudge_left_fine", "Nudge left, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kLeft), kNoKey,
       needs_selection},
      {Id::kNudgeRightFine, Group::kPoints, "nudge_right_fine", "Nudge right, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kRight), kNoKey,
       needs_selection},
      {Id::kNudgeUpFine, Group::kPoints, "nudge_up_fine", "Nudge up, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kUp), kNoKey, needs_selection},
      {Id::kNudgeDownFine, Group::kPoints, "nudge_down_fine", "Nudge down, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kDown), kNoKey,
       needs_selection},
      {Id::kToggleOccluded, Group::kPoints, "toggle_occluded", "Occluded",
       "Say that the selected points are hidden by something, or visible again.", key('V'), kNoKey,
       needs_selection},
      {Id::kSwapPoints, Group::kPoints, "swap_points", "Swap two points",
       "The two selected points change places.", ctrl('K'), kNoKey, needs_pair},
      {Id::kSwapSides, Group::kPoints, "swap_sides", "Swap sides",
       "The selected points change places with their partners on the other side of the face.",
       key('M'), kNoKey, needs_selection},
      {Id::kMirrorRelabel, Group::kPoints, "mirror_relabel", "Number from the other side",
       "For labels that were numbered as in a mirror: every point gets its partner's number.",
       ctrl('M'), kNoKey, needs_points},
      {Id::kResetToProposal, Group::kPoints, "reset_to_proposal", "Points as proposed",
       "Put the selected points, or all, where the CNN proposed them.", key(Key::kBackspace),
       kNoKey, needs_proposed_points},
      {Id::kResetToPrevious, Group::kPoints, "reset_to_previous", "Points as before",
       "Put the selected points, or all, where they were before the last change of this face.",
       shift(Key::kBackspace), kNoKey, needs_points_before},
      {Id::kCopyFromClip, Group::kPoints, "copy_from_clip", "Copy from the clip's frame before",
       "Put the selected points, or all, where they are in the previous frame of this clip.",
       ctrl('B'), kNoKey, needs_clip},
      {Id::kCarryFromClip, Group::kPoints, "carry_from_clip", "Carry along from the frame before",
       "Bring the points of the previous frame of this clip along with how the picture moved.",
       ctrl_shift('B'), kNoKey, needs_clip},
      {Id::kNextImage, Group::kGo, "next_image", "Next picture",
       "Show the next picture of the list.", key(Key::kPageDown), key('.'), needs_next},
      {Id::kPreviousImage, Group::kGo, "previous_image", "Previous picture",
       "Show the previous picture of the list.", key(Key::kPageUp), key(','), needs_previous},
      {Id::kFirstImage, Group::kGo, "first_image", "First picture",
       "Show the first picture of the list.", key(Key::kHome), kNoKey, needs_list},
      {Id::kLastImage, Group::kGo, "last_image", "Last picture",
       "Show the last picture of the list.", key(Key::kEnd), kNoKey, needs_list},
      {Id::kNextFace, Group::kGo, "next_face", "Next face", "Select the next face in this picture.",
       key(Key::kTab), kNoKey, needs_faces},
      {Id::kPreviousFace, Group::kGo, "previous_face", "Previous face",
       "Select the previous face in this picture.", shift(Key::kTab), kNoKey, needs_faces},
      {Id::kNextPoint, Group::kGo, "next_point", "Next point",
       "Select the next landmark, keeping it in view.", key(']'), kNoKey, needs_points},
      {Id::kPreviousPoint, Group::kGo, "previous_point", "Previous point",
       "Select the previous landmark, keeping it in view.", key('['), kNoKey, needs_points},
      {Id::kFitImage, Group::kView, "fit_image", "Fit picture", "Show the whole picture.", key('0'),
       kNoKey, needs_picture},
      {Id::kFitFace, Group::kView, "fit_face", "Fit face", "Show the current face large.", key('F'),
       kNoKey, needs_face},
      {Id::kActualSize, Group::kView, "actual_size", "100 %",
       "Show one picture pixel as one screen pixel.", key('1'), kNoKey, needs_picture},
      {Id::kZoomIn, Group::kView, "zoom_in", "Zoom in",
       "Enlarge about the middle; the wheel zooms at the pointer.", key('+'), key('='),
       needs_picture},
      {Id::kZoomOut, Group::kView, "zoom_out", "Zoom out",
       "Shrink about the middle; the wheel zooms at the pointer.", key('-'), kNoKey, needs_picture},
      {Id::kToggleNumbers, Group::kView, "toggle_numbers", "Numbers",
       "Number all points, those near the pointer, the selected ones, or none.", key('T'), kNoKey,
       needs_nothing},
      {Id::kToggleEdges, Group::kView, "toggle_edges", "Edges",
       "Show or hide the lines between points.", key('E'), kNoKey, needs_nothing},
      {Id::kToggleProposal, Group::kView, "toggle_proposal", "Proposal",
       "Show or hide the CNN's points beside the label.", key('G'), kNoKey, needs_nothing},
      {Id::kTogglePrevious, Group::kView, "toggle_previous", "Points before",
       "Show or hide where the points were before the last change of this face.", key('P'), kNoKey,
       needs_nothing},
      {Id::kTogglePoints, Group::kView, "toggle_points", "Points",
       "Show or hide all points, to see the bare picture.", key('H'), kNoKey, needs_nothing},
      {Id::kLightPanel, Group::kView, "light_panel", "Light…",
       "Brightness, contrast and the like of what is shown; pictures and labels stay as they are.",
       key('O'), kNoKey, needs_picture},
      {Id::kBrighter, Group::kView, "brighter", "Brighter", "Show pictures brighter.", key('B'),
       kNoKey, needs_picture},
      {Id::kDarker, Group::kView, "darker", "Darker", "Show pictures darker.", shift('B'), kNoKey,
       needs_picture},
      {Id::kMoreContrast, Group::kView, "more_contrast", "More contrast",
       "Show pictures with more contrast.", key('K'), kNoKey, needs_picture},
      {Id::kLessContrast, Group::kView, "less_contrast", "Less contrast",
       "Show pictures with less contrast.", shift('K'), kNoKey, needs_picture},
      {Id::kMoreGamma, Group::kView, "more_gamma", "Lift the shadows",
       "Raise the gamma: shadows become lighter, lights stay.", key('U'), kNoKey, needs_picture},
      {Id::kLessGamma, Group::kView, "less_gamma", "Deepen the shadows",
       "Lower the gamma: shadows become darker, lights stay.", shift('U'), kNoKey, needs_picture},
      {Id::kToggleLocalContrast, Group::kView, "toggle_local_contrast", "Local contrast",
       "Bring out detail in dark and in pale parts alike (CLAHE).", key('J'), kNoKey,
       needs_picture},
      {Id::kToggleGrey, Group::kView, "toggle_grey", "Grey", "Show pictures without colour.",
       key('Y'), kNoKey, needs_picture},
      {Id::kResetLight, Group::kView, "reset_light", "Reset the light",
       "Show pictures as they are.", shift('O'), kNoKey, needs_light},
  };
}

}  // namespace facepoint::rows
