#include "ui/face_drawing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace facepoint {
namespace {

constexpr float kNumberedFace = 150;  // screen pixels at scale 1
constexpr float kNear = 90;           // likewise
constexpr float kDetailedFace = 64;   // of others than the current one
// Of the expected error: a distance that nine of ten stay within, see chance_within().
constexpr double kNineOfTen = 1.945;

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

bool overlap(const ImVec4& a, const ImVec4& b) {
  return a.x < b.z && b.x < a.z && a.y < b.w && b.y < a.w;
}

Rect on_screen(const Viewport& viewport, const Rect& in_image) {
  const Point corner = viewport.to_screen({in_image.x, in_image.y});
  return {corner.x, corner.y, in_image.width * viewport.scale(),
          in_image.height * viewport.scale()};
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height &&
         b.y <= a.y + a.height;
}

// A face among hundreds: a small square a point and nothing else, an eighth of the cost.
void draw_small_face(ImDrawList& list, const Theme& theme, const Viewport& viewport,
                     const Scheme& scheme, const Keypoints& points, const FaceStyle& style) {
  const float half = theme.px(style.ghost ? 0.7F : 1);
  for (const Region& region : scheme.regions) {
    const ImU32 color = color_of(region.color, style.ghost ? 110 : 170);
    const int count = static_cast<int>(region.points.size());
    list.PrimReserve(6 * count, 4 * count);
    for (const int i : region.points) {
      const ImVec2 at = vec(viewport.to_screen(points[i].position));
      // An absent point takes its place in the reservation as a square of no size.
      const float r = points[i].present() ? half : 0;
      list.PrimRect({at.x - r, at.y - r}, {at.x + r, at.y + r}, color);
    }
  }
}

struct Painter {
  ImDrawList& list;
  const Theme& theme;
  const Viewport& viewport;
  const Scheme& scheme;
  const Keypoints& points;
  const FaceStyle& style;
  float radius;
  std::vector<ImVec2> at;
  std::vector<ImU32> colors;

  bool visible(int i) const {
    const Rect& area = viewport.area();
    return points[i].present() && area.contains({at[i].x, at[i].y});
  }
  int alpha() const { return style.dimmed ? 110 : 255; }
  bool selected(int i) const {
    return std::find(style.selected.begin(), style.selected.end(), i) != style.selected.end();
  }
  bool wants_number(int i) const {
    switch (style.numbers) {
      case NumberMode::kAll:
        return true;
      case NumberMode::kNear:
        return std::hypot(at[i].x - style.pointer.x, at[i].y - style.pointer.y) < theme.px(kNear);
      case NumberMode::kSelected:
      case NumberMode::kNone:
        return false;
    }
    return false;
  }

  void edges() const {
    const float width = theme.px(style.ghost ? 1.2F : 1.5F);
    for (const auto& edge : scheme.edges) {
      const int a = edge.first;
      const int b = edge.second;
      if (!points[a].present() || !points[b].present()) continue;
      const ImU32 color = with_alpha(colors[a], style.dimmed ? 60 : 150);
      if (style.ghost) {
        dashed(at[a], at[b], color, width);
      } else {
        list.AddLine(at[a], at[b], color, width);
      }
    }
  }

  void dashed(ImVec2 a, ImVec2 b, ImU32 color, float width) const {
    const float dash = theme.px(4);
    const float dx = b.x - a.x;
    const float dy = b.y - a.y;
    const float length = std::hypot(dx, dy);
    const int dashes = std::min(400, static_cast<int>(length / (2 * dash)) + 1);
    for (int i = 0; i < dashes; ++i) {
      const float from = static_cast<float>(i) * 2 * dash / std::max(length, 1.0F);
      const float to = std::min(1.0F, from + dash / std::max(length, 1.0F));
      if (from >= 1) break;
      list.AddLine({a.x + dx * from, a.y + dy * from}, {a.x + dx * to, a.y + dy * to}, color,
                   width);
    }
  }

  bool pinned(int i) const {
    return std::binary_search(style.pinned.begin(), style.pinned.end(), i);
  }
  bool followed(int i) const {
    return style.before != nullptr && !pinned(i) && i < std::ssize(*style.before) &&
           distance(style.before->at(i).position, points[i].position) > style.least_way;
  }

  // From where it was.
  void way(int i) const {
    const ImVec2 from = vec(viewport.to_screen(style.before->at(i).position));
    list.AddLine(from, at[i], on_picture::kShadow, theme.px(3));
    list.AddLine(from, at[i], with_alpha(on_picture::kAccent, 200), theme.px(1.2F));
  }

  // The worst stand out.
  void expected_errors() const {
    double worst = 0;
    for (const double error : style.expected) worst = std::max(worst, error);
    for (int i = 0; i < std::min(std::ssize(points), std::ssize(style.expected)); ++i) {
      const auto size = static_cast<float>(kNineOfTen * style.expected[i] * viewport.scale());
      if (!visible(i) || size <= radius) continue;
      const double share = style.expected[i] / worst;
      const int strength = static_cast<int>(40 + 180 * share * share);
      list.AddCircle(at[i], size, with_alpha(on_picture::kShadow, strength / 2), 0, theme.px(2.6F));
      list.AddCircle(at[i], size, with_alpha(on_picture::kSecond, strength), 0, theme.px(1.2F));
    }
  }

  // Around the ring of a selected one.
  void pin(int i, float r) const {
    const float half = r + theme.px(selected(i) ? 5.4F : 2.6F);
    const ImVec2 min{at[i].x - half, at[i].y - half};
    const ImVec2 max{at[i].x + half, at[i].y + half};
    list.AddRect(min, max, with_alpha(on_picture::kShadow, 170), theme.px(1), 0, theme.px(3));
    list.AddRect(min, max, on_picture::kInk, theme.px(1), 0, theme.px(1.3F));
  }

  void point(int i) const {
    const bool hovered = i == style.hovered;
    const bool is_selected = selected(i);
    const float r = radius * (hovered || is_selected ? 1.5F : 1.0F);
    const ImU32 color = with_alpha(colors[i], alpha());
    const bool hollow = style.ghost || points[i].visibility == Visibility::kOccluded;
    if (hollow) {
      list.AddCircle(at[i], r + theme.px(0.4F), IM_COL32(0, 0, 0, alpha() / 2), 0, theme.px(2.8F));
      list.AddCircle(at[i], r + theme.px(0.6F), color, 0, theme.px(1.5F));
    } else {
      list.AddCircleFilled(at[i], r + theme.px(1.2F), IM_COL32(0, 0, 0, alpha() * 3 / 5));
      list.AddCircleFilled(at[i], r, color);
    }
    if (pinned(i)) pin(i, r);
    if (followed(i)) {
      list.AddCircle(at[i], r + theme.px(2.2F), on_picture::kAccent, 0, theme.px(1.4F));
    }
    if (is_selected) list.AddCircle(at[i], r + theme.px(3), on_picture::kInk, 0, theme.px(1.6F));
    if (hovered && !is_selected) {
      list.AddCircle(at[i], r + theme.px(2.5F), IM_COL32(255, 255, 255, 160), 0, theme.px(1.2F));
    }
  }

  // Those that matter first; a number that would cover a point or another number is left out.
  void numbers() const {
    ImFont* font = theme.small;
    const float size = font->FontSize;
    std::vector<ImVec4> taken;
    for (int i = 0; i < static_cast<int>(at.size()); ++i) {
      if (!visible(i)) continue;
      taken.push_back({at[i].x - radius, at[i].y - radius, at[i].x + radius, at[i].y + radius});
    }
    const Rect box = bounding_box(points);
    // On a small face only the numbers that are asked for: the rest would hide it.
    const bool all = std::sqrt(box.area()) * viewport.scale() >= theme.px(kNumberedFace);
    const Point middle = box.center();
    std::vector<int> order;
    if (style.hovered >= 0) order.push_back(style.hovered);
    for (const int i : style.selected) {
      if (i != style.hovered) order.push_back(i);
    }
    for (int i = 0; all && i < static_cast<int>(at.size()); ++i) {
      if (i != style.hovered && !selected(i) && wants_number(i)) order.push_back(i);
    }
    const ImVec2 face_middle = vec(viewport.to_screen(middle));
    for (const int i : order) {
      if (visible(i)) number(i, font, size, face_middle, taken);
    }
  }

  void number(int i, ImFont* font, float size, ImVec2 face_middle,
              std::vector<ImVec4>& taken) const {
    const std::string text = std::to_string(i);
    const ImVec2 extent = font->CalcTextSizeA(size, 1e6F, 0, text.c_str());
    const float gap = selected(i) ? radius * 1.5F + theme.px(5) : radius + theme.px(2);
    // Away from the middle of the face first, where there is most room.
    const float x_out = at[i].x >= face_middle.x ? gap : -gap - extent.x;
    const float x_in = at[i].x >= face_middle.x ? -gap - extent.x : gap;
    const float above = -gap - extent.y + theme.px(2);
    const float below = gap - theme.px(2);
    const float y_out = at[i].y >= face_middle.y ? below : above;
    const float y_in = at[i].y >= face_middle.y ? above : below;
    const std::array<ImVec2, 6> offsets{{{x_out, -extent.y / 2},
                                         {-extent.x / 2, y_out},
                                         {x_out, y_out},
                                         {-extent.x / 2, y_in},
                                         {x_in, -extent.y / 2},
                                         {x_in, y_in}}};
    const bool must = i == style.hovered || (selected(i) && style.selected.size() <= 2);
    for (const ImVec2& offset : offsets) {
      const ImVec2 corner{at[i].x + offset.x, at[i].y + offset.y};
      const ImVec4 box{corner.x, corner.y, corner.x + extent.x, corner.y + extent.y};
      const bool free = std::none_of(taken.begin(), taken.end(),
                                     [&](const ImVec4& other) { return overlap(box, other); });
      if (!free && !must) continue;
      taken.push_back(box);
      const float shadow = theme.px(1);
      const ImU32 dark = IM_COL32(0, 0, 0, 200);
      list.AddText(font, size, {corner.x + shadow, corner.y + shadow}, dark, text.c_str());
      list.AddText(font, size, {corner.x - shadow, corner.y}, dark, text.c_str());
      list.AddText(font, size, corner, must ? on_picture::kInk : IM_COL32(235, 238, 242, 225),
                   text.c_str());
      return;
    }
  }
};

}  // namespace

float point_radius(const Theme& theme, const Viewport& viewport, const Keypoints& points) {
  const Rect box = bounding_box(points);
  const double side = std::sqrt(std::max(box.area(), 1.0)) * viewport.scale();
  return theme.px(static_cast<float>(std::clamp(side / 85, 1.2, 3.6)));
}

void draw_face(ImDrawList& list, const Theme& theme, const Viewport& viewport, const Scheme& scheme,
               const Keypoints& points, const FaceStyle& style) {
  const Rect box = on_screen(viewport, bounding_box(points));
  if (!overlap(box, viewport.area())) return;
  if (style.dimmed && std::max(box.width, box.height) < theme.px(kDetailedFace)) {
    return draw_small_face(list, theme, viewport, scheme, points, style);
  }
  Painter painter{
      list, theme, viewport, scheme, points, style, point_radius(theme, viewport, points), {}, {}};
  for (const Landmark& landmark : points) {
    painter.at.push_back(vec(viewport.to_screen(landmark.position)));
  }
  for (int i = 0; i < scheme.size(); ++i) {
    painter.colors.push_back(color_of(scheme.regions[scheme.region_of(i)].color));
  }
  if (style.edges) painter.edges();
  painter.expected_errors();
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    if (painter.followed(i) && painter.visible(i)) painter.way(i);
  }
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    if (painter.visible(i)) painter.point(i);
  }
  if (style.numbers != NumberMode::kNone) painter.numbers();
}

void draw_arrow(ImDrawList& list, const Theme& theme, ImVec2 from, ImVec2 to, float radius) {
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  const float room = length - 2 * radius;
  if (room < theme.px(2)) return;
  const ImVec2 u{(to.x - from.x) / length, (to.y - from.y) / length};
  const ImVec2 a{from.x + u.x * radius, from.y + u.y * radius};
  const ImVec2 b{to.x - u.x * radius, to.y - u.y * radius};
  const ImU32 color = IM_COL32(255, 255, 255, 230);
  list.AddLine(a, b, IM_COL32(0, 0, 0, 140), theme.px(3.5F));
  list.AddLine(a, b, color, theme.px(1.5F));
  const float head = std::min(theme.px(7), room);
  list.AddTriangleFilled(b, {b.x - (u.x + u.y / 2) * head, b.y - (u.y - u.x / 2) * head},
                         {b.x - (u.x - u.y / 2) * head, b.y - (u.y + u.x / 2) * head}, color);
}

}  // namespace facepoint
