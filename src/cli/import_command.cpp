// facepoint import PROJECT SOURCE...
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/import_doctor_text.h"
#include "cli/terminal.h"
#include "tasks/import.h"

namespace facepoint::cli {
namespace {

struct Arguments {
  std::string project;
  ImportOptions options;
  DoctorArguments doctor;
  std::string report_file;
  std::int64_t details = 5;
};

void print_details(const ImportReport& report, ImportFindingKind kind, std::int64_t limit) {
  std::int64_t shown = 0;
  for (const ImportFinding& finding : report.findings) {
    if (finding.kind != kind) continue;
    if (shown == limit) break;
    ++shown;
    std::cout << "    " << finding.place << ": " << finding.text << "\n";
  }
  const std::int64_t rest = report.count(kind) - shown;
  if (rest > 0) std::cout << "    ... and " << with_thousands(rest) << " more\n";
}

void print_report(const ImportReport& report, std::int64_t details) {
  for (const ImportReport::Source& source : report.sources) {
    std::cout << "Dataset " << source.dataset << " from " << source.source;
    if (source.label_files > 0) {
      std::cout << " (" << with_thousands(source.label_files)
                << (source.label_files == 1 ? " label file)" : " label files)");
    }
    std::cout << "\n";
  }
  std::vector<std::pair<std::string, std::int64_t>> counts = {
      {"rows", report.rows},
      {"labelled faces", report.faces},
      {"images", report.images},
      {"unlabelled images", report.unlabelled_images},
  };
  counts.emplace_back("points outside the image",
                      report.findings.sum(ImportFindingKind::kPointsOutside));
  counts.emplace_back("coincident points",
                      report.findings.sum(ImportFindingKind::kCoincidentPoints));
  for (const ImportFindingKind kind : import_finding_kinds()) {
    counts.emplace_back(title_of(kind), report.count(kind));
  }
  std::cout << "Found\n" << table_of_counts(counts);
  for (const ImportFindingKind kind : import_finding_kinds()) {
    if (details <= 0 || report.count(kind) == 0) continue;
    std::cout << "  " << title_of(kind) << ":\n";
    print_details(report, kind, details);
  }
  if (report.changed_nothing()) {
    std::cout << "Nothing changed: the project already holds all of this.\n";
    return;
  }
  std::cout << "Stored\n"
            << table_of_counts(
                   {{"images added", report.images_added},
                    {"images changed", report.images_changed},
                    {"faces added", report.faces_added},
                    {"faces revised (one change, can be undone)", report.faces_revised}});
}

// Before the project is made, so that a source that is refused leaves none.
void examine(const Arguments& arguments, ImportOptions& options, Program& program) {
  std::optional<Project> project;
  if (std::filesystem::exists(arguments.project)) project = Project::open(arguments.project);
  examine_sources(project ? &*project : nullptr, arguments.doctor, options, program.job);
}

// Somebody's labels are easily named by mistake.
void check_report_file(const std::filesystem::path& file) {
  std::error_code unknown;
  if (file.empty() || file.extension() == ".json" || !std::filesystem::exists(file, unknown))
    return;
  throw Error(ErrorCode::kInvalidInput,
              "this file exists and is no report, which end in .json; name another for --report",
              file.string());
}

void run(const Arguments& arguments, Program& program) {
  check_usage(arguments.options);
  check_report_file(arguments.report_file);
  ImportOptions options = arguments.options;
  examine(arguments, options, program);
  if (!arguments.doctor.preview.empty()) {
    std::cout << "Drawn to " << arguments.doctor.preview << "; nothing was imported.\n";
    return;
  }
  Project project = Project::open_or_create(arguments.project);
  const ImportReport report = run_import(project, options, program.job);
  print_report(report, arguments.details);
  if (!arguments.report_file.empty()) {
    write_file_atomically(arguments.report_file, to_json_text(report));
  }
  if (report.has_failures()) program.exit_code = kExitSomeFailed;
}

}  // namespace

void add_import_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "import", "Brings pictures and labels into a project (made if it isn't there)");
  command->footer(
      "SOURCE is a label file, a folder of pictures, or a dataset folder with label files and\n"
      "pictures. Formats are found by content: CSVs (Udacity's, HRNet's, Kaggle's, or your own "
      "with\n"
      "--mapping), .pts, LJSON, WFLW's list, COCO, YOLO-pose, dlib's and CVAT's XML, Label "
      "Studio,\n"
      "LabelMe. Importing the same again changes nothing; a corrected file becomes one change "
      "that\n"
      "can be undone.\n"
      "Labels are examined first: what is certainly read wrongly is asked about on a terminal, "
      "and\n"
      "stops the import elsewhere (exit code 1) unless --yes or --as-is is given; what no remedy "
      "is\n"
      "sure for stops it with --yes, too.\n"
      "Exit code 3: done, but some lines or pictures could not be read, or no label file could "
      "be.");
  auto arguments = std::make_shared<Arguments>();
  command->add_option("project", arguments->project, "The project file, NAME.facepoint")
      ->required();
  command->add_option("source", arguments->options.sources, "What to import")->required();
  command->add_option("--name", arguments->options.name,
                      "The dataset's name in the project (default: the folder's)");
  command->add_option("--images", arguments->options.images,
                      "Where the pictures of a CSV are (default: found by the CSV's name)");
  command->add_option("--scheme", arguments->options.scheme, "The landmark scheme")
      ->capture_default_str();
  command->add_option("--format", arguments->options.format,
                      "The label files' format, where their content would not tell it");
  command->add_option("--mapping", arguments->options.mapping,
                      "A JSON file that says which columns of your own CSV hold what");
  command->add_option(
      "--identity-pattern", arguments->options.identity_pattern,
      "Regular expression over whole file names: its first group is the identity, its\n"
      "second the clip, or name them (?<identity>...) and (?<clip>...)");
  command->add_option("--details", arguments->details, "How many findings of each kind to list")
      ->capture_default_str();
  command->add_option("--report", arguments->report_file,
                      "Write all findings (10,000 of each kind) to this JSON file");
  add_doctor_options(*command, arguments->doctor);
  command->callback([arguments, &program] { run(*arguments, program); });
}

}  // namespace facepoint::cli
