// facepoint split PROJECT --name NAME
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

#include "base/text.h"
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
  for (const SplitPartCounts& part : report.parts) {
    rows.push_back({part.part + (part.locked ? " (locked)" : ""), with_thousands(part.images),
                    percent(part.ratio), percent(part.wanted), with_thousands(part.labelled_images),
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

// How the parts compare by what the plan was stratified by.
void print_strata(const SplitReport& report) {
  for (const std::string& by : parse_stratify(report.plan.stratify)) {
    for (std::size_t t = 0; t < report.traits.size(); ++t) {
      const Trait& trait = report.traits[t];
      if (trait.name != by) continue;
      std::vector<std::vector<std::string>> rows = {{trait.name}};
      for (const SplitPartCounts& part : report.parts) rows[0].push_back(part.part);
      for (std::size_t w = 0; w < trait.words.size(); ++w) {
        std::vector<std::string> row = {trait.words[w]};
        std::int64_t all = 0;
        for (const SplitPartCounts& part : report.parts) {
          all += part.traits[t][w];
          row.push_back(with_thousands(part.traits[t][w]));
        }
        if (all > 0) rows.push_back(std::move(row));
      }
      std::cout << "\n" << text_table(rows);
    }
  }
}

void print_pairs(const SplitReport& report, std::size_t most) {
  const std::size_t shown = std::min(most, report.leak_pairs.size());
  if (shown > 0) std::cout << "\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const SplitLeak& leak = report.leak_pairs[i];
    std::cout << to_text(leak.kind) << (leak.shared.empty() ? "" : " " + leak.shared) << ": "
              << leak.a.key << " in " << leak.a.part << ", " << leak.b.key << " in " << leak.b.part
              << "\n";
  }
  const auto more = static_cast<std::int64_t>(report.leak_pairs.size() - shown);
  if (more > 0) std::cout << "... and " << count_of(more, "pair") << " more (--pairs)\n";
}

void print_report(const SplitReport& report, std::size_t pairs) {
  const SplitPlan& plan = report.plan;
  std::cout << "Split " << plan.name << " by " << plan.group_by << ", seed " << plan.seed
            << ", rule " << plan.rule << "\n";
  if (report.stayed > 0) {
    std::cout << count_of(report.stayed, "image") << " stay where they are, "
              << with_thousands(report.added) << " came in\n";
  }
  print_parts(report);
  const std::string empty = empty_parts_text(report);
  if (!empty.empty()) {
    std::cout << "No image is in " << empty
              << ": another --seed or other --ratios may give some; groups stay whole.\n";
  }
  if (report.gone > 0) {
    std::cout << count_of(report.gone, "picture")
              << " cannot be read any more, so near-duplicates may be in different parts: put them "
                 "back and say this again.\n";
  }
  print_strata(report);
  std::cout << "\n";
  print_leaks(report);
  print_pairs(report, pairs);
  for (const SplitReport::LeftOut& each : report.left_out) {
    std::cout << "Left out: " << each.key << ": " << each.reason << "\n";
  }
}

}  // namespace

void add_split_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("split", "Assigns images to train, val and test, no group in two parts");
  command->footer(
      "What belongs together by name, by the same bytes or as a near-duplicate is in one part. "
      "That\n"
      "depends on nothing but the seed and the group, so the achieved ratios differ a little from\n"
      "the wanted ones. Said again of a plan that is there, with the same settings or none, its\n"
      "images stay where they are and new ones come in; one that would join two parts is left "
      "out.\n"
      "Other settings make it anew. Images without a known identity or clip are groups of their "
      "own.\n"
      "Of a k-fold plan, PLAN/K names the K-th fold as test part, to train, evaluate and export.");
  auto options = std::make_shared<SplitOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--name", options->name, "The plan's name")->required();
  command->add_option("--ratios", options->ratios, "Shares of train/val/test; default: 80/10/10");
  command->add_option("--group", options->group_by,
                      "What stays together: identity (default), clip or image");
  command->add_option("--seed", options->seed, "Another seed, another split; default: 1");
  command->add_option("--where", options->where, "Only images that match this query");
  command->add_option("--stratify", options->stratify,
                      "Share out evenly by pose, size and source, or some of them, as pose,size");
  command->add_option("--folds", options->folds,
                      "So many equal parts, fold-1, fold-2, ..., instead");
  command
      ->add_option("--lock", options->lock,
                   "Parts that never lose or gain images from now on, as test")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--unlock", options->unlock, "Parts that may again")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_flag("--anew", options->anew, "Make the plan from nothing, though it is there");
  auto pairs = std::make_shared<std::size_t>(5);
  command->add_option("--pairs", *pairs, "How many of the pairs that leak are printed")
      ->capture_default_str();
  auto for_training = std::make_shared<bool>(false);
  command
      ->add_flag("--for-training", *for_training,
                 "By identity, with the first ratios and seed that leave enough faces in each part")
      ->excludes("--ratios", "--group", "--seed", "--where", "--stratify", "--folds");
  command->callback([options, project_file, for_training, pairs, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const SplitReport report = *for_training
                                   ? run_training_split(project, options->name, program.job)
                                   : run_split(project, *options, program.job);
    print_report(report, *pairs);
    if (!report.left_out.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
