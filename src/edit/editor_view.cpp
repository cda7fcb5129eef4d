// Editor: which picture, face and points are in sight, and how they are drawn. It changes nothing
// that is stored.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "edit/editor.h"

namespace facepoint {
namespace {

constexpr double kZoomStep = 1.25;
constexpr double kRevealMargin = 48;

}  // namespace

bool Editor::perform_on_view(ActionId id) {
  switch (id) {
    case ActionId::kNextImage:
      go_by(1);
      return true;
    case ActionId::kPreviousImage:
      go_by(-1);
      return true;
    case ActionId::kFirstImage:
      go_to(0);
      return true;
    case ActionId::kLastImage:
      go_to(session_.list().size() - 1);
      return true;
    case ActionId::kNextFace:
      next_face(1);
      return true;
    case ActionId::kPreviousFace:
      next_face(-1);
      return true;
    case ActionId::kNextPoint:
      next_point(1);
      return true;
    case ActionId::kPreviousPoint:
      next_point(-1);
      return true;
    case ActionId::kFocusFilter:
      ++filter_focus_asked_;
      return true;
    case ActionId::kClearFilter:
      carry_out(SetFilter{});
      return true;
    case ActionId::kReload:
      session_.reload();
      say(StatusKind::kInfo, "The filter was applied again.");
      return true;
    case ActionId::kFitImage:
      session_.fit_image();
      return true;
    case ActionId::kFitFace:
      fit_face();
      return true;
    case ActionId::kActualSize:
      session_.mutable_viewport().set_scale(1);
      return true;
    case ActionId::kZoomIn:
    case ActionId::kCompareZoomIn:
      viewport_at_hand().zoom(kZoomStep);
      return true;
    case ActionId::kZoomOut:
    case ActionId::kCompareZoomOut:
      viewport_at_hand().zoom(1 / kZoomStep);
      return true;
    case ActionId::kToggleNumbers:
      next_number_mode();
      return true;
    case ActionId::kTogglePrevious:
      toggle(&ShowOptions::previous, "The points before the last change");
      return true;
    case ActionId::kToggleEdges:
      toggle(&ShowOptions::edges, "Edges");
      return true;
    case ActionId::kToggleProposal:
      toggle(&ShowOptions::proposal, "The proposal");
      return true;
    case ActionId::kTogglePoints:
      toggle(&ShowOptions::points, "Points");
      return true;
    default:
      return false;
  }
}

void Editor::carry_out(const ShowImage& action) {
  const auto from =
      session_.current() ? session_.index_of(session_.current()->image.id) : std::nullopt;
  const auto to = session_.index_of(action.image);
  if (from && to && *from != *to) direction_ = *to > *from ? 1 : -1;
  session_.show_image(action.image);
}

void Editor::carry_out(const SelectFace& action) { turn_to_face(action.face); }

// What was selected in one face is not meant in another.
void Editor::turn_to_face(FaceId face) {
  const FaceView* before = session_.face();
  if (before != nullptr && before->face.id != face) {
    session_.select_points({}, SelectMode::kReplace);
  }
  session_.select_face(face);
}

void Editor::carry_out(const SelectPoints& action) {
  session_.select_points(action.points, action.mode);
}

void Editor::carry_out(const SetFilter& action) {
  session_.set_filter(action.text);
  const auto& list = session_.list();
  if (!session_.filter_error().empty()) {
    return say(StatusKind::kInfo, "The filter: " + session_.filter_error());
  }
  const bool listed = session_.current() && session_.index_of(session_.current()->image.id);
  if (!listed && !list.empty()) session_.show_image(list.front().image);
  say(StatusKind::kInfo, with_thousands(list.size()) + " of " +
                             with_thousands(session_.total_images()) + " pictures listed.");
}

void Editor::carry_out(const SetCanvasArea& action) {
  session_.mutable_viewport().set_area(action.screen);
}

Viewport& Editor::viewport_at_hand() {
  return workspace_ == Workspace::kCompare ? compare_.mutable_viewport()
                                           : session_.mutable_viewport();
}

void Editor::carry_out(const ZoomAt& action) {
  viewport_at_hand().zoom_at(action.screen, action.factor);
}

void Editor::carry_out(const PanBy& action) { viewport_at_hand().pan(action.screen_delta); }

void Editor::go_by(std::int64_t steps) {
  const auto at = session_.index_of(session_.current()->image.id);
  const auto last = static_cast<std::int64_t>(session_.list().size()) - 1;
  const std::int64_t target = at ? static_cast<std::int64_t>(*at) + steps : 0;
  direction_ = steps < 0 ? -1 : 1;
  session_.show_image(session_.list()[std::clamp<std::int64_t>(target, 0, last)].image);
}

void Editor::go_to(std::size_t position) { carry_out(ShowImage{session_.list()[position].image}); }

void Editor::next_face(int step) {
  const auto& faces = session_.current()->faces;
  const int count = static_cast<int>(faces.size());
  turn_to_face(faces[(session_.face_index() + step + count) % count].face.id);
  session_.reveal_face();
}

void Editor::next_point(int step) {
  const Keypoints& points = *session_.face()->shown();
  const int count = static_cast<int>(points.size());
  int point = session_.selected_point();
  if (point < 0 && step < 0) point = 0;
  for (int i = 0; i < count; ++i) {
    point = (point + step + count) % count;
    if (!points[point].present()) continue;
    session_.select_points({point}, SelectMode::kReplace);
    return session_.mutable_viewport().reveal(points[point].position, kRevealMargin);
  }
}

void Editor::toggle(bool ShowOptions::*option, const char* what) {
  bool& value = session_.mutable_show().*option;
  value = !value;
  say(StatusKind::kInfo, std::string(what) + (value ? " shown." : " hidden."));
}

void Editor::next_number_mode() {
  constexpr std::array<const char*, 4> kWords{
      "All points are numbered.", "Points near the pointer are numbered.",
      "The selected points are numbered.", "No point is numbered."};
  NumberMode& mode = session_.mutable_show().numbers;
  mode = static_cast<NumberMode>((static_cast<std::size_t>(mode) + 1) % kWords.size());
  say(StatusKind::kInfo, kWords.at(static_cast<std::size_t>(mode)));
}

}  // namespace facepoint
