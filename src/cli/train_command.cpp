// facepoint train PROJECT --split PLAN
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/training_text.h"
#include "tasks/train.h"
#include "tasks/train_corrector.h"
#include "tasks/train_detector.h"

namespace facepoint::cli {
namespace {

void print_detector_epoch(const DetectorEpoch& epoch) {
  std::cout << "epoch " << epoch.epoch << " of " << epoch.epochs << "  loss "
            << fixed(epoch.training_loss, 4) << "  validation faces found "
            << fixed(epoch.found_share * 100, 2) << " %, overlap " << fixed(epoch.mean_overlap, 4)
            << ", " << fixed(epoch.unmatched * 100, 1) << " others in 100 pictures  "
            << duration_text(epoch.seconds) << "  waiting " << fixed(epoch.waiting_share * 100, 1)
            << " %  " << epoch.ignored_regions << " regions left open"
            << (epoch.best ? "  best so far" : "") << std::endl;
}

// What isn't given on the command line is the detector's own default.
void train_detector(Project& project, const CLI::App& command, const TrainOptions& given,
                    int scenes, Program& program) {
  TrainDetectorOptions options;
  options.split = given.split;
  options.where = given.where;
  options.allow_leaks = given.allow_leaks;
  DetectorOptions& training = options.training;
  training.output = given.out;
  training.seed = given.seed;
  training.threads = given.threads;
  training.resume = given.resume;
  if (given.from != "scratch") training.from = given.from;
  if (scenes > 0) training.scenes_per_epoch = scenes;
  if (command.count("--epochs") > 0) training.epochs = given.epochs;
  if (command.count("--batch") > 0) training.batch_size = given.batch_size;
  if (given.learning_rate > 0) training.learning_rate = given.learning_rate;
  const TrainDetectorReport report =
      run_train_detector(project, options, print_detector_epoch, program.job);
  std::cout << "Trained on " << count_of(report.train_faces, "face") << ", validated on "
            << with_thousands(report.validation_faces) << ": best mean overlap "
            << fixed(report.result.best_overlap, 4) << "\n"
            << "Weights: " << given.out.string() << " (" << report.result.digest << ")\n";
  print_skipped(report.result.skipped, program);
}

void print_corrector_epoch(const CorrectorEpoch& epoch) {
  std::cout << "epoch " << epoch.epoch << " of " << epoch.epochs << "  loss "
            << fixed(epoch.training_loss, 4) << "  validation drags " << fixed(epoch.mean_drags, 3)
            << " (by the linear model " << fixed(epoch.mean_drags_linear, 3) << ")  "
            << duration_text(epoch.seconds) << "  waiting " << fixed(epoch.waiting_share * 100, 1)
            << " %" << (epoch.best ? "  best so far" : "") << std::endl;
}

void train_corrector(Project& project, const CLI::App& command, const TrainOptions& given,
                     Program& program) {
  TrainCorrectorOptions options;
  options.split = given.split;
  options.where = given.where;
  options.allow_leaks = given.allow_leaks;
  CorrectorOptions& training = options.training;
  training.output = given.out;
  training.seed = given.seed;
  training.threads = given.threads;
  training.resume = given.resume;
  if (!given.from.empty() && given.from != "shipped") training.base = given.from;
  if (command.count("--epochs") > 0) training.epochs = given.epochs;
  if (command.count("--batch") > 0) training.batch_size = given.batch_size;
  if (given.learning_rate > 0) training.learning_rate = given.learning_rate;
  const TrainCorrectorReport report =
      run_train_corrector(project, options, print_corrector_epoch, program.job);
  std::cout << "Trained on " << count_of(report.train_faces, "face") << ", validated on "
            << with_thousands(report.validation_faces) << ": best mean drags "
            << fixed(report.result.best_drags, 3) << "\n"
            << "Weights: " << given.out.string() << " (" << report.result.digest << ")\n";
  print_skipped(report.result.skipped, program);
}

}  // namespace

void add_train_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("train", "Trains a network on a split plan's train part");
  command->footer(
      "The weights are written whenever the plan's val part is predicted better than before. A\n"
      "checkpoint beside them is written after each epoch: interrupt at any time and go on with\n"
      "--resume and the same options. The run names the snapshot that has its labels: one that is\n"
      "there, or one that is taken; see `facepoint runs`.");
  auto options = std::make_shared<TrainOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--split", options->split, "The split plan")->required();
  command->add_option("--arch", options->arch, "heatmap, naimish, detector or corrector")
      ->capture_default_str();
  command->add_option("--out", options->out, "The weights file; default: ARCH.fpm");
  command->add_option("--epochs", options->epochs,
                      "Passes over the faces; default: 120 from scratch, 40 from a model, 12 of "
                      "naimish, 24 of the detector and the corrector");
  command->add_option("--batch", options->batch_size, "Faces a step")->capture_default_str();
  command
      ->add_option("--rate", options->learning_rate,
                   "Highest learning rate; 0: the architecture's own")
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Another seed, another network")
      ->capture_default_str();
  command->add_option("--threads", options->threads, "Processor threads to use")
      ->capture_default_str();
  command->add_option("--from", options->from,
                      "What to start from: a model file, shipped or scratch; default: shipped for "
                      "fewer than " +
                          std::to_string(kFacesFromScratch) +
                          " faces, but not for the detector; of the corrector: the model "
                          "whose proposals it corrects, default: shipped");
  command->add_option(
      "--patience", options->patience,
      "Stop after so many epochs without a better validation; 0: never; default: 40 "
      "from scratch, 15 from a model");
  command->add_option(
      "--width", options->width,
      "Of the heatmap network: channels at its finest; default: that of --from, or " +
          std::to_string(kDefaultWidth));
  command->add_option("--where", options->where, "Only faces that match this query");
  auto scenes = std::make_shared<int>(0);
  command->add_option("--scenes", *scenes, "Pictures composed an epoch; detector only")
      ->check(CLI::PositiveNumber);
  command->add_flag("--allow-leaks", options->allow_leaks,
                    "Also when the plan's parts share people or pictures");
  command->add_flag("--resume", options->resume, "Go on from the checkpoint");
  command->callback([options, project_file, scenes, command, &program] {
    if (options->out.empty()) options->out = options->arch + ".fpm";
    Project project = Project::open(*project_file);
    if (options->arch == "detector") {
      train_detector(project, *command, *options, *scenes, program);
      return;
    }
    if (options->arch == "corrector") {
      train_corrector(project, *command, *options, program);
      return;
    }
    const TrainReport report =
        run_train(project, *options, {print_start, print_epoch}, program.job);
    std::cout << "Trained on " << count_of(report.train_faces, "face") << ", validated on "
              << with_thousands(report.validation_faces) << ": best validation NME "
              << nme_text(report.result.best_validation_nme, report.result.by_box, 3) << "\n"
              << "Weights: " << options->out.string() << " (" << report.result.digest << ")\n";
    print_skipped(report.result.skipped, program);
  });
}

}  // namespace facepoint::cli
