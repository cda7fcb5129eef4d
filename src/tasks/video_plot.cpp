#include "tasks/video_plot.h"

#include <algorithm>

#include "tasks/report/html.h"
#include "tasks/report/svg_plot.h"

namespace facepoint {
namespace {

constexpr const char* kColors =
    ":root{--ink:#1d2127;--quiet:#666f7b;--rule:#dfe3e8;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;"
    "--c3:#cc79a7;--c4:#8a6d00;--c5:#56676f}\n"
    "body{font:15px sans-serif;color:var(--ink);max-width:60em;margin:2em auto}\n";

std::string plot_of(const VideoReport::Clip& clip) {
  double most = 0;
  for (const TrackFigures& track : clip.tracks) {
    for (const auto& point : track.tremble) most = std::max(most, point.residual);
  }
  const double fps = clip.facts.fps;
  report::SvgPlot plot(report::axis_from_zero("seconds", std::max(clip.seconds, 0.1)),
                       report::axis_from_zero("of the face's box", most, 100, " %"));
  std::vector<std::string> names;
  for (const TrackFigures& track : clip.tracks) {
    std::vector<Point> line;
    const int look = static_cast<int>(names.size());
    std::int64_t last = -1;
    for (const auto& [frame, residual] : track.tremble) {
      if (last >= 0 && frame != last + 1) {  // it was lost in between
        plot.line(line, look);
        line.clear();
      }
      line.push_back({static_cast<double>(frame) / fps, residual});
      last = frame;
    }
    plot.line(line, look);
    names.push_back("track " + std::to_string(track.track.number));
  }
  return plot.svg() + report::legend(names);
}

}  // namespace

std::string tremble_page(const VideoReport& report) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Tremble</title>"
      "<style>" +
      std::string(kColors) + report::plot_style() +
      "</style>\n<h1>How the points tremble</h1>\n<p>Mean distance of a face's points "
      "from the parabola through the three frames before and after.</p>\n";
  for (const VideoReport::Clip& clip : report.clips) {
    if (clip.failed) continue;
    html += "<h2>" + report::escaped(clip.clip) + "</h2>\n" + plot_of(clip);
  }
  return html + "</html>\n";
}

}  // namespace facepoint
