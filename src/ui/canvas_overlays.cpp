#include "ui/canvas_overlays.h"

#include <algorithm>
#include <cmath>

#include "ui/canvas_picture.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

void draw_handles(Frame& frame, ImDrawList& list) {
  const auto handles = selection_handles(frame);
  if (!handles) return;
  const Theme& theme = frame.theme;
  const float r = theme.px(4);
  const Rect& box = handles->box;
  const ImU32 line = with_alpha(on_picture::kAccent, 170);
  list.AddRect(vec(handles->corners[0]), vec(handles->corners[3]), line, 0, 0, theme.px(1));
  list.AddLine({static_cast<float>(box.center().x), static_cast<float>(box.y)}, vec(handles->turn),
               line, theme.px(1));
  for (const Point corner : handles->corners) {
    const ImVec2 at = vec(corner);
    list.AddRectFilled({at.x - r, at.y - r}, {at.x + r, at.y + r}, on_picture::kInk, theme.px(1));
    list.AddRect({at.x - r, at.y - r}, {at.x + r, at.y + r}, on_picture::kAccent, theme.px(1), 0,
                 theme.px(1.5F));
  }
  list.AddCircleFilled(vec(handles->turn), r + theme.px(1), on_picture::kInk);
  list.AddCircle(vec(handles->turn), r + theme.px(1), on_picture::kAccent, 0, theme.px(1.5F));
  const auto record = [&](const char* name, Point at) {
    frame.record.add(name, {at.x - r, at.y - r, 2 * r, 2 * r});
  };
  record("handle/turn", handles->turn);
  record("handle/scale", handles->corners[3]);
}

void draw_path(const Frame& frame, ImDrawList& list, const std::vector<Point>& path, bool closed) {
  std::vector<ImVec2> line;
  line.reserve(path.size());
  for (const Point p : path) line.push_back(vec(frame.session.viewport().to_screen(p)));
  list.AddPolyline(line.data(), static_cast<int>(line.size()), on_picture::kShadow,
                   closed ? ImDrawFlags_Closed : 0, frame.theme.px(3.5F));
  list.AddPolyline(line.data(), static_cast<int>(line.size()), on_picture::kInk,
                   closed ? ImDrawFlags_Closed : 0, frame.theme.px(1.5F));
}

void draw_sweep(const Frame& frame, ImDrawList& list, const Sweep& sweep) {
  if (sweep.tool == Tool::kLasso) return draw_path(frame, list, sweep.path, true);
  const Viewport& viewport = frame.session.viewport();
  const Rect area = sweep.area();
  const ImVec2 min = vec(viewport.to_screen({area.x, area.y}));
  const ImVec2 max = vec(viewport.to_screen({area.x + area.width, area.y + area.height}));
  list.AddRectFilled(min, max, with_alpha(on_picture::kAccent, 36));
  list.AddRect(min, max, on_picture::kAccent, 0, 0, frame.theme.px(1.2F));
}

// The picture around the dragged point, enlarged, in the corner that is farthest from it.
void draw_loupe(Frame& frame, ImDrawList& list, const PointsDrag& drag) {
  constexpr float kSide = 168;  // screen pixels at scale 1
  constexpr double kZoom = 4;   // beside the canvas
  const Session& session = frame.session;
  const Image& image = session.current()->image;
  const Texture* texture = canvas_texture(frame);
  if (texture == nullptr || texture->handle == 0) return;
  const Theme& theme = frame.theme;
  const Rect& area = session.viewport().area();
  const Point at = drag.preview()[drag.points().front()].position;
  const Point on_screen = session.viewport().to_screen(at);
  const double side = theme.px(kSide);
  const double gap = theme.grid(2);
  const bool left = on_screen.x > area.center().x;
  const bool top = on_screen.y > area.center().y;
  const double x = left ? area.x + gap : area.x + area.width - gap - side;
  const double y = top ? area.y + gap : area.y + area.height - gap - side;
  const double scale = std::max(session.viewport().scale() * kZoom, 8.0);
  const double half = side / scale / 2;  // in image pixels
  const auto part = [&](double px, double py) {
    return ImVec2(static_cast<float>((px + 0.5) / image.width),
                  static_cast<float>((py + 0.5) / image.height));
  };
  const ImVec2 min = vec({x, y});
  const ImVec2 max = vec({x + side, y + side});
  list.AddRectFilled(min, max, frame.theme.colors.canvas, theme.px(6));
  list.PushClipRect(min, max, true);
  // Only what is inside the picture: textures may repeat beyond their border.
  const double x0 = std::max(-0.5, at.x - half);
  const double y0 = std::max(-0.5, at.y - half);
  const double x1 = std::min(image.width - 0.5, at.x + half);
  const double y1 = std::min(image.height - 0.5, at.y + half);
  const Point middle{x + side / 2, y + side / 2};
  const auto in_loupe = [&](double px, double py) {
    return vec({middle.x + (px - at.x) * scale, middle.y + (py - at.y) * scale});
  };
  if (x1 > x0 && y1 > y0) {
    list.AddImage(draw_list_texture(*texture), in_loupe(x0, y0), in_loupe(x1, y1), part(x0, y0),
                  part(x1, y1));
  }
  const float arm = theme.px(14);
  const ImVec2 m = vec(middle);
  for (const auto& [color, width] :
       {std::pair{on_picture::kShadow, 3.0F}, std::pair{on_picture::kInk, 1.2F}}) {
    list.AddLine({m.x - arm, m.y}, {m.x - theme.px(3), m.y}, color, theme.px(width));
    list.AddLine({m.x + theme.px(3), m.y}, {m.x + arm, m.y}, color, theme.px(width));
    list.AddLine({m.x, m.y - arm}, {m.x, m.y - theme.px(3)}, color, theme.px(width));
    list.AddLine({m.x, m.y + theme.px(3)}, {m.x, m.y + arm}, color, theme.px(width));
  }
  list.PopClipRect();
  list.AddRect(min, max, frame.theme.colors.line, theme.px(6), 0, theme.px(1.5F));
  frame.record.add("loupe", {x, y, side, side});
}

}  // namespace

std::optional<SelectionHandles> selection_handles(const Frame& frame) {
  const Session& session = frame.session;
  const FaceView* face = session.face();
  if (face == nullptr || face->shown() == nullptr || !session.show().points) return std::nullopt;
  if (session.selection().size() < 2 || session.gesture()) return std::nullopt;
  Keypoints selected;
  for (const int i : session.selection().points()) {
    Landmark landmark = face->shown()->at(i);
    landmark.position = session.viewport().to_screen(landmark.position);
    selected.push_back(landmark);
  }
  const double margin = frame.theme.px(14);
  Rect box = bounding_box(selected);
  box = {box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin};
  SelectionHandles handles;
  handles.box = box;
  handles.corners = {Point{box.x, box.y}, Point{box.x + box.width, box.y},
                     Point{box.x, box.y + box.height},
                     Point{box.x + box.width, box.y + box.height}};
  handles.turn = {box.center().x, box.y - frame.theme.px(26)};
  return handles;
}

void draw_gesture(Frame& frame, ImDrawList& list) {
  const auto& gesture = frame.session.gesture();
  if (!gesture) return draw_handles(frame, list);
  if (const auto* sweep = std::get_if<Sweep>(&*gesture)) return draw_sweep(frame, list, *sweep);
  if (const auto* stroke = std::get_if<Stroke>(&*gesture)) {
    return draw_path(frame, list, stroke->path, false);
  }
  if (!frame.editor.mouse_holds()) return;
  const auto& drag = std::get<PointsDrag>(*gesture);
  if (drag.kind() == DragKind::kMove && drag.points().size() == 1) draw_loupe(frame, list, drag);
}

}  // namespace facepoint
