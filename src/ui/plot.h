// Curves over a shared pair of axes with round ticks; under the pointer the values of each curve
// are shown. Draws only. UI thread, inside a frame.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/frame.h"

namespace facepoint {

struct PlotCurve {
  std::string name;
  ImU32 color = 0;
  std::vector<Point> points;  // by rising x
};

struct PlotLook {
  std::string title;
  std::string x_name;      // "epoch"
  bool x_whole = false;    // only whole numbers are ticks
  bool x_percent = false;  // 0.05 is shown as 5 %
  bool y_percent = false;
  bool from_zero = false;
  std::optional<double> x_max = {};  // else what the curves need
  std::optional<double> y_max = {};
  std::optional<double> marked_x = {};  // of the first curve
  std::string marked = {};              // said of it
  std::string empty = {};               // said where there is no curve yet
};

// Recorded as "plot/NAME", and each point of the first curve as "plot/NAME/INDEX" where there are
// few.
void draw_plot(Frame& frame, const std::string& name, ImVec2 size, const PlotLook& look,
               std::span<const PlotCurve> curves);

// Round numbers (1, 2 or 5 times a power of ten apart) from at most `from` to at least `to`; about
// `wanted` of them.
std::vector<double> round_ticks(double from, double to, int wanted, bool whole = false);

// Of the n-th of several things that are told apart by colour alone, also by the colour-blind.
ImU32 series_color(const Theme& theme, std::size_t n);

}  // namespace facepoint
