// facepoint split PROJECT --name NAME
#include <cstdio>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/split.h"
#include "tasks/training_split.h"

namespace facepoint::cli {
namespace {

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", share * 100);
  return text;
}

void print_parts(const SplitReport& report) {
  std::vector<std::vector<std::string>> rows = {
      {"part", "images", "of all", "wanted", "with label", "faces", "groups"}};
  for (std::size_t i = 0; i < report.parts.size(); ++i) {
    const SplitPartCounts& part = report.parts[i];
    rows.push_back({part.part, with_thousands(part.images), percent(part.ratio),
                    percent(report.plan.ratios[i]), with_thousands(part.labelled_images),
                    with_thousands(part.faces), with_thousands(part.groups)});
  }
  std::cout << text_table(rows);
}

std::string of(std::int64_t shared, std::int64_t all) {
  return with_thousands(shared) + " of " + with_thousands(all);
}

void print_leaks(const SplitReport& report) {
  std::vector<std::vector<std::string>> rows = {
      {"shared by parts", "this plan"},
      {"identities", of(report.leaks.shared_identities, report.leaks.identities)},
      {"clips", of(report.leaks.shared_clips, report.leaks.clips)},
      {"byte-identical images", with_thousands(report.leaks.shared_identical)},
      {"images with a near-duplicate", of(report.leaks.near_duplicates, report.leaks.images)}};
  if (report.published) {
    const LeakReport& leaks = *report.published;
    rows[0].push_back("published split");
    rows[1].push_back(of(leaks.shared_identities, leaks.identities));
    rows[2].push_back(of(leaks.shared_clips, leaks.clips));
    rows[3].push_back(with_thousands(leaks.shared_identical));
    rows[4].push_back(of(leaks.near_duplicates, leaks.images));
  }
  std::cout << text_table(rows);
}

}  // namespace

void add_split_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("split", "Assigns images to train, val and test, no group in two parts");
  command->footer(
      "The part of a group depends on nothing but the seed and the group, so images that are\n"
      "imported later move nobody; the achieved ratios differ a little from the wanted ones.\n"
      "Images without a known identity are groups of their own.");
  auto options = std::make_shared<SplitOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--name", options->name, "The plan's name; one of that name is replaced")
      ->required();
  command->add_option("--ratios", options->ratios, "Shares of train/val/test")
      ->capture_default_str();
  command->add_option("--group", options->group_by, "What stays together: identity, clip or image")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Another seed, another split")
      ->capture_default_str();
  command->add_option("--where", options->where, "Only images that match this query");
  auto for_training = std::make_shared<bool>(false);
  command
      ->add_flag("--for-training", *for_training,
                 "By identity, with the first ratios and seed that leave enough faces in each part")
      ->excludes("--ratios", "--group", "--seed", "--where");
  command->callback([options, project_file, for_training, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const SplitReport report = *for_training
                                   ? run_training_split(project, options->name, program.job)
                                   : run_split(project, *options, program.job);
    std::cout << "Split " << report.plan.name << " by " << report.plan.group_by << ", seed "
              << report.plan.seed << ", rule " << report.plan.rule << "\n";
    print_parts(report);
    std::cout << "\n";
    print_leaks(report);
  });
}

}  // namespace facepoint::cli
