#include "cli/agreement_plot.h"

#include <algorithm>

#include "base/text.h"
#include "cli/terminal.h"

namespace facepoint::cli {
namespace {

constexpr double kPanel = 300;
constexpr double kTop = 58;
constexpr double kFoot = 40;
constexpr double kMargin = 34;
constexpr double kLonger = 5;  // than they are
constexpr int kColumns = 3;

std::string text_at(double x, double y, const std::string& text, const char* look = "") {
  return "<text x='" + fixed(x, 1) + "' y='" + fixed(y, 1) + "' " + look + ">" + text + "</text>\n";
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return safe;
}

std::string line(Point from, Point to, const std::string& look) {
  return "<line x1='" + fixed(from.x, 1) + "' y1='" + fixed(from.y, 1) + "' x2='" + fixed(to.x, 1) +
         "' y2='" + fixed(to.y, 1) + "' " + look + "/>\n";
}

std::string panel(const AgreementReport& report, const AnnotatorBias& bias, Point corner) {
  const Keypoints& face = report.figures.typical;
  const Rect box = bounding_box(face);
  const double scale = (kPanel - 2 * kMargin) / std::max({box.width, box.height, 1e-9});
  const auto place = [&](Point p) {
    return corner + Point{kPanel / 2, kTop + kPanel / 2 - kMargin / 2} + (p - box.center()) * scale;
  };
  std::string svg = text_at(corner.x + kPanel / 2, corner.y + 26, escaped(bias.annotator),
                            "text-anchor='middle' font-size='15' fill='#22262e'") +
                    text_at(corner.x + kPanel / 2, corner.y + 44, count_of(bias.faces, "face"),
                            "text-anchor='middle'");
  for (const auto& [from, to] : report.scheme->edges) {
    const auto a = static_cast<std::size_t>(from);
    const auto b = static_cast<std::size_t>(to);
    if (!face[a].present() || !face[b].present()) continue;
    svg += line(place(face[a].position), place(face[b].position), "stroke='#d9dce2'");
  }
  for (std::size_t i = 0; i < bias.by_point.size(); ++i) {
    const MeanShift& shift = bias.by_point[i];
    if (shift.count == 0 || !face[i].present()) continue;
    const Point from = place(face[i].position);
    const Point to = place(face[i].position + shift.mean * kLonger);
    const char* color = is_systematic(shift) ? "#c8501e" : "#a9afbb";
    svg += "<circle cx='" + fixed(from.x, 1) + "' cy='" + fixed(from.y, 1) +
           "' r='1.6' fill='#7c8494'/>\n";
    svg += line(from, to,
                std::string("stroke-width='2' stroke-linecap='round' stroke='") + color + "'");
  }
  return svg;
}

}  // namespace

std::string agreement_plot_svg(const AgreementReport& report) {
  const auto panels = static_cast<int>(report.figures.biases.size());
  const int columns = std::clamp(panels, 1, kColumns);
  const int rows = std::max(1, (panels + columns - 1) / columns);
  const double height = rows * (kPanel + kTop) + kFoot;
  std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='" +
                    fixed(std::max(columns * kPanel, 460.0), 0) + "' height='" + fixed(height, 0) +
                    "' font-family='Inter, sans-serif' font-size='12' fill='#5b6270'>\n"
                    "<rect width='100%' height='100%' fill='#fff'/>\n";
  for (int i = 0; i < panels; ++i) {
    const int row = i / columns;
    svg += panel(report, report.figures.biases[static_cast<std::size_t>(i)],
                 {(i % columns) * kPanel, row * (kPanel + kTop)});
  }
  svg += text_at(16, height - 14,
                 "Offsets against the other people, " + fixed(kLonger, 0) +
                     " times as long; grey: may be chance");
  return svg + "</svg>\n";
}

}  // namespace facepoint::cli
