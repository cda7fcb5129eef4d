// facepoint tag PROJECT --where QUERY --add TAG --remove TAG
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/tag_faces.h"

namespace facepoint::cli {
namespace {

void print_tags(Project& project) {
  std::vector<std::vector<std::string>> rows = {{"tag", "faces"}};
  for (const TagUse& use : all_tags(project)) {
    rows.push_back({use.tag, with_thousands(use.faces)});
  }
  if (rows.size() == 1) {
    std::cout << "No face has a tag.\n";
  } else {
    std::cout << text_table(rows);
  }
}

void print_report(const TagReport& report) {
  if (report.label.empty()) {
    std::cout << "Nothing to do: " << with_thousands(report.matching)
              << " matching faces are so already.\n";
    return;
  }
  std::cout << report.label << "\n  matching faces  " << with_thousands(report.matching)
            << "\n  changed         " << with_thousands(report.changed) << "\n";
}

}  // namespace

void add_tag_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("tag", "Puts words on faces, to find them again");
  command->footer(
      "A tag is one word: tag:profile finds it. @NAME says who is to look at a face, one person\n"
      "each: assigned:NAME finds those. Without --add and --remove: the tags there are. All of it\n"
      "is one change, which undo in the editor takes back.");
  auto options = std::make_shared<TagOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--where", options->where, "Only faces that match this query");
  command->add_option("--add", options->add, "Tags to put on them");
  command->add_option("--remove", options->remove, "Tags to take off");
  command->callback([options, project_file] {
    const bool list = options->add.empty() && options->remove.empty() && options->where.empty();
    if (!list) check_usage(*options);
    Project project = Project::open(*project_file);
    if (list) return print_tags(project);
    print_report(run_tag_faces(project, *options));
  });
}

}  // namespace facepoint::cli
