// Editor: what the Compare workspace shows.
#include <algorithm>

#include "edit/editor.h"

namespace facepoint {

void Editor::carry_out(const ShowCompared& action) {
  if (session_.face() == nullptr) return;
  compare_.show(session_.face()->face.id, action.screen, action.in_image);
}

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
    case ActionId::kCompareNextRegion:
    case ActionId::kComparePreviousRegion:
      compare_.next_region(static_cast<int>(session_.scheme().regions.size()),
                           id == ActionId::kCompareNextRegion ? 1 : -1);
      return true;
    case ActionId::kCompareTake:
      take_right_side();
      return true;
    case ActionId::kCompareOrder:
      compare_.toggle_order();
      return true;
    case ActionId::kCompareMagnify:
    case ActionId::kCompareShrink:
      compare_.magnify(id == ActionId::kCompareMagnify);
      return true;
    case ActionId::kCompareFit:
      compare_.fit();
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

// The label that somebody chose; among several people's also where it is what was the label before.
void Editor::take_right_side() {
  const std::vector<CompareChoice> choices = compare_choices(session_);
  const CompareChoice& taken = choices[static_cast<std::size_t>(compare_.right(choices))];
  const FaceView& face = *session_.face();
  if (taken.points->size() != face.points->size()) {
    return say(StatusKind::kWarning, "The right side has other points than the label.");
  }
  FaceEdit edit;
  edit.face = face.face.id;
  edit.points = *taken.points;
  edit.role = RevisionRole::kAdjudicated;
  if (face.face.status != FaceStatus::kApproved) edit.status = FaceStatus::kCorrected;
  std::string what = "the face";
  if (compare_.region()) {
    const Region& region = session_.scheme().regions[static_cast<std::size_t>(*compare_.region())];
    edit.points = face.points;
    for (const int point : region.points) {
      edit.points->at(static_cast<std::size_t>(point)) =
          taken.points->at(static_cast<std::size_t>(point));
    }
    what = region.title;
  }
  const std::vector<Revision>& revisions = session_.revisions();
  const bool disputed = std::any_of(revisions.begin(), revisions.end(), [](const Revision& each) {
    return each.role == RevisionRole::kOpinion;
  });
  if (!disputed && *edit.points == *face.points) {
    return say(StatusKind::kInfo, "The right side is what the label is already.");
  }
  apply("Choose " + what + " from " + taken.from, edit,
        "Took " + what + " from " + taken.from + "; it is what was chosen among the labels.");
  // The same stays at the right, wherever it now stands.
  const std::vector<CompareChoice> now = compare_choices(session_);
  for (int i = 0; i < static_cast<int>(now.size()); ++i) {
    if (now[static_cast<std::size_t>(i)].from == taken.from) compare_.choose(true, i);
  }
}

}  // namespace facepoint
