// Rows of the action table for the Splits workspace.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_plan(const Editor& editor) {
  return unless(editor.splits().plan() != nullptr, "there is no plan yet.");
}
WhyNot needs_plan_and_no_job(const Editor& editor) {
  return all_of(needs_plan(editor), needs_no_job(editor));
}
WhyNot needs_pair(const Editor& editor) {
  return unless(editor.splits().shown() != nullptr, "no pair of pictures is shown.");
}
WhyNot needs_second(const Editor& editor) {
  if (const WhyNot why = needs_pair(editor)) return why;
  return unless(bool(editor.splits().shown()->b.image), "there is no second picture.");
}

}  // namespace

std::vector<ActionInfo> of_splits() {
  return {
      {Id::kSplitsNew, Group::kSplits, "splits_new", "New plan…",
       "Share the pictures out to parts, what belongs together into one.", key('N'), kNoKey,
       needs_pictures_and_no_job},
      {Id::kSplitsExtend, Group::kSplits, "splits_extend", "Take in new pictures",
       "Add the pictures that came since to this plan; those in it stay where they are.", key('A'),
       kNoKey, needs_plan_and_no_job},
      {Id::kSplitsLock, Group::kSplits, "splits_lock", "Lock or unlock the test part",
       "A locked part never loses or gains pictures, so that figures of today and later compare.",
       key('L'), kNoKey, needs_plan},
      {Id::kSplitsExport, Group::kSplits, "splits_export", "Export this plan…",
       "Write its parts as files with a manifest.", key('E'), kNoKey, needs_plan_and_no_job},
      {Id::kSplitsDuplicates, Group::kSplits, "splits_duplicates", "Find duplicates",
       "Look for pictures that are the same, byte for byte or nearly; plans keep them together.",
       key('D'), kNoKey, needs_pictures_and_no_job},
      {Id::kSplitsNext, Group::kSplits, "splits_next", "Next plan", "Go to the next plan.",
       key(Key::kDown), key(']'), needs_plan},
      {Id::kSplitsPrevious, Group::kSplits, "splits_previous", "Previous plan",
       "Go to the previous plan.", key(Key::kUp), key('['), needs_plan},
      {Id::kSplitsNextPair, Group::kSplits, "splits_next_pair", "Next pair",
       "Show the next pair of pictures.", key(Key::kRight), kNoKey, needs_pair},
      {Id::kSplitsPreviousPair, Group::kSplits, "splits_previous_pair", "Previous pair",
       "Show the previous pair of pictures.", key(Key::kLeft), kNoKey, needs_pair},
      {Id::kSplitsOpen, Group::kSplits, "splits_open", "Open the first picture",
       "Show the left picture of the pair in the Edit workspace.", key(Key::kEnter), kNoKey,
       needs_pair},
      {Id::kSplitsOpenSecond, Group::kSplits, "splits_open_second", "Open the second picture",
       "Show the right picture of the pair in the Edit workspace.", shift(Key::kEnter), kNoKey,
       needs_second},
  };
}

}  // namespace facepoint::rows
