// facepoint check PROJECT
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/check.h"

namespace facepoint::cli {

void add_check_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("check", "Looks for wrong labels");
  auto project_file = std::make_shared<std::string>();
  auto options = std::make_shared<CheckOptions>();
  command->add_option("project", *project_file, "The project file")->required();
  command->callback([project_file, options, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    run_check(project, *options, program.job);
  });
}

}  // namespace facepoint::cli
