#include "tasks/compare_models.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "nn/model_summary.h"
#include "store/models.h"

namespace facepoint {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kWorstKept = 12;

Json to_json(const EvaluationSummary& summary) {
  return {{"faces", summary.faces},
          {"missed", summary.missed},
          {"mean_nme", summary.mean_nme},
          {"median_nme", summary.median_nme},
          {"with_box", summary.with_box},
          {"mean_nme_box", summary.mean_nme_box},
          {"failures_at_8", summary.failures_at_8},
          {"failures_at_10", summary.failures_at_10},
          {"ced_area_at_8", summary.ced_area_at_8},
          {"mean_by_region", summary.mean_by_region}};
}

EvaluationSummary summary_of(const Json& json) {
  EvaluationSummary summary;
  json.at("faces").get_to(summary.faces);
  json.at("missed").get_to(summary.missed);
  json.at("mean_nme").get_to(summary.mean_nme);
  json.at("median_nme").get_to(summary.median_nme);
  // Earlier versions took the mean over the faces that have an inter-ocular distance.
  summary.with_box = json.value("with_box", summary.faces - summary.missed);
  json.at("mean_nme_box").get_to(summary.mean_nme_box);
  json.at("failures_at_8").get_to(summary.failures_at_8);
  json.at("failures_at_10").get_to(summary.failures_at_10);
  json.at("ced_area_at_8").get_to(summary.ced_area_at_8);
  json.at("mean_by_region").get_to(summary.mean_by_region);
  return summary;
}

// Points to a hundredth of a pixel: they are there to be looked at.
Json worst_faces(const ModelEvaluation& model) {
  std::vector<const JudgedFace*> faces;
  for (const JudgedFace& face : model.faces) {
    if (face.error && face.error->nme_inter_ocular) faces.push_back(&face);
  }
  const std::size_t kept = std::min(kWorstKept, faces.size());
  std::partial_sort(faces.begin(), faces.begin() + static_cast<std::ptrdiff_t>(kept), faces.end(),
                    [](const JudgedFace* a, const JudgedFace* b) {
                      return *a->error->nme_inter_ocular > *b->error->nme_inter_ocular;
                    });
  faces.resize(kept);
  Json worst = Json::array();
  for (const JudgedFace* face : faces) {
    Keypoints points = face->points;
    for (Landmark& point : points) {
      point.position = {std::round(point.position.x * 100) / 100,
                        std::round(point.position.y * 100) / 100};
    }
    worst.push_back({{"face", face->face.value},
                     {"nme", *face->error->nme_inter_ocular},
                     {"points", to_json_text(points)}});
  }
  return worst;
}

Json to_json(const ModelEvaluation& model, const EvaluateReport& report,
             const EvaluateOptions& options) {
  Json json = to_json(model.all);
  json["images"] = report.images;
  json["regions"] = report.regions;
  json["split"] = report.split;
  json["part"] = report.part;
  json["detector"] = report.detector;
  json["disturb"] = report.disturb;
  json["where"] = options.where;
  json["ced"] = Json::array();
  for (const CedPoint& point : model.ced) json["ced"].push_back({point.error, point.share});
  for (const auto& [dataset, summary] : model.by_dataset) {
    json["by_dataset"].push_back({dataset, to_json(summary)});
  }
  if (report.disturb.empty()) json["worst"] = worst_faces(model);
  return json;
}

ModelScore score_of(const Json& json) {
  ModelScore score;
  score.all = summary_of(json);
  json.at("images").get_to(score.images);
  json.at("regions").get_to(score.regions);
  for (const Json& point : json.at("ced")) score.ced.push_back({point.at(0), point.at(1)});
  score.split = json.value("split", "");
  score.part = json.value("part", "");
  score.detector = json.value("detector", "");
  score.disturb = json.value("disturb", "");
  score.where = json.value("where", "");
  for (const Json& entry : json.value("by_dataset", Json::array())) {
    score.by_dataset.emplace_back(entry.at(0).get<std::string>(), summary_of(entry.at(1)));
  }
  for (const Json& face : json.value("worst", Json::array())) {
    score.worst.push_back({FaceId{face.at("face").get<std::int64_t>()}, face.at("nme"),
                           keypoints_from_json_text(face.at("points").get<std::string>())});
  }
  return score;
}

// nullopt: of another version, to be measured again.
std::optional<ModelScore> parsed_score(const std::string& report) {
  try {
    return score_of(Json::parse(report));
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

}  // namespace

std::string subject_of(Project& project, const EvaluateOptions& options) {
  options.check();
  PlanFaces faces = faces_of_plan(project, options.split, options.where);
  if (faces.by_part[options.part].empty()) {
    throw Error(ErrorCode::kInvalidInput, "no labelled face in the part " + options.part,
                options.split);
  }
  return subject_of(options, faces);
}

std::optional<ModelScore> kept_score(Project& project, const std::string& model_digest,
                                     const std::string& subject) {
  const auto kept = kept_evaluation(project, model_digest, subject);
  if (!kept) return std::nullopt;
  auto score = parsed_score(*kept);
  if (score) score->digest = model_digest;
  return score;
}

std::vector<ModelScore> kept_scores(Project& project) {
  std::vector<ModelScore> scores;
  for (const KeptEvaluation& kept : kept_evaluations(project)) {
    auto score = parsed_score(kept.report);
    if (!score) continue;
    score->digest = kept.model;
    score->created = kept.created;
    scores.push_back(*std::move(score));
  }
  return scores;
}

void keep_scores(Project& project, const EvaluateOptions& options, const EvaluateReport& report) {
  if (!report.skipped.empty()) return;
  project.transaction([&] {
    for (const ModelEvaluation& model : report.models) {
      keep_evaluation(
          project, model.model.digest, report.subject,
          to_json(model, report, options).dump(-1, ' ', false, Json::error_handler_t::replace));
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
