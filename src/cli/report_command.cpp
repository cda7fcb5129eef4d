// facepoint report PROJECT --out FILE
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/report.h"

namespace facepoint::cli {

void add_report_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("report", "Writes a page about the data, its labels and models");
  command->footer(
      "One HTML file that needs nothing else: what is in the data and where it is thin, the most\n"
      "suspicious labels with pictures, how labels and CNN agree, splits and their leaks, what\n"
      "models were measured at, and the pace of work. `check`, `split` and `evaluate` fill it.\n"
      "--pictures 0 makes a page that shows nobody.");
  auto options = std::make_shared<ReportOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--out", options->out, "The page to write, e.g. report.html")->required();
  command->add_option("--split", options->split,
                      "Only this split plan and what was measured on it; default: all");
  command->add_option("--where", options->where, "Only images and faces that match this query");
  command
      ->add_option("--pictures", options->pictures,
                   "How many of the most suspicious labels to show, and half as many of a model's "
                   "worst")
      ->capture_default_str();
  command->callback([options, project_file, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const ReportResult result = run_report(project, *options, program.job);
    std::cout << "Written to " << options->out.string() << ": " << count_of(result.images, "image")
              << ", " << count_of(result.faces, "face") << ", "
              << count_of(result.pictures, "picture") << "; "
              << fixed(static_cast<double>(result.bytes) / 1e6, 1) << " MB\n";
    for (const std::string& skipped : result.skipped) std::cerr << "skipped " << skipped << "\n";
    if (!result.skipped.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
