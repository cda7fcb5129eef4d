#include "cli/drag_plot.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "cli/terminal.h"

namespace facepoint::cli {
namespace {

constexpr double kWidth = 420;  // of a panel
constexpr double kHeight = 300;
constexpr double kLeft = 52;
constexpr double kTop = 44;
constexpr double kPlotWidth = 340;
constexpr double kPlotHeight = 200;
constexpr std::array kTolerances{0.03, 0.04, 0.05, 0.06};
struct Line {
  const char* method;
  const char* color;
};
constexpr Line kLines[] = {
    {"plain", "#8a8f98"}, {"covariance", "#d08a2e"}, {"network", "#5b8def"}, {"both", "#2f9e67"}};

// The smallest round number from `most` on.
double round_top(double most) {
  const double step = std::pow(10, std::floor(std::log10(std::max(most, 1.0))));
  for (const double times : {1.0, 2.0, 4.0, 6.0, 8.0}) {
    if (times * step >= most) return times * step;
  }
  return 10 * step;
}

std::string text_at(double x, double y, const std::string& text, const char* anchor = "start") {
  return "<text x='" + fixed(x, 1) + "' y='" + fixed(y, 1) + "' text-anchor='" + anchor + "'>" +
         text + "</text>\n";
}

std::string line_at(double x1, double x2, double y, const std::string& look) {
  return "<line x1='" + fixed(x1, 1) + "' x2='" + fixed(x2, 1) + "' y1='" + fixed(y, 1) + "' y2='" +
         fixed(y, 1) + "' " + look + "/>\n";
}

std::string panel(const BenchCorrectionsReport& report, const std::string& start,
                  const std::string& title, double left) {
  double most = 1;
  for (const auto& row : report.rows) {
    if (row.start == start) most = std::max(most, row.figures.mean);
  }
  const double top = round_top(most);
  const double first = left + kLeft;
  const auto x = [&](double tolerance) {
    return first + (tolerance - kTolerances.front()) / (kTolerances.back() - kTolerances.front()) *
                       kPlotWidth;
  };
  const auto y = [&](double drags) { return kTop + kPlotHeight * (1 - drags / top); };
  std::string svg = text_at(first, 24, title);
  for (int quarter = 0; quarter <= 4; ++quarter) {
    const double drags = top * quarter / 4;
    svg += line_at(first, first + kPlotWidth, y(drags), "stroke='#ddd'");
    svg += text_at(first - 8, y(drags) + 4, fixed(drags, top < 8 ? 1 : 0), "end");
  }
  for (const double tolerance : kTolerances) {
    svg +=
        text_at(x(tolerance), kTop + kPlotHeight + 18, fixed(tolerance * 100, 0) + " %", "middle");
  }
  for (const Line& line : kLines) {
    for (const std::string hand : {"exact", "clumsy"}) {
      std::string points;
      for (const auto& row : report.rows) {
        if (row.start != start || row.method != line.method || row.hand != hand) continue;
        points += fixed(x(row.tolerance), 1) + "," + fixed(y(row.figures.mean), 1) + " ";
      }
      svg += "<polyline points='" + points + "' fill='none' stroke='" + line.color +
             "' stroke-width='2'" + (hand == "clumsy" ? " stroke-dasharray='3 4'" : "") + "/>\n";
    }
  }
  return svg;
}

}  // namespace

std::string drag_plot_svg(const BenchCorrectionsReport& report) {
  const std::string size = "width='" + fixed(2 * kWidth, 0) + "' height='" + fixed(kHeight, 0);
  std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' " + size +
                    "' font-family='Inter, sans-serif' font-size='12' fill='#333'>\n"
                    "<rect width='100%' height='100%' fill='#fff'/>\n";
  svg += panel(report, "proposal", "Drags a face, from what the CNN proposes", 0);
  svg += panel(report, "planted", "Drags a face, from labels with a planted error", kWidth);
  double left = kLeft;
  for (const Line& line : kLines) {
    svg += line_at(left, left + 18, kHeight - 14,
                   std::string("stroke-width='2' stroke='") + line.color + "'");
    svg += text_at(left + 24, kHeight - 10, line.method);
    left += 100;
  }
  svg += text_at(left, kHeight - 10,
                 "dashed: clumsy hand. Across: a point is right within so much of the box side");
  return svg + "</svg>\n";
}

}  // namespace facepoint::cli
