// facepoint info PROJECT
#include <cmath>
#include <iostream>
#include <memory>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "store/datasets.h"
#include "store/models.h"
#include "store/splits.h"
#include "tasks/training_runs.h"

namespace facepoint::cli {
namespace {

void print_datasets(Project& project) {
  std::vector<std::vector<std::string>> rows = {
      {"dataset", "scheme", "label files", "images", "unlabelled", "unreadable", "faces"}};
  for (const FaceStatus status : kFaceStatuses) rows[0].push_back(to_text(status));
  const std::vector<Dataset> listed = datasets(project);
  const std::vector<DatasetCounts> counts = dataset_counts(project);
  for (std::size_t i = 0; i < listed.size() && i < counts.size(); ++i) {
    const DatasetCounts& count = counts[i];
    std::vector<std::string> row = {listed[i].name, listed[i].scheme};
    for (const std::int64_t number :
         {count.label_files, count.images, count.unlabelled, count.unreadable, count.faces}) {
      row.push_back(with_thousands(number));
    }
    for (const FaceStatus status : kFaceStatuses) {
      row.push_back(with_thousands(count.faces_by_status.at(status)));
    }
    rows.push_back(std::move(row));
  }
  std::cout << "Datasets\n" << text_table(rows);
  for (const Dataset& dataset : listed) {
    std::cout << "  " << dataset.name << " lies in " << dataset.root << "\n";
  }
}

void print_plans(Project& project) {
  std::vector<std::vector<std::string>> rows = {{"split plan", "group", "ratios", "seed", "rule"}};
  for (const SplitPlan& plan : split_plans(project)) {
    std::string ratios;
    for (const double ratio : plan.ratios) {
      ratios += (ratios.empty() ? "" : "/") + std::to_string(std::lround(ratio * 100));
    }
    rows.push_back({plan.name, plan.group_by, ratios, std::to_string(plan.seed), plan.rule});
  }
  if (rows.size() > 1) std::cout << text_table(rows);
}

void print_models(Project& project) {
  std::vector<std::vector<std::string>> rows = {{"model", "architecture", "scheme", "digest"}};
  for (const Model& model : models(project)) {
    rows.push_back({model.name, model.arch, model.scheme, model.digest.substr(0, 12)});
  }
  if (rows.size() > 1) std::cout << text_table(rows);
  rows = {{"training run", "architecture", "state", "split plan", "began"}};
  for (const TrainingRun& run : training_runs(project)) {
    rows.push_back({listed_run(run).name, run.arch, run.state, run.split_plan, run.started});
  }
  if (rows.size() > 1) std::cout << text_table(rows);
}

}  // namespace

void add_info_command(CLI::App& app, Program&) {
  CLI::App* command = app.add_subcommand("info", "Says what is in a project");
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->callback([project_file] {
    Project project = Project::open(*project_file);
    std::cout << project.path().string() << " (format " << project.schema_version() << ")\n";
    print_datasets(project);
    print_plans(project);
    print_models(project);
  });
}

}  // namespace facepoint::cli
