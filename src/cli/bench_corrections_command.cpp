// facepoint bench corrections PROJECT
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "cli/commands.h"
#include "cli/drag_plot.h"
#include "cli/reliability_text.h"
#include "cli/terminal.h"
#include "tasks/bench_corrections.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

void print_json(const BenchCorrectionsReport& report) {
  const BenchCorrectionsReport::LookFirst& look = report.look_first;
  Json json{{"model", report.model},
            {"corrector", report.corrector},
            {"faces", report.faces},
            {"missed", report.missed},
            {"covariance_ms", report.linear_ms},
            {"both_ms", report.network_ms},
            {"look_first",
             {{"fixed_order", look.fixed},
              {"at_start", look.start},
              {"faces", look.faces},
              {"after_corrections", look.corrected},
              {"corrections", look.looks}}}};
  json["reliability"] = {{"start", reliability_json(report.reliability_start)},
                         {"corrected", reliability_json(report.reliability_corrected)}};
  for (const BenchCorrectionsReport::Row& row : report.rows) {
    json["methods"].push_back({{"method", row.method},
                               {"start", row.start},
                               {"hand", row.hand},
                               {"tolerance", row.tolerance},
                               {"mean_drags", row.figures.mean},
                               {"median_drags", row.figures.median},
                               {"p90_drags", row.figures.p90},
                               {"none_needed", row.figures.none},
                               {"more_than_plain", row.more_than_plain},
                               {"faces", row.figures.faces},
                               {"missed", row.start == "proposal" ? report.missed : 0}});
  }
  std::cout << json.dump(2) << "\n";
}

void print_table(const BenchCorrectionsReport& report) {
  std::cout << with_thousands(report.faces) << " faces, " << with_thousands(report.missed)
            << " missed by the detector, model " << report.model << ", corrector "
            << report.corrector << "\n";
  std::vector<std::vector<std::string>> rows = {{"start", "hand", "within", "method", "mean",
                                                 "median", "90th", "none needed",
                                                 "more than plain"}};
  for (const BenchCorrectionsReport::Row& row : report.rows) {
    rows.push_back({row.start, row.hand, fixed(row.tolerance * 100, 0) + " %", row.method,
                    fixed(row.figures.mean, 2), fixed(row.figures.median, 0),
                    fixed(row.figures.p90, 0), fixed(row.figures.none * 100, 1) + " %",
                    fixed(row.more_than_plain * 100, 1) + " %"});
  }
  std::cout << text_table(rows);
  const BenchCorrectionsReport::LookFirst& look = report.look_first;
  std::cout << "\nOne of the first five points to look at is beyond 4 %: at the start "
            << fixed(look.start * 100, 1) << " % of " << with_thousands(look.faces)
            << " faces with such a point (in one order for all " << fixed(look.fixed * 100, 1)
            << " %), after a correction " << fixed(look.corrected * 100, 1) << " % of "
            << with_thousands(look.looks) << "\nA correction takes " << fixed(report.linear_ms, 2)
            << " ms of one thread by covariance, " << fixed(report.network_ms, 1)
            << " ms by both\n";
  std::cout << "\nWhat expected errors are worth, of proposals (parts of the box side)\n"
            << reliability_table(report.reliability_start)
            << "\nThe same after corrections by both, of points that nobody set\n"
            << reliability_table(report.reliability_corrected);
}

}  // namespace

void add_bench_corrections(CLI::App& bench, Program& program) {
  CLI::App* command = bench.add_subcommand(
      "corrections", "Counts the drags that correct labelled faces, and changes none");
  command->footer(
      "A simulated person drags the worst point to its true place until every point is within a\n"
      "part of the box side (square root of width times height). Faces start from what is found "
      "in\n"
      "the whole picture, or from the label with an error planted. The clumsy hand puts each\n"
      "coordinate off by 1 % of the box side. The others follow not at all (plain), by how the\n"
      "model's errors hang together (covariance; for labels: how shapes vary), by what the\n"
      "corrector sees in the picture knowing only what was set (network), or by both.");
  struct Arguments {
    std::string project;
    BenchCorrectionsOptions options;
    bool json = false;
    std::string plot;
  };
  auto arguments = std::make_shared<Arguments>();
  BenchCorrectionsOptions& options = arguments->options;
  command->add_option("project", arguments->project, "The project file")->required();
  command->add_option("--split", options.split, "The split plan; default: every labelled face");
  command->add_option("--part", options.part, "train, val or test")->capture_default_str();
  command->add_option("--where", options.where, "Only faces that match this query");
  command->add_option("--model", options.model,
                      "A model's weights file (default: the shipped one)");
  command->add_option("--corrector", options.corrector,
                      "A corrector's weights file (default: the shipped one)");
  command->add_option("--detector", options.detector, kDetectorHelp)->capture_default_str();
  command->add_option("--seed", options.seed, "Of planted errors and of the clumsy hand")
      ->capture_default_str();
  command->add_flag("--json", arguments->json, "Print one JSON object");
  command->add_option("--plot", arguments->plot, "Also draw the mean drags into this SVG file");
  command->callback([arguments, &program] {
    check_usage(arguments->options);
    Project project = Project::open(arguments->project);
    const BenchCorrectionsReport report =
        run_bench_corrections(project, arguments->options, program.job);
    if (!arguments->plot.empty()) {
      write_file_atomically(arguments->plot, drag_plot_svg(report));
    }
    if (arguments->json) {
      print_json(report);
    } else {
      print_table(report);
    }
    for (const std::string& each : report.skipped) std::cerr << each << "\n";
    if (!report.skipped.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
