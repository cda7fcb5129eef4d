// facepoint agreement PROJECT
#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>

#include "base/files.h"
#include "base/text.h"
#include "cli/agreement_plot.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/agreement.h"

namespace facepoint::cli {
namespace {

constexpr std::size_t kPointsShown = 8;

std::string percent(double share) { return share < 0 ? "-" : fixed(share * 100, 2) + " %"; }

std::string signed_percent(double share) {
  return (share < 0 ? "-" : "+") + fixed(std::abs(share) * 100, 2);
}

void print_pairs(const AgreementReport& report) {
  std::vector<std::vector<std::string>> rows = {{"who and who", "faces", "NME"}};
  for (const Region& region : report.scheme->regions) rows[0].push_back(region.title);
  for (const PairAgreement& pair : report.figures.pairs) {
    rows.push_back(
        {pair.first + ", " + pair.second, with_thousands(pair.faces), percent(pair.nme)});
    for (const double each : pair.by_region) rows.back().push_back(percent(each));
  }
  std::cout << "Mean distance in per cent of the distance of the eyes\n" << text_table(rows);
}

void print_bias(const Scheme& scheme, const AnnotatorBias& bias) {
  std::vector<std::size_t> order(bias.by_point.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::erase_if(order, [&](std::size_t i) { return !is_systematic(bias.by_point[i]); });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return length(bias.by_point[a].mean) > length(bias.by_point[b].mean);
  });
  std::cout << "\n"
            << bias.annotator << " against the other people, " << count_of(bias.faces, "face")
            << "\n";
  std::vector<std::vector<std::string>> rows = {{"region", "right", "down", "give or take"}};
  for (std::size_t i = 0; i < bias.by_region.size(); ++i) {
    const MeanShift& shift = bias.by_region[i];
    if (shift.count == 0) continue;
    rows.push_back({scheme.regions[i].title, signed_percent(shift.mean.x),
                    signed_percent(shift.mean.y), fixed(shift.error * 100, 2)});
  }
  std::cout << text_table(rows);
  if (order.empty()) return;
  std::cout << "  farthest off as a rule:";
  for (std::size_t k = 0; k < std::min(order.size(), kPointsShown); ++k) {
    const MeanShift& shift = bias.by_point[order[k]];
    std::cout << (k == 0 ? " " : ", ") << order[k] << " (" << signed_percent(shift.mean.x) << ", "
              << signed_percent(shift.mean.y) << ")";
  }
  std::cout << "\n";
}

}  // namespace

void add_agreement_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("agreement", "Says how far annotators and the CNN agree with each other");
  command->footer(
      "Of each face the newest label of each person counts, imported labels as those of 'import',\n"
      "the CNN's cross-predictions and open proposals as those of 'CNN'. Offsets are means over\n"
      "faces turned upright: what one person does otherwise than the others as a rule.");
  auto options = std::make_shared<AgreementOptions>();
  auto project_file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  auto plot = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--where", options->where, "Only faces that match this query");
  command->add_flag("--json", *json, "Print JSON, with every landmark");
  command->add_option("--plot", *plot, "Draw each annotator's offsets, FILE.svg");
  command->callback([options, project_file, json, plot, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const AgreementReport report = run_agreement(project, *options, program.job);
    if (!plot->empty()) write_file_atomically(*plot, agreement_plot_svg(report));
    if (*json) {
      std::cout << to_json_text(report) << "\n";
      return;
    }
    std::cout << count_of(report.figures.faces, "face") << " with two answers or more\n";
    print_pairs(report);
    for (const AnnotatorBias& bias : report.figures.biases) print_bias(*report.scheme, bias);
    if (!plot->empty()) std::cout << "\nPlot: " << *plot << "\n";
  });
}

}  // namespace facepoint::cli
