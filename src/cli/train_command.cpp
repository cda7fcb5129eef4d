// facepoint train PROJECT --split PLAN
#include <cstdio>
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/train.h"

namespace facepoint::cli {
namespace {

std::string fixed(double value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

void print_epoch(const EpochReport& epoch) {
  std::cout << "epoch " << epoch.epoch << " of " << epoch.epochs << "  loss "
            << fixed(epoch.training_loss, 4) << "  validation NME "
            << fixed(epoch.validation_nme * 100, 3) << " %  " << duration_text(epoch.seconds)
            << "  waiting " << fixed(epoch.waiting_share * 100, 1) << " %"
            << (epoch.best ? "  best so far" : "") << std::endl;
}

}  // namespace

void add_train_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("train", "Trains a network on a split plan's train part");
  command->footer(
      "The weights are written whenever the plan's val part is predicted better than before. A\n"
      "checkpoint beside them is written after each epoch: interrupt at any time and go on with\n"
      "--resume and the same options.");
  auto options = std::make_shared<TrainOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--split", options->split, "The split plan")->required();
  command->add_option("--arch", options->arch, "heatmap or naimish")->capture_default_str();
  command->add_option("--out", options->out, "The weights file; default: ARCH.fpm");
  command->add_option("--epochs", options->epochs, "Passes over the faces")->capture_default_str();
  command->add_option("--batch", options->batch_size, "Faces a step")->capture_default_str();
  command
      ->add_option("--rate", options->learning_rate,
                   "Highest learning rate; 0: the architecture's own")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Another seed, another network")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Processor threads to use")
      ->capture_default_str();
  command->add_option("--where", options->where, "Only faces that match this query");
  command->add_flag("--resume", options->resume, "Go on from the checkpoint");
  command->callback([options, project_file, &program] {
    if (options->out.empty()) options->out = options->arch + ".fpm";
    Project project = Project::open(*project_file);
    const TrainReport report = run_train(project, *options, print_epoch, program.job);
    std::cout << "Trained on " << count_of(report.train_faces, "face") << ", validated on "
              << with_thousands(report.validation_faces) << ": best validation NME "
              << fixed(report.result.best_validation_nme * 100, 3) << " %\n"
              << "Weights: " << options->out.string() << " (" << report.result.digest << ")\n";
    for (const std::string& skipped : report.result.skipped) {
      std::cerr << "skipped " << skipped << "\n";
    }
    if (!report.result.skipped.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
