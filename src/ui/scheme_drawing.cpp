#include "ui/scheme_drawing.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kMargin = 44;      // around the shape, for its labels
constexpr float kWideMargin = 84;  // where few points would lie far apart
constexpr int kFewPoints = 20;
constexpr float kPickRadius = 14;  // around a point
constexpr float kRadius = 3.2F;
constexpr float kLargeRadius = 4.4F;  // of few points
constexpr float kGap = 3;         // between a point and its label, and from ring to ring of places
constexpr int kFarthest = 14;     // of a number, in gaps
constexpr int kNameFarthest = 3;  // of a name

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

bool few(const Scheme& scheme) { return scheme.size() <= kFewPoints; }

struct Painter {
  Frame& frame;
  const Theme& theme;
  const SchemesPage& page;
  const Scheme& scheme;
  ImDrawList& list;
  Rect area;
  float radius;
  std::vector<Point> at = {};  // on the screen
  // A name in a box, of what is looked at.
  struct Pill {
    int point = 0;
    std::string text;
    Rect box;
  };
  std::vector<Pill> pills = {};

  ImU32 color(int i, int alpha = 255) const {
    return theme.colors.region(scheme.regions[scheme.region_of(i)].color, alpha);
  }
  bool present(int i) const { return scheme.typical_shape[i].present(); }
  int partner(int i) const { return scheme.mirror[i]; }

  void lay_out() {
    const Rect box = bounding_box(scheme.typical_shape);
    const double margin = theme.px(few(scheme) ? kWideMargin : kMargin);
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
      const double r = radius;
      if (is_on_midline(scheme, i)) {
        draw_midline_mark(list, vec(at[i]), radius, color(i));
      } else {
        list.AddCircleFilled(vec(at[i]), radius, color(i));
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
    const double inset = theme.px(6);
    const Rect room{area.x + inset, area.y + inset, area.width - 2 * inset,
                    area.height - 2 * inset};
    LabelPlaces& places = kept.places.emplace(at, scheme.edges, radius, theme.px(kGap), room);
    const std::vector<int> order = places.order();
    for (const int i : order) {
      std::string number = std::to_string(i);
      if (!view.numbers || !present(i)) continue;
      if (places.place(i, text_size(number), kFarthest)) kept.texts[i] = std::move(number);
    }
    for (const int i : order) {
      if (!view.names || !present(i)) continue;
      std::string name = (view.numbers ? std::to_string(i) + "  " : "") + spoken_name(scheme, i);
      if (!places.place(i, text_size(name), kNameFarthest, LabelPlaces::Strict::kYes)) continue;
      kept.texts[i] = std::move(name);
    }
    return kept;
  }

  // But of those below the names in boxes.
  void draw_labels() const {
    const SchemeLabels& shown = labels();
    for (int i = 0; i < scheme.size(); ++i) {
      const std::optional<Rect>& place = shown.places->of(i);
      const auto covers = [&](const Pill& pill) {
        return pill.point == i || overlap(pill.box, *place);
      };
      if (!place || std::any_of(pills.begin(), pills.end(), covers)) continue;
      if (!shown.places->is_nearest(i, *place) || distance_to(*place, i) > theme.px(4 * kGap)) {
        leader(i, *place);
      }
      const ImVec2 min = vec({place->x, place->y});
      // What lines are behind it is dimmed.
      list.AddRectFilled({min.x - theme.px(1), min.y + theme.px(1)},
                         vec({place->x + place->width + theme.px(1), place->y + place->height}),
                         with_alpha(theme.colors.canvas, 170), theme.px(2));
      list.AddText(theme.small, theme.small->FontSize, min, with_alpha(theme.colors.text, 225),
                   shown.texts[i].c_str());
      frame.record.add("schemes/label/" + std::to_string(i), *place);
    }
  }

  static Point nearest_of(const Rect& box, Point to) {
    return {std::clamp(to.x, box.x, box.x + box.width),
            std::clamp(to.y, box.y, box.y + box.height)};
  }
  // From the edge of the point.
  double distance_to(const Rect& box, int i) const {
    return distance(nearest_of(box, at[i]), at[i]) - radius;
  }
  void leader(int i, const Rect& box) const {
    const Point end = nearest_of(box, at[i]);
    const Point way = end - at[i];
    const double away = length(way);
    if (away < radius + theme.px(2)) return;
    const Point from = at[i] + way * ((radius + theme.px(2)) / away);
    list.AddLine(vec(from), vec(end), with_alpha(theme.colors.muted, 130), theme.px(1));
  }

  static bool overlap(const Rect& a, const Rect& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
  }

  // How much of the drawing a box would hide.
  int hidden_by(const Rect& box, int told) const {
    int hidden = 0;
    for (const Pill& other : pills) hidden += overlap(box, other.box) ? 20 : 0;
    for (int i = 0; i < scheme.size(); ++i) {
      if (!present(i)) continue;
      const double r = radius + theme.px(2);
      const Point corner = at[i] - Point{r, r};
      if (overlap(box, {corner.x, corner.y, 2 * r, 2 * r})) hidden += 4;
      if (i == told || i == partner(told)) continue;
      const auto& label = frame.state.schemes.labels.places->of(i);
      if (label && overlap(box, *label)) ++hidden;
    }
    return hidden;
  }

  // In a box beside its point, where it hides least.
  void place_pill(int i, std::string text) {
    const Point size = text_size(text);
    const Point box{size.x + theme.px(10), size.y + theme.px(4)};
    const double off = radius + theme.px(7);
    const double outwards = at[i].x < area.center().x ? -1 : 1;
    std::optional<Rect> best;
    int least = 0;
    for (const double up : {-1.0, 0.0, 1.0}) {
      for (const double aside : {0.0, outwards, 0.6 * outwards, -outwards, -0.6 * outwards}) {
        if (up == 0 && std::abs(aside) < 1) continue;
        const double left = at[i].x - box.x / 2 + aside * (box.x / 2 + (up == 0 ? off : 0));
        const double x = std::clamp(left, area.x + 2, area.x + area.width - box.x - 2);
        const Rect tried{x, at[i].y - box.y / 2 + up * (box.y / 2 + off), box.x, box.y};
        const int hidden = hidden_by(tried, i);
        if (best && hidden >= least) continue;
        best = tried;
        least = hidden;
      }
    }
    pills.push_back({i, std::move(text), *best});
  }

  // The names of the point that is looked at and its partner.
  void place_pills(int i) {
    if (i < 0 || !present(i)) return;
    labels();
    const int other = partner(i);
    if (other != i && present(other)) place_pill(other, std::to_string(other));
    place_pill(i, std::to_string(i) + "  " + spoken_name(scheme, i));
  }

  void draw_pills() const {
    for (const auto& [i, text, box] : pills) {
      const ImVec2 min = vec({box.x, box.y});
      const ImVec2 max = vec({box.x + box.width, box.y + box.height});
      list.AddRectFilled(min, max, theme.colors.popup, theme.px(4));
      list.AddRect(min, max, color(i), theme.px(4), 0, theme.px(1));
      list.AddText(theme.small, theme.small->FontSize, {min.x + theme.px(5), min.y + theme.px(2)},
                   theme.colors.text, text.c_str());
    }
  }

  void ring(int i, float more, ImU32 ink) const {
    list.AddCircle(vec(at[i]), radius + theme.px(more), ink, 0, theme.px(1.6F));
  }

  void highlight(int i, bool chosen) const {
    if (i < 0 || !present(i)) return;
    const int other = partner(i);
    if (other != i && present(other)) {
      list.AddLine(vec(at[i]), vec(at[other]), with_alpha(theme.colors.accent, 200),
                   theme.px(1.4F));
      list.AddCircleFilled(vec(at[other]), radius + theme.px(1), color(other));
      ring(other, 4, with_alpha(theme.colors.accent, 170));
    }
    list.AddCircleFilled(vec(at[i]), radius + theme.px(1.5F), color(i));
    ring(i, 4.5F, chosen ? theme.colors.text : theme.colors.accent);
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
  Painter painter{frame,
                  theme,
                  page,
                  scheme,
                  list,
                  {corner.x, corner.y, size.x, size.y},
                  theme.px(few(scheme) ? kLargeRadius : kRadius)};
  painter.lay_out();
  list.PushClipRect(corner, end, true);
  if (page.view().mirror_pairs) painter.mirror_pairs();
  painter.regions();
  painter.points();
  const int told = pointed >= 0 ? pointed : page.point();
  painter.place_pills(told);
  painter.draw_labels();
  painter.highlight(page.point(), true);
  if (pointed != page.point()) painter.highlight(pointed, false);
  painter.draw_pills();
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

}  // namespace facepoint
