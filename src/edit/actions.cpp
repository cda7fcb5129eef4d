#include "edit/actions.h"

#include <array>

#include "edit/editor.h"

namespace facepoint {
namespace {

using Id = ActionId;
using Group = ActionGroup;

constexpr Shortcut key(Key k) { return {k, false, false, false}; }
constexpr Shortcut key(char c) { return {character_key(c), false, false, false}; }
constexpr Shortcut shift(Key k) { return {k, false, true, false}; }
constexpr Shortcut shift(char c) { return {character_key(c), false, true, false}; }
constexpr Shortcut alt(Key k) { return {k, false, false, true}; }
constexpr Shortcut ctrl(char c) { return {character_key(c), true, false, false}; }
constexpr Shortcut ctrl_shift(char c) { return {character_key(c), true, true, false}; }
constexpr Shortcut kNoKey{};

bool always(const Editor&) { return true; }
bool no_job(const Editor& editor) { return !editor.jobs().running(); }
bool has_images(const Editor& editor) { return !editor.session().list().empty(); }
bool can_work_on_images(const Editor& editor) {
  return no_job(editor) && editor.session().total_images() > 0;
}
bool has_picture(const Editor& editor) { return editor.session().current().has_value(); }
bool has_face(const Editor& editor) { return editor.session().face() != nullptr; }
bool has_faces(const Editor& editor) {
  return has_face(editor) && editor.session().current()->faces.size() > 1;
}
bool has_points(const Editor& editor) {
  return has_face(editor) && editor.session().face()->shown() != nullptr;
}
bool has_selection(const Editor& editor) {
  return has_points(editor) && !editor.session().selection().empty();
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

bool has_patches(const Editor& editor) { return !editor.patches().tiles().empty(); }
bool has_edits(const Editor& editor) { return editor.history().size() > 0; }
bool has_edit_face(const Editor& editor) {
  return editor.history().preview() && !editor.history().preview()->faces.empty();
}
bool has_edit_faces(const Editor& editor) {
  return has_edit_face(editor) && editor.history().preview()->faces.size() > 1;
}
bool can_revert(const Editor& editor) {
  return editor.history().preview() && editor.history().preview()->why_not_revert.empty();
}

std::optional<std::size_t> position(const Editor& editor) {
  const Session& session = editor.session();
  if (!session.current()) return std::nullopt;
  return session.index_of(session.current()->image.id);
}
bool has_next(const Editor& editor) {
  const auto at = position(editor);
  return at ? *at + 1 < editor.session().list().size() : has_images(editor);
}
bool has_previous(const Editor& editor) {
  const auto at = position(editor);
  return at ? *at > 0 : has_images(editor);
}

bool has_tiles(const Editor& editor) { return editor.library().size() > 0; }
bool has_selected_faces(const Editor& editor) { return editor.library().selected_count() > 0; }

std::vector<ActionInfo> make_table() {
  return {
      {Id::kShowEdit, Group::kWorkspace, "show_edit", "Edit",
       "Correct the points of one picture after the other.", key(Key::kF2), kNoKey, always},
      {Id::kShowLibrary, Group::kWorkspace, "show_library", "Library",
       "See many faces at once, and decide on many at once.", key(Key::kF3), kNoKey, always},
      {Id::kShowPatches, Group::kWorkspace, "show_patches", "Patches",
       "See one landmark of many faces side by side.", key(Key::kF4), kNoKey, always},
      {Id::kShowHistory, Group::kWorkspace, "show_history", "History",
       "See what was changed in this project, and take back one change.", key(Key::kF6), kNoKey,
       always},
      {Id::kShowCompare, Group::kWorkspace, "show_compare", "Compare",
       "See how two states of a face differ: labels, revisions, the proposal.", key(Key::kF7),
       kNoKey, always},

      {Id::kOpenProject, Group::kFile, "open_project", "Other project…",
       "Go to the start page: recent projects, the sample, a new one.", ctrl('O'), kNoKey, no_job},
      {Id::kImport, Group::kFile, "import", "Import…",
       "Add a CSV, a folder of pictures or a whole dataset folder to the project.", ctrl('I'),
       kNoKey, no_job},
      {Id::kAnnotate, Group::kFile, "annotate", "Annotate…",
       "Find faces in pictures and let the CNN propose their points.", ctrl_shift('A'), kNoKey,
       can_work_on_images},
      {Id::kSplit, Group::kFile, "split", "Split…",
       "Plan training, validation and test parts without an identity in two of them.",
       ctrl_shift('P'), kNoKey, can_work_on_images},
      {Id::kExport, Group::kFile, "export", "Export…",
       "Write the labels as files; rows that nobody changed leave as they came.", ctrl('E'), kNoKey,
       can_work_on_images},
      {Id::kCancelJob, Group::kFile, "cancel_job", "Cancel the running job",
       "Stop the running import, annotation, split or export; what is finished is kept.", ctrl('.'),
       kNoKey, [](const Editor& editor) { return editor.jobs().running(); }},
      {Id::kReport, Group::kFile, "report", "Report",
       "Show what the last import, annotation, split or export found and did.", ctrl('R'), kNoKey,
       [](const Editor& editor) { return !editor.last_result().details.empty(); }},
      {Id::kScreenshot, Group::kFile, "screenshot", "Save a screenshot",
       "Save what the window shows as a PNG picture.", key(Key::kF12), kNoKey, always},
      {Id::kQuit, Group::kFile, "quit", "Quit",
       "Close the editor; every change is in the project already.", ctrl('Q'), kNoKey, always},

      {Id::kUndo, Group::kEdit, "undo", "Undo",
       "Take back the last change of the project and show the picture it was made in.", ctrl('Z'),
       kNoKey, [](const Editor& editor) { return editor.session().undoable().has_value(); }},
      {Id::kRedo, Group::kEdit, "redo", "Redo", "Make the change again that was taken back.",
       ctrl_shift('Z'), ctrl('Y'),
       [](const Editor& editor) { return editor.session().redoable().has_value(); }},
      {Id::kCancel, Group::kEdit, "cancel", "Cancel",
       "Give up the drag, close the dialog, or clear the selection.", key(Key::kEscape), kNoKey,
       always},

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
      {Id::kFocusFilter, Group::kList, "focus_filter", "Filter pictures",
       "Type a query that says which pictures are listed.", ctrl('F'), key('/'), always},
      {Id::kClearFilter, Group::kList, "clear_filter", "Clear the filter", "List every picture.",
       ctrl_shift('F'), kNoKey,
       [](const Editor& editor) { return !editor.session().filter_text().empty(); }},
      {Id::kReload, Group::kList, "reload", "Apply the filter again",
       "List the pictures that match now; those that no longer do stay until then.", key(Key::kF5),
       kNoKey, always},

      {Id::kCompareNextLeft, Group::kCompare, "compare_next_left", "Next for the left side",
       "Compare the next state of this face on the left side.", key('['), kNoKey, has_points},
      {Id::kCompareNextRight, Group::kCompare, "compare_next_right", "Next for the right side",
       "Compare the next state of this face on the right side.", key(']'), kNoKey, has_points},
      {Id::kCompareSwap, Group::kCompare, "compare_swap", "Swap sides",
       "The left and the right side change places.", key('X'), kNoKey, has_points},
      {Id::kCompareOrder, Group::kCompare, "compare_order", "Sort by distance",
       "List the points by how far they lie apart, or by their numbers.", key('S'), kNoKey, always},
      {Id::kCompareMagnify, Group::kCompare, "compare_magnify", "Longer arrows",
       "Magnify the arrows between the two states.", key('+'), key('='), always},
      {Id::kCompareShrink, Group::kCompare, "compare_shrink", "Shorter arrows",
       "Magnify the arrows less.", key('-'), kNoKey, always},
      {Id::kCompareNextImage, Group::kCompare, "compare_next_image", "Next picture",
       "Compare in the next picture of the list.", key(Key::kPageDown), key('.'), has_next},
      {Id::kComparePreviousImage, Group::kCompare, "compare_previous_image", "Previous picture",
       "Compare in the previous picture of the list.", key(Key::kPageUp), key(','), has_previous},

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

      {Id::kOpenFace, Group::kLibrary, "open_face", "Open the face",
       "Turn to this face's picture and correct its points.", key(Key::kEnter), kNoKey, has_tiles},
      {Id::kApproveChosen, Group::kLibrary, "approve_chosen", "Approve",
       "Say that the selected faces are right; those without a label take their proposal.",
       key('P'), shift(Key::kEnter), has_tiles},
      {Id::kAcceptChosen, Group::kLibrary, "accept_chosen", "Accept proposals",
       "Make the CNN's points the labels of the selected faces.", key('A'), kNoKey, has_tiles},
      {Id::kRejectChosen, Group::kLibrary, "reject_chosen", "Reject",
       "Say that the selected are no faces, or not fit for training.", key('X'), kNoKey, has_tiles},
      {Id::kRenumberChosen, Group::kLibrary, "renumber_chosen", "Exchange left and right",
       "Number the labels again that have left and right exchanged; points stay where they are.",
       key('M'), kNoKey, has_tiles},
      {Id::kNextSort, Group::kLibrary, "next_sort", "Sort by the next",
       "Order the faces by another of their properties.", key('S'), kNoKey, has_tiles},
      {Id::kReverseSort, Group::kLibrary, "reverse_sort", "Reverse the order",
       "Show the last faces of the order first.", shift('S'), kNoKey, has_tiles},
      {Id::kLargerTiles, Group::kLibrary, "larger_tiles", "Larger tiles",
       "Show fewer and larger faces; Ctrl and the wheel do the same.", key('+'), key('='),
       has_tiles},
      {Id::kSmallerTiles, Group::kLibrary, "smaller_tiles", "Smaller tiles",
       "Show more and smaller faces; Ctrl and the wheel do the same.", key('-'), kNoKey, has_tiles},
      {Id::kToggleTilePoints, Group::kLibrary, "toggle_tile_points", "Points on tiles",
       "Show or hide the points of the faces in the grid.", key('H'), kNoKey, has_tiles},

      {Id::kSelectAllFaces, Group::kSelect, "select_all_faces", "Select all",
       "Select every face that matches the filter.", ctrl('A'), kNoKey, has_tiles},
      {Id::kSelectNoFace, Group::kSelect, "select_no_face", "Select none",
       "Clear the selection; Esc does the same.", ctrl('D'), kNoKey, has_selected_faces},
      {Id::kInvertSelection, Group::kSelect, "invert_selection", "Invert the selection",
       "Select the faces that are not selected, and no others.", ctrl_shift('I'), kNoKey,
       has_tiles},
      {Id::kToggleSelected, Group::kSelect, "toggle_selected", "Select or not",
       "Add this face to the selection, or take it out; Ctrl and a click do the same.",
       key(Key::kSpace), kNoKey, has_tiles},
      {Id::kMoveLeft, Group::kSelect, "move_left", "Previous face",
       "Go to the face before this one.", key(Key::kLeft), kNoKey, has_tiles},
      {Id::kMoveRight, Group::kSelect, "move_right", "Next face", "Go to the face after this one.",
       key(Key::kRight), kNoKey, has_tiles},
      {Id::kMoveUp, Group::kSelect, "move_up", "A row up", "Go to the face above.", key(Key::kUp),
       kNoKey, has_tiles},
      {Id::kMoveDown, Group::kSelect, "move_down", "A row down", "Go to the face below.",
       key(Key::kDown), kNoKey, has_tiles},
      {Id::kMovePageUp, Group::kSelect, "move_page_up", "A page up",
       "Go to the faces above those on the screen.", key(Key::kPageUp), kNoKey, has_tiles},
      {Id::kMovePageDown, Group::kSelect, "move_page_down", "A page down",
       "Go to the faces below those on the screen.", key(Key::kPageDown), kNoKey, has_tiles},
      {Id::kMoveFirst, Group::kSelect, "move_first", "First face",
       "Go to the first face of the order.", key(Key::kHome), kNoKey, has_tiles},
      {Id::kMoveLast, Group::kSelect, "move_last", "Last face", "Go to the last face of the order.",
       key(Key::kEnd), kNoKey, has_tiles},
      {Id::kExtendLeft, Group::kSelect, "extend_left", "Select back",
       "Select as far as the face before this one.", shift(Key::kLeft), kNoKey, has_tiles},
      {Id::kExtendRight, Group::kSelect, "extend_right", "Select on",
       "Select as far as the face after this one.", shift(Key::kRight), kNoKey, has_tiles},
      {Id::kExtendUp, Group::kSelect, "extend_up", "Select a row up",
       "Select as far as the face above.", shift(Key::kUp), kNoKey, has_tiles},
      {Id::kExtendDown, Group::kSelect, "extend_down", "Select a row down",
       "Select as far as the face below.", shift(Key::kDown), kNoKey, has_tiles},
      {Id::kExtendPageUp, Group::kSelect, "extend_page_up", "Select a page up",
       "Select as far as the faces above those on the screen.", shift(Key::kPageUp), kNoKey,
       has_tiles},
      {Id::kExtendPageDown, Group::kSelect, "extend_page_down", "Select a page down",
       "Select as far as the faces below those on the screen.", shift(Key::kPageDown), kNoKey,
       has_tiles},
      {Id::kExtendFirst, Group::kSelect, "extend_first", "Select to the first",
       "Select as far as the first face.", shift(Key::kHome), kNoKey, has_tiles},
      {Id::kExtendLast, Group::kSelect, "extend_last", "Select to the last",
       "Select as far as the last face.", shift(Key::kEnd), kNoKey, has_tiles},

      {Id::kPatchesNextLandmark, Group::kPatches, "patches_next_landmark", "Next landmark",
       "Show the next landmark of the scheme in every tile.", key('.'), key(']'), always},
      {Id::kPatchesPreviousLandmark, Group::kPatches, "patches_previous_landmark",
       "Previous landmark", "Show the previous landmark of the scheme in every tile.", key(','),
       key('['), always},
      {Id::kPatchesMirrorLandmark, Group::kPatches, "patches_mirror_landmark",
       "Landmark of the other side", "Show the landmark that a mirror would make of this one.",
       key('M'), kNoKey, always},
      {Id::kPatchesRight, Group::kPatches, "patches_right", "Tile to the right",
       "Select the tile to the right: the next smaller disagreement.", key(Key::kRight), kNoKey,
       has_patches},
      {Id::kPatchesLeft, Group::kPatches, "patches_left", "Tile to the left",
       "Select the tile to the left: the next larger disagreement.", key(Key::kLeft), kNoKey,
       has_patches},
      {Id::kPatchesDown, Group::kPatches, "patches_down", "Tile below", "Select the tile below.",
       key(Key::kDown), kNoKey, has_patches},
      {Id::kPatchesUp, Group::kPatches, "patches_up", "Tile above", "Select the tile above.",
       key(Key::kUp), kNoKey, has_patches},
      {Id::kPatchesFirst, Group::kPatches, "patches_first", "First tile",
       "Select the face with the largest disagreement.", key(Key::kHome), kNoKey, has_patches},
      {Id::kPatchesLast, Group::kPatches, "patches_last", "Last tile", "Select the last face.",
       key(Key::kEnd), kNoKey, has_patches},
      {Id::kPatchesZoomIn, Group::kPatches, "patches_zoom_in", "Show less around",
       "Enlarge what the tiles show of each face.", key('+'), key('='), has_patches},
      {Id::kPatchesZoomOut, Group::kPatches, "patches_zoom_out", "Show more around",
       "Show more of each face in its tile.", key('-'), kNoKey, has_patches},
      {Id::kPatchesOpen, Group::kPatches, "patches_open", "Open its face",
       "Show the selected face in the Edit workspace.", key(Key::kEnter), kNoKey, has_patches},

      {Id::kHistoryNext, Group::kHistory, "history_next", "Older change",
       "Go to the change that was made before this one.", key(Key::kDown), key(']'), has_edits},
      {Id::kHistoryPrevious, Group::kHistory, "history_previous", "Newer change",
       "Go to the change that was made after this one.", key(Key::kUp), key('['), has_edits},
      {Id::kHistoryFirst, Group::kHistory, "history_first", "Newest change",
       "Go to the newest change.", key(Key::kHome), kNoKey, has_edits},
      {Id::kHistoryLast, Group::kHistory, "history_last", "Oldest change",
       "Go to the oldest change.", key(Key::kEnd), kNoKey, has_edits},
      {Id::kHistoryNextFace, Group::kHistory, "history_next_face", "Next face of the change",
       "Show what the change did to the next of its faces.", key(Key::kRight), key(Key::kTab),
       has_edit_faces},
      {Id::kHistoryPreviousFace, Group::kHistory, "history_previous_face",
       "Previous face of the change", "Show what the change did to the previous of its faces.",
       key(Key::kLeft), shift(Key::kTab), has_edit_faces},
      {Id::kHistoryRevert, Group::kHistory, "history_revert", "Revert this change",
       "Take back this one change and leave the others; redo makes it again.", key('R'),
       key(Key::kDelete), can_revert},
      {Id::kHistoryOpen, Group::kHistory, "history_open", "Open its face",
       "Show the face of this change in the Edit workspace.", key(Key::kEnter), kNoKey,
       has_edit_face},
      {Id::kHistoryClear, Group::kHistory, "history_clear", "Show every change",
       "Clear the search, so that all changes are listed.", key(Key::kBackspace), kNoKey,
       [](const Editor& editor) { return !editor.history().search().empty(); }},

      {Id::kPalette, Group::kHelp, "palette", "Find an action…",
       "Type a few letters of what you want to do, and do it.", ctrl('P'), kNoKey, always},
      {Id::kHelp, Group::kHelp, "help", "Keys", "Show this sheet of keys.", key(Key::kF1), key('?'),
       always},
  };
}

}  // namespace

const char* title_of(ActionGroup group) {
  constexpr std::array<const char*, kActionGroups> kTitles{
      "File",    "Edit",   "List",    "Review",  "Points",  "Go",        "View",
      "Library", "Select", "Patches", "History", "Compare", "Workspace", "Help"};
  return kTitles.at(static_cast<std::size_t>(group));
}

std::optional<Workspace> workspace_of(ActionGroup group) {
  switch (group) {
    case ActionGroup::kReview:
    case ActionGroup::kPoints:
    case ActionGroup::kGo:
    case ActionGroup::kView:
      return Workspace::kEdit;
    case ActionGroup::kLibrary:
    case ActionGroup::kSelect:
      return Workspace::kLibrary;
    case ActionGroup::kPatches:
      return Workspace::kPatches;
    case ActionGroup::kHistory:
      return Workspace::kHistory;
    case ActionGroup::kCompare:
      return Workspace::kCompare;
    default:
      return std::nullopt;
  }
}

const std::vector<ActionInfo>& action_table() {
  static const std::vector<ActionInfo> table = make_table();
  return table;
}

const ActionInfo& info_of(ActionId id) { return action_table().at(static_cast<std::size_t>(id)); }

const ActionInfo* find_action(std::string_view name) {
  for (const ActionInfo& row : action_table()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::optional<ActionId> action_for(const Shortcut& pressed, Workspace workspace) {
  if (!pressed) return std::nullopt;
  for (const ActionInfo& row : action_table()) {
    if (!usable_in(row.group, workspace)) continue;
    if (row.shortcut == pressed || row.alternative == pressed) return row.id;
  }
  return std::nullopt;
}

}  // namespace facepoint
