// facepoint cross-predict PROJECT
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/training_text.h"
#include "tasks/cross_predict.h"

namespace facepoint::cli {
namespace {

struct Arguments {
  std::string project;
  CrossPredictOptions options;
};

void print_report(const CrossPredictReport& report, Program& program) {
  std::vector<std::vector<std::string>> rows = {{"fold", "faces", "NME", "weights"}};
  for (std::size_t i = 0; i < report.folds.size(); ++i) {
    const CrossPredictReport::Fold& fold = report.folds[i];
    rows.push_back({std::to_string(i + 1), with_thousands(fold.faces),
                    fold.error ? nme_text(fold.error->nme, fold.error->by_box, 2) : "-",
                    fold.digest});
  }
  std::cout << text_table(rows);
  print_skipped(report.skipped, program);
}

}  // namespace

void add_cross_predict_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "cross-predict", "Predicts each labelled face by a network that never saw its person");
  command->footer(
      "Trains one network a fold on the other folds and keeps in the project what it says of the\n"
      "fold's faces, shown the whole pictures. Interrupt at any time and go on with --resume.");
  auto arguments = std::make_shared<Arguments>();
  CrossPredictOptions& options = arguments->options;
  command->add_option("project", arguments->project, "The project file")->required();
  command->add_option("--folds", options.folds, "So many trainings")->capture_default_str();
  command->add_option("--group", options.group_by, "Never in two folds: identity, clip or image")
      ->capture_default_str();
  command->add_option("--epochs", options.epochs, "Passes over the faces, each training")
      ->capture_default_str();
  command->add_option("--seed", options.seed, "Another seed, other folds and networks")
      ->capture_default_str();
  command->add_option("--threads", options.threads, "Processor threads to use")
      ->capture_default_str();
  command->add_option("--where", options.where, "Only faces that match this query");
  command->add_option("--out", options.out,
                      "Folder of the folds' weights; default: PROJECT without its ending, -folds");
  command->add_flag("--resume", options.resume, "Go on from the folds' checkpoints");
  command->callback([arguments, &program] {
    CrossPredictOptions& given = arguments->options;
    if (given.out.empty()) {
      given.out = std::filesystem::path(arguments->project).replace_extension().string() + "-folds";
    }
    check_usage(given);
    Project project = Project::open(arguments->project);
    print_report(run_cross_predict(project, given, {print_start, print_epoch}, program.job),
                 program);
  });
}

}  // namespace facepoint::cli
