#include "cli/findings_plot.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/terminal.h"

namespace facepoint::cli {
namespace {

constexpr double kPanel = 400;  // width of a panel
constexpr double kHeight = 320;
constexpr double kLeft = 60;
constexpr double kTop = 48;
constexpr double kWide = 310;
constexpr double kHigh = 210;

std::string text_at(double x, double y, const std::string& text, const char* anchor = "start") {
  return "<text x='" + fixed(x, 1) + "' y='" + fixed(y, 1) + "' text-anchor='" + anchor + "'>" +
         text + "</text>\n";
}

// Points in 0 to 1 on both axes.
std::string curve(double left, const std::vector<std::pair<double, double>>& points,
                  const std::string& look) {
  std::string path;
  for (const auto& [x, y] : points) {
    path += (path.empty() ? "" : " ") + fixed(left + kLeft + x * kWide, 1) + "," +
            fixed(kTop + (1 - y) * kHigh, 1);
  }
  return "<polyline fill='none' " + look + " points='" + path + "'/>\n";
}

std::string frame(double left, const std::string& title, const std::string& below, double last) {
  std::string svg = text_at(left + kLeft, 26, title);
  for (int quarter = 0; quarter <= 4; ++quarter) {
    const double share = quarter / 4.0;
    const double y = kTop + (1 - share) * kHigh;
    svg += "<line x1='" + fixed(left + kLeft, 1) + "' x2='" + fixed(left + kLeft + kWide, 1) +
           "' y1='" + fixed(y, 1) + "' y2='" + fixed(y, 1) + "' stroke='#ddd'/>\n";
    svg += text_at(left + kLeft - 6, y + 4, fixed(share * 100, 0) + " %", "end");
    svg += text_at(left + kLeft + share * kWide, kTop + kHigh + 18,
                   fixed(share * last * 100, 0) + " %", "middle");
  }
  return svg + text_at(left + kLeft + kWide / 2, kTop + kHigh + 40, below, "middle");
}

}  // namespace

std::string findings_plot_svg(const BenchFindingsReport& report) {
  const double last = static_cast<double>(report.found.size()) / 100;
  std::vector<std::pair<double, double>> found{{0, 0}};
  std::vector<std::pair<double, double>> best{{0, 0}, {0.05 / last, 1}, {1, 1}};
  for (std::size_t i = 0; i < report.found.size(); ++i) {
    found.emplace_back(static_cast<double>(i + 1) / static_cast<double>(report.found.size()),
                       report.found[i]);
  }
  std::vector<std::pair<double, double>> chances;
  for (const ReliabilityBin& bin : report.chances) {
    chances.emplace_back(std::min(bin.expected, 1.0), std::min(bin.observed, 1.0));
  }
  std::string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='" + fixed(2 * kPanel, 0) +
                    "' height='" + fixed(kHeight, 0) +
                    "' font-family='sans-serif' font-size='12'>\n"
                    "<rect width='100%' height='100%' fill='white'/>\n";
  svg +=
      frame(0, "Planted errors found", "of the faces looked at, the most suspicious first", last);
  svg += curve(0, best, "stroke='#aaa' stroke-dasharray='4 4'");
  svg += curve(0, found, "stroke='#2f9e67' stroke-width='2'");
  svg += frame(kPanel, "Labels that are wrong", "chance of being wrong, as said", 1);
  svg += curve(kPanel, {{0, 0}, {1, 1}}, "stroke='#aaa' stroke-dasharray='4 4'");
  svg += curve(kPanel, chances, "stroke='#5b8def' stroke-width='2'");
  return svg + "</svg>\n";
}

}  // namespace facepoint::cli
