// facepoint runs PROJECT
#include <ctime>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "cli/training_text.h"
#include "tasks/training_runs.h"

namespace facepoint::cli {
namespace {

using Json = nlohmann::ordered_json;

void print_table(const std::vector<ListedRun>& runs) {
  if (runs.empty()) {
    std::cout << "Nothing was trained yet; see `facepoint train --help`.\n";
    return;
  }
  std::vector<std::vector<std::string>> rows = {{"run", "state", "when", "plan", "snapshot",
                                                 "faces", "epochs", "best epoch",
                                                 "validation NME"}};
  const std::time_t now = std::time(nullptr);
  for (const ListedRun& run : runs) {
    const RunEpoch* best = run.best();
    std::string epochs = std::to_string(run.history.size());
    if (run.epochs > 0) epochs += " of " + std::to_string(run.epochs);
    rows.push_back({run.name, to_text(run.state), when_text(run.started, now), run.split_plan,
                    run.snapshot.empty() ? "-" : run.snapshot,
                    run.train_faces > 0 ? with_thousands(run.train_faces) : "-", epochs,
                    best != nullptr ? std::to_string(best->epoch) : "-",
                    best != nullptr && best->validation_nme
                        ? nme_text(*best->validation_nme, best->by_box, 2)
                        : "-"});
  }
  std::cout << text_table(rows);
  for (const ListedRun& run : runs) {
    if (!run.problem.empty()) std::cout << "  " << run.name << ": " << run.problem << "\n";
    if (run.can_resume) std::cout << "  " << run.name << " can be gone on with: --resume\n";
  }
}

void print_json(const std::vector<ListedRun>& runs) {
  Json list = Json::array();
  for (const ListedRun& run : runs) {
    Json epochs = Json::array();
    for (const RunEpoch& epoch : run.history) {
      epochs.push_back(
          {{"epoch", epoch.epoch},
           {"training_loss", epoch.training_loss},
           {"validation_nme", epoch.validation_nme ? Json(*epoch.validation_nme) : Json()},
           {"by_box", epoch.by_box},
           {"seconds", epoch.seconds},
           {"waiting_share", epoch.waiting_share},
           {"best", epoch.best}});
    }
    list.push_back({{"run", run.name},
                    {"state", to_text(run.state)},
                    {"started", run.started},
                    {"ended", run.ended},
                    {"architecture", run.arch},
                    {"split", run.split_plan},
                    {"snapshot", run.snapshot},
                    {"train_faces", run.train_faces},
                    {"validation_faces", run.validation_faces},
                    {"from", run.from},
                    {"weights", run.out.string()},
                    {"problem", run.problem},
                    {"epochs", std::move(epochs)}});
  }
  std::cout << list.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

}  // namespace

void add_runs_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("runs", "Lists a project's trainings, newest first");
  auto project_file = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  command->add_option("project", *project_file, "The project file")->required();
  command->add_flag("--json", *json, "Print JSON, with each epoch's figures");
  command->callback([project_file, json] {
    Project project = Project::open(*project_file);
    const std::vector<ListedRun> runs = list_runs(project);
    *json ? print_json(runs) : print_table(runs);
  });
}

}  // namespace facepoint::cli
