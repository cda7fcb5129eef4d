#include "edit/training_question.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "store/datasets.h"
#include "tasks/split.h"

namespace facepoint {
namespace {

TrainOutlook refused(std::string problem, std::string remedy, bool plan_helps = false) {
  TrainOutlook outlook;
  outlook.problem = std::move(problem);
  outlook.remedy = std::move(remedy);
  outlook.plan_helps = plan_helps;
  return outlook;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::optional<TrainOutlook> wrong_form(Project& project, const TrainQuestion& question) {
  const TrainForm& form = question.form;
  const std::vector<DatasetCounts> counts = dataset_counts(project);
  if (std::all_of(counts.begin(), counts.end(),
                  [](const DatasetCounts& count) { return count.faces == 0; })) {
    return refused("There are no labelled faces to learn from yet.",
                   "Import a dataset with labels (Ctrl+I), or annotate pictures (Ctrl+Shift+A) and "
                   "accept or correct the proposals.");
  }
  if (form.plan.empty()) {
    return refused("There is no split plan yet.",
                   "It says which faces are trained on, which validate and which are kept to test "
                   "on, with no person in two parts.",
                   true);
  }
  if (form.from == TrainFrom::kFile && form.file.empty()) {
    return refused("No model file is named to start from.", "Type its path, or start otherwise.");
  }
  if (form.name.empty() || form.name.starts_with('.') ||
      form.name.find_first_of("/\\") != std::string::npos) {
    return refused("The model needs a name.", "It becomes a file beside the project.");
  }
  if (std::filesystem::exists(question.options.out)) {
    return refused(question.options.out.filename().string() + " is there already.",
                   "Choose another name; nothing is overwritten.");
  }
  return std::nullopt;
}

TrainOutlook outlook_of(Project& project, const TrainQuestion& question, JobContext& job) {
  if (auto wrong = wrong_form(project, question)) return std::move(*wrong);
  TrainOutlook outlook;
  try {
    outlook.preview = preview_train(project, question.options, job);
  } catch (const Error& error) {
    return refused(capitalised(error.message()) + ".", "");
  }
  const TrainPreview& preview = *outlook.preview;
  if (!preview.too_few.empty()) {
    outlook.problem = capitalised(preview.too_few) + ".";
    outlook.remedy = "A new plan may share the labels out better.";
    outlook.plan_helps = true;
    return outlook;
  }
  if (preview.leaks() && !question.form.allow_leaks) {
    outlook.problem = "The plan leaks: its parts share " + preview.shared + ".";
    outlook.remedy =
        "The figures would be better than on new people. Make a plan that keeps people together.";
    outlook.plan_helps = true;
    outlook.may_ignore = true;
  }
  return outlook;
}

void compare(Project& project, const TrainQuestion& question, TrainAnswer& answer,
             JobContext& job) {
  if (question.comparison.plan.empty()) {
    answer.comparison_problem = "There is no split plan yet, so nothing to measure models on.";
    return;
  }
  try {
    const std::string subject = subject_of(project, options_of(question.comparison));
    for (const ListedModel& model : answer.models) {
      if (!model.summary) continue;
      const std::string& digest = model.summary->info.digest;
      if (auto score = kept_score(project, digest, subject)) {
        answer.scores.emplace(digest, std::move(*score));
      }
    }
    const LeakReport leaks = plan_leaks(project, question.comparison.plan, job);
    if (leaks.leaks()) {
      answer.comparison_problem = "The plan leaks, so figures would be too good: its parts share " +
                                  leaks_text(leaks) + ".";
    }
  } catch (const Error& error) {
    answer.comparison_problem = capitalised(error.message()) + ".";
  }
}

}  // namespace

EvaluateOptions options_of(const Comparison& comparison) {
  EvaluateOptions options;
  options.split = comparison.plan;
  options.part = comparison.part;
  if (!comparison.whole_picture) options.detector = "labels";
  return options;
}

bool TrainQuestion::same_as(const TrainQuestion& other) const {
  if (page != other.page || data != other.data) return false;
  switch (page) {
    case TrainPage::kNew:
      return form == other.form;
    case TrainPage::kModels:
      return comparison == other.comparison && files == other.files;
    case TrainPage::kRun:
      return true;
  }
  return false;
}

TrainAnswer answer(Project& project, const TrainQuestion& question, JobContext& job) {
  TrainAnswer answer;
  if (question.page == TrainPage::kNew) answer.outlook = outlook_of(project, question, job);
  if (question.page == TrainPage::kModels) {
    answer.models = list_models(&project);
    for (const auto& file : question.files) answer.models.push_back(listed_model(file));
    compare(project, question, answer, job);
  }
  return answer;
}

}  // namespace facepoint
