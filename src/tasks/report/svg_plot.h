// A plot as inline SVG: axes with units, bars and lines. Colours are classes of the page's style
// sheet, so that one plot serves light and dark; see plot_style(). Any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/geometry.h"

namespace facepoint::report {

struct Axis {
  std::string title;  // with its unit
  double from = 0;
  double to = 1;
  std::vector<std::pair<double, std::string>> ticks;
};

// From 0 to a round number not below `most`, with about four steps of a round size; `unit` follows
// each number. `scale`: of the numbers that are written, 100 for per cent.
Axis axis_from_zero(std::string title, double most, double scale = 1, std::string_view unit = {});

inline constexpr int kLineLooks = 6;  // that are told apart, also without colours

class SvgPlot {
 public:
  SvgPlot(Axis x, Axis y);

  // Bars between neighbouring edges, in the axes' units.
  void bars(const std::vector<double>& edges, const std::vector<double>& heights);
  void line(const std::vector<Point>& points, int look = 0);
  void vertical(double x, std::string_view text);  // a mark with a word

  std::string svg() const;

 private:
  double across(double x) const;
  double down(double y) const;
  std::string axes() const;

  Axis x_;
  Axis y_;
  std::string content_;
};

// The names of lines beside a piece of each.
std::string legend(const std::vector<std::string>& names);

// The rules for what is drawn here, in terms of the page's variables --ink, --quiet, --rule and
// --c0 to --c5.
std::string plot_style();

}  // namespace facepoint::report
