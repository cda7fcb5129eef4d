// Editor: gestures on the canvas, from press to release.
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "base/error.h"
#include "edit/editor.h"

namespace facepoint {
namespace {

constexpr double kFar = 5;  // pixels
constexpr double kFine = 0.25;
// Keys that come closer than this, held or struck, are one gesture.
constexpr std::chrono::milliseconds kNudgeEnds(700);
constexpr std::chrono::seconds kTriesAgain(2);  // to store a gesture

std::string points_title(const Scheme& scheme, const std::vector<int>& points) {
  if (points.size() > 1) return std::to_string(points.size()) + " points";
  return "point " + point_title(scheme, points.front());
}

}  // namespace

void Editor::carry_out(const BeginDrag& action) {
  const FaceView* face = session_.face();
  if (face == nullptr || face->shown() == nullptr) return;
  const Keypoints& points = *face->shown();
  if (action.point < 0 || action.point >= static_cast<int>(points.size())) return;
  if (!session_.selection().contains(action.point)) {
    session_.select_points({action.point}, SelectMode::kReplace);
  }
  // The grabbed one first.
  std::vector<int> dragged = session_.selection().points();
  std::erase(dragged, action.point);
  dragged.insert(dragged.begin(), action.point);
  begin(PointsDrag(points, std::move(dragged), DragKind::kMove, action.pointer_in_image),
        action.alone);
}

void Editor::begin(PointsDrag drag, bool alone) {
  auto following = alone ? std::nullopt : following_of(drag.points());
  if (following) drag.let_follow(*std::move(following));
  gesture_began_ = questions_;
  begin_gesture(std::move(drag));
}

void Editor::begin_gesture(Gesture gesture) {
  unstored_.clear();
  const FaceView* face = session_.face();
  gesture_face_ = face != nullptr ? face->face.id : FaceId{};
  session_.mutable_gesture().emplace(std::move(gesture));
}

void Editor::carry_out(const BeginTransform& action) {
  const FaceView* face = session_.face();
  if (face == nullptr || face->shown() == nullptr || session_.selection().empty()) return;
  begin(PointsDrag(*face->shown(), session_.selection().points(), action.kind,
                   action.pointer_in_image),
        action.alone);
}

void Editor::carry_out(const BeginSweep& action) {
  if (session_.tool() == Tool::kStroke) return begin_stroke(action.pointer_in_image);
  begin_gesture(Sweep{session_.tool(), action.add, {action.pointer_in_image}});
}

void Editor::begin_stroke(Point pointer) {
  const FaceView* face = session_.face();
  if (face == nullptr || face->shown() == nullptr) return;
  int point = session_.selected_point();
  if (point < 0) point = nearest_point(*face->shown(), pointer, 1e9).value_or(0);
  const int region = session_.scheme().region_of(point);
  Stroke stroke{region, {pointer}};
  stroke.following = following_of(session_.scheme().regions[region].points);
  gesture_began_ = questions_;
  begin_gesture(std::move(stroke));
}

void Editor::carry_out(const DragTo& action) {
  if (!session_.gesture()) return;
  Gesture& gesture = *session_.mutable_gesture();
  if (auto* drag = std::get_if<PointsDrag>(&gesture)) {
    if (action.alone) drag->go_alone();
    drag->move_to(action.pointer_in_image);
    ask_about_gesture();
  } else if (auto* sweep = std::get_if<Sweep>(&gesture)) {
    sweep->path.insert(sweep->path.end(), action.way.begin(), action.way.end());
    sweep->path.push_back(action.pointer_in_image);
  } else if (auto* stroke = std::get_if<Stroke>(&gesture)) {
    stroke->path.insert(stroke->path.end(), action.way.begin(), action.way.end());
    stroke->path.push_back(action.pointer_in_image);
    stroke->by_hand =
        redrawn(*session_.face()->shown(), session_.scheme().regions[stroke->region], stroke->path);
    if (action.alone) stroke->following.reset();
    stroke->follow();
    ask_about_gesture();
  }
}

bool Editor::nudge(ActionId id) {
  if (id < ActionId::kNudgeLeft || id > ActionId::kNudgeDownFine) return false;
  const int number = static_cast<int>(id) - static_cast<int>(ActionId::kNudgeLeft);
  constexpr Point kDirections[] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
  constexpr double kSteps[] = {1, kFar, kFine};
  if (!nudging()) {
    begin(
        PointsDrag(*session_.face()->shown(), session_.selection().points(), DragKind::kNudge, {}),
        false);
    nudged_by_ = {};
  }
  nudged_by_ = nudged_by_ + kDirections[number % 4] * kSteps[number / 4];
  nudged_at_ = std::chrono::steady_clock::now();
  carry_out(DragTo{nudged_by_, {}, false});
  return true;
}

bool Editor::nudging() const { return session_.gesture() && is_nudge(*session_.gesture()); }

bool Editor::mouse_holds() const { return in_hand() && !nudging() && !waits(); }

void Editor::end_in_hand() {
  if (patches_.drag()) return carry_out(EndPatchDrag{});
  carry_out(EndDrag{});
}

bool Editor::end_rested_gesture() {
  const auto now = std::chrono::steady_clock::now();
  if (waits()) {
    if (now - tried_at_ < kTriesAgain) return false;
    return store_unstored();
  }
  if (!nudging() || now - nudged_at_ < kNudgeEnds) return false;
  perform(EndDrag{});
  return true;
}

void Editor::end_what_nobody_holds() {
  if (nudging()) perform(EndDrag{});
  if (waits()) store_unstored();
}

bool Editor::store_unstored() {
  const std::string before = unstored_;
  try {
    end_in_hand();
    refresh_workspace();
    watch_face();
  } catch (const std::exception& error) {
    if (waits() && unstored_ == before) return false;  // that was said
    say(StatusKind::kError, error.what());
  }
  return true;
}

// What was said of it holds no more.
void Editor::forget_unstored(const std::string& said) {
  if (said.empty()) return;
  for (const Toasts::Shown& each : std::vector(toasts_.shown())) {
    if (each.toast.text == said) toasts_.dismiss(each.toast.serial);
  }
}

// What else is done comes after it: the keys have left the points where they are seen.
void Editor::end_gesture_before(const Action& action) {
  if (!nudging() && !waits()) return;
  const auto* id = std::get_if<ActionId>(&action);
  const bool goes_on =
      id != nullptr
          ? *id == ActionId::kCancel ||
                (!waits() && *id >= ActionId::kNudgeLeft && *id <= ActionId::kNudgeDownFine)
          : std::holds_alternative<SetCanvasArea>(action) ||
                std::holds_alternative<ZoomAt>(action) || std::holds_alternative<PanBy>(action) ||
                std::holds_alternative<DismissToast>(action) ||
                std::holds_alternative<HoldToasts>(action) ||
                std::holds_alternative<SetPatchColumns>(action) ||
                std::holds_alternative<EndDrag>(action) ||
                std::holds_alternative<EndPatchDrag>(action);
  if (goes_on) return;
  end_in_hand();
  refresh_workspace();  // what is decided next is about the label as it is now
  watch_face();
}

// While something waited nothing was read anew.
void Editor::refuse_if_decided_otherwise(FaceId face, FaceStatus shown) const {
  if (get_face(session_.project(), face).status == shown) return;
  throw Error(
      ErrorCode::kConflict,
      "Somebody else decided about this face meanwhile, so your points were not stored. Look "
      "at it again.");
}

void Editor::carry_out(const EndDrag&) {
  if (!session_.gesture()) return;
  const Gesture gesture = *session_.gesture();
  session_.mutable_gesture().reset();
  const FaceView* face = session_.face();
  if (face != nullptr && face->face.id != gesture_face_) {  // a job has shown another
    forget_unstored(std::exchange(unstored_, {}));
    return say(StatusKind::kInfo, "Another face is shown by now; nothing changed.");
  }
  if (const auto* sweep = std::get_if<Sweep>(&gesture)) return finish(*sweep);
  const FaceStatus shown = face != nullptr ? face->face.status : FaceStatus::kLabelled;
  store_or_keep(
      gesture_face_, shown,
      [&] { std::visit([this](const auto& done) { finish(done); }, gesture); },
      [&] { session_.mutable_gesture() = gesture; });
}

void Editor::store_or_keep(FaceId face, FaceStatus shown, const std::function<void()>& store,
                           const std::function<void()>& keep) {
  const std::string before = std::exchange(unstored_, {});
  try {
    // Whoever works on does not wait for another program a second time.
    std::optional<Patience> none;
    if (!before.empty()) {
      none.emplace(session_.project(), std::chrono::milliseconds(0));
      refuse_if_decided_otherwise(face, shown);
    }
    store();
    forget_unstored(before);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kConflict) {  // the label is another one by now
      forget_unstored(before);
      throw;
    }
    keep();
    tried_at_ = std::chrono::steady_clock::now();
    const Error told(error.code(),
                     error.message() +
                         " Until then the points stay as you left them and are stored as soon as "
                         "that is possible; Esc gives them up.",
                     error.context());
    unstored_ = told.what();
    if (unstored_ != before) forget_unstored(before);
    throw told;
  }
}

void Editor::finish(const PointsDrag& drag) {
  const auto points = drag.result();
  if (!points) {
    // A click: of several selected points the one that was meant stays.
    if (drag.kind() == DragKind::kMove) {
      session_.select_points({drag.points().front()}, SelectMode::kReplace);
    }
    return;
  }
  constexpr std::array<std::array<const char*, 2>, 4> kVerbs{
      {{"Move ", "Moved "}, {"Turn ", "Turned "}, {"Scale ", "Scaled "}, {"Nudge ", "Nudged "}}};
  const auto& verb = kVerbs.at(static_cast<std::size_t>(drag.kind()));
  const std::string what = points_title(session_.scheme(), drag.points());
  change_by_hand(verb[0] + what, verb[1] + what, *points, drag.points(), Telling::kStatusLine);
}

void Editor::finish(const Sweep& sweep) {
  if (sweep.tool == Tool::kFaceBox) {
    const ProposeOptions options{session_.current()->image.id, sweep.area(), {}, {}};
    options.check();  // of a box that is too small the tool stays
    session_.set_tool(Tool::kSelect);
    session_.select_points({}, SelectMode::kReplace);  // points of another face
    return propose(options);
  }
  const FaceView* face = session_.face();
  if (face == nullptr || face->shown() == nullptr) return;
  const std::vector<int> inside = sweep.selected(*face->shown());
  session_.select_points(inside, sweep.add ? SelectMode::kAdd : SelectMode::kReplace);
  if (inside.empty()) return;
  say(StatusKind::kInfo, std::to_string(session_.selection().size()) +
                             " points are selected: drag one to move them all, or use the handles "
                             "around them.");
}

void Editor::finish(const Stroke& stroke) {
  if (!stroke.preview) {
    return say(StatusKind::kInfo, "The stroke was too short; nothing changed.");
  }
  const std::string& region = session_.scheme().regions[stroke.region].title;
  session_.set_tool(Tool::kSelect);
  change_by_hand("Redraw " + region, "Redrew " + region, *stroke.preview,
                 session_.scheme().regions[stroke.region].points);
}

void Editor::choose_tool(Tool tool) {
  session_.set_tool(tool);
  const int point = session_.selected_point();
  const Scheme& scheme = session_.scheme();
  const std::string region =
      point < 0 ? "a region" : "“" + scheme.regions[scheme.region_of(point)].title + "”";
  const std::string advice =
      tool == Tool::kSelect  ? "Drag beside the points to select those in a box."
      : tool == Tool::kLasso ? "Drag around points to select them."
      : tool == Tool::kStroke
          ? "Draw " + region + " anew, as one stroke."
          : "Draw a box around a face, brows to chin; the CNN places its points.";
  say(StatusKind::kInfo, advice);
}

}  // namespace facepoint
