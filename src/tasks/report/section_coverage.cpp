#include <algorithm>

#include "base/text.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

// Every so many edges get a tick, written as the edge is or as given.
Axis edge_axis(std::string title, const std::vector<std::pair<double, std::string>>& ticks,
               std::size_t bins) {
  return {std::move(title), 0, static_cast<double>(bins), ticks};
}

// Bins are drawn equally wide, since some are not of equal steps.
std::string plot(const Histogram& values, const std::string& title, std::size_t every,
                 const std::string& unit = {}) {
  std::vector<double> edges;
  std::vector<double> heights;
  std::vector<std::pair<double, std::string>> ticks;
  for (std::size_t i = 0; i < values.edges.size(); ++i) {
    edges.push_back(static_cast<double>(i));
    if (i % every == 0) {
      ticks.emplace_back(edges.back(),
                         with_thousands(static_cast<std::int64_t>(values.edges[i])) + unit);
    }
  }
  for (const std::int64_t count : values.counts) heights.push_back(static_cast<double>(count));
  const double most = heights.empty() ? 0 : *std::max_element(heights.begin(), heights.end());
  SvgPlot plot(edge_axis(title, ticks, values.counts.size()), axis_from_zero("faces", most));
  plot.bars(edges, heights);
  return plot.svg();
}

std::string thin_places(const std::vector<const Coverage*>& all, std::int64_t faces) {
  std::string items;
  for (const Coverage* coverage : all) {
    for (const ThinPlace& place : coverage->thin) {
      const std::string count = place.faces == 0 ? "no face"
                                                 : counted(place.faces, "face") + " (" +
                                                       share_text(place.faces, faces) + ")";
      items += "<li>" + escaped(place.what) + ": <b>" + escaped(count) + "</b> <code>" +
               escaped(place.query) + "</code></li>\n";
    }
  }
  if (items.empty()) return paragraph("No range of these holds less than 2 % of the faces.");
  return paragraph(
             "Thin places, each with less than 2 % of the faces. A network is seldom right "
             "where it has seen little: look for pictures of these first. The words behind "
             "are the query that lists them.") +
         "<ul class=\"thin\">\n" + items + "</ul>\n";
}

}  // namespace

std::string coverage_section(const Report& report) {
  const CoverageFigures& coverage = report.coverage;
  if (coverage.size.values.total() == 0) {
    return section("coverage", "Coverage",
                   hint("There is no face yet. Let the CNN find some.",
                        "facepoint annotate " + project_file(report)));
  }
  std::string html =
      thin_places({&coverage.yaw, &coverage.size, &coverage.brightness, &coverage.sharpness},
                  report.data.faces);
  html += columns(
      {figure("Head turn",
              plot(coverage.yaw.values, "degrees, to the image's left below 0", 3, "°"),
              "Told from the points, for a head of usual depth."),
       figure("Face size", plot(coverage.size.values, "side of the face's box in pixels", 2),
              "The last bar holds all that are larger."),
       figure("Brightness", plot(coverage.brightness.values, "mean grey of the picture", 4),
              "0 is black, 255 is white."),
       figure("Sharpness",
              plot(coverage.sharpness.values, "variance of the Laplacian of the picture", 2),
              "Small is blurred. The last bar holds all that are sharper.")});
  return section("coverage", "Coverage", html);
}

}  // namespace facepoint::report
