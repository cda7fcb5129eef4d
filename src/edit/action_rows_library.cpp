// Rows of the action table for the Library workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_tiles(const Editor& editor) {
  return unless(editor.library().size() > 0, "no face is listed.");
}
WhyNot needs_tiles_and_no_job(const Editor& editor) {
  return all_of(needs_tiles(editor), needs_no_job(editor));
}
WhyNot needs_selected_faces(const Editor& editor) {
  return unless(editor.library().selected_count() > 0, "no face is selected.");
}

}  // namespace

std::vector<ActionInfo> of_library() {
  return {
      {Id::kOpenFace, Group::kLibrary, "open_face", "Open the face",
       "Turn to this face's picture and correct its points.", key(Key::kEnter), kNoKey,
       needs_tiles},
      {Id::kApproveChosen, Group::kLibrary, "approve_chosen", "Approve",
       "Say that the selected faces are right; those without a label take their proposal.",
       key('P'), shift(Key::kEnter), needs_tiles},
      {Id::kAcceptChosen, Group::kLibrary, "accept_chosen", "Accept proposals",
       "Make the CNN's points the labels of the selected faces.", key('A'), kNoKey, needs_tiles},
      {Id::kRejectChosen, Group::kLibrary, "reject_chosen", "Reject",
       "Say that the selected are no faces, or not fit for training.", key('X'), kNoKey,
       needs_tiles},
      {Id::kRenumberChosen, Group::kLibrary, "renumber_chosen", "Exchange left and right",
       "Number the labels again that have left and right exchanged; points stay where they are.",
       key('M'), kNoKey, needs_tiles},
      {Id::kExportChosen, Group::kLibrary, "export_chosen", "Export the selected…",
       "Write the labels of the selected faces as files, and no others.", ctrl_shift('E'), kNoKey,
       needs_tiles_and_no_job},
      {Id::kNextSort, Group::kLibrary, "next_sort", "Sort by the next",
       "Order the faces by another of their properties.", key('S'), kNoKey, needs_tiles},
      {Id::kReverseSort, Group::kLibrary, "reverse_sort", "Reverse the order",
       "Show the last faces of the order first.", shift('S'), kNoKey, needs_tiles},
      {Id::kLargerTiles, Group::kLibrary, "larger_tiles", "Larger tiles",
       "Show fewer and larger faces; Ctrl and the wheel do the same.", key('+'), key('='),
       needs_tiles},
      {Id::kSmallerTiles, Group::kLibrary, "smaller_tiles", "Smaller tiles",
       "Show more and smaller faces; Ctrl and the wheel do the same.", key('-'), kNoKey,
       needs_tiles},
      {Id::kToggleTilePoints, Group::kLibrary, "toggle_tile_points", "Points on tiles",
       "Show or hide the points of the faces in the grid.", key('H'), kNoKey, needs_tiles},
      {Id::kSelectAllFaces, Group::kSelect, "select_all_faces", "Select all",
       "Select every face that matches the filter.", ctrl('A'), kNoKey, needs_tiles},
      {Id::kSelectNoFace, Group::kSelect, "select_no_face", "Select none",
       "Clear the selection; Esc does the same.", ctrl('D'), kNoKey, needs_selected_faces},
      {Id::kInvertSelection, Group::kSelect, "invert_selection", "Invert the selection",
       "Select the faces that are not selected, and no others.", ctrl_shift('I'), kNoKey,
       needs_tiles},
      {Id::kToggleSelected, Group::kSelect, "toggle_selected", "Select or not",
       "Add this face to the selection, or take it out; Ctrl and a click do the same.",
       key(Key::kSpace), kNoKey, needs_tiles},
      {Id::kMoveLeft, Group::kSelect, "move_left", "Previous face",
       "Go to the face before this one.", key(Key::kLeft), kNoKey, needs_tiles},
      {Id::kMoveRight, Group::kSelect, "move_right", "Next face", "Go to the face after this one.",
       key(Key::kRight), kNoKey, needs_tiles},
      {Id::kMoveUp, Group::kSelect, "move_up", "A row up", "Go to the face above.", key(Key::kUp),
       kNoKey, needs_tiles},
      {Id::kMoveDown, Group::kSelect, "move_down", "A row down", "Go to the face below.",
       key(Key::kDown), kNoKey, needs_tiles},
      {Id::kMovePageUp, Group::kSelect, "move_page_up", "A page up",
       "Go to the faces above those on the screen.", key(Key::kPageUp), kNoKey, needs_tiles},
      {Id::kMovePageDown, Group::kSelect, "move_page_down", "A page down",
       "Go to the faces below those on the screen.", key(Key::kPageDown), kNoKey, needs_tiles},
      {Id::kMoveFirst, Group::kSelect, "move_first", "First face",
       "Go to the first face of the order.", key(Key::kHome), kNoKey, needs_tiles},
      {Id::kMoveLast, Group::kSelect, "move_last", "Last face", "Go to the last face of the order.",
       key(Key::kEnd), kNoKey, needs_tiles},
      {Id::kExtendLeft, Group::kSelect, "extend_left", "Select back",
       "Select as far as the face before this one.", shift(Key::kLeft), kNoKey, needs_tiles},
      {Id::kExtendRight, Group::kSelect, "extend_right", "Select on",
       "Select as far as the face after this one.", shift(Key::kRight), kNoKey, needs_tiles},
      {Id::kExtendUp, Group::kSelect, "extend_up", "Select a row up",
       "Select as far as the face above.", shift(Key::kUp), kNoKey, needs_tiles},
      {Id::kExtendDown, Group::kSelect, "extend_down", "Select a row down",
       "Select as far as the face below.", shift(Key::kDown), kNoKey, needs_tiles},
      {Id::kExtendPageUp, Group::kSelect, "extend_page_up", "Select a page up",
       "Select as far as the faces above those on the screen.", shift(Key::kPageUp), kNoKey,
       needs_tiles},
      {Id::kExtendPageDown, Group::kSelect, "extend_page_down", "Select a page down",
       "Select as far as the faces below those on the screen.", shift(Key::kPageDown), kNoKey,
       needs_tiles},
      {Id::kExtendFirst, Group::kSelect, "extend_first", "Select to the first",
       "Select as far as the first face.", shift(Key::kHome), kNoKey, needs_tiles},
      {Id::kExtendLast, Group::kSelect, "extend_last", "Select to the last",
       "Select as far as the last face.", shift(Key::kEnd), kNoKey, needs_tiles},
  };
}

}  // namespace facepoint::rows
