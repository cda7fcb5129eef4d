// facepoint export PROJECT --format F --out DIR
#include <iostream>
#include <memory>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/export.h"

namespace facepoint::cli {
namespace {

constexpr std::size_t kFilesShown = 12;

void print_report(const ExportReport& report, const std::string& out) {
  std::vector<std::vector<std::string>> rows = {{"file", "rows", "changed"}};
  std::int64_t all_rows = 0;
  std::int64_t all_changed = 0;
  for (const ExportReport::File& file : report.files) {
    all_rows += file.rows;
    all_changed += file.changed_rows;
    if (rows.size() > kFilesShown) continue;
    rows.push_back({file.path, with_thousands(file.rows), with_thousands(file.changed_rows)});
  }
  if (report.files.size() > kFilesShown) rows.push_back({"..."});
  rows.push_back({"all " + with_thousands(static_cast<std::int64_t>(report.files.size())),
                  with_thousands(all_rows), with_thousands(all_changed)});
  std::cout << "Written to " << out << ", read back and compared\n" << text_table(rows);
  if (report.merged > 0) {
    std::cout << "Merged from several people: " << count_of(report.merged, "face") << "\n";
  }
  if (report.converted > 0) {
    std::cout << "Converted from another scheme: " << count_of(report.converted, "face") << "\n";
  }
  for (const ExportReport::Loss& loss : report.losses) {
    std::cout << "The format cannot hold: " << with_thousands(loss.count) << " " << loss.what
              << "\n";
  }
  if (report.leftovers > 0) {
    std::cout << "Removed from an earlier export: " << count_of(report.leftovers, "file") << "\n";
  }
  if (!report.put_aside.empty()) std::cout << report.put_aside_text() << "\n";
  for (const std::string& face : report.left_out) std::cout << "Left out: " << face << "\n";
}

}  // namespace

void add_export_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand("export", "Writes labels as files");
  command->footer(
      "Without --split every imported label file is written again: what nobody changed leaves as\n"
      "the same bytes, a corrected point changes its own numbers only. Labels that have no row in\n"
      "an imported file go to added_keypoints.csv, images named by their path in the dataset.\n"
      "With --split NAME: NAME/train.csv, val.csv, test.csv and manifest.json.\n"
      "Several datasets get a folder each (or a prefix, in a split); see --source.");
  auto options = std::make_shared<ExportOptions>();
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("--format", options->format, "The labels' format: " + export_format_names())
      ->capture_default_str();
  command->add_option("--out", options->out, "The folder to write to")->required();
  command->add_option("--mapping", options->mapping,
                      "For mapping-csv: a JSON file that says which columns hold what");
  command->add_option("--lookup", options->lookup,
                      "For kaggle-submission: the challenge's IdLookupTable.csv");
  command->add_option("--where", options->where, "Only images that match this query");
  command->add_option("--split", options->split,
                      "Write the parts of this split plan, or PLAN/K of a k-fold plan");
  command->add_option("--snapshot", options->snapshot,
                      "The labels of this snapshot, the same bytes as an export then");
  command->add_option("--merge", options->merge,
                      "median: of faces that several people labelled the geometric median, unless "
                      "somebody adjudicated");
  command->add_option("--scheme", options->scheme,
                      "Convert the labels to this landmark scheme, such as five5 or kaggle15");
  command->add_option("--source", options->dataset, "Only this dataset");
  command->add_flag("--allow-leaks", options->allow_leaks,
                    "Also a plan that separates identical or nearly identical pictures");
  command->callback([options, project_file, &program] {
    check_usage(*options);
    Project project = Project::open(*project_file);
    const ExportReport report = run_export(project, *options, program.job);
    print_report(report, options->out.string());
    if (!report.left_out.empty()) program.exit_code = kExitSomeFailed;
  });
}

}  // namespace facepoint::cli
