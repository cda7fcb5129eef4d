#include "tasks/report.h"

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "store/findings.h"
#include "store/models.h"
#include "store/query.h"
#include "store/splits.h"
#include "tasks/duplicates.h"
#include "tasks/models.h"
#include "tasks/plan_parts.h"
#include "tasks/report/gather.h"
#include "tasks/report/page.h"

namespace facepoint {
namespace {

constexpr int kMostPictures = 200;      // 5 MB
constexpr double kWorthAPicture = 0.1;  // chance that a label is wrong
constexpr std::size_t kMostModels = 6;  // measurements; a plot of more lines tells nothing

std::vector<SuspectFace> chosen_suspects(Project& project, const report::Chosen& chosen) {
  std::vector<SuspectFace> suspects = suspect_faces(project);
  std::erase_if(suspects,
                [&](const SuspectFace& face) { return !chosen.face_ids.contains(face.face); });
  return suspects;
}

std::vector<SplitReport> split_figures(Project& project, const std::string& only, JobContext& job) {
  std::vector<std::string> names;
  for (const SplitPlan& plan : split_plans(project)) {
    if (only.empty()) names.push_back(plan.name);
  }
  if (!only.empty()) names.push_back(only);
  if (names.empty()) return {};
  const KnownDuplicates duplicates = known_duplicates(project, job);
  const auto total = static_cast<std::int64_t>(names.size());
  std::vector<SplitReport> figures;
  job.begin_stage("Looking for leaks", total);
  for (const std::string& name : names) {
    job.progress(static_cast<std::int64_t>(figures.size()), total, name);
    job.throw_if_cancelled();
    figures.push_back(describe_split(project, name, duplicates));
  }
  job.finish_stage();
  return figures;
}

std::string name_of(const std::vector<Model>& known, const std::string& digest) {
  for (const Model& model : known) {
    if (model.digest == digest) return model.name;
  }
  for (const ListedModel& model : list_models()) {
    if (model.summary && model.summary->info.digest == digest) return model.name;
  }
  return "model " + digest.substr(0, 8);
}

std::vector<report::ModelFigures> model_figures(Project& project, const std::string& only_split) {
  const std::vector<Model> known = models(project);
  std::vector<report::ModelFigures> figures;
  for (ModelScore& score : kept_scores(project)) {
    const bool is_asked = only_split.empty() || score.split == only_split ||
                          score.split.starts_with(only_split + "/");  // a fold of it
    if (!is_asked) continue;
    if (figures.size() == kMostModels) break;
    figures.push_back({name_of(known, score.digest), std::move(score), {}});
  }
  return figures;
}

// Of the newest measurement that knows its worst faces: more of the same faces tell little.
void cut_worst_faces(std::vector<report::ModelFigures>& models, report::FaceCutter& cutter,
                     int most, JobContext& job) {
  for (report::ModelFigures& model : models) {
    if (model.score.worst.empty() || most <= 0) continue;
    for (const ModelScore::WorstFace& face : model.score.worst) {
      if (std::ssize(model.worst) == most) break;
      job.throw_if_cancelled();
      if (!cutter.has_label(face.face)) continue;  // any more
      report::FacePicture picture = cutter.cut(face.face, face.points);
      picture.value = face.nme;
      model.worst.push_back(std::move(picture));
    }
    return;
  }
}

class Gathering {
 public:
  Gathering(Project& project, const ReportOptions& options, JobContext& job)
      : project_(project), options_(options), job_(job) {}

  report::Report run() {
    job_.begin_stage("Counting");
    const report::Chosen chosen = report::choose(project_, options_.where);
    report::Report report;
    report.project = project_.path().stem().string();
    report.created = utc_now();
    report.where = options_.where;
    report.data = report::data_figures(project_, chosen);
    job_.throw_if_cancelled();
    report.coverage = report::coverage_figures(project_, chosen);
    job_.throw_if_cancelled();
    const std::vector<SuspectFace> suspects = chosen_suspects(project_, chosen);
    report.findings = report::finding_figures(project_, chosen, suspects);
    report.agreement = report::agreement_figures(project_, chosen, job_);
    report.splits = split_figures(project_, options_.split, job_);
    report.models = model_figures(project_, options_.split);
    report.pace = {pace(project_), work_days(project_)};
    cut_pictures(suspects, report);
    return report;
  }

  ReportResult result;

 private:
  void cut_pictures(const std::vector<SuspectFace>& suspects, report::Report& report) {
    report::FaceCutter cutter(project_, result.skipped);
    const auto total = std::min<std::int64_t>(
        options_.pictures, std::count_if(suspects.begin(), suspects.end(), [](const auto& face) {
          return face.suspicion >= kWorthAPicture;
        }));
    job_.begin_stage("Cutting out faces", total);
    for (std::int64_t i = 0; i < total; ++i) {
      job_.progress(i, total);
      report.findings.worst.push_back(report::suspicious_face(project_, suspects[i], cutter));
    }
    cut_worst_faces(report.models, cutter, options_.pictures / 2, job_);
    job_.finish_stage();
    result.pictures = count_pictures(report);
  }

  static std::int64_t count_pictures(const report::Report& report) {
    std::int64_t pictures = 0;
    const auto count = [&](const std::vector<report::FacePicture>& faces) {
      for (const report::FacePicture& face : faces) pictures += face.jpeg.empty() ? 0 : 1;
    };
    count(report.findings.worst);
    for (const report::ModelFigures& model : report.models) count(model.worst);
    return pictures;
  }

  Project& project_;
  const ReportOptions& options_;
  JobContext& job_;
};

}  // namespace

void ReportOptions::check() const {
  if (out.empty()) {
    throw Error(ErrorCode::kInvalidInput, "say where to write the page, e.g. --out report.html");
  }
  if (pictures < 0 || pictures > kMostPictures) {
    throw Error(ErrorCode::kInvalidInput,
                "the number of pictures must be from 0 to " + std::to_string(kMostPictures));
  }
  parse_query(where);
}

ReportResult run_report(Project& project, const ReportOptions& options, JobContext& job) {
  options.check();
  if (!options.split.empty()) plan_parts(project, options.split);
  Gathering gathering(project, options, job);
  const report::Report report = gathering.run();
  job.begin_stage("Writing the page");
  const std::string page = report::page(report);
  write_file_atomically(options.out, page);
  job.finish_stage();
  ReportResult result = std::move(gathering.result);
  result.bytes = static_cast<std::int64_t>(page.size());
  result.images = report.data.images;
  result.faces = report.data.faces;
  return result;
}

}  // namespace facepoint
