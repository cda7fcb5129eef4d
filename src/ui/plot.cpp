#include "ui/plot.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr std::size_t kDottedPoints = 60;  // more would run into one another
constexpr float kTickEvery = 44;           // pixels at scale 1, about
constexpr float kTickEveryX = 72;

struct Range {
  double from = 0;
  double to = 1;
  double share(double value) const { return (value - from) / (to - from); }
};

std::string number_text(double value, double step, bool percent) {
  if (percent) {
    value *= 100;
    step *= 100;
  }
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), percent ? "%.*f %%" : "%.*f", digits, value);
  return text.data();
}

// Where everything of one plot lies.
struct Axes {
  ImVec2 min;  // of the field that the curves lie in
  ImVec2 max;
  Range x;
  Range y;
  std::vector<double> x_ticks;
  std::vector<double> y_ticks;

  ImVec2 screen(Point p) const {
    return {min.x + static_cast<float>(x.share(p.x)) * (max.x - min.x),
            max.y - static_cast<float>(y.share(p.y)) * (max.y - min.y)};
  }
  double step(const std::vector<double>& ticks) const {
    return ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
  }
};

Range range_of(std::span<const PlotCurve> curves, double Point::*coordinate) {
  Range range{1e300, -1e300};
  for (const PlotCurve& curve : curves) {
    for (const Point& point : curve.points) {
      range.from = std::min(range.from, point.*coordinate);
      range.to = std::max(range.to, point.*coordinate);
    }
  }
  return range.from > range.to ? Range{0, 1} : range;
}

Axes axes_of(const Theme& theme, ImVec2 at, ImVec2 size, const PlotLook& look,
             std::span<const PlotCurve> curves) {
  Axes axes;
  const float small = theme.small->FontSize;
  axes.min = {at.x + theme.px(56), at.y + theme.px(20) + theme.strong->FontSize};
  axes.max = {at.x + size.x - theme.px(16), at.y + size.y - theme.px(14) - small};
  axes.y = range_of(curves, &Point::y);
  if (look.from_zero) axes.y.from = std::min(0.0, axes.y.from);
  if (look.y_max) axes.y.to = *look.y_max;
  const int rows = std::max(2, static_cast<int>((axes.max.y - axes.min.y) / theme.px(kTickEvery)));
  axes.y_ticks = round_ticks(axes.y.from, axes.y.to, rows);
  axes.y = {axes.y_ticks.front(), axes.y_ticks.back()};
  axes.x = range_of(curves, &Point::x);
  if (look.x_max) axes.x.to = std::max(*look.x_max, axes.x.from);
  const int columns =
      std::max(2, static_cast<int>((axes.max.x - axes.min.x) / theme.px(kTickEveryX)));
  axes.x_ticks = round_ticks(axes.x.from, axes.x.to, columns, look.x_whole);
  // The curves use the whole width: ticks beyond them are not drawn.
  if (axes.x.to <= axes.x.from) axes.x = {axes.x.from - 1, axes.x.from + 1};
  return axes;
}

void draw_text(ImDrawList& list, ImFont* font, ImVec2 at, ImU32 color, const std::string& text) {
  list.AddText(font, font->FontSize, at, color, text.c_str());
}

float width_of(ImFont* font, const std::string& text) {
  return font->CalcTextSizeA(font->FontSize, 1e6F, 0, text.c_str()).x;
}

void draw_axes(const Theme& theme, ImDrawList& list, const Axes& axes, const PlotLook& look) {
  ImFont* font = theme.small;
  const float line = std::max(1.0F, theme.px(1));
  for (const double tick : axes.y_ticks) {
    const float y = axes.screen({axes.x.from, tick}).y;
    list.AddLine({axes.min.x, y}, {axes.max.x, y}, theme.colors.line, line);
    const std::string text = number_text(tick, axes.step(axes.y_ticks), look.y_percent);
    draw_text(list, font, {axes.min.x - theme.px(8) - width_of(font, text), y - font->FontSize / 2},
              theme.colors.muted, text);
  }
  const float name = width_of(font, look.x_name);
  const float name_left = axes.max.x - name;
  for (const double tick : axes.x_ticks) {
    if (tick < axes.x.from - 1e-12 || tick > axes.x.to + 1e-12) continue;
    const float x = axes.screen({tick, axes.y.from}).x;
    const std::string text = number_text(tick, axes.step(axes.x_ticks), look.x_percent);
    const float width = width_of(font, text);
    if (x + width / 2 > name_left - theme.px(6)) continue;
    draw_text(list, font, {x - width / 2, axes.max.y + theme.px(6)}, theme.colors.muted, text);
    list.AddLine({x, axes.max.y}, {x, axes.max.y + theme.px(4)}, theme.colors.line, line);
  }
  draw_text(list, font, {name_left, axes.max.y + theme.px(6)}, theme.colors.muted, look.x_name);
}

void draw_curve(Frame& frame, ImDrawList& list, const Axes& axes, const PlotCurve& curve,
                const std::string& recorded) {
  const Theme& theme = frame.theme;
  std::vector<ImVec2> way;
  way.reserve(curve.points.size());
  for (const Point& point : curve.points) way.push_back(axes.screen(point));
  list.AddPolyline(way.data(), static_cast<int>(way.size()), curve.color, 0, theme.px(2));
  if (way.size() > kDottedPoints) return;
  const float r = theme.px(way.size() == 1 ? 4 : 2.5F);
  for (std::size_t i = 0; i < way.size(); ++i) {
    if (!recorded.empty()) list.AddCircleFilled(way[i], r, curve.color);
    if (recorded.empty()) continue;
    frame.record.add(recorded + std::to_string(i),
                     {way[i].x - r, way[i].y - r, 2 * double{r}, 2 * double{r}});
  }
}

void draw_mark(const Theme& theme, ImDrawList& list, const Axes& axes, const PlotLook& look,
               const PlotCurve& curve) {
  const auto marked = std::find_if(curve.points.begin(), curve.points.end(),
                                   [&](const Point& point) { return point.x == *look.marked_x; });
  if (marked == curve.points.end()) return;
  const ImVec2 at = axes.screen(*marked);
  for (float y = axes.min.y; y < axes.max.y; y += theme.px(8)) {
    list.AddLine({at.x, y}, {at.x, std::min(y + theme.px(4), axes.max.y)},
                 with_alpha(theme.colors.good, 150), theme.px(1));
  }
  list.AddCircleFilled(at, theme.px(5), theme.colors.canvas);
  list.AddCircle(at, theme.px(5), theme.colors.good, 0, theme.px(2));
}

// The values at the place under the pointer.
void draw_hover(Frame& frame, ImDrawList& list, const Axes& axes, const PlotLook& look,
                std::span<const PlotCurve> curves) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const std::vector<Point>& points = curves.front().points;
  const auto nearest = std::min_element(points.begin(), points.end(), [&](Point a, Point b) {
    return std::abs(axes.screen(a).x - mouse.x) < std::abs(axes.screen(b).x - mouse.x);
  });
  const Theme& theme = frame.theme;
  const float x = axes.screen(*nearest).x;
  list.AddLine({x, axes.min.y}, {x, axes.max.y}, with_alpha(frame.theme.colors.text, 90),
               theme.px(1));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {theme.px(12), theme.px(8)});
  ImGui::BeginTooltip();
  muted_text(frame,
             look.x_name + " " + number_text(nearest->x, look.x_whole ? 1 : 0.001, look.x_percent));
  for (const PlotCurve& curve : curves) {
    const auto same = std::find_if(curve.points.begin(), curve.points.end(),
                                   [&](const Point& point) { return point.x == nearest->x; });
    if (same == curve.points.end()) continue;
    list.AddCircleFilled(axes.screen(*same), theme.px(4), curve.color);
    color_dot(frame.theme, curve.color);
    const std::string value = number_text(same->y, axes.step(axes.y_ticks) / 100, look.y_percent);
    ImGui::Text("%s  %s", curve.name.c_str(), value.c_str());
  }
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace

std::vector<double> round_ticks(double from, double to, int wanted, bool whole) {
  if (!(to > from)) to = from + (whole ? 1 : std::max(1e-3, std::abs(from) * 0.1));
  const double rough = (to - from) / std::max(1, wanted);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power < rough * (1 - 1e-9)) continue;
    step = factor * power;
    break;
  }
  if (whole) step = std::max(1.0, step);
  const auto first = static_cast<std::int64_t>(std::floor(from / step + 1e-9));
  const auto last = static_cast<std::int64_t>(std::ceil(to / step - 1e-9));
  std::vector<double> ticks;
  for (std::int64_t i = first; i <= std::max(last, first + 1); ++i) {
    ticks.push_back(static_cast<double>(i) * step);
  }
  return ticks;
}

ImU32 series_color(const Theme& theme, std::size_t n) {
  // Okabe and Ito's, as far as they can be told from a canvas.
  constexpr std::array<Rgb, 6> kColors{{{86, 180, 233},
                                        {230, 159, 0},
                                        {0, 158, 115},
                                        {204, 121, 167},
                                        {213, 94, 0},
                                        {240, 228, 66}}};
  return theme.colors.region(kColors.at(n % kColors.size()));
}

void draw_plot(Frame& frame, const std::string& name, ImVec2 size, const PlotLook& look,
               std::span<const PlotCurve> curves) {
  const Theme& theme = frame.theme;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton(name.c_str(), size);
  frame.record.add_item("plot/" + name);
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(at, {at.x + size.x, at.y + size.y}, frame.theme.colors.canvas, theme.px(6));
  draw_text(list, theme.strong, {at.x + theme.px(12), at.y + theme.px(8)}, frame.theme.colors.text,
            look.title);
  const bool any = std::any_of(curves.begin(), curves.end(),
                               [](const PlotCurve& curve) { return !curve.points.empty(); });
  if (!any) {
    const float width = width_of(theme.regular, look.empty);
    draw_text(list, theme.regular, {at.x + (size.x - width) / 2, at.y + size.y / 2},
              frame.theme.colors.muted, look.empty);
    return;
  }
  const Axes axes = axes_of(theme, at, size, look, curves);
  draw_axes(theme, list, axes, look);
  list.PushClipRect({axes.min.x - theme.px(6), axes.min.y - theme.px(6)},
                    {axes.max.x + theme.px(6), axes.max.y + theme.px(6)}, true);
  const bool single = curves.size() == 1;
  for (const PlotCurve& curve : curves) {
    draw_curve(frame, list, axes, curve, single ? "plot/" + name + "/" : std::string());
  }
  if (look.marked_x) draw_mark(theme, list, axes, look, curves.front());
  list.PopClipRect();
  if (!look.marked.empty()) {
    const float width = width_of(theme.small, look.marked);
    draw_text(list, theme.small, {axes.max.x - width, at.y + theme.px(10)}, frame.theme.colors.good,
              look.marked);
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool inside = mouse.x >= axes.min.x && mouse.x <= axes.max.x;
  if (hovered && inside && !curves.front().points.empty()) {
    draw_hover(frame, list, axes, look, curves);
  }
}

}  // namespace facepoint
