// facepoint annotate PROJECT
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/annotate.h"

namespace facepoint::cli {
namespace {

struct Arguments {
  std::string project;
  AnnotateOptions options;
  std::size_t details = 10;
};

void print_report(const AnnotateReport& report, std::size_t details) {
  std::cout << table_of_counts(
      {{"images", report.images},
       {"left alone: they have faces", report.images_with_faces},
       {"annotated", report.images_annotated},
       {"no face found", static_cast<std::int64_t>(report.without_face.size())},
       {"could not be annotated", static_cast<std::int64_t>(report.failures.size())},
       {"faces added", report.faces_added},
       {"proposals renewed", report.proposals_renewed}});
  if (!report.model.empty()) std::cout << "Model " << report.model << "\n";
  const auto rest = [&](std::size_t all) {
    if (all > details) std::cout << "  ... and " << all - details << " more\n";
  };
  if (!report.without_face.empty()) std::cout << "No face found in\n";
  for (std::size_t i = 0; i < std::min(details, report.without_face.size()); ++i) {
    std::cout << "  " << report.without_face[i] << "\n";
  }
  rest(report.without_face.size());
  if (!report.failures.empty()) std::cout << "Could not be annotated\n";
  for (std::size_t i = 0; i < std::min(details, report.failures.size()); ++i) {
    std::cout << "  " << report.failures[i].image << ": " << report.failures[i].text << "\n";
  }
  rest(report.failures.size());
}

}  // namespace

void add_annotate_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "annotate", "Finds faces in images that have none and proposes their points");
  command->footer(
      "Proposals wait for a person's decision and overwrite nothing. Running it again looks only\n"
      "at images that still have no face; stop it at any time, what was found is kept.\n"
      "Exit code 3: done, but some pictures could not be annotated.");
  auto arguments = std::make_shared<Arguments>();
  AnnotateOptions& options = arguments->options;
  command->add_option("project", arguments->project, "The project file")->required();
  command->add_option("--where", options.where, "Only images that match this query");
  command->add_option("--model", options.model,
                      "A model's weights file (default: the project's, see `facepoint models`)");
  command->add_flag("--again", options.again,
                    "Also propose anew for faces that wait for a decision");
  command->add_flag("--labelled", options.labelled,
                    "Also propose beside labels, to compare them with what the CNN says");
  command->add_option("--detector", options.detector, kDetectorHelp)->capture_default_str();
  command->add_option("--min-score", options.min_score, "What scores less is no face, 0 to 1")
      ->capture_default_str();
  command->add_option("--threads", options.threads, "Pictures worked on at once")
      ->capture_default_str();
  command->add_option("--details", arguments->details, "How many images of each kind to list")
      ->capture_default_str();
  command->callback([arguments, &program] {
    arguments->options.check();
    Project project = Project::open(arguments->project);
    const AnnotateReport report = run_annotate(project, arguments->options, program.job);
    print_report(report, arguments->details);
    if (!report.failures.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
