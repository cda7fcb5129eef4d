#include "tasks/evaluate.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <tuple>

#include "base/digest.h"
#include "base/error.h"
#include "image/codec.h"
#include "image/disturb.h"
#include "nn/runtime.h"
#include "tasks/split.h"

namespace facepoint {
namespace {

// Grows when models are judged otherwise.
constexpr const char* kRule = "evaluation 2";
constexpr double kCedLimit = 0.1;
constexpr int kCedSteps = 50;
constexpr int kReliabilityBins = 10;

// One model and what was measured of it so far.
struct Candidate {
  std::unique_ptr<Predictor> predictor;
  std::vector<JudgedFace> judged;
  std::vector<std::pair<double, double>> distances;  // expected and true, in parts of the box side
  std::int64_t false_boxes = 0;
};

using ImageFaces = std::vector<const PlanFace*>;

class Evaluation {
 public:
  Evaluation(const EvaluateOptions& options, PlanFaces faces)
      : options_(options), faces_(std::move(faces)) {
    std::vector<std::filesystem::path> files = options.models;
    if (files.empty()) files.push_back(nn::default_model());
    for (const auto& file : files) {
      Candidate candidate;
      candidate.predictor = nn::runtime().load_model(file, options.threads);
      if (candidate.predictor->info().scheme != faces_.scheme.name) {
        throw Error(ErrorCode::kInvalidInput,
                    "this model predicts " + candidate.predictor->info().scheme +
                        ", but the faces are labelled in " + faces_.scheme.name,
                    file.string());
      }
      candidates_.push_back(std::move(candidate));
    }
    if (options.detector != "labels") detector_ = open_detector(options.detector);
  }

  EvaluateReport run(JobContext& job) {
    std::map<std::filesystem::path, ImageFaces> by_image;
    for (const PlanFace& face : faces_.by_part.at(options_.part)) {
      by_image[face.image].push_back(&face);
    }
    EvaluateReport report;
    const auto total = static_cast<std::int64_t>(by_image.size());
    std::int64_t done = 0;
    job.begin_stage("Evaluating", total);
    for (const auto& [path, faces] : by_image) {
      job.progress(done++, total);
      try {
        judge(load_picture(path), faces);
      } catch (const Error& error) {
        report.skipped.push_back(path.string() + ": " + error.message());
      }
    }
    job.finish_stage();
    report.subject = subject_of(options_, faces_);
    report.images = total;
    fill(report);
    return report;
  }

 private:
  void judge(Picture picture, const ImageFaces& faces) {
    std::vector<Keypoints> labels;
    labels.reserve(faces.size());
    for (const PlanFace* face : faces) labels.push_back(face->labelled.revision.points);
    if (!options_.disturb.empty()) {
      DisturbedPicture changed = disturbed(picture, options_.disturb, labels);
      picture = std::move(changed.picture);
      for (Keypoints& label : labels) label = transformed(changed.disturbed_from_original, label);
    }
    std::vector<Detection> detections;
    if (detector_) {
      const auto began = std::chrono::steady_clock::now();
      detections = detector_->detect(picture);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
      detection_[faces.front()->dataset].add(labels, detections, took.count());
    }
    for (Candidate& candidate : candidates_) {
      const auto found = detector_ ? found_faces(candidate, picture, detections, labels)
                                   : faces_in_boxes(candidate, picture, labels);
      for (std::size_t i = 0; i < labels.size(); ++i) {
        add_judged(candidate, *faces[i], labels[i], found[i]);
      }
    }
  }

  using Matched = std::vector<std::optional<FoundFace>>;  // one a label

  Matched found_faces(Candidate& candidate, const Picture& picture,
                      const std::vector<Detection>& detections,
                      const std::vector<Keypoints>& labels) const {
    const std::vector<FoundFace> found =
        faces_at(*candidate.predictor, picture, detections, options_.min_score);
    const std::vector<int> match = match_faces(labels, found);
    Matched matched(labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (match[i] >= 0) matched[i] = found[static_cast<std::size_t>(match[i])];
    }
    candidate.false_boxes +=
        static_cast<std::int64_t>(found.size()) -
        std::count_if(match.begin(), match.end(), [](int index) { return index >= 0; });
    return matched;
  }

  Matched faces_in_boxes(Candidate& candidate, const Picture& picture,
                         const std::vector<Keypoints>& labels) const {
    std::vector<FaceInput> inputs;
    inputs.reserve(labels.size());
    for (const Keypoints& label : labels) inputs.push_back({&picture, bounding_box(label)});
    Matched matched;
    for (FacePrediction& face : candidate.predictor->predict(inputs, true)) {
      matched.emplace_back(found_face(std::move(face), faces_.scheme));
    }
    return matched;
  }

  void add_judged(Candidate& candidate, const PlanFace& face, const Keypoints& label,
                  const std::optional<FoundFace>& found) const {
    JudgedFace judged{face.image.string(), face.dataset, face.labelled.face.id, std::nullopt, 0};
    judged.counts = inter_ocular_distance(faces_.scheme, label).has_value();
    const auto side = box_side(label);
    if (found) {
      judged.error = face_error(faces_.scheme, found->points, label);
      judged.points = found->points;
      for (const double value : found->confidence) judged.confidence += value;
      judged.confidence /= static_cast<double>(std::max<std::size_t>(1, found->confidence.size()));
      for (std::size_t p = 0; side && p < label.size(); ++p) {
        if (!label[p].present()) continue;
        candidate.distances.emplace_back(
            found->error[p] / *side,
            distance(found->points[p].position, label[p].position) / *side);
      }
    }
    candidate.judged.push_back(std::move(judged));
  }

  void fill(EvaluateReport& report) const {
    report.split = options_.split;
    report.part = options_.part;
    report.detector = options_.detector;
    for (const auto& [dataset, figures] : detection_) {
      report.detection.push_back(figures);
      report.detection.back().dataset = dataset;
    }
    report.disturb = options_.disturb;
    for (const Region& region : faces_.scheme.regions) report.regions.push_back(region.name);
    for (const Candidate& candidate : candidates_) {
      std::vector<std::optional<FaceError>> all;
      std::map<std::string, std::vector<std::optional<FaceError>>> by_dataset;
      std::vector<double> errors;
      std::vector<std::pair<double, double>> ranked;
      for (const JudgedFace& judged : candidate.judged) {
        auto& of_dataset = by_dataset[judged.dataset];  // the same ones of every model
        if (!judged.error && !judged.counts) continue;
        all.push_back(judged.error);
        of_dataset.push_back(judged.error);
        if (!judged.error) errors.push_back(std::numeric_limits<double>::infinity());
        if (judged.error && judged.error->nme_inter_ocular) {
          errors.push_back(*judged.error->nme_inter_ocular);
          ranked.emplace_back(judged.confidence, errors.back());
        }
      }
      ModelEvaluation evaluation;
      evaluation.model = candidate.predictor->info();
      evaluation.all = summarise(faces_.scheme, all);
      for (const auto& [dataset, part] : by_dataset) {
        evaluation.by_dataset.emplace_back(dataset, summarise(faces_.scheme, part));
      }
      evaluation.ced = cumulative_error_distribution(errors, kCedLimit, kCedSteps);
      evaluation.false_boxes = candidate.false_boxes;
      evaluation.reliability = reliability(candidate.distances, kReliabilityBins);
      evaluation.failures_in_worst_tenth = failures_in_worst_tenth(ranked, 0.1);
      evaluation.faces = candidate.judged;
      report.models.push_back(std::move(evaluation));
    }
  }

  const EvaluateOptions& options_;
  PlanFaces faces_;
  std::vector<Candidate> candidates_;
  std::map<std::string, DetectorFigures> detection_;  // by dataset
  std::unique_ptr<FaceDetector> detector_;            // none: the labels' boxes
};

}  // namespace

void EvaluateOptions::check() const {
  if (split.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "evaluation needs a split plan; make one with `facepoint split`");
  }
  if (part != "train" && part != "val" && part != "test") {
    throw Error(ErrorCode::kInvalidInput,
                "a split plan has the parts train, val and test, not '" + part + "'");
  }
  if (detector != "labels") check_detector(detector);
  if (threads < 1) {
    throw Error(ErrorCode::kInvalidInput, "the number of threads must be at least 1");
  }
  if (!disturb.empty()) disturbed({1, 1, 1, {0}}, disturb, {});  // refuses what it doesn't know
  parse_query(where);
}

std::string subject_of(const EvaluateOptions& options, const PlanFaces& faces) {
  std::string text = std::string(kRule) + "\n" + faces.scheme.name + "\n" + options.detector +
                     "\n" + options.disturb + "\n" + std::to_string(options.min_score) + "\n";
  for (const PlanFace& face : faces.by_part.at(options.part)) {
    const LabelledFace& labelled = face.labelled;
    text += labelled.image.path + " " + labelled.image.digest + " " +
            std::to_string(labelled.face.id.value) + " " +
            std::to_string(labelled.revision.id.value) + "\n";
  }
  return digest_of(text);
}

EvaluateReport run_evaluate(Project& project, const EvaluateOptions& options, JobContext& job) {
  options.check();
  PlanFaces faces = faces_of_plan(project, options.split, options.where);
  if (faces.by_part[options.part].empty()) {
    throw Error(ErrorCode::kInvalidInput, "no labelled face in the part " + options.part,
                options.split);
  }
  if (!options.allow_leaks) refuse_leaks(project, options.split, job);
  return Evaluation(options, std::move(faces)).run(job);
}

std::vector<int> match_faces(const std::vector<Keypoints>& labels,
                             const std::vector<FoundFace>& found) {
  constexpr double kLeastOverlap = 0.3;
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (std::size_t k = 0; k < found.size(); ++k) {
      const double overlap = intersection_over_union(bounding_box(labels[i]), found[k].box);
      if (overlap >= kLeastOverlap) pairs.emplace_back(-overlap, i, k);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<int> match(labels.size(), -1);
  std::vector<bool> taken(found.size(), false);
  for (const auto& [overlap, label, face] : pairs) {
    if (match[label] >= 0 || taken[face]) continue;
    match[label] = static_cast<int>(face);
    taken[face] = true;
  }
  return match;
}

}  // namespace facepoint
