// Editor: what the Compare workspace shows.
#include "edit/editor.h"

namespace facepoint {

void Editor::carry_out(const ChooseCompared& action) {
  compare_.choose(action.right, action.choice);
}

bool Editor::perform_on_comparison(ActionId id) {
  const std::vector<CompareChoice> choices = compare_choices(session_);
  const int count = static_cast<int>(choices.size());
  switch (id) {
    case ActionId::kCompareNextLeft:
      compare_.choose(false, (compare_.left(choices) + 1) % count);
      return true;
    case ActionId::kCompareNextRight:
      compare_.choose(true, (compare_.right(choices) + 1) % count);
      return true;
    case ActionId::kCompareSwap: {
      const int left = compare_.left(choices);
      compare_.choose(false, compare_.right(choices));
      compare_.choose(true, left);
      return true;
    }
    case ActionId::kCompareOrder:
      compare_.toggle_order();
      return true;
    case ActionId::kCompareMagnify:
    case ActionId::kCompareShrink:
      compare_.magnify(id == ActionId::kCompareMagnify);
      return true;
    case ActionId::kCompareNextImage:
      compare_.forget();
      go_by(1);
      return true;
    case ActionId::kComparePreviousImage:
      compare_.forget();
      go_by(-1);
      return true;
    default:
      return false;
  }
}

}  // namespace facepoint
