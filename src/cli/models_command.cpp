// facepoint models [PROJECT], facepoint models show FILE, facepoint models set-default PROJECT FILE
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/models.h"

namespace facepoint::cli {
namespace {

std::string percent(const std::optional<double>& share) {
  return share ? fixed(*share * 100, 2) + " %" : "-";
}

std::string input_of(const ModelInfo& info) {
  const std::string side = std::to_string(info.input_size);
  return side + " x " + side;
}

void print_list(const std::vector<ListedModel>& models) {
  std::vector<std::vector<std::string>> rows = {{"model", "architecture", "scheme", "input",
                                                 "weights", "MB", "validation NME", "digest",
                                                 "default"}};
  for (const ListedModel& model : models) {
    if (!model.summary) continue;
    const nn::ModelSummary& summary = *model.summary;
    rows.push_back({model.name, summary.info.arch, summary.info.scheme, input_of(summary.info),
                    with_thousands(summary.weights),
                    fixed(static_cast<double>(summary.bytes) / 1e6, 1),
                    percent(summary.validation_nme), summary.info.digest.substr(0, 12),
                    model.is_default ? "yes" : ""});
  }
  if (rows.size() > 1) std::cout << text_table(rows);
  for (const ListedModel& model : models) {
    std::cout << "  " << model.name << (model.shipped ? " came with facepoint: " : " lies at ")
              << model.file.string() << (model.is_default ? " (default)" : "") << "\n";
    if (!model.problem.empty()) std::cout << "    " << model.problem << "\n";
  }
  if (models.empty()) std::cout << "There is no model. Train one with `facepoint train`.\n";
}

void print_card(const nn::ModelSummary& summary) {
  std::cout << summary.info.name << "\n"
            << text_table({{"what", "value"},
                           {"architecture", summary.info.arch},
                           {"scheme", summary.info.scheme},
                           {"input", input_of(summary.info)},
                           {"weights", with_thousands(summary.weights)},
                           {"bytes", with_thousands(summary.bytes)},
                           {"validation NME", percent(summary.validation_nme)},
                           {"digest", summary.info.digest}})
            << nlohmann::json::parse(summary.info.card).dump(2) << "\n";
}

void add_show(CLI::App& models) {
  CLI::App* show = models.add_subcommand("show", "Prints a model's card");
  auto file = std::make_shared<std::string>();
  show->add_option("file", *file, "A weights file")->required();
  show->callback([file] { print_card(nn::read_model_summary(*file)); });
}

void add_set_default(CLI::App& models) {
  CLI::App* command = models.add_subcommand(
      "set-default",
      "Chooses the model that a project is annotated with; no file: the shipped one");
  auto project_file = std::make_shared<std::string>();
  auto model = std::make_shared<std::string>();
  command->add_option("project", *project_file, "The project file")->required();
  command->add_option("file", *model, "A weights file");
  command->callback([project_file, model] {
    Project project = Project::open(*project_file);
    set_default_model(project,
                      model->empty() ? std::nullopt : std::optional<std::filesystem::path>(*model));
    std::cout << "Annotating uses " << default_model_of(project).string() << "\n";
  });
}

}  // namespace

void add_models_command(CLI::App& app, Program& program) {
  CLI::App* command =
      app.add_subcommand("models", "Lists models, shows their cards and chooses a project's");
  command->footer("Exit code 3: some of the models can't be used.");
  command->require_subcommand(0, 1);
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "Also list the models that this project knows");
  add_show(*command);
  add_set_default(*command);
  command->callback([command, project_file, &program] {
    if (!command->get_subcommands().empty()) return;
    std::optional<Project> project;
    if (!project_file->empty()) project = Project::open(*project_file);
    const std::vector<ListedModel> models = list_models(project ? &*project : nullptr);
    print_list(models);
    for (const ListedModel& model : models) {
      if (!model.problem.empty()) program.exit_code = kExitSomeFailed;
    }
  });
}

}  // namespace facepoint::cli
