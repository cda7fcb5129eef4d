#include "tasks/compare_models.h"

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"
#include "nn/model_summary.h"
#include "store/models.h"
#include "tasks/plan_faces.h"

namespace facepoint {
namespace {

using Json = nlohmann::json;

// Grows when models are judged otherwise.
constexpr const char* kRule = "evaluation 1";

Json to_json(const ModelEvaluation& model, const EvaluateReport& report) {
  const EvaluationSummary& all = model.all;
  Json ced = Json::array();
  for (const CedPoint& point : model.ced) ced.push_back({point.error, point.share});
  return {{"images", report.images},
          {"faces", all.faces},
          {"missed", all.missed},
          {"mean_nme", all.mean_nme},
          {"median_nme", all.median_nme},
          {"mean_nme_box", all.mean_nme_box},
          {"failures_at_8", all.failures_at_8},
          {"failures_at_10", all.failures_at_10},
          {"ced_area_at_8", all.ced_area_at_8},
          {"regions", report.regions},
          {"mean_by_region", all.mean_by_region},
          {"ced", std::move(ced)}};
}

ModelScore score_of(const Json& json) {
  ModelScore score;
  json.at("images").get_to(score.images);
  json.at("faces").get_to(score.all.faces);
  json.at("missed").get_to(score.all.missed);
  json.at("mean_nme").get_to(score.all.mean_nme);
  json.at("median_nme").get_to(score.all.median_nme);
  json.at("mean_nme_box").get_to(score.all.mean_nme_box);
  json.at("failures_at_8").get_to(score.all.failures_at_8);
  json.at("failures_at_10").get_to(score.all.failures_at_10);
  json.at("ced_area_at_8").get_to(score.all.ced_area_at_8);
  json.at("regions").get_to(score.regions);
  json.at("mean_by_region").get_to(score.all.mean_by_region);
  for (const Json& point : json.at("ced")) score.ced.push_back({point.at(0), point.at(1)});
  return score;
}

}  // namespace

std::string subject_of(Project& project, const EvaluateOptions& options) {
  options.check();
  PlanFaces faces = faces_of_plan(project, options.split, options.where);
  const std::vector<PlanFace>& part = faces.by_part[options.part];
  if (part.empty()) {
    throw Error(ErrorCode::kInvalidInput, "no labelled face in the part " + options.part,
                options.split);
  }
  std::string text = std::string(kRule) + "\n" + faces.scheme.name + "\n" + options.detector +
                     "\n" + options.disturb + "\n" + std::to_string(options.min_score) + "\n";
  for (const PlanFace& face : part) {
    const LabelledFace& labelled = face.labelled;
    text += labelled.image.path + " " + labelled.image.digest + " " +
            std::to_string(labelled.face.id.value) + " " +
            std::to_string(labelled.revision.id.value) + "\n";
  }
  return digest_of(text);
}

std::optional<ModelScore> kept_score(Project& project, const std::string& model_digest,
                                     const std::string& subject) {
  const auto kept = kept_evaluation(project, model_digest, subject);
  if (!kept) return std::nullopt;
  try {
    ModelScore score = score_of(Json::parse(*kept));
    score.digest = model_digest;
    return score;
  } catch (const Json::exception&) {
    return std::nullopt;  // of another version: measured again
  }
}

void keep_scores(Project& project, const EvaluateOptions& options, const EvaluateReport& report) {
  if (!report.skipped.empty()) return;
  const std::string subject = subject_of(project, options);
  project.transaction([&] {
    for (const ModelEvaluation& model : report.models) {
      keep_evaluation(project, model.model.digest, subject, to_json(model, report).dump());
    }
  });
}

int measure_models(Project& project, const EvaluateOptions& options, JobContext& job) {
  const std::string subject = subject_of(project, options);
  EvaluateOptions missing = options;
  missing.models.clear();
  for (const std::filesystem::path& file : options.models) {
    const std::string digest = nn::read_model_summary(file).info.digest;
    if (!kept_score(project, digest, subject)) missing.models.push_back(file);
  }
  if (missing.models.empty()) return 0;
  const EvaluateReport report = run_evaluate(project, missing, job);
  if (!report.skipped.empty()) {
    throw Error(ErrorCode::kUnreadable,
                "some pictures could not be read, so that the models can't be compared: " +
                    report.skipped.front());
  }
  keep_scores(project, missing, report);
  return static_cast<int>(report.models.size());
}

}  // namespace facepoint
