// facepoint mend PROJECT --rule RULE...
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/mend.h"

namespace facepoint::cli {
namespace {

void print_report(const MendReport& report, bool dry_run) {
  std::vector<std::pair<std::string, std::int64_t>> rows(report.by_remedy.begin(),
                                                         report.by_remedy.end());
  if (report.set_by_people > 0) rows.emplace_back("left: set by people", report.set_by_people);
  if (report.unsure > 0) rows.emplace_back("left: not sure enough", report.unsure);
  if (report.without_remedy > 0) rows.emplace_back("left: no remedy", report.without_remedy);
  if (report.faces == 0) {
    std::cout << "Nothing to mend.\n" << table_of_counts(rows);
    return;
  }
  std::cout << with_thousands(report.faces) << (report.faces == 1 ? " label" : " labels")
            << (dry_run ? " would be mended\n" : " mended, as one change\n")
            << table_of_counts(rows);
  if (!dry_run) std::cout << "Check again to see what is left; undo in the editor takes it back.\n";
}

}  // namespace

void add_mend_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("mend", "Follows the remedies that the last check found, many at once");
  command->footer(
      "Rules are named by `facepoint check`: swapped, mirrored, scaled, exchanged, reversed, "
      "shifted,\n"
      "origin (of a whole source), ... Labels that a person has corrected or approved are left "
      "alone.\n"
      "All of it is one change, which undo in the editor takes back.");
  auto options = std::make_shared<MendOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--rule", options->rules, "Whose remedies to follow; may be given repeatedly")
      ->required();
  command->add_option("--least", options->least, "Leave findings that are less sure, 0 to 1")
      ->capture_default_str();
  command->add_option("--where", options->where, "Only faces that match this query");
  command->add_flag("--dry-run", options->dry_run, "Only say what would be done");
  command->callback([options, project_file, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    print_report(run_mend(project, *options, program.job), options->dry_run);
  });
}

}  // namespace facepoint::cli
