#include "tasks/models.h"

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "nn/runtime.h"
#include "store/models.h"
#include "store/settings.h"

namespace facepoint {
namespace fs = std::filesystem;
ListedModel listed_model(const fs::path& file) {
  ListedModel model;
  model.file = file;
  model.name = nn::model_name(file);
  try {
    model.summary = nn::read_model_summary(file);
  } catch (const Error& error) {
    model.problem = error.message();
  }
  return model;
}

namespace {

std::vector<ListedModel> shipped_models() {
  std::vector<ListedModel> models;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(share_dir() / "models", none)) {
    const fs::path weights = entry.path() / "weights.fpm";
    if (!fs::exists(weights) || !nn::holds_landmark_model(entry.path())) continue;
    models.push_back(listed_model(weights));
    models.back().shipped = true;
  }
  std::sort(models.begin(), models.end(),
            [](const ListedModel& a, const ListedModel& b) { return a.name < b.name; });
  return models;
}

bool same_file(const fs::path& a, const fs::path& b) {
  return fs::weakly_canonical(a) == fs::weakly_canonical(b);
}

// What the project recorded when it used the model, beside what lies there now. One file may have
// been written several times, so that several of `all` are of it.
ListedModel read(const Model& known, const std::vector<Model>& all) {
  ListedModel model = listed_model(fs::path(known.path));
  model.name = known.name;
  if (!model.problem.empty()) return model;
  const bool recorded = std::any_of(all.begin(), all.end(), [&](const Model& other) {
    return other.digest == model.summary->info.digest && same_file(other.path, known.path);
  });
  if (!recorded) model.problem = "the file is another one than when this project used it";
  return model;
}

}  // namespace

std::vector<ListedModel> list_models(Project* project) {
  std::vector<ListedModel> listed = shipped_models();
  std::optional<std::string> chosen;
  if (project != nullptr) {
    const auto is_listed = [&](const fs::path& file, const std::string& digest) {
      return std::any_of(listed.begin(), listed.end(), [&](const ListedModel& model) {
        return same_file(model.file, file) ||
               (model.summary && !digest.empty() && model.summary->info.digest == digest);
      });
    };
    const std::vector<Model> known = models(*project);
    for (const Model& model : known) {
      if (!is_listed(model.path, model.digest)) listed.push_back(read(model, known));
    }
    chosen = setting(*project, kDefaultModelSetting);
    if (chosen && !is_listed(*chosen, {})) listed.push_back(listed_model(fs::path(*chosen)));
  }
  fs::path in_use = chosen.value_or("");
  if (!chosen && !listed.empty() && listed.front().shipped) in_use = nn::default_model();
  for (ListedModel& model : listed) {
    model.is_default = !in_use.empty() && same_file(model.file, in_use);
  }
  return listed;
}

fs::path default_model_of(Project& project) {
  const auto chosen = setting(project, kDefaultModelSetting);
  if (!chosen) return nn::default_model();
  if (!fs::exists(*chosen)) {
    throw Error(ErrorCode::kNotFound,
                "this project's default model is gone; name one with --model, or choose again with "
                "`facepoint models set-default`",
                *chosen);
  }
  return *chosen;
}

void set_default_model(Project& project, const std::optional<fs::path>& file) {
  if (!file) {
    set_setting(project, kDefaultModelSetting, std::nullopt);
    return;
  }
  nn::read_model_summary(*file);
  set_setting(project, kDefaultModelSetting, fs::absolute(*file).lexically_normal().string());
}

}  // namespace facepoint
