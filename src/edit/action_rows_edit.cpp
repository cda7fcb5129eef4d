// Rows of the action table for the Edit workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

bool has_picture(const Editor& editor) { return editor.session().current().has_value(); }
bool has_faces(const Editor& editor) {
  return has_face(editor) && editor.session().current()->faces.size() > 1;
}
bool has_clip_points(const Editor& editor) {
  return has_points(editor) && !editor.session().current()->image.clip.empty();
}
bool has_pair(const Editor& editor) {
  return has_points(editor) && editor.session().selection().size() == 2;
}
bool has_previous_points(const Editor& editor) {
  return editor.session().previous_points() != nullptr;
}
bool has_proposal(const Editor& editor) {
  return has_face(editor) && editor.session().face()->proposal.has_value();
}
bool can_reject(const Editor& editor) {
  return has_face(editor) && editor.session().face()->face.status != FaceStatus::kRejected;
}

}  // namespace

std::vector<ActionInfo> of_edit() {
  return {
      {Id::kAcceptProposal, Group::kReview, "accept_proposal", "Accept proposal",
       "Make the CNN's points the label of this face.", key('A'), kNoKey, has_proposal},
      {Id::kRejectProposal, Group::kReview, "reject_proposal", "Reject proposal",
       "Discard the CNN's points; the label, if there is one, stays as it is.", key('R'), kNoKey,
       has_proposal},
      {Id::kApproveAndNext, Group::kReview, "approve_and_next", "Approve and next",
       "Say that this face is right (accepting its proposal if it has no label) and go on.",
       key(Key::kEnter), kNoKey, has_points},
      {Id::kApprove, Group::kReview, "approve", "Approve",
       "Say that this face is right and stay here.", shift(Key::kEnter), kNoKey, has_points},
      {Id::kRejectFace, Group::kReview, "reject_face", "Reject face",
       "Say that this is no face, or not fit for training.", key('X'), kNoKey, can_reject},
      {Id::kDeleteFace, Group::kReview, "delete_face", "Delete face",
       "Take this face out of the project, as if it had never been found; undo brings it back.",
       key(Key::kDelete), kNoKey, has_face},
      {Id::kSelectAll, Group::kPoints, "select_all", "Select all points",
       "Select every point of this face.", ctrl('A'), kNoKey, has_points},
      {Id::kSelectRegion, Group::kPoints, "select_region", "Select region",
       "Select all points of the regions that the selected points belong to.", key('W'), kNoKey,
       has_selection},
      {Id::kSelectTool, Group::kPoints, "select_tool", "Select by box",
       "Drag beside the points to select those in a box; Shift adds to the selection.", key('S'),
       kNoKey, always},
      {Id::kLassoTool, Group::kPoints, "lasso_tool", "Select by lasso",
       "Drag around points to select them; Shift adds to the selection.", key('L'), kNoKey, always},
      {Id::kStrokeTool, Group::kPoints, "stroke_tool", "Redraw a region",
       "Draw a region anew as one stroke: that of the selected point, else the nearest one.",
       key('D'), kNoKey, has_points},
      {Id::kFaceTool, Group::kPoints, "face_tool", "Add a face",
       "Draw a box around a face that was not found; the CNN places its points.", key('N'), kNoKey,
       [](const Editor& editor) { return has_picture(editor) && no_job(editor); }},
      {Id::kProposeAgain, Group::kPoints, "propose_again", "Propose again",
       "Let the CNN place the points of this face anew, as a proposal.", ctrl('G'), kNoKey,
       [](const Editor& editor) { return has_face(editor) && no_job(editor); }},
      {Id::kNudgeLeft, Group::kPoints, "nudge_left", "Nudge left",
       "Move the selected points by one pixel.", key(Key::kLeft), kNoKey, has_selection},
      {Id::kNudgeRight, Group::kPoints, "nudge_right", "Nudge right",
       "Move the selected points by one pixel.", key(Key::kRight), kNoKey, has_selection},
      {Id::kNudgeUp, Group::kPoints, "nudge_up", "Nudge up",
       "Move the selected points by one pixel.", key(Key::kUp), kNoKey, has_selection},
      {Id::kNudgeDown, Group::kPoints, "nudge_down", "Nudge down",
       "Move the selected points by one pixel.", key(Key::kDown), kNoKey, has_selection},
      {Id::kNudgeLeftFar, Group::kPoints, "nudge_left_far", "Nudge left, 5 px",
       "Move the selected points by five pixels.", shift(Key::kLeft), kNoKey, has_selection},
      {Id::kNudgeRightFar, Group::kPoints, "nudge_right_far", "Nudge right, 5 px",
       "Move the selected points by five pixels.", shift(Key::kRight), kNoKey, has_selection},
      {Id::kNudgeUpFar, Group::kPoints, "nudge_up_far", "Nudge up, 5 px",
       "Move the selected points by five pixels.", shift(Key::kUp), kNoKey, has_selection},
      {Id::kNudgeDownFar, Group::kPoints, "nudge_down_far", "Nudge down, 5 px",
       "Move the selected points by five pixels.", shift(Key::kDown), kNoKey, has_selection},
      {Id::kNudgeLeftFine, Group::kPoints, "nudge_left_fine", "Nudge left, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kLeft), kNoKey, has_selection},
      {Id::kNudgeRightFine, Group::kPoints, "nudge_right_fine", "Nudge right, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kRight), kNoKey,
       has_selection},
      {Id::kNudgeUpFine, Group::kPoints, "nudge_up_fine", "Nudge up, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kUp), kNoKey, has_selection},
      {Id::kNudgeDownFine, Group::kPoints, "nudge_down_fine", "Nudge down, 0.25 px",
       "Move the selected points by a quarter of a pixel.", alt(Key::kDown), kNoKey, has_selection},
      {Id::kToggleOccluded, Group::kPoints, "toggle_occluded", "Occluded",
       "Say that the selected points are hidden by something, or visible again.", key('V'), kNoKey,
       has_selection},
      {Id::kSwapPoints, Group::kPoints, "swap_points", "Swap two points",
       "The two selected points change places.", ctrl('K'), kNoKey, has_pair},
      {Id::kSwapSides, Group::kPoints, "swap_sides", "Swap sides",
       "The selected points change places with their partners on the other side of the face.",
       key('M'), kNoKey, has_selection},
      {Id::kMirrorRelabel, Group::kPoints, "mirror_relabel", "Number from the other side",
       "For labels that were numbered as in a mirror: every point gets its partner's number.",
       ctrl('M'), kNoKey, has_points},
      {Id::kResetToProposal, Group::kPoints, "reset_to_proposal", "Points as proposed",
       "Put the selected points, or all, where the CNN proposes them.", key(Key::kBackspace),
       kNoKey,
       [](const Editor& editor) {
         return has_proposal(editor) && editor.session().face()->points.has_value();
       }},
      {Id::kResetToPrevious, Group::kPoints, "reset_to_previous", "Points as before",
       "Put the selected points, or all, where they were before the last change of this face.",
       shift(Key::kBackspace), kNoKey, has_previous_points},
      {Id::kCopyFromClip, Group::kPoints, "copy_from_clip", "Copy from the clip's frame before",
       "Put the selected points, or all, where they are in the previous frame of this clip.",
       ctrl('B'), kNoKey, has_clip_points},
      {Id::kCarryFromClip, Group::kPoints, "carry_from_clip", "Carry along from the frame before",
       "Bring the points of the previous frame of this clip along with how the picture moved.",
       ctrl_shift('B'), kNoKey, has_clip_points},
      {Id::kNextImage, Group::kGo, "next_image", "Next picture",
       "Show the next picture of the list.", key(Key::kPageDown), key('.'), has_next},
      {Id::kPreviousImage, Group::kGo, "previous_image", "Previous picture",
       "Show the previous picture of the list.", key(Key::kPageUp), key(','), has_previous},
      {Id::kFirstImage, Group::kGo, "first_image", "First picture",
       "Show the first picture of the list.", key(Key::kHome), kNoKey, has_images},
      {Id::kLastImage, Group::kGo, "last_image", "Last picture",
       "Show the last picture of the list.", key(Key::kEnd), kNoKey, has_images},
      {Id::kNextFace, Group::kGo, "next_face", "Next face", "Select the next face in this picture.",
       key(Key::kTab), kNoKey, has_faces},
      {Id::kPreviousFace, Group::kGo, "previous_face", "Previous face",
       "Select the previous face in this picture.", shift(Key::kTab), kNoKey, has_faces},
      {Id::kNextPoint, Group::kGo, "next_point", "Next point",
       "Select the next landmark, keeping it in view.", key(']'), kNoKey, has_points},
      {Id::kPreviousPoint, Group::kGo, "previous_point", "Previous point",
       "Select the previous landmark, keeping it in view.", key('['), kNoKey, has_points},
      {Id::kFitImage, Group::kView, "fit_image", "Fit picture", "Show the whole picture.", key('0'),
       kNoKey, has_picture},
      {Id::kFitFace, Group::kView, "fit_face", "Fit face", "Show the current face large.", key('F'),
       kNoKey, has_face},
      {Id::kActualSize, Group::kView, "actual_size", "100 %",
       "Show one picture pixel as one screen pixel.", key('1'), kNoKey, has_picture},
      {Id::kZoomIn, Group::kView, "zoom_in", "Zoom in",
       "Enlarge about the middle; the wheel zooms at the pointer.", key('+'), key('='),
       has_picture},
      {Id::kZoomOut, Group::kView, "zoom_out", "Zoom out",
       "Shrink about the middle; the wheel zooms at the pointer.", key('-'), kNoKey, has_picture},
      {Id::kToggleNumbers, Group::kView, "toggle_numbers", "Numbers",
       "Number all points, those near the pointer, the selected ones, or none.", key('T'), kNoKey,
       always},
      {Id::kToggleEdges, Group::kView, "toggle_edges", "Edges",
       "Show or hide the lines between points.", key('E'), kNoKey, always},
      {Id::kToggleProposal, Group::kView, "toggle_proposal", "Proposal",
       "Show or hide the CNN's points beside the label.", key('G'), kNoKey, always},
      {Id::kTogglePrevious, Group::kView, "toggle_previous", "Points before",
       "Show or hide where the points were before the last change of this face.", key('P'), kNoKey,
       always},
      {Id::kTogglePoints, Group::kView, "toggle_points", "Points",
       "Show or hide all points, to see the bare picture.", key('H'), kNoKey, always},
      {Id::kLightPanel, Group::kView, "light_panel", "Light…",
       "Brightness, contrast and the like of what is shown; pictures and labels stay as they are.",
       key('O'), kNoKey, has_picture},
      {Id::kBrighter, Group::kView, "brighter", "Brighter", "Show pictures brighter.", key('B'),
       kNoKey, has_picture},
      {Id::kDarker, Group::kView, "darker", "Darker", "Show pictures darker.", shift('B'), kNoKey,
       has_picture},
      {Id::kMoreContrast, Group::kView, "more_contrast", "More contrast",
       "Show pictures with more contrast.", key('K'), kNoKey, has_picture},
      {Id::kLessContrast, Group::kView, "less_contrast", "Less contrast",
       "Show pictures with less contrast.", shift('K'), kNoKey, has_picture},
      {Id::kMoreGamma, Group::kView, "more_gamma", "Lift the shadows",
       "Raise the gamma: shadows become lighter, lights stay.", key('U'), kNoKey, has_picture},
      {Id::kLessGamma, Group::kView, "less_gamma", "Deepen the shadows",
       "Lower the gamma: shadows become darker, lights stay.", shift('U'), kNoKey, has_picture},
      {Id::kToggleLocalContrast, Group::kView, "toggle_local_contrast", "Local contrast",
       "Bring out detail in dark and in pale parts alike (CLAHE).", key('J'), kNoKey, has_picture},
      {Id::kToggleGrey, Group::kView, "toggle_grey", "Grey", "Show pictures without colour.",
       key('Y'), kNoKey, has_picture},
      {Id::kResetLight, Group::kView, "reset_light", "Reset the light",
       "Show pictures as they are.", shift('O'), kNoKey,
       [](const Editor& editor) { return editor.session().show().light != kPlainLight; }},
  };
}

}  // namespace facepoint::rows
