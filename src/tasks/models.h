// Which model files there are: the shipped ones and those that a project knows of; and which one a
// project uses. Without LibTorch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "nn/model_summary.h"
#include "store/project.h"

namespace facepoint {

struct ListedModel {
  std::filesystem::path file;
  std::string name;
  bool shipped = false;
  bool is_default = false;
  std::optional<nn::ModelSummary> summary;
  std::string problem;  // why it can't be used as it is; empty: it can
};

ListedModel listed_model(const std::filesystem::path& file);

// The shipped models by name, then the project's in the order it came to know them. None twice.
std::vector<ListedModel> list_models(Project* project = nullptr);

// What annotating a project uses where no model is named: the project's default, else the shipped
// one. Throws Error(kNotFound) if there is none, also for a default that is gone.
std::filesystem::path default_model_of(Project& project);

// Checks that the file is a model; no file: the shipped one again. Throws Error as
// nn::read_model_summary does.
void set_default_model(Project& project, const std::optional<std::filesystem::path>& file);

}  // namespace facepoint
