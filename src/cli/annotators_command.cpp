// facepoint annotators [PROJECT], facepoint annotators import PROJECT FILES... --name NAME
#include <algorithm>
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/import_opinions.h"

namespace facepoint::cli {
namespace {

constexpr std::size_t kProblemsShown = 12;

void print_list(const std::vector<Annotator>& all) {
  if (all.empty()) {
    std::cout << "No face has a label yet.\n";
    return;
  }
  std::vector<std::vector<std::string>> rows = {{"annotator", "faces", "with somebody else's"}};
  for (const Annotator& annotator : all) {
    rows.push_back(
        {annotator.name, with_thousands(annotator.faces), with_thousands(annotator.shared)});
  }
  std::cout << text_table(rows);
}

void print_report(const ImportOpinionsReport& report, const std::string& name) {
  std::cout << "What " << name << " says, beside the labels\n"
            << table_of_counts({{"rows", report.rows},
                                {"faces", report.added},
                                {"said so before", report.known},
                                {"not taken in", std::ssize(report.problems)}});
  for (std::size_t i = 0; i < std::min(report.problems.size(), kProblemsShown); ++i) {
    std::cout << "  " << report.problems[i].place << ": " << report.problems[i].text << "\n";
  }
  if (report.problems.size() > kProblemsShown) {
    std::cout << "  and " << report.problems.size() - kProblemsShown << " more\n";
  }
}

void add_import(CLI::App& annotators, Program& program) {
  CLI::App* command = annotators.add_subcommand(
      "import", "Takes another person's label files in beside the labels there are");
  command->footer(
      "No label changes: what the person says of each face is kept beside it. `facepoint "
      "agreement`\n"
      "compares, the editor's Compare workspace chooses, `export --merge median` merges.");
  auto options = std::make_shared<ImportOpinionsOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("files", options->files, "CSVs, .pts files, or folders that hold them")
      ->required();
  command->add_option("--name", options->name, "Whose labels they are")->required();
  command->add_option("--source", options->dataset, "Only pictures of this dataset");
  command->callback([options, project_file, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const ImportOpinionsReport report = run_import_opinions(project, *options, program.job);
    print_report(report, options->name);
    if (!report.problems.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace

void add_annotators_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("annotators", "Lists who labelled how many faces");
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file");
  command->require_subcommand(0, 1);
  add_import(*command, program);
  command->callback([project_file, command] {
    if (!command->get_subcommands().empty()) return;
    if (project_file->empty()) throw CLI::RequiredError("project");
    Project project = Project::open(*project_file);
    print_list(annotators(face_opinions(project)));
  });
}

}  // namespace facepoint::cli
