// Rows of the action table about points that follow others, and where to look first.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

WhyNot needs_followers(const Editor& editor) {
  return all_of(needs_points(editor), unless(editor.pins_matter(), "no point follows here."));
}
WhyNot needs_points_to_pin(const Editor& editor) {
  return all_of(needs_selection(editor), needs_followers(editor));
}
WhyNot needs_pins(const Editor& editor) {
  if (const WhyNot why = needs_followers(editor)) return why;
  return unless(!editor.session().corrections()->set.empty(), "no point of this face is pinned.");
}
WhyNot needs_farther_reach(const Editor& editor) {
  return unless(editor.preferences().reach() < kReaches.back(), "they follow as far as possible.");
}
WhyNot needs_nearer_reach(const Editor& editor) {
  return unless(editor.preferences().reach() > kReaches.front(), "the reach is the smallest.");
}
WhyNot needs_doubts(const Editor& editor) {
  return all_of(needs_points(editor),
                unless(!editor.doubts().empty(), "how far these points may be off is not known."));
}

}  // namespace

std::vector<ActionInfo> of_following() {
  return {
      {Id::kToggleFollowing, Group::kFollow, "toggle_following", "Points follow",
       "When a point is moved, those that err like it move along; Ctrl while dragging moves only "
       "what is dragged.",
       key('C'), kNoKey, needs_nothing},
      {Id::kReachFarther, Group::kFollow, "reach_farther", "Follow from farther away",
       "Let points follow that lie farther from those that were set.", shift('.'), kNoKey,
       needs_farther_reach},
      {Id::kReachNearer, Group::kFollow, "reach_nearer", "Follow only nearby",
       "Let only points follow that lie nearer to those that were set.", shift(','), kNoKey,
       needs_nearer_reach},
      {Id::kPinPoints, Group::kFollow, "pin_points", "Pin points",
       "Say that the selected points are right where they are: they hold when others follow, as "
       "points do that were moved by hand.",
       shift('P'), kNoKey, needs_points_to_pin},
      {Id::kUnpinPoints, Group::kFollow, "unpin_points", "Unpin points",
       "Let the selected pins, or all where none is selected, follow again; they stay where they "
       "are "
       "until then.",
       shift('L'), kNoKey, needs_pins},
      {Id::kNextDoubt, Group::kFollow, "next_doubt", "Most doubtful point",
       "Select the point that is most likely to be wrong, in view; again: the next one.", key('Q'),
       kNoKey, needs_doubts},
      {Id::kToggleDoubts, Group::kFollow, "toggle_doubts", "Expected errors",
       "Show or hide a ring around each point that the right place lies in, nine times of ten.",
       key('I'), kNoKey, needs_points},
  };
}

}  // namespace facepoint::rows
