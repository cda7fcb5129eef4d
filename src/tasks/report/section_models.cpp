#include "base/text.h"
#include "tasks/report/faces.h"
#include "tasks/report/html.h"
#include "tasks/report/sections.h"
#include "tasks/report/svg_plot.h"

namespace facepoint::report {
namespace {

std::string nme_text(double nme) { return "NME " + percent(nme, 2); }

std::string where_measured(const ModelScore& score) {
  if (score.split.empty()) return "not known";
  std::string text = score.split + ", " + score.part;
  if (!score.where.empty()) text += ", " + score.where;
  if (!score.disturb.empty()) text += ", pictures " + score.disturb;
  return text + (score.detector == "labels" ? ", the labels' box" : ", whole picture");
}

std::string title_of(const ModelFigures& model) {
  return model.name + " (" + where_measured(model.score) + ")";
}

std::string ced_plot(const std::vector<ModelFigures>& models) {
  Axis x{"error over the distance of the eyes", 0, 0.1, {}};
  for (int p = 0; p <= 10; p += 2) x.ticks.emplace_back(p / 100.0, std::to_string(p) + " %");
  SvgPlot plot(x, axis_from_zero("share of faces with at most that error", 1, 100, " %"));
  for (std::size_t i = 0; i < models.size(); ++i) {
    std::vector<Point> line;
    for (const CedPoint& point : models[i].score.ced) line.push_back({point.error, point.share});
    plot.line(line, static_cast<int>(i));
  }
  return plot.svg();
}

std::string model_table(const std::vector<ModelFigures>& models) {
  Table rows{{"model, plan and part", "measured", "faces", "missed", "NME", "median", "fail at 8 %",
              "fail at 10 %", "CED area to 8 %"},
             {}};
  for (const ModelFigures& model : models) {
    const EvaluationSummary& all = model.score.all;
    rows.rows.push_back({title_of(model), model.score.created.substr(0, 10),
                         with_thousands(all.faces), with_thousands(all.missed),
                         percent(all.mean_nme, 2), percent(all.median_nme, 2),
                         percent(all.failures_at_8, 2), percent(all.failures_at_10, 2),
                         percent(all.ced_area_at_8, 1)});
  }
  return table(rows);
}

std::string dataset_table(const std::vector<ModelFigures>& models) {
  Table rows{{"model and dataset", "faces", "NME", "median", "fail at 10 %"}, {}};
  for (const ModelFigures& model : models) {
    for (const auto& [dataset, summary] : model.score.by_dataset) {
      rows.rows.push_back({model.name + ", " + dataset, with_thousands(summary.faces),
                           percent(summary.mean_nme, 2), percent(summary.median_nme, 2),
                           percent(summary.failures_at_10, 2)});
    }
  }
  return rows.rows.empty() ? std::string() : figure("By dataset", table(rows));
}

}  // namespace

std::string models_section(const Report& report) {
  const std::string split = report.splits.empty() ? "PLAN" : report.splits.back().plan.name;
  if (report.models.empty()) {
    return section("models", "How accurate models are",
                   hint("Nothing was measured yet. On people whom training never saw:",
                        "facepoint evaluate " + project_file(report) + " --split " + split));
  }
  std::vector<std::string> names;
  for (const ModelFigures& model : report.models) names.push_back(title_of(model));
  std::string html =
      paragraph(
          "What facepoint evaluate measured and kept, the newest first. A missed face "
          "counts as a failure; means are over the faces that were found. The labels may have "
          "changed since.") +
      model_table(report.models) +
      columns({figure("Cumulative error distribution", legend(names) + ced_plot(report.models)),
               dataset_table(report.models)});
  for (const ModelFigures& model : report.models) {
    if (model.worst.empty()) continue;
    html += heading("Where " + model.name + " misses most") + face_key(false) +
            face_cards(model.worst, nme_text);
  }
  return section("models", "How accurate models are", html);
}

}  // namespace facepoint::report
