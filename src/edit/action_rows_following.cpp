// Rows of the action table about points that follow others, and where to look first.
#include "edit/action_rows.h"

namespace facepoint::rows {
namespace {

bool has_pins(const Editor& editor) {
  const auto& corrections = editor.session().corrections();
  return has_points(editor) && corrections && !corrections->set.empty();
}
bool can_unpin(const Editor& editor) {
  if (!has_pins(editor)) return false;
  const auto& selected = editor.session().selection().points();
  return selected.empty() || std::any_of(selected.begin(), selected.end(), [&](int point) {
           return editor.session().corrections()->is_set(point);
         });
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
       shift('P'), kNoKey, has_selection},
      {Id::kUnpinPoints, Group::kFollow, "unpin_points", "Unpin points",
       "Let the selected points, or all, follow again; they stay where they are until then.",
       shift('L'), kNoKey, can_unpin},
      {Id::kNextDoubt, Group::kFollow, "next_doubt", "Most doubtful point",
       "Select the point that is most likely to be wrong, in view; again: the next one.", key('Q'),
       kNoKey, has_doubts},
      {Id::kToggleDoubts, Group::kFollow, "toggle_doubts", "Expected errors",
       "Show or hide a ring around each point that the right place lies in, nine times of ten.",
       key('I'), kNoKey, has_points},
  };
}

}  // namespace facepoint::rows
