// Rows of the action table for the Splits workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

bool has_plan(const Editor& editor) { return editor.splits().plan() != nullptr; }
bool can_extend(const Editor& editor) { return has_plan(editor) && no_job(editor); }
bool can_plan(const Editor& editor) {
  return no_job(editor) && editor.session().total_images() > 0;
}
bool has_pair(const Editor& editor) { return editor.splits().shown() != nullptr; }
bool has_two(const Editor& editor) { return has_pair(editor) && editor.splits().shown()->b.image; }

}  // namespace

std::vector<ActionInfo> of_splits() {
  return {
      {Id::kSplitsNew, Group::kSplits, "splits_new", "New plan…",
       "Share the pictures out to parts, what belongs together into one.", key('N'), kNoKey,
       can_plan},
      {Id::kSplitsExtend, Group::kSplits, "splits_extend", "Take in new pictures",
       "Add the pictures that came since to this plan; those in it stay where they are.", key('A'),
       kNoKey, can_extend},
      {Id::kSplitsLock, Group::kSplits, "splits_lock", "Lock or unlock the test part",
       "A locked part never loses or gains pictures, so that figures of today and later compare.",
       key('L'), kNoKey, has_plan},
      {Id::kSplitsExport, Group::kSplits, "splits_export", "Export this plan…",
       "Write its parts as files with a manifest.", key('E'), kNoKey, can_extend},
      {Id::kSplitsDuplicates, Group::kSplits, "splits_duplicates", "Find duplicates",
       "Look for pictures that are the same, byte for byte or nearly; plans keep them together.",
       key('D'), kNoKey, can_plan},
      {Id::kSplitsNext, Group::kSplits, "splits_next", "Next plan", "Go to the next plan.",
       key(Key::kDown), key(']'), has_plan},
      {Id::kSplitsPrevious, Group::kSplits, "splits_previous", "Previous plan",
       "Go to the previous plan.", key(Key::kUp), key('['), has_plan},
      {Id::kSplitsNextPair, Group::kSplits, "splits_next_pair", "Next pair",
       "Show the next pair of pictures.", key(Key::kRight), kNoKey, has_pair},
      {Id::kSplitsPreviousPair, Group::kSplits, "splits_previous_pair", "Previous pair",
       "Show the previous pair of pictures.", key(Key::kLeft), kNoKey, has_pair},
      {Id::kSplitsOpen, Group::kSplits, "splits_open", "Open the first picture",
       "Show the left picture of the pair in the Edit workspace.", key(Key::kEnter), kNoKey,
       has_pair},
      {Id::kSplitsOpenSecond, Group::kSplits, "splits_open_second", "Open the second picture",
       "Show the right picture of the pair in the Edit workspace.", shift(Key::kEnter), kNoKey,
       has_two},
  };
}

}  // namespace facepoint::rows
