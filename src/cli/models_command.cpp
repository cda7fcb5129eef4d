// facepoint models [PROJECT], and the subcommands show, set-default and export
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "tasks/export_model.h"
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

void print_export(const ExportModelOptions& options, const ExportReport& report) {
  std::string outputs;
  for (const std::string& output : report.outputs)
    outputs += (outputs.empty() ? "" : ", ") + output;
  const std::string side = std::to_string(report.input_size);
  std::cout << "Written to " << options.out.string() << ", loaded again and compared on "
            << report.crops << " crops\n"
            << text_table({{"what", "value"},
                           {"input", "pixels, n x " + std::to_string(report.channels) + " x " +
                                         side + " x " + side},
                           {"outputs", outputs},
                           {"bytes", with_thousands(report.bytes)},
                           {"digest", report.digest},
                           {"points differ by, px", fixed(report.point_difference, 6)},
                           {"expected errors by, px", fixed(report.error_difference, 6)},
                           {"face scores by", fixed(report.score_difference, 6)}});
}

void add_export(CLI::App& models) {
  CLI::App* command = models.add_subcommand(
      "export", "Writes a model's network as TorchScript or ONNX, for other programs");
  command->footer(
      "The exported network takes `pixels`, float, n x 3 x 128 x 128 (n is free): R, G, B, 0 to\n"
      "255; naimish n x 1 x 224 x 224, grey (BT.601). Anything else it does to them itself. Cut "
      "the\n"
      "crop so that the face is upright and the box around its points has its middle in the\n"
      "crop's and 1 / 1.4 of its side: pixel p of the crop shows the picture at\n"
      "  c + turn(a) (p - (size - 1) / 2) 1.4 s / size\n"
      "with c and s the box's middle and longer side in pixels, and a the face's turn.\n"
      "It gives `points` (n x 68 x 2: x, y in pixels of the crop, pixel centres are integers),\n"
      "`expected_error` (n x 68, in the same pixels, calibrated) and `face_score` (n, 0 to 1);\n"
      "naimish gives points only. These are one look's: `facepoint predict` looks twice and "
      "takes\n"
      "the mean. A TorchScript module returns them in a dictionary.");
  auto options = std::make_shared<ExportModelOptions>();
  command->add_option("file", options->model, "A weights file")->required();
  command->add_option("--out", options->out, "NAME.pt for TorchScript, NAME.onnx for ONNX")
      ->required();
  command->add_option("--format", options->format,
                      "torchscript or onnx; default: what the name ends in");
  command->callback([options] { print_export(*options, run_export_model(*options)); });
}

}  // namespace

void add_models_command(CLI::App& app, Program& program) {
  CLI::App* command = app.add_subcommand(
      "models", "Lists models, shows their cards, chooses a project's and exports them");
  command->footer("Exit code 3: some of the models can't be used.");
  command->require_subcommand(0, 1);
  auto project_file = std::make_shared<std::string>();
  command->add_option("project", *project_file, "Also list the models that this project knows");
  add_show(*command);
  add_set_default(*command);
  add_export(*command);
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
