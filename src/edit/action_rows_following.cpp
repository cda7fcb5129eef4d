// Rows of the action table about points that follow others, and where to look first.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

bool can_pin(const Editor& editor) { return has_selection(editor) && editor.pins_matter(); }
bool has_pins(const Editor& editor) {
  return has_points(editor) && editor.pins_matter() && !editor.session().corrections()->set.empty();
}
}  // namespace

std::vector<ActionInfo> of_following() {
  return {
      {Id::kToggleFollowing, Group::kFollow, "toggle_following", "Points follow",
       "When a point is moved, those that err like it move along; Ctrl while dragging moves only "
       "what is dragged.",
       key('C'), kNoKey, always},
      {Id::kReachFarther, Group::kFollow, "reach_farther", "Follow from farther away",
       "Let points follow that lie farther from those that were set.", shift('.'), kNoKey,
       [](const Editor& editor) { return editor.preferences().reach() < kReaches.back(); }},
      {Id::kReachNearer, Group::kFollow, "reach_nearer", "Follow only nearby",
       "Let only points follow that lie nearer to those that were set.", shift(','), kNoKey,
       [](const Editor& editor) { return editor.preferences().reach() > kReaches.front(); }},
      {Id::kPinPoints, Group::kFollow, "pin_points", "Pin points",
       "Say that the selected points are right where they are: they hold when others follow, as "
       "points do that were moved by hand.",
       shift('P'), kNoKey, can_pin},
      {Id::kUnpinPoints, Group::kFollow, "unpin_points", "Unpin points",
       "Let the selected pins, or all where none is selected, follow again; they stay where they "
       "are "
       "until then.",
       shift('L'), kNoKey, has_pins},
      {Id::kNextDoubt, Group::kFollow, "next_doubt", "Most doubtful point",
       "Select the point that is most likely to be wrong, in view; again: the next one.", key('Q'),
       kNoKey, has_doubts},
      {Id::kToggleDoubts, Group::kFollow, "toggle_doubts", "Expected errors",
       "Show or hide a ring around each point that the right place lies in, nine times of ten.",
       key('I'), kNoKey, has_points},
  };
}

}  // namespace facepoint::rows
