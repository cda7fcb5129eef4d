#include "ui/canvas.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/canvas_overlays.h"
#include "ui/canvas_picture.h"
#include "ui/face_drawing.h"
#include "ui/icons.h"
#include "ui/review.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr double kTellsFrom = 0.05;  // pixels: less is written as none
constexpr float kGrabRadius = 10;    // screen pixels at scale 1
constexpr double kWheelStep = 1.18;

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

struct Hit {
  int face = -1;
  int point = -1;
};

// The points that are shown for a face now: the drag's preview, or the label, or the proposal.
const Keypoints* points_on_screen(const Session& session, int face) {
  const FaceView& view = session.current()->faces[face];
  if (face == session.face_index() && session.preview() != nullptr) return session.preview();
  return view.shown();
}

// The current face before others.
Hit hit_test(const Frame& frame, Point mouse) {
  const Session& session = frame.session;
  const auto& faces = session.current()->faces;
  const double radius = frame.theme.px(kGrabRadius) / session.viewport().scale();
  const Point at = session.viewport().to_image(mouse);
  const auto test = [&](int face) -> Hit {
    const Keypoints* points = points_on_screen(session, face);
    if (points == nullptr) return {};
    const auto point = nearest_point(*points, at, radius);
    return point ? Hit{face, *point} : Hit{};
  };
  const int count = static_cast<int>(faces.size());
  if (count == 0 || !session.show().points) return {};
  Hit hit = test(session.face_index());
  for (int i = 0; i < count && hit.face < 0; ++i) hit = test(i);
  return hit;
}

// Alt is no choice: window managers move windows by it.
bool moves_alone() { return ImGui::GetIO().KeyCtrl; }

// Points follow the gesture.
bool is_followed(const Gesture& gesture) {
  const auto* drag = std::get_if<PointsDrag>(&gesture);
  if (drag != nullptr) return drag->following().has_value();
  const auto* stroke = std::get_if<Stroke>(&gesture);
  return stroke != nullptr && stroke->following;
}

// Pressing a handle of the selected points. True if the pointer is on one.
bool press_handle(Frame& frame, Point mouse, Point mouse_in_image) {
  const auto handles = selection_handles(frame);
  if (!handles) return false;
  const double reach = frame.theme.px(kGrabRadius);
  const bool turns = distance(mouse, handles->turn) < reach;
  const bool scales = std::any_of(handles->corners.begin(), handles->corners.end(),
                                  [&](Point corner) { return distance(mouse, corner) < reach; });
  if (!turns && !scales) return false;
  ImGui::SetMouseCursor(turns ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_ResizeNWSE);
  if (ImGui::IsMouseClicked(0)) {
    frame.act(
        BeginTransform{turns ? DragKind::kTurn : DragKind::kScale, mouse_in_image, moves_alone()});
  }
  return true;
}

void handle_point_gestures(Frame& frame, bool hovered) {
  const Session& session = frame.session;
  const ImGuiIO& io = ImGui::GetIO();
  const Point mouse{io.MousePos.x, io.MousePos.y};
  const Point mouse_in_image = session.viewport().to_image(mouse);
  if (frame.editor.mouse_holds()) {
    const auto* drag = std::get_if<PointsDrag>(&*session.gesture());
    const bool moves = drag != nullptr && drag->kind() == DragKind::kMove;
    frame.state.hovered_point = moves ? drag->points().front() : -1;
    const bool turned_alone = moves_alone() && is_followed(*session.gesture());
    if (!frame.moves.empty() || turned_alone) {
      DragTo to{mouse_in_image, {}, moves_alone()};
      for (std::size_t i = 0; i + 1 < frame.moves.size(); ++i) {
        to.way.push_back(session.viewport().to_image(frame.moves[i]));
      }
      frame.act(std::move(to));
    }
    if (!ImGui::IsMouseDown(0)) frame.act(EndDrag{});
    return;
  }
  frame.state.hovered_point = -1;
  if (!hovered || frame.state.panning || io.KeysDown[static_cast<int>(Key::kSpace)]) return;
  if (press_handle(frame, mouse, mouse_in_image)) return;
  // These begin anywhere, also on a point.
  const bool draws = session.tool() == Tool::kStroke || session.tool() == Tool::kFaceBox;
  Hit hit = draws ? Hit{} : hit_test(frame, mouse);
  // A lasso goes close to points; only what it has selected is dragged.
  const bool is_selected =
      hit.face == session.face_index() && session.selection().contains(hit.point);
  if (session.tool() == Tool::kLasso && !is_selected) hit = {};
  if (hit.face == session.face_index()) frame.state.hovered_point = hit.point;
  if (hit.face >= 0) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (!ImGui::IsMouseClicked(0)) return;
  if (hit.face < 0) {
    frame.act(BeginSweep{mouse_in_image, io.KeyShift});
    return;
  }
  if (hit.face != session.face_index()) {
    frame.act(SelectFace{session.current()->faces[hit.face].face.id});
  }
  if (io.KeyShift) {
    frame.act(SelectPoints{{hit.point}, SelectMode::kToggle});
  } else {
    frame.act(BeginDrag{hit.point, mouse_in_image, moves_alone()});
  }
}

void draw_picture(Frame& frame, ImDrawList& list) {
  const Session& session = frame.session;
  const Image& image = session.current()->image;
  const Texture* texture = canvas_texture(frame);
  const Viewport& viewport = session.viewport();
  const ImVec2 min = vec(viewport.to_screen({-0.5, -0.5}));
  const ImVec2 max = vec(viewport.to_screen({image.width - 0.5, image.height - 0.5}));
  if (texture != nullptr && texture->handle != 0) {
    list.AddImage(draw_list_texture(*texture), min, max);
    frame.record.add("picture", viewport.area());
  } else {
    list.AddRectFilled(min, max, frame.theme.colors.raised);
  }
  if (texture != nullptr && !texture->error.empty()) {
    const ImVec2 corner =
        vec({viewport.area().x + frame.theme.grid(3), viewport.area().y + frame.theme.grid(3)});
    ImGui::SetCursorScreenPos(corner);
    ImGui::PushTextWrapPos(ImGui::GetCursorPosX() + frame.theme.px(480));
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.bad);
    ImGui::TextUnformatted(("This picture cannot be shown. " + texture->error).c_str());
    ImGui::PopStyleColor();
    ImGui::PopTextWrapPos();
  }
}

void record_points(Frame& frame, const std::string& prefix, const Keypoints& points) {
  const float r = frame.theme.px(4);
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    if (!points[i].present()) continue;
    const Point at = frame.session.viewport().to_screen(points[i].position);
    frame.record.add(prefix + std::to_string(i), {at.x - r, at.y - r, 2 * r, 2 * r});
  }
}

void draw_face_number(Frame& frame, ImDrawList& list, int index) {
  const Session& session = frame.session;
  if (session.current()->faces.size() < 2) return;
  const Rect& box = session.current()->faces[index].face.box;
  const bool is_current = index == session.face_index();
  const ImVec2 min = vec(session.viewport().to_screen({box.x, box.y}));
  const ImVec2 max = vec(session.viewport().to_screen({box.x + box.width, box.y + box.height}));
  const Rect& area = session.viewport().area();
  if (max.x < area.x || max.y < area.y || min.x > area.x + area.width ||
      min.y > area.y + area.height) {
    return;
  }
  // Where hundreds are small, round corners and words are neither seen nor cheap.
  const bool small = max.x - min.x < frame.theme.px(56) && !is_current;
  list.AddRect(min, max, is_current ? on_picture::kAccent : on_picture::kFaint,
               small ? 0 : frame.theme.px(4), 0, frame.theme.px(is_current ? 1.5F : 1));
  if (small) return;
  const std::string name = "Face " + std::to_string(index + 1);
  // Above the box, where no point is; inside where that is beyond the edge.
  const float above = min.y - ImGui::GetTextLineHeight() - frame.theme.px(2);
  const ImVec2 at{min.x + frame.theme.px(2), above >= area.y ? above : min.y + frame.theme.px(2)};
  list.AddText({at.x + frame.theme.px(1), at.y + frame.theme.px(1)}, on_picture::kShadow,
               name.c_str());
  list.AddText(at, is_current ? on_picture::kAccent : on_picture::kInk, name.c_str());
}

// Those that a gesture moves hold afterwards, too.
std::vector<int> pinned_on_screen(const Frame& frame) {
  if (!frame.editor.pins_matter()) return {};
  const Session& session = frame.session;
  const Corrections& corrections = *session.corrections();
  if (!session.gesture()) return corrections.set;
  const auto* drag = std::get_if<PointsDrag>(&*session.gesture());
  if (drag != nullptr) {
    return drag->result() ? corrections.set_with(drag->points()) : corrections.set;
  }
  const auto* stroke = std::get_if<Stroke>(&*session.gesture());
  if (stroke == nullptr || !stroke->preview) return corrections.set;
  return corrections.set_with(session.scheme().regions[stroke->region].points);
}

void draw_faces(Frame& frame, ImDrawList& list) {
  const Session& session = frame.session;
  const ShowOptions& show = session.show();
  const Scheme& scheme = session.scheme();
  const int count = static_cast<int>(session.current()->faces.size());
  for (int i = 0; i < count; ++i) {
    draw_face_number(frame, list, i);
    if (i == session.face_index()) continue;
    const FaceView& face = session.current()->faces[i];
    if (face.shown() == nullptr || !show.points) continue;
    FaceStyle style;
    style.ghost = !face.points;
    style.dimmed = true;
    style.edges = show.edges;
    style.numbers = NumberMode::kNone;
    draw_face(list, frame.theme, session.viewport(),
              SchemeLibrary::standard().get(face.face.scheme), *face.shown(), style);
  }
  const FaceView* face = session.face();
  if (face == nullptr || !show.points) return;
  if (face->points && face->proposal && show.proposal) {
    FaceStyle ghost;
    ghost.ghost = true;
    ghost.numbers = NumberMode::kNone;
    ghost.edges = show.edges;
    draw_face(list, frame.theme, session.viewport(), scheme, face->proposal->points, ghost);
    record_points(frame, "proposal/", face->proposal->points);
  }
  // A label's first revision came after the proposal that it was made of.
  const Keypoints* before = session.previous_points();
  if (before == nullptr) before = session.proposed_points();
  if (show.previous && before != nullptr) {
    FaceStyle ghost;
    ghost.ghost = true;
    ghost.dimmed = true;
    ghost.numbers = NumberMode::kNone;
    ghost.edges = show.edges;
    draw_face(list, frame.theme, session.viewport(), scheme, *before, ghost);
  }
  if (frame.editor.workspace() == Workspace::kReview) draw_remedy(frame, list);
  const Keypoints* points = points_on_screen(session, session.face_index());
  if (points == nullptr) return;
  FaceStyle style;
  style.ghost = !face->points;
  style.edges = show.edges;
  style.numbers = show.numbers;
  style.hovered = frame.state.hovered_point;
  style.selected = session.selection().points();
  const std::vector<int> pinned = pinned_on_screen(frame);
  style.pinned = pinned;
  if (session.preview() != nullptr) {
    style.before = face->shown();
    style.least_way = least_seen_way(*face->shown());
  }
  if (show.doubts) style.expected = frame.editor.doubts().errors();
  style.pointer = {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y};
  draw_face(list, frame.theme, session.viewport(), scheme, *points, style);
  record_points(frame, "landmark/", *points);
}

void draw_point_tooltip(Frame& frame) {
  const int point = frame.state.hovered_point;
  const Session& session = frame.session;
  if (point < 0 || session.gesture() || session.face() == nullptr) return;
  if (!wants_tooltip(frame)) return;
  const Scheme& scheme = session.scheme();
  const Landmark& landmark = session.face()->shown()->at(point);
  ImGui::BeginTooltip();
  ImGui::Text("%d  %s", point, spoken_name(scheme, point).c_str());
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, scheme.regions[scheme.region_of(point)].title);
  ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(frame.theme.colors.muted), "x %.2f   y %.2f",
                     landmark.position.x, landmark.position.y);
  const std::vector<double>& expected = frame.editor.doubts().errors();
  const bool pinned = frame.editor.pins_matter() && session.corrections()->is_set(point);
  if (pinned) {
    muted_text(frame, "pinned: it holds when others follow");
  } else if (point < static_cast<int>(expected.size()) && expected[point] >= kTellsFrom) {
    ImGui::TextColored(ImGui::ColorConvertU32ToFloat4(frame.theme.colors.muted),
                       "expect it %.1f px off", expected[point]);
  }
  ImGui::PopFont();
  ImGui::EndTooltip();
}

void draw_nothing_to_show(Frame& frame) {
  const Session& session = frame.session;
  if (session.total_images() > 0) {
    empty_state(frame, icons::kSearch, "No picture matches the filter",
                "Change the filter at the left, or clear it with " +
                    frame.editor.keys().text(ActionId::kClearFilter) + ".");
    return;
  }
  if (frame.editor.jobs().running()) {
    empty_state(frame, icons::kPicture, frame.editor.jobs().title() + " is running",
                "The pictures appear here when they are in the project.");
    return;
  }
  empty_state(frame, icons::kPicture, "This project has no pictures yet",
              "Import a CSV with labels, a folder of pictures, or a folder with both.");
  const float width = frame.theme.px(160);
  ImGui::Dummy({0, frame.theme.grid(1)});
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + (ImGui::GetContentRegionAvail().x - width) / 2);
  action_button(frame, ActionId::kImport, ButtonKind::kPrimary, width);
}

}  // namespace

void move_view(Frame& frame, bool hovered, bool left_pans) {
  ImGuiIO& io = ImGui::GetIO();
  const bool space = io.KeysDown[static_cast<int>(Key::kSpace)] || left_pans;
  const bool held = ImGui::IsMouseDown(2) || (space && ImGui::IsMouseDown(0));
  const bool pressed = ImGui::IsMouseClicked(2) || (space && ImGui::IsMouseClicked(0));
  if (hovered && pressed) frame.state.panning = true;
  if (frame.state.panning && (io.MouseDelta.x != 0 || io.MouseDelta.y != 0)) {
    frame.act(PanBy{{io.MouseDelta.x, io.MouseDelta.y}});
  }
  // After the last move, which may come in one frame with the release.
  if (!held) frame.state.panning = false;
  if (frame.state.panning || (hovered && space && !left_pans)) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  }
  if (hovered && io.MouseWheel != 0) {
    frame.act(ZoomAt{{io.MousePos.x, io.MousePos.y}, std::pow(kWheelStep, io.MouseWheel)});
  }
}

void draw_canvas(Frame& frame) {
  const Session& session = frame.session;
  if (!session.current()) {
    draw_nothing_to_show(frame);
    return;
  }
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::GetContentRegionAvail();
  if (size.x < 8 || size.y < 8) return;
  const Rect area{min.x, min.y, size.x, size.y};
  if (area != session.viewport().area()) frame.act(SetCanvasArea{area});
  ImGui::SetItemAllowOverlap();
  ImGui::InvisibleButton("canvas", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
  const bool hovered = ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  frame.record.add("canvas", area);
  move_view(frame, hovered, false);
  handle_point_gestures(frame, hovered);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(min, {min.x + size.x, min.y + size.y}, true);
  draw_picture(frame, list);
  draw_faces(frame, list);
  draw_gesture(frame, list);
  list.PopClipRect();
  draw_point_tooltip(frame);
}

}  // namespace facepoint
