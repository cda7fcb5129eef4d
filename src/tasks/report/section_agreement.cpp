#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "tasks/report/faces.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

constexpr double kWorthWords = 0.0005;  // an offset, of the distance of the eyes

std::string nme_plot(const std::vector<SourceAgreement>& sources) {
  std::vector<std::vector<Point>> lines;
  double most = 0;
  for (const SourceAgreement& source : sources) {
    const auto faces = static_cast<double>(std::max<std::int64_t>(1, source.nme.total()));
    std::vector<Point>& line = lines.emplace_back();
    for (std::size_t i = 0; i < source.nme.counts.size(); ++i) {
      const double middle = (source.nme.edges[i] + source.nme.edges[i + 1]) / 2;
      line.push_back({middle, static_cast<double>(source.nme.counts[i]) / faces});
      most = std::max(most, line.back().y);
    }
  }
  Axis x{"distance of label and CNN, over the distance of the eyes", 0, 0.15, {}};
  for (int p = 0; p <= 14; p += 2) x.ticks.emplace_back(p / 100.0, std::to_string(p) + " %");
  SvgPlot plot(x, axis_from_zero("share of the source's faces in steps of 0.5 %", most, 100, " %"));
  for (std::size_t i = 0; i < lines.size(); ++i) plot.line(lines[i], static_cast<int>(i));
  plot.vertical(0.08, "8 %");
  return plot.svg();
}

std::vector<std::string> names(const std::vector<SourceAgreement>& sources) {
  std::vector<std::string> all;
  all.reserve(sources.size());
  for (const SourceAgreement& source : sources) all.push_back(source.name);
  return all;
}

std::string source_table(const std::vector<SourceAgreement>& sources) {
  Table rows{{"source", "faces", "median distance", "above 8 %"}, {}};
  for (const SourceAgreement& source : sources) {
    rows.rows.push_back({source.name, with_thousands(source.nme.total()), percent(source.median, 2),
                         percent(source.above_8, 1)});
  }
  return table(rows);
}

// "0.4 % left, 1.0 % down".
std::string direction(Point offset) {
  std::string text;
  if (std::abs(offset.x) >= kWorthWords) {
    text = percent(std::abs(offset.x), 1) + (offset.x < 0 ? " left" : " right");
  }
  if (std::abs(offset.y) >= kWorthWords) {
    text += (text.empty() ? "" : ", ") + percent(std::abs(offset.y), 1) +
            (offset.y < 0 ? " up" : " down");
  }
  return text.empty() ? "none" : text;
}

std::string offset_table(const AgreementFigures& agreement) {
  Table rows{{"labels against the CNN"}, {}};
  const std::size_t sources = std::min(agreement.sources.size(), kSourcesWithArrows);
  for (std::size_t s = 0; s < sources; ++s) rows.head.push_back(agreement.sources[s].name);
  for (std::size_t r = 0; r < agreement.regions.size(); ++r) {
    rows.rows.push_back({agreement.regions[r].title});
    for (std::size_t s = 0; s < sources; ++s) {
      rows.rows.back().push_back(direction(agreement.sources[s].offsets[r]));
    }
  }
  return table(rows);
}

std::string region_bars(const std::vector<RegionAgreement>& regions) {
  double most = 1e-9;
  for (const RegionAgreement& region : regions) most = std::max(most, region.median);
  std::string html = "<div class=\"bars\"><table>\n";
  for (const RegionAgreement& region : regions) {
    html += "<tr><td>" + escaped(region.title) +
            "</td><td class=\"track\"><i style=\"width:" + fixed(100 * region.median / most, 1) +
            "%\"></i></td><td>" + percent(region.median, 2) + "</td></tr>\n";
  }
  return html + "</table></div>\n";
}

std::string lead(const AgreementFigures& agreement) {
  std::string text =
      counted(agreement.faces, "label") + " beside the CNN's points of the same face";
  if (agreement.out_of_fold > 0) {
    text += ", " +
            (agreement.out_of_fold == agreement.faces
                 ? std::string("all of them")
                 : with_thousands(agreement.out_of_fold) + " of them") +
            " by a network that never saw the person";
  }
  text +=
      ". Neither is the truth: where a whole source or region lies aside, it is mostly labelled "
      "by another custom.";
  if (agreement.other_schemes > 0) {
    text +=
        " " + counted(agreement.other_schemes, "face") + " of other landmark schemes are left out.";
  }
  return paragraph(text, "lead");
}

}  // namespace

std::string agreement_section(const Report& report) {
  const AgreementFigures& agreement = report.agreement;
  constexpr const char* kTitle = "Agreement of labels and CNN";
  if (agreement.faces == 0) {
    return section(
        "agreement", kTitle,
        hint("The CNN's points of the labelled faces are not known yet. A check asks for "
             "them, or, better, networks that never saw the person:",
             "facepoint check " + project_file(report) + "\nfacepoint cross-predict " +
                 project_file(report)));
  }
  const OffsetFigure offsets = offset_figure(agreement);
  std::string html = lead(agreement);
  html +=
      columns({figure("By source", legend(names(agreement.sources)) + nme_plot(agreement.sources),
                      "The last step holds all that are farther apart.") +
                   source_table(agreement.sources),
               figure("By region, median distance", region_bars(agreement.regions))});
  html +=
      columns({figure("Systematic offsets", offsets.html, offsets.note), offset_table(agreement)});
  return section("agreement", kTitle, html);
}

}  // namespace facepoint::report
