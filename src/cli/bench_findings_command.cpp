// facepoint bench findings PROJECT
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/findings_plot.h"
#include "cli/reliability_text.h"
#include "cli/terminal.h"
#include "cli/training_text.h"
#include "tasks/bench_findings.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string percent(const Spread& spread) {
  return fixed(spread.mean * 100, 1) + " % ± " + fixed(spread.deviation * 100, 1);
}

Json json_of(const Spread& spread) {
  return {{"mean", spread.mean}, {"deviation", spread.deviation}};
}

void print_json(const BenchFindingsReport& report) {
  Json json{{"model", report.model},
            {"faces", report.faces},
            {"out_of_fold", report.out_of_fold},
            {"left_out", report.left_out},
            {"planted", report.planted},
            {"seeds", report.rounds},
            {"recall_top5", report.recall_top5.mean},
            {"recall_top5_deviation", report.recall_top5.deviation},
            {"recall_top5_nothing_left_out", report.recall_top5_all.mean},
            {"precision_at_50", report.precision_at_50.mean},
            {"precision_at_50_deviation", report.precision_at_50.deviation}};
  Json by_kind;
  Json recall_by_kind;
  for (const BenchFindingsReport::Kind& kind : report.kinds) {
    by_kind[to_text(kind.kind)] = kind.auroc.mean;
    recall_by_kind[to_text(kind.kind)] = kind.recall.mean;
  }
  json["auroc"] = by_kind;
  json["auroc_all"] = json_of(report.auroc);
  json["auroc_points"] = json_of(report.point_auroc);
  json["recall_by_kind"] = recall_by_kind;
  json["remedied_shifts"] = report.remedied_shifts;
  json["found_in_first_percent"] = report.found;
  json["chances"] = reliability_json(report.chances);
  std::cout << json.dump(2) << "\n";
}

void print_table(const BenchFindingsReport& report) {
  std::cout << with_thousands(report.faces) << " faces";
  if (report.out_of_fold > 0) {
    std::cout << ", " << with_thousands(report.out_of_fold)
              << " with a network that never saw the person";
  }
  if (!report.model.empty()) std::cout << ", model " << report.model;
  std::cout << "; " << with_thousands(report.left_out)
            << " most suspicious ones left out; errors planted into "
            << with_thousands(report.planted) << ", " << report.rounds << " seeds\n";
  std::vector<std::vector<std::string>> rows = {{"planted", "AUROC", "in the first 5 %"}};
  for (const BenchFindingsReport::Kind& kind : report.kinds) {
    rows.push_back({to_text(kind.kind), fixed(kind.auroc.mean, 4), percent(kind.recall)});
  }
  rows.push_back({"all", fixed(report.auroc.mean, 4), percent(report.recall_top5)});
  std::cout << text_table(rows) << "\n";
  std::cout << "In the first 5 % with nothing left out: " << percent(report.recall_top5_all)
            << "\nOf the first " << std::min<std::int64_t>(50, report.planted)
            << ", planted: " << percent(report.precision_at_50)
            << "\nPoints that were moved against all others, AUROC: "
            << fixed(report.point_auroc.mean, 4)
            << "\nShifted faces whose remedy brings every point within 3 % of the box: "
            << fixed(report.remedied_shifts * 100, 1) << " %\n\n"
            << "The chance of being wrong, as said and as it was\n"
            << reliability_table(report.chances);
}

}  // namespace

void add_bench_findings(CLI::App& bench, Program& program) {
  CLI::App* command = bench.add_subcommand(
      "findings", "Plants wrong labels and measures how well they are found; changes none");
  command->footer(
      "Into 5 % of the labels an error is planted: one point moved by 7 to 20 % of the box side, "
      "a\n"
      "region or the whole face by 7 to 15 %, left and right exchanged, or another face's points.\n"
      "All are then judged as `facepoint check` does. The 5 % of the labels that are most\n"
      "suspicious beforehand are left out, many being really wrong.");
  struct Arguments {
    std::string project;
    BenchFindingsOptions options;
    bool json = false;
    std::string plot;
  };
  auto arguments = std::make_shared<Arguments>();
  BenchFindingsOptions& options = arguments->options;
  command->add_option("project", arguments->project, "The project file")->required();
  command->add_option("--split", options.split, "The split plan; default: every labelled face");
  command->add_option("--part", options.part, "train, val or test")->capture_default_str();
  command->add_option("--where", options.where, "Only faces that match this query");
  command->add_option("--model", options.model, "A model's weights file (default: the project's)");
  command->add_option("--seed", options.seed, "Of the first round")->capture_default_str();
  command->add_option("--rounds", options.rounds, "So many rounds, each with a seed of its own")
      ->capture_default_str();
  command->add_option("--threads", options.threads, "Processor threads to use")
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->add_option("--plot", arguments->plot, "Also draw what is found into this SVG file");
  command->callback([arguments, &program] {
    check_usage(arguments->options);
    Project project = Project::open(arguments->project);
    const BenchFindingsReport report = run_bench_findings(project, arguments->options, program.job);
    if (!arguments->plot.empty()) {
      write_file_atomically(arguments->plot, findings_plot_svg(report));
    }
    if (arguments->json) {
      print_json(report);
    } else {
      print_table(report);
    }
    print_skipped(report.skipped, program);
  });
}

}  // namespace facepoint::cli
