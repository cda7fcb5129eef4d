#include "tasks/report/svg_plot.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "tasks/report/html.h"

namespace facepoint::report {
namespace {

constexpr double kWidth = 520;
constexpr double kHeight = 270;
constexpr double kLeft = 52;
constexpr double kRight = 16;
constexpr double kTop = 30;
constexpr double kBottom = 48;
constexpr double kWide = kWidth - kLeft - kRight;
constexpr double kHigh = kHeight - kTop - kBottom;
constexpr double kGap = 1;  // between bars

std::string number(double value) { return fixed(value, 1); }

std::string text_at(Point at, std::string_view text, const char* css_class) {
  return "<text class=\"" + std::string(css_class) + "\" x=\"" + number(at.x) + "\" y=\"" +
         number(at.y) + "\">" + escaped(text) + "</text>\n";
}

std::string line_at(Point from, Point to, const char* css_class) {
  return "<path class=\"" + std::string(css_class) + "\" d=\"M" + number(from.x) + " " +
         number(from.y) + "L" + number(to.x) + " " + number(to.y) + "\"/>\n";
}

// 1, 2, 2.5 or 5 times a power of ten, so that about four of them reach `most`.
double round_step(double most) {
  const double wanted = most / 4;
  const double power = std::pow(10, std::floor(std::log10(wanted)));
  for (const double times : {1.0, 2.0, 2.5, 5.0}) {
    if (times * power >= wanted * 0.999) return times * power;
  }
  return 10 * power;
}

// As few digits as tell the steps apart.
int digits_of(double step) {
  for (int digits = 0; digits < 6; ++digits) {
    const double scaled = step * std::pow(10, digits);
    if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled) return digits;
  }
  return 6;
}

}  // namespace

Axis axis_from_zero(std::string title, double most, double scale, std::string_view unit) {
  Axis axis{std::move(title), 0, 1, {}};
  const double step = round_step(most > 0 ? most * scale : 1);
  const int digits = digits_of(step);
  const int steps = std::max(1, static_cast<int>(std::ceil(most * scale / step - 1e-9)));
  for (int i = 0; i <= steps; ++i) {
    const std::string text =
        digits == 0 ? with_thousands(std::llround(i * step)) : fixed(i * step, digits);
    axis.ticks.emplace_back(i * step / scale, text + std::string(unit));
  }
  axis.to = axis.ticks.back().first;
  return axis;
}

SvgPlot::SvgPlot(Axis x, Axis y) : x_(std::move(x)), y_(std::move(y)) {}

double SvgPlot::across(double x) const {
  return kLeft + (std::clamp(x, x_.from, x_.to) - x_.from) / (x_.to - x_.from) * kWide;
}

double SvgPlot::down(double y) const {
  return kTop + (1 - (std::clamp(y, y_.from, y_.to) - y_.from) / (y_.to - y_.from)) * kHigh;
}

void SvgPlot::bars(const std::vector<double>& edges, const std::vector<double>& heights) {
  content_ += "<path class=\"bar\" d=\"";
  for (std::size_t i = 0; i < heights.size(); ++i) {
    const double left = across(edges[i]) + kGap / 2;
    const double right = across(edges[i + 1]) - kGap / 2;
    if (heights[i] <= 0) continue;
    // What is there can be seen, however little it is.
    const double top = std::min(down(heights[i]), kTop + kHigh - 1);
    content_ += "M" + number(left) + " " + number(kTop + kHigh) + "V" + number(top) + "H" +
                number(right) + "V" + number(kTop + kHigh) + "Z";
  }
  content_ += "\"/>\n";
}

void SvgPlot::line(const std::vector<Point>& points, int look) {
  if (points.empty()) return;
  content_ += "<path class=\"line look" + std::to_string(look % kLineLooks) + "\" d=\"";
  for (std::size_t i = 0; i < points.size(); ++i) {
    content_ +=
        (i == 0 ? "M" : "L") + number(across(points[i].x)) + " " + number(down(points[i].y));
  }
  content_ += "\"/>\n";
}

void SvgPlot::vertical(double x, std::string_view text) {
  content_ += line_at({across(x), kTop}, {across(x), kTop + kHigh}, "mark");
  content_ += text_at({across(x) + 5, kTop + 10}, text, "start quiet");
}

std::string SvgPlot::axes() const {
  std::string svg;
  for (const auto& [value, text] : y_.ticks) {
    svg += line_at({kLeft, down(value)}, {kLeft + kWide, down(value)},
                   value == y_.from ? "axis" : "grid");
    svg += text_at({kLeft - 8, down(value) + 4}, text, "end");
  }
  for (const auto& [value, text] : x_.ticks) {
    svg += line_at({across(value), kTop + kHigh}, {across(value), kTop + kHigh + 4}, "axis");
    svg += text_at({across(value), kTop + kHigh + 18}, text, "middle");
  }
  svg += text_at({kLeft - 8, 14}, y_.title, "start quiet");
  return svg + text_at({kLeft + kWide / 2, kHeight - 8}, x_.title, "middle quiet");
}

std::string SvgPlot::svg() const {
  return "<svg class=\"plot\" viewBox=\"0 0 " + fixed(kWidth, 0) + " " + fixed(kHeight, 0) +
         "\" role=\"img\" aria-label=\"" + escaped(y_.title + " by " + x_.title) + "\">\n" +
         axes() + content_ + "</svg>\n";
}

std::string legend(const std::vector<std::string>& names) {
  std::string html = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < names.size(); ++i) {
    html += "<li><svg class=\"plot\" viewBox=\"0 0 28 10\"><path class=\"line look" +
            std::to_string(i % kLineLooks) + "\" d=\"M1 5H27\"/></svg>" + escaped(names[i]) +
            "</li>";
  }
  return html + "</ul>\n";
}

std::string plot_style() {
  std::string css = R"(svg.plot{font-size:12px;overflow:visible}
svg.plot text{fill:var(--ink)}
svg.plot text.quiet{fill:var(--quiet)}
svg.plot .middle{text-anchor:middle}
svg.plot .end{text-anchor:end}
svg.plot path{fill:none}
svg.plot .grid{stroke:var(--rule)}
svg.plot .axis{stroke:var(--quiet)}
svg.plot .mark{stroke:var(--quiet);stroke-dasharray:3 3}
svg.plot .bar{fill:var(--c0)}
svg.plot .line{stroke-width:2;stroke-linejoin:round}
)";
  constexpr const char* kDashes[kLineLooks] = {"none", "7 3", "2 3", "9 3 2 3", "4 2", "1 2"};
  for (int look = 0; look < kLineLooks; ++look) {
    const std::string n = std::to_string(look);
    css.append("svg.plot .look").append(n).append("{stroke:var(--c").append(n);
    css.append(");stroke-dasharray:").append(kDashes[look]).append("}\n");
  }
  return css;
}

}  // namespace facepoint::report
