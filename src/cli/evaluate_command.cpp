// facepoint evaluate PROJECT --split PLAN
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/reliability_text.h"
#include "cli/terminal.h"
#include "image/disturb.h"
#include "tasks/compare_models.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string box_of(const EvaluateReport& report) {
  return report.detector == "labels" ? "the labels' box"
                                     : "whole picture, faces found by " + report.detector;
}

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f %%", share * 100);
  return text;
}

// Means are over the faces that were found, shares over all.
std::string percent_of_found(const EvaluationSummary& summary, double mean) {
  return summary.faces > summary.missed ? percent(mean) : "-";
}
std::string percent_of_faces(const EvaluationSummary& summary, double share) {
  return summary.faces > 0 ? percent(share) : "-";
}

// One row of the table: its title and what it shows of each model.
template <class Value>
void add_row(std::vector<std::vector<std::string>>& rows, const EvaluateReport& report,
             const std::string& title, const Value& value) {
  std::vector<std::string> row = {title};
  for (const ModelEvaluation& model : report.models) row.push_back(value(model));
  rows.push_back(std::move(row));
}

void print_detection(const EvaluateReport& report) {
  if (report.detection.empty()) return;
  std::vector<std::vector<std::string>> rows{{"the detector alone", "pictures", "faces", "found",
                                              "mean overlap", "other boxes", "ms a picture"}};
  for (const DetectorFigures& figures : report.detection) {
    char overlap[16];
    std::snprintf(overlap, sizeof overlap, "%.3f", figures.mean_overlap());
    char time[16];
    std::snprintf(time, sizeof time, "%.1f",
                  figures.seconds * 1000 / static_cast<double>(figures.pictures));
    rows.push_back({figures.dataset, with_thousands(figures.pictures),
                    with_thousands(figures.faces), percent(figures.found_share()), overlap,
                    with_thousands(figures.unmatched), time});
  }
  std::cout << "\n" << text_table(rows);
}

void print_table(const EvaluateReport& report) {
  using M = const ModelEvaluation&;
  std::vector<std::vector<std::string>> rows;
  const auto add = [&](const std::string& title, const auto& value) {
    add_row(rows, report, title, value);
  };
  add("", [](M m) { return m.model.name + " (" + m.model.arch + ")"; });
  add("faces", [](M m) { return with_thousands(m.all.faces); });
  add("missed faces", [](M m) { return with_thousands(m.all.missed); });
  add("boxes that are no labelled face", [](M m) { return with_thousands(m.false_boxes); });
  add("NME / inter-ocular distance", [](M m) { return percent_of_found(m.all, m.all.mean_nme); });
  add("  median", [](M m) { return percent_of_found(m.all, m.all.median_nme); });
  for (std::size_t r = 0; r < report.regions.size(); ++r) {
    add("  " + report.regions[r],
        [r](M m) { return percent_of_found(m.all, m.all.mean_by_region[r]); });
  }
  const auto& datasets = report.models.front().by_dataset;
  for (std::size_t d = 0; datasets.size() > 1 && d < datasets.size(); ++d) {
    add("  of " + datasets[d].first + " (" + count_of(datasets[d].second.faces, "face") + ")",
        [d](M m) {
          const EvaluationSummary& of_dataset = m.by_dataset[d].second;
          return percent_of_found(of_dataset, of_dataset.mean_nme);
        });
  }
  add("NME / box side",
      [](M m) { return m.all.with_box > 0 ? percent(m.all.mean_nme_box) : std::string("-"); });
  add("failures (NME > 8 %)", [](M m) { return percent_of_faces(m.all, m.all.failures_at_8); });
  add("failures (NME > 10 %)", [](M m) { return percent_of_faces(m.all, m.all.failures_at_10); });
  add("CED area up to 8 %", [](M m) { return percent_of_faces(m.all, m.all.ced_area_at_8); });
  add("failures among the tenth least sure",
      [](M m) { return percent(m.failures_in_worst_tenth); });
  std::cout << "Plan " << report.split << ", part " << report.part << ", "
            << count_of(report.images, "image") << "; " << box_of(report) << "\n"
            << text_table(rows);
  print_detection(report);
}

// Expected against true error, both in parts of the box side.
void print_reliability(const EvaluateReport& report) {
  for (const ModelEvaluation& model : report.models) {
    std::cout << "\n"
              << model.model.name << ", what its expected errors are worth\n"
              << reliability_table(model.reliability);
  }
}

// Each disturbance beside the pictures as they are.
void print_robustness(const std::vector<std::pair<std::string, EvaluateReport>>& reports) {
  for (std::size_t m = 0; m < reports.front().second.models.size(); ++m) {
    const double plain = reports.front().second.models[m].all.mean_nme;
    std::vector<std::vector<std::string>> rows = {
        {"pictures", "NME", "of plain", "failures at 10 %", "missed"}};
    for (const auto& [kind, report] : reports) {
      const EvaluationSummary& all = report.models[m].all;
      char ratio[16];
      std::snprintf(ratio, sizeof ratio, "%.2f", plain > 0 ? all.mean_nme / plain : 0);
      rows.push_back({kind, percent_of_found(all, all.mean_nme), ratio,
                      percent_of_faces(all, all.failures_at_10), with_thousands(all.missed)});
    }
    std::cout << reports.front().second.models[m].model.name << ", "
              << count_of(reports.front().second.models[m].all.faces, "face") << "; "
              << box_of(reports.front().second) << "\n"
              << text_table(rows);
  }
}

Json summary_json(const EvaluationSummary& summary, const std::vector<std::string>& regions) {
  Json by_region = Json::object();
  for (std::size_t r = 0; r < regions.size(); ++r) {
    by_region[regions[r]] = summary.mean_by_region[r];
  }
  return {{"faces", summary.faces},
          {"missed", summary.missed},
          {"nme_inter_ocular", summary.mean_nme},
          {"nme_inter_ocular_median", summary.median_nme},
          {"nme_box", summary.mean_nme_box},
          {"failures_at_8", summary.failures_at_8},
          {"failures_at_10", summary.failures_at_10},
          {"ced_area_at_8", summary.ced_area_at_8},
          {"by_region", by_region}};
}

void print_json(const EvaluateReport& report) {
  Json models = Json::array();
  for (const ModelEvaluation& model : report.models) {
    Json entry = {
        {"model", model.model.name}, {"arch", model.model.arch}, {"digest", model.model.digest}};
    entry.update(summary_json(model.all, report.regions));
    entry["false_boxes"] = model.false_boxes;
    for (const auto& [dataset, summary] : model.by_dataset) {
      entry["by_dataset"][dataset] = summary_json(summary, report.regions);
    }
    entry["failures_in_worst_tenth"] = model.failures_in_worst_tenth;
    entry["reliability"] = reliability_json(model.reliability);
    for (const JudgedFace& face : model.faces) {
      const bool judged = face.error && face.error->nme_inter_ocular;
      entry["faces_by_image"].push_back(
          {{"image", face.image},
           {"dataset", face.dataset},
           {"nme_inter_ocular", judged ? Json(*face.error->nme_inter_ocular) : Json()},
           {"confidence", face.confidence}});
    }
    for (const CedPoint& point : model.ced) {
      entry["ced"].push_back(Json::array({point.error, point.share}));
    }
    models.push_back(std::move(entry));
  }
  Json detection = Json::array();
  for (const DetectorFigures& figures : report.detection) {
    detection.push_back({{"dataset", figures.dataset},
                         {"pictures", figures.pictures},
                         {"faces", figures.faces},
                         {"found", figures.found},
                         {"mean_overlap", figures.mean_overlap()},
                         {"other_boxes", figures.unmatched},
                         {"seconds", figures.seconds}});
  }
  const Json json = {{"split", report.split},       {"part", report.part},
                     {"detector", report.detector}, {"disturb", report.disturb},
                     {"images", report.images},     {"skipped", report.skipped},
                     {"detection", detection},      {"models", models}};
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace

void add_evaluate_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("evaluate", "Measures models on the labelled faces of a split plan");
  command->footer(
      "With --detector labels the network is given the box of the labelled points; else the\n"
      "whole picture goes in, as `facepoint predict` does it. A missed face counts as a failure;\n"
      "means are over the faces that were found.");
  auto options = std::make_shared<EvaluateOptions>();
  auto project_file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  auto robustness = std::make_shared<bool>(false);
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--split", options->split, "The split plan")->required();
  command->add_flag("--allow-leaks", options->allow_leaks,
                    "Also when the plan's parts share people or pictures");
  command->add_option("--part", options->part, "train, val or test")->capture_default_str();
  command->add_option("--model", options->models,
                      "Weights files, one column each; default: the shipped model");
  command
      ->add_option("--detector", options->detector,
                   std::string(kDetectorHelp) + "; or labels: the labelled points' box")
      ->capture_default_str();
  command->add_option("--where", options->where, "Only faces that match this query");
  command->add_option("--min-score", options->min_score, "Below it a found face is dropped")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Processor threads to use")
      ->capture_default_str();
  command->add_option("--disturb", options->disturb,
                      "Spoil the pictures first: turned:15, turned:30, turned:45, size:0.5,\n"
                      "size:0.25, dark, blurred, jpeg:20 or covered");
  command->add_flag("--robustness", *robustness, "A table of all of these");
  command->add_flag("--json", *json,
                    "Print JSON with everything, also by dataset and face, and the CED");
  command->callback([options, project_file, json, robustness, &program] {
    Project project = Project::open(*project_file);
    if (*robustness) {
      std::vector<std::pair<std::string, EvaluateReport>> reports;
      std::vector<std::string> kinds = known_disturbances();
      kinds.insert(kinds.begin(), "");
      for (const std::string& kind : kinds) {
        options->disturb = kind;
        reports.emplace_back(kind.empty() ? "as they are" : kind,
                             run_evaluate(project, *options, program.job));
      }
      print_robustness(reports);
      return;
    }
    const EvaluateReport report = run_evaluate(project, *options, program.job);
    keep_scores(project, *options, report);
    if (*json) {
      print_json(report);
    } else {
      print_table(report);
      print_reliability(report);
    }
    for (const std::string& skipped : report.skipped) std::cerr << "skipped " << skipped << "\n";
    if (!report.skipped.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
