// Rows of the action table for the Patches, History and Compare workspaces.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_patches(const Editor& editor) {
  return unless(!editor.patches().tiles().empty(), "no face with points is listed.");
}
WhyNot needs_expected_place(const Editor& editor) {
  const Patches& patches = editor.patches();
  if (const WhyNot why = needs_patches(editor)) return why;
  return unless(patches.tiles()[patches.selected().value_or(0)].place.by_cnn,
                "the CNN has no opinion of this face.");
}
WhyNot needs_edits(const Editor& editor) {
  return unless(editor.history().rows() > 0, "no change is listed.");
}
WhyNot needs_snapshot(const Editor& editor) {
  return all_of(unless(editor.history().snapshot() != nullptr, "no snapshot is chosen."),
                needs_no_job(editor));
}
WhyNot needs_label(const Editor& editor) {
  if (const WhyNot why = needs_points(editor)) return why;
  return unless(editor.session().face()->points.has_value(),
                "this face has no label to put something in.");
}
WhyNot needs_edit_face(const Editor& editor) {
  const auto& preview = editor.history().preview();
  return unless(preview && !preview->faces.empty(), "no face belongs to what is chosen.");
}
WhyNot needs_edit_faces(const Editor& editor) {
  if (const WhyNot why = needs_edit_face(editor)) return why;
  return unless(editor.history().preview()->faces.size() > 1, "this change has one face.");
}
WhyNot needs_revertible(const Editor& editor) {
  const auto& preview = editor.history().preview();
  if (!preview) return "no change is chosen.";
  return preview->why_not_revert.empty() ? nullptr : preview->why_not_revert.c_str();
}
WhyNot needs_search(const Editor& editor) {
  return unless(!editor.history().search().empty(), "all changes are listed.");
}

}  // namespace

std::vector<ActionInfo> of_other_workspaces() {
  return {
      {Id::kCompareNextLeft, Group::kCompare, "compare_next_left", "Next for the left side",
       "Compare the next state of this face on the left side.", key('['), kNoKey, needs_points},
      {Id::kCompareNextRight, Group::kCompare, "compare_next_right", "Next for the right side",
       "Compare the next state of this face on the right side.", key(']'), kNoKey, needs_points},
      {Id::kCompareSwap, Group::kCompare, "compare_swap", "Swap sides",
       "The left and the right side change places.", key('X'), kNoKey, needs_points},
      {Id::kCompareOrder, Group::kCompare, "compare_order", "Sort by distance",
       "List the points by how far they lie apart, or by their numbers.", key('S'), kNoKey,
       needs_nothing},
      {Id::kCompareMagnify, Group::kCompare, "compare_magnify", "Longer arrows",
       "Magnify the arrows between the two states.", key('L'), kNoKey, needs_nothing},
      {Id::kCompareShrink, Group::kCompare, "compare_shrink", "Shorter arrows",
       "Magnify the arrows less.", shift('L'), kNoKey, needs_nothing},
      {Id::kCompareNextImage, Group::kCompare, "compare_next_image", "Next picture",
       "Compare in the next picture of the list.", key(Key::kPageDown), key('.'), needs_next},
      {Id::kComparePreviousImage, Group::kCompare, "compare_previous_image", "Previous picture",
       "Compare in the previous picture of the list.", key(Key::kPageUp), key(','), needs_previous},
      {Id::kCompareNextRegion, Group::kCompare, "compare_next_region", "Next region",
       "Look at one region alone: what is taken from the right side is this.", key(Key::kTab),
       key('W'), needs_points},
      {Id::kComparePreviousRegion, Group::kCompare, "compare_previous_region", "Previous region",
       "Look at the region before, or at the whole face again.", shift(Key::kTab), shift('W'),
       needs_points},
      {Id::kCompareTake, Group::kCompare, "compare_take", "Take the right side",
       "Make the right side's points the label, whole or of the region that is looked at: the "
       "choice among several people's.",
       key(Key::kEnter), kNoKey, needs_label},
      {Id::kCompareZoomIn, Group::kCompare, "compare_zoom_in", "Zoom in",
       "Enlarge about the middle; the wheel zooms at the pointer, dragging moves the view.",
       key('+'), key('='), needs_points},
      {Id::kCompareZoomOut, Group::kCompare, "compare_zoom_out", "Zoom out",
       "Shrink about the middle; the wheel zooms at the pointer, dragging moves the view.",
       key('-'), kNoKey, needs_points},
      {Id::kCompareFit, Group::kCompare, "compare_fit", "Fit face", "Show the whole face again.",
       key('F'), key('0'), needs_points},
      {Id::kPatchesNextLandmark, Group::kPatches, "patches_next_landmark", "Next landmark",
       "Show the next landmark of the scheme in every tile.", key('.'), key(']'), needs_nothing},
      {Id::kPatchesPreviousLandmark, Group::kPatches, "patches_previous_landmark",
       "Previous landmark", "Show the previous landmark of the scheme in every tile.", key(','),
       key('['), needs_nothing},
      {Id::kPatchesMirrorLandmark, Group::kPatches, "patches_mirror_landmark",
       "Landmark of the other side", "Show the landmark that a mirror would make of this one.",
       key('M'), kNoKey, needs_nothing},
      {Id::kPatchesRight, Group::kPatches, "patches_right", "Tile to the right",
       "Select the tile to the right: the next smaller disagreement.", key(Key::kRight), kNoKey,
       needs_patches},
      {Id::kPatchesLeft, Group::kPatches, "patches_left", "Tile to the left",
       "Select the tile to the left: the next larger disagreement.", key(Key::kLeft), kNoKey,
       needs_patches},
      {Id::kPatchesDown, Group::kPatches, "patches_down", "Tile below", "Select the tile below.",
       key(Key::kDown), kNoKey, needs_patches},
      {Id::kPatchesUp, Group::kPatches, "patches_up", "Tile above", "Select the tile above.",
       key(Key::kUp), kNoKey, needs_patches},
      {Id::kPatchesFirst, Group::kPatches, "patches_first", "First tile",
       "Select the face with the largest disagreement.", key(Key::kHome), kNoKey, needs_patches},
      {Id::kPatchesLast, Group::kPatches, "patches_last", "Last tile", "Select the last face.",
       key(Key::kEnd), kNoKey, needs_patches},
      {Id::kPatchesTake, Group::kPatches, "patches_take", "Where the CNN sees it",
       "Put the landmark of the selected tile where the CNN sees it, in the tile's middle.",
       key('A'), key(Key::kBackspace), needs_expected_place},
      {Id::kPatchesZoomIn, Group::kPatches, "patches_zoom_in", "Show less around",
       "Enlarge what the tiles show of each face.", key('+'), key('='), needs_patches},
      {Id::kPatchesZoomOut, Group::kPatches, "patches_zoom_out", "Show more around",
       "Show more of each face in its tile.", key('-'), kNoKey, needs_patches},
      {Id::kPatchesOpen, Group::kPatches, "patches_open", "Open its face",
       "Show the selected face in the Edit workspace.", key(Key::kEnter), kNoKey, needs_patches},
      {Id::kHistoryNext, Group::kHistory, "history_next", "Older change",
       "Go to the change that was made before this one.", key(Key::kDown), key(']'), needs_edits},
      {Id::kHistoryPrevious, Group::kHistory, "history_previous", "Newer change",
       "Go to the change that was made after this one.", key(Key::kUp), key('['), needs_edits},
      {Id::kHistoryFirst, Group::kHistory, "history_first", "Newest change",
       "Go to the newest change.", key(Key::kHome), kNoKey, needs_edits},
      {Id::kHistoryLast, Group::kHistory, "history_last", "Oldest change",
       "Go to the oldest change.", key(Key::kEnd), kNoKey, needs_edits},
      {Id::kHistoryNextFace, Group::kHistory, "history_next_face", "Next face of the change",
       "Show what the change did to the next of its faces.", key(Key::kRight), key(Key::kTab),
       needs_edit_faces},
      {Id::kHistoryPreviousFace, Group::kHistory, "history_previous_face",
       "Previous face of the change", "Show what the change did to the previous of its faces.",
       key(Key::kLeft), shift(Key::kTab), needs_edit_faces},
      {Id::kHistoryRevert, Group::kHistory, "history_revert", "Revert this change",
       "Take back this one change and leave the others; redo makes it again.", key('R'),
       key(Key::kDelete), needs_revertible},
      {Id::kHistoryOpen, Group::kHistory, "history_open", "Open its face",
       "Show the face of this change in the Edit workspace.", key(Key::kEnter), kNoKey,
       needs_edit_face},
      {Id::kHistoryClear, Group::kHistory, "history_clear", "Show every change",
       "Clear the search, so that all changes are listed.", key(Key::kBackspace), kNoKey,
       needs_search},
      {Id::kHistoryPage, Group::kHistory, "history_page", "Snapshots or changes",
       "List the snapshots instead of the changes, and the other way round.", key('S'), kNoKey,
       needs_nothing},
      {Id::kHistoryCompare, Group::kHistory, "history_compare", "Compare with now",
       "See which faces differ between this snapshot and now, and how far.", key('C'), kNoKey,
       needs_snapshot},
      {Id::kHistoryRestore, Group::kHistory, "history_restore", "Restore this snapshot",
       "Bring every label back to what it was, as one change that undo takes back.", shift('R'),
       kNoKey, needs_snapshot},
      {Id::kHistoryExport, Group::kHistory, "history_export", "Export this snapshot…",
       "Write its labels as files, the same bytes as an export on its day.", key('E'), kNoKey,
       needs_snapshot},
  };
}

}  // namespace facepoint::rows
