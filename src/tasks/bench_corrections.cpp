#include "tasks/bench_corrections.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/error.h"
#include "curate/planted_errors.h"
#include "image/codec.h"
#include "landmark/mean_shape.h"
#include "landmark/metrics.h"
#include "nn/runtime.h"
#include "tasks/correction_models.h"
#include "tasks/evaluate.h"
#include "tasks/face_tools.h"
#include "tasks/plan_faces.h"

namespace facepoint {
namespace {

constexpr std::array kTolerances{0.03, 0.04, 0.05, 0.06};
constexpr double kClumsy = 0.01;

// The mean shape, upright, in the label's box.
Keypoints mean_in_box(const Keypoints& mean, const Keypoints& label) {
  const Rect from = bounding_box(mean);
  const Rect to = bounding_box(label);
  Keypoints placed = mean;
  for (Landmark& point : placed) {
    point.position = {to.x + (point.position.x - from.x) * to.width / std::max(from.width, 1e-9),
                      to.y + (point.position.y - from.y) * to.height / std::max(from.height, 1e-9)};
  }
  return placed;
}

class Bench {
 public:
  Bench(const BenchCorrectionsOptions& options, PlanFaces faces)
      : options_(options), faces_(std::move(faces)) {
    for (const auto& [part, members] : faces_.by_part) {
      for (const PlanFace& face : members) {
        if (part == part_judged()) {
          judged_.push_back(&face);
        } else {
          others_.push_back(face.labelled.revision.points);
        }
      }
    }
    if (judged_.empty()) {
      throw Error(ErrorCode::kInvalidInput, "no labelled face in the part " + part_judged(),
                  options.split);
    }
  }

  BenchCorrectionsReport run(JobContext& job) {
    const std::filesystem::path model =
        options_.model.empty() ? nn::default_model() : options_.model;
    find_starts(model, job);
    measure("proposal", proposals_, correction_model_of(model), job);
    measure("planted", planted(), correction_model_of(faces_.scheme, labels_to_learn_from()), job);
    report_.faces = static_cast<std::int64_t>(proposals_.size());
    return std::move(report_);
  }

 private:
  std::string part_judged() const { return options_.split.empty() ? "all" : options_.part; }

  // Of people who aren't judged, where there are any.
  std::vector<Keypoints> labels_to_learn_from() const {
    if (!others_.empty()) return others_;
    std::vector<Keypoints> labels;
    for (const PlanFace* face : judged_) labels.push_back(face->labelled.revision.points);
    return labels;
  }

  void find_starts(const std::filesystem::path& model, JobContext& job) {
    job.begin_stage("Loading the model");
    const std::vector<FaceTools> tools = load_face_tools(model, options_.detector, 1);
    Predictor& predictor = *tools.front().predictor;
    report_.model = predictor.info().name;
    if (predictor.info().scheme != faces_.scheme.name) {
      throw Error(ErrorCode::kInvalidInput,
                  "this model predicts " + predictor.info().scheme +
                      ", but the faces are labelled in " + faces_.scheme.name,
                  model.string());
    }
    const Keypoints mean = mean_shape(faces_.scheme, labels_to_learn_from());
    std::map<std::filesystem::path, std::vector<const PlanFace*>> by_image;
    for (const PlanFace* face : judged_) by_image[face->image].push_back(face);
    job.begin_stage("Predicting", static_cast<std::int64_t>(by_image.size()));
    std::int64_t done = 0;
    for (const auto& [path, faces] : by_image) {
      job.progress(done++, static_cast<std::int64_t>(by_image.size()));
      std::vector<Keypoints> labels;
      for (const PlanFace* face : faces) labels.push_back(face->labelled.revision.points);
      try {
        const Picture picture = load_picture(path);
        const auto found =
            faces_at(predictor, picture, tools.front().detector->detect(picture), kDefaultMinScore);
        const std::vector<int> match = match_faces(labels, found);
        for (std::size_t i = 0; i < labels.size(); ++i) {
          if (match[i] < 0) ++report_.missed;
          proposals_.push_back(
              {match[i] >= 0 ? found[match[i]].points : mean_in_box(mean, labels[i]), labels[i]});
        }
      } catch (const Error& error) {
        report_.skipped.push_back(path.string() + ": " + error.message());
      }
    }
    job.finish_stage();
  }

  std::vector<CorrectionTrial> planted() const {
    std::vector<CorrectionTrial> trials;
    for (const CorrectionTrial& each : proposals_) {
      const std::uint64_t seed = options_.seed * 1000003 + trials.size();
      const PlantedError kind = kPlantedErrors[trials.size() % std::size(kPlantedErrors)];
      trials.push_back({with_planted_error(faces_.scheme, each.truth, kind, seed), each.truth});
    }
    return trials;
  }

  void measure(const std::string& start, const std::vector<CorrectionTrial>& trials,
               const CorrectionModel& model, JobContext& job) {
    const CorrectionModel nothing;
    const std::pair<const char*, const CorrectionModel*> methods[] = {{"plain", &nothing},
                                                                      {"covariance", &model}};
    const auto total = static_cast<std::int64_t>(kTolerances.size() * 2 * trials.size());
    job.begin_stage("Correcting, from " + start, total);
    std::int64_t done = 0;
    for (const bool clumsy : {false, true}) {
      for (const double tolerance : kTolerances) {
        std::vector<std::vector<int>> drags(std::size(methods));
        for (std::size_t i = 0; i < trials.size(); ++i) {
          job.progress(done++, total);
          const Hand hand{tolerance, clumsy ? kClumsy : 0, options_.seed * 1000003 + i};
          for (std::size_t m = 0; m < std::size(methods); ++m) {
            const auto follow = [&](const Keypoints& from, std::span<const SetPoint> set) {
              return methods[m].second->followed(from, set);
            };
            drags[m].push_back(drags_needed(trials[i], follow, hand));
          }
        }
        for (std::size_t m = 0; m < std::size(methods); ++m) {
          std::int64_t more = 0;
          for (std::size_t i = 0; i < trials.size(); ++i) more += drags[m][i] > drags[0][i] ? 1 : 0;
          report_.rows.push_back(
              {methods[m].first, start, clumsy ? "clumsy" : "exact", tolerance,
               drag_figures(drags[m]),
               static_cast<double>(more) /
                   static_cast<double>(std::max<std::size_t>(1, trials.size()))});
        }
      }
    }
    job.finish_stage();
  }

  const BenchCorrectionsOptions& options_;
  PlanFaces faces_;
  std::vector<const PlanFace*> judged_;
  std::vector<Keypoints> others_;  // labels of the plan's other parts
  std::vector<CorrectionTrial> proposals_;
  BenchCorrectionsReport report_;
};

}  // namespace

void BenchCorrectionsOptions::check() const {
  check_detector(detector);
  if (part != "train" && part != "val" && part != "test") {
    throw Error(ErrorCode::kInvalidInput,
                "a split plan has the parts train, val and test, not '" + part + "'");
  }
  parse_query(where);
}

BenchCorrectionsReport run_bench_corrections(Project& project,
                                             const BenchCorrectionsOptions& options,
                                             JobContext& job) {
  options.check();
  return Bench(options, options.split.empty()
                            ? faces_of_project(project, options.where)
                            : faces_of_plan(project, options.split, options.where))
      .run(job);
}

}  // namespace facepoint
