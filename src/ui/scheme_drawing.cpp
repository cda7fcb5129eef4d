#include "ui/scheme_drawing.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kMargin = 44;      // around the shape, for its labels
constexpr float kPickRadius = 14;  // around a point
constexpr float kRadius = 3.2F;
constexpr float kGap = 3;         // between a point and its label, and from ring to ring of places
constexpr int kFarthest = 14;     // of a number, in gaps
constexpr int kNameFarthest = 3;  // of a name

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

struct Painter {
  Frame& frame;
  const Theme& theme;
  const SchemesPage& page;
  const Scheme& scheme;
  ImDrawList& list;
  Rect area;
  std::vector<Point> at;  // on the screen

  ImU32 color(int i, int alpha = 255) const {
    return theme.colors.region(scheme.regions[scheme.region_of(i)].color, alpha);
  }
  bool present(int i) const { return scheme.typical_shape[i].present(); }
  int partner(int i) const { return scheme.mirror[i]; }

  void lay_out() {
    const Rect box = bounding_box(scheme.typical_shape);
    const double margin = theme.px(kMargin);
    const double scale =
        std::min((area.width - 2 * margin) / box.width, (area.height - 2 * margin) / box.height);
    for (const Landmark& point : scheme.typical_shape) {
      at.push_back(area.center() + (point.position - box.center()) * scale);
    }
  }

  void mirror_pairs() const {
    const ImU32 faint = with_alpha(theme.colors.muted, 70);
    double top = 1e300;
    double bottom = -1e300;
    double x = 0;
    for (int i = 0; i < scheme.size(); ++i) {
      if (!present(i) || !present(partner(i))) continue;
      if (is_on_midline(scheme, i)) {
        x = at[i].x;
        top = std::min(top, at[i].y);
        bottom = std::max(bottom, at[i].y);
      } else if (i < partner(i)) {
        list.AddLine(vec(at[i]), vec(at[partner(i)]), faint, theme.px(1));
      }
    }
    for (double y = top; y < bottom; y += theme.px(8)) {
      list.AddLine(vec({x, y}), vec({x, std::min(y + theme.px(4), bottom)}), faint, theme.px(1));
    }
  }

  void regions() const {
    for (const auto& [a, b] : scheme.edges) {
      if (!present(a) || !present(b)) continue;
      list.AddLine(vec(at[a]), vec(at[b]), color(a, 150), theme.px(1.6F));
    }
  }

  void points() const {
    for (int i = 0; i < scheme.size(); ++i) {
      if (!present(i)) continue;
      const double r = theme.px(kRadius);
      if (is_on_midline(scheme, i)) {
        draw_midline_mark(list, vec(at[i]), theme.px(kRadius), color(i));
      } else {
        list.AddCircleFilled(vec(at[i]), theme.px(kRadius), color(i));
      }
      frame.record.add("schemes/point/" + std::to_string(i),
                       {at[i].x - r, at[i].y - r, 2 * r, 2 * r});
    }
  }

  Point text_size(const std::string& text) const {
    const ImVec2 size = theme.small->CalcTextSizeA(theme.small->FontSize, 1e6F, 0, text.c_str());
    return {size.x, size.y};
  }

  // The same until the field or what is shown changes.
  SchemeLabels& labels() const {
    SchemeLabels& kept = frame.state.schemes.labels;
    const SchemeView& view = page.view();
    if (kept.scheme == scheme.name && kept.area == area && kept.view == view) return kept;
    kept = {scheme.name, area, view, std::vector<std::string>(at.size()), {}};
    LabelPlaces& places =
        kept.places.emplace(at, scheme.edges, theme.px(kRadius), theme.px(kGap), area);
    const std::vector<int> order = places.order();
    for (const int i : order) {
      std::string number = std::to_string(i);
      if (!view.numbers || !present(i)) continue;
      if (places.place(i, text_size(number), kFarthest)) kept.texts[i] = std::move(number);
    }
    for (const int i : order) {
      if (!view.names || !present(i)) continue;
      std::string name = (view.numbers ? std::to_string(i) + "  " : "") + spoken_name(scheme, i);
      if (places.place(i, text_size(name), kNameFarthest)) kept.texts[i] = std::move(name);
    }
    return kept;
  }

  void draw_labels() const {
    const SchemeLabels& shown = labels();
    for (int i = 0; i < scheme.size(); ++i) {
      const std::optional<Rect>& place = shown.places->of(i);
      if (!place) continue;
      const Point nearest{std::clamp(at[i].x, place->x, place->x + place->width),
                          std::clamp(at[i].y, place->y, place->y + place->height)};
      const Point way = nearest - at[i];
      const double away = length(way);
      if (away > theme.px(kRadius + 4 * kGap)) {
        const Point from = at[i] + way * (theme.px(kRadius + 2) / away);
        list.AddLine(vec(from), vec(nearest), with_alpha(theme.colors.muted, 130), theme.px(1));
      }
      list.AddText(theme.small, theme.small->FontSize, vec({place->x, place->y}),
                   with_alpha(theme.colors.text, 225), shown.texts[i].c_str());
      frame.record.add("schemes/label/" + std::to_string(i), *place);
    }
  }

  // Above its point, or below it; where it was drawn.
  Rect pill(int i, const std::string& text, bool below) const {
    const Point size = text_size(text);
    const double pad = theme.px(5);
    const double width = size.x + 2 * pad;
    const double height = size.y + theme.px(4);
    const double off = theme.px(kRadius + 7);
    const double x = std::clamp(at[i].x - width / 2, area.x + 2, area.x + area.width - width - 2);
    const Rect box{x, below ? at[i].y + off : at[i].y - off - height, width, height};
    const ImVec2 max = vec({box.x + box.width, box.y + box.height});
    list.AddRectFilled(vec({box.x, box.y}), max, theme.colors.popup, theme.px(4));
    list.AddRect(vec({box.x, box.y}), max, color(i), theme.px(4), 0, theme.px(1));
    list.AddText(theme.small, theme.small->FontSize, vec({box.x + pad, box.y + theme.px(2)}),
                 theme.colors.text, text.c_str());
    return box;
  }

  void ring(int i, float more, ImU32 ink) const {
    list.AddCircle(vec(at[i]), theme.px(kRadius + more), ink, 0, theme.px(1.6F));
  }

  void highlight(int i, bool chosen) const {
    if (i < 0 || !present(i)) return;
    const int other = partner(i);
    if (other != i && present(other)) {
      list.AddLine(vec(at[i]), vec(at[other]), with_alpha(theme.colors.accent, 200),
                   theme.px(1.4F));
      list.AddCircleFilled(vec(at[other]), theme.px(kRadius + 1), color(other));
      ring(other, 4, with_alpha(theme.colors.accent, 170));
    }
    list.AddCircleFilled(vec(at[i]), theme.px(kRadius + 1.5F), color(i));
    ring(i, 4.5F, chosen ? theme.colors.text : theme.colors.accent);
  }

  // The names of the point that is looked at and its partner.
  void say(int i) const {
    if (i < 0 || !present(i)) return;
    const std::string number = std::to_string(i);
    const Rect box = pill(i, number + "  " + spoken_name(scheme, i), false);
    const int other = partner(i);
    if (other == i || !present(other)) return;
    const double width = text_size(std::to_string(other)).x + theme.px(16);
    const double above = at[other].y - theme.px(kRadius + 7);
    const bool beside = at[other].x + width < box.x || at[other].x - width > box.x + box.width ||
                        above < box.y || above - box.height > box.y + box.height;
    pill(other, std::to_string(other), !beside);
  }

  // Left and right are easily taken for the person's.
  void sides() const {
    const float y = static_cast<float>(area.y + area.height) - theme.px(10) - theme.small->FontSize;
    const char* right = "image right";
    const auto end = static_cast<float>(area.x + area.width - text_size(right).x) - theme.px(14);
    const auto start = static_cast<float>(area.x) + theme.px(14);
    list.AddText(theme.small, theme.small->FontSize, {start, y}, theme.colors.muted, "image left");
    list.AddText(theme.small, theme.small->FontSize, {end, y}, theme.colors.muted, right);
  }

  int under_pointer() const {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    int nearest = -1;
    double best = theme.px(kPickRadius);
    for (int i = 0; i < scheme.size(); ++i) {
      const double away = distance(at[i], {mouse.x, mouse.y});
      if (!present(i) || away > best) continue;
      best = away;
      nearest = i;
    }
    return nearest;
  }
};

}  // namespace

int draw_scheme(Frame& frame, ImVec2 size, int pointed) {
  const Theme& theme = frame.theme;
  const SchemesPage& page = frame.editor.schemes();
  const Scheme& scheme = page.scheme();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton("drawing", size);
  const bool hovered = ImGui::IsItemHovered();
  frame.record.add_item("schemes/drawing");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 end{corner.x + size.x, corner.y + size.y};
  list.AddRectFilled(corner, end, theme.colors.canvas, theme.px(6));
  if (scheme.typical_shape.empty()) {
    const char* text = "Its file tells no typical shape to draw.";
    const ImVec2 extent = ImGui::CalcTextSize(text);
    list.AddText({corner.x + (size.x - extent.x) / 2, corner.y + (size.y - extent.y) / 2},
                 theme.colors.muted, text);
    return -1;
  }
  Painter painter{frame, theme, page, scheme, list, {corner.x, corner.y, size.x, size.y}, {}};
  painter.lay_out();
  list.PushClipRect(corner, end, true);
  if (page.view().mirror_pairs) painter.mirror_pairs();
  painter.regions();
  painter.points();
  painter.draw_labels();
  painter.highlight(page.point(), true);
  if (pointed != page.point()) painter.highlight(pointed, false);
  painter.say(pointed >= 0 ? pointed : page.point());
  painter.sides();
  list.PopClipRect();
  const int under = hovered ? painter.under_pointer() : -1;
  if (clicked) frame.act(ChooseSchemePoint{under});
  return under;
}

bool is_on_midline(const Scheme& scheme, int point) { return scheme.mirror[point] == point; }

void draw_midline_mark(ImDrawList& list, ImVec2 at, float radius, ImU32 color) {
  const float r = radius * 1.5F;
  list.AddQuadFilled({at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r}, {at.x - r, at.y}, color);
}

std::string spoken_name(const Scheme& scheme, int point) {
  std::string name = scheme.point_names.at(static_cast<std::size_t>(point));
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

}  // namespace facepoint
