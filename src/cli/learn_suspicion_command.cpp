// facepoint learn-suspicion PROJECT
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/learn_suspicion.h"

namespace facepoint::cli {

void add_learn_suspicion_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "learn-suspicion", "Learns how labels deviate when they are right, for `check` to build on");
  command->footer(
      "What is usual among faces and between labels and the CNN, measured on a part of a split,\n"
      "with errors planted to tell chances. This is how models/suspicion68 is made; `check` adds\n"
      "what it sees in the data that it judges.");
  auto options = std::make_shared<LearnSuspicionOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--split", options->split, "The split plan")->required();
  command->add_option("--part", options->part, "train, val or test")->capture_default_str();
  command->add_option("--where", options->where, "Only faces that match this query");
  command->add_option("--model", options->model, "A model's weights file (default: the project's)");
  command->add_option("--out", options->out, "The file to write")->required();
  command->add_option("--seed", options->seed, "Of the planted errors")->capture_default_str();
  command->add_option("--threads", options->threads, "Processor threads to use")
      ->capture_default_str();
  command->callback([options, project_file, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const LearnSuspicionReport report = run_learn_suspicion(project, *options, program.job);
    std::cout << "Learned from " << with_thousands(report.faces) << " faces beside " << report.model
              << "; " << options->out.string() << " (" << report.digest << ")\n"
              << "A label is wrong with the chance logistic(" << fixed(report.offset, 2) << " + "
              << fixed(report.slope, 2) << " x its strongest sign)\n";
  });
}

}  // namespace facepoint::cli
