// facepoint snapshot PROJECT NAME, facepoint snapshots PROJECT [NAME], facepoint restore PROJECT
// NAME
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/restore.h"
#include "tasks/training_runs.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> runs_of(Project& project, const Snapshot& snapshot) {
  std::vector<std::string> names;
  for (const ListedRun& run : list_runs(project)) {
    if (run.snapshot == snapshot.name) names.push_back(run.name);
  }
  return names;
}

Json to_json(Project& project, const Snapshot& snapshot, const std::string& digest_now) {
  return {{"name", snapshot.name},
          {"note", snapshot.note},
          {"created", snapshot.created},
          {"by", snapshot.person},
          {"faces", snapshot.faces},
          {"labels", snapshot.labels},
          {"digest", snapshot.digest},
          {"same_as_now", snapshot.digest == digest_now},
          {"runs", runs_of(project, snapshot)}};
}

void print_one(Project& project, const Snapshot& snapshot, const std::string& digest_now) {
  std::string runs;
  for (const std::string& run : runs_of(project, snapshot)) {
    runs += (runs.empty() ? "" : ", ") + run;
  }
  std::cout << snapshot.name << (snapshot.note.empty() ? "" : ": ") << snapshot.note << "\n"
            << "  taken    " << when_text(snapshot.created, std::time(nullptr)) << " by "
            << snapshot.person << "\n"
            << "  faces    " << with_thousands(snapshot.faces) << ", "
            << with_thousands(snapshot.labels) << " with a label\n"
            << "  digest   " << snapshot.digest
            << (snapshot.digest == digest_now ? " (the labels are the same now)" : "") << "\n"
            << "  trained  " << (runs.empty() ? "nothing" : runs) << "\n";
}

void print_list(const std::vector<Snapshot>& all, const std::string& digest_now) {
  if (all.empty()) {
    std::cout << "There is no snapshot yet; take one with `facepoint snapshot`.\n";
    return;
  }
  std::vector<std::vector<std::string>> rows = {
      {"snapshot", "taken", "by", "faces", "labels", "labels now", "note"}};
  const std::time_t now = std::time(nullptr);
  for (const Snapshot& snapshot : all) {
    rows.push_back({snapshot.name, when_text(snapshot.created, now), snapshot.person,
                    with_thousands(snapshot.faces), with_thousands(snapshot.labels),
                    snapshot.digest == digest_now ? "the same" : "differ", snapshot.note});
  }
  std::cout << text_table(rows);
}

void print_restored(const RestoreReport& report) {
  const std::string& name = report.snapshot.name;
  if (!report.change) {
    std::cout << "Nothing to do: the labels are those of " << name << " already.\n";
    return;
  }
  std::cout << "Restored " << name << " as one change, which undo in the editor takes back\n"
            << table_of_counts({{"faces changed", report.faces},
                                {"put away, came later", report.put_away},
                                {"brought back", report.brought_back}});
}

}  // namespace

void add_snapshot_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("snapshot", "Gives the labels as they are now a name");
  command->footer(
      "A snapshot keeps which faces there are, with which label, status and tags. It copies no\n"
      "points and is never changed. `facepoint diff` says what changed since, `export --snapshot`\n"
      "writes its labels, `restore` brings them back.");
  auto project_file = std::make_shared<std::string>();
  auto name = std::make_shared<std::string>();
  auto note = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("name", *name, "Its name")->required();
  command->add_option("--note", *note, "What it is for");
  command->callback([project_file, name, note] {
    Project project = Project::open(*project_file);
    const Snapshot taken = take_snapshot(project, *name, *note);
    std::cout << "Snapshot " << taken.name << ": " << count_of(taken.faces, "face") << ", "
              << with_thousands(taken.labels) << " with a label (" << taken.digest << ")\n";
  });
}

void add_snapshots_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("snapshots", "Lists the snapshots, or shows one");
  auto project_file = std::make_shared<std::string>();
  auto name = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("name", *name, "Only this one, with the trainings that used it");
  command->add_flag("--json", *json, "Print JSON");
  command->callback([project_file, name, json] {
    Project project = Project::open(*project_file);
    const std::vector<Snapshot> all =
        name->empty() ? snapshots(project) : std::vector<Snapshot>{get_snapshot(project, *name)};
    const std::string digest_now = labels_digest(project);
    if (*json) {
      Json list = Json::array();
      for (const Snapshot& each : all) list.push_back(to_json(project, each, digest_now));
      const Json& shown = name->empty() ? list : list.front();
      std::cout << shown.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    } else if (!name->empty()) {
      print_one(project, all.front(), digest_now);
    } else {
      print_list(all, digest_now);
    }
  });
}

void add_restore_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("restore", "Brings the labels back to a snapshot");
  command->footer(
      "One change like any other: undo takes it back, and nothing is lost. Faces that came later\n"
      "are put away, deleted ones come back.");
  auto project_file = std::make_shared<std::string>();
  auto name = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("name", *name, "The snapshot's name")->required();
  command->callback([project_file, name] {
    Project project = Project::open(*project_file);
    print_restored(run_restore(project, *name));
  });
}

}  // namespace facepoint::cli
