#include "tasks/bench_corrections.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

#include "base/cpu_clock.h"
#include "base/error.h"
#include "curate/planted_errors.h"
#include "image/codec.h"
#include "landmark/likely_wrong.h"
#include "landmark/mean_shape.h"
#include "landmark/metrics.h"
#include "nn/model_summary.h"
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

// What points follow by, and the drags that took.
struct Method {
  std::string name;
  Follow follow;
};
// By start and hand, of one method: for each tolerance a face's drags.
struct Course {
  std::string start;
  bool clumsy = false;
  std::string method;
  std::vector<std::vector<int>> drags;  // by face, by tolerance
};

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
    open(job);
    std::map<std::filesystem::path, std::vector<const PlanFace*>> by_image;
    for (const PlanFace* face : judged_) by_image[face->image].push_back(face);
    const auto total = static_cast<std::int64_t>(by_image.size());
    job.begin_stage("Correcting", total);
    std::int64_t done = 0;
    for (const auto& [path, faces] : by_image) {
      job.progress(done++, total);
      try {
        correct_picture(load_picture(path), faces);
      } catch (const Error& error) {
        report_.skipped.push_back(path.string() + ": " + error.message());
      }
    }
    job.finish_stage();
    summarise();
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

  void open(JobContext& job) {
    job.begin_stage("Loading the models");
    const std::filesystem::path model =
        options_.model.empty() ? nn::default_model() : options_.model;
    const std::filesystem::path corrector =
        options_.corrector.empty() ? nn::default_corrector() : options_.corrector;
    tools_ = std::move(load_face_tools(model, options_.detector, 1).front());
    const ModelInfo& info = tools_.predictor->info();
    report_.model = info.name;
    report_.corrector = nn::model_name(corrector);
    if (info.scheme != faces_.scheme.name) {
      throw Error(ErrorCode::kInvalidInput,
                  "this model predicts " + info.scheme + ", but the faces are labelled in " +
                      faces_.scheme.name,
                  model.string());
    }
    const std::vector<Keypoints> labels = labels_to_learn_from();
    mean_ = mean_shape(faces_.scheme, labels);
    of_proposals_ = correction_model_of(model, corrector);
    of_labels_ = correction_model_of(faces_.scheme, labels);
    alone_ = nn::runtime().load_corrector(corrector, 1, nn::CorrectorTold::kSetPoints);
    both_ = nn::runtime().load_corrector(corrector, 1, nn::CorrectorTold::kSetAndExpected);
  }

  void correct_picture(const Picture& picture, const std::vector<const PlanFace*>& faces) {
    std::vector<Keypoints> labels;
    labels.reserve(faces.size());
    for (const PlanFace* face : faces) labels.push_back(face->labelled.revision.points);
    const auto found =
        faces_at(*tools_.predictor, picture, tools_.detector->detect(picture), kDefaultMinScore);
    const std::vector<int> match = match_faces(labels, found);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (match[i] < 0) ++report_.missed;
      const Keypoints start =
          match[i] >= 0 ? found[match[i]].points : mean_in_box(mean_, labels[i]);
      const std::vector<double> expected =
          match[i] >= 0 ? found[match[i]].error : std::vector<double>{};
      correct("proposal", picture, {start, labels[i]}, expected);
      look_first(picture, {start, labels[i]}, expected);
      const PlantedError kind = kPlantedMoves[report_.faces % std::size(kPlantedMoves)];
      correct("planted", picture,
              {with_planted_error(faces_.scheme, labels[i], kind, seed()), labels[i]}, {});
      ++report_.faces;
    }
  }

  std::uint64_t seed() const {
    return options_.seed * 1000003 + static_cast<std::uint64_t>(report_.faces);
  }

  // `expected`: errors of the start; empty: not known.
  void correct(const std::string& start, const Picture& picture, const CorrectionTrial& trial,
               const std::vector<double>& expected) {
    const bool is_label = start == "planted";
    const CorrectionModel model =
        is_label ? of_labels_ : of_proposals_.of_face(trial.start, expected);
    const auto timed = [&](double& seconds, std::int64_t& count, const auto& work) {
      if (is_label) return work();
      const double began = thread_cpu_seconds();
      Keypoints points = work();
      seconds += thread_cpu_seconds() - began;
      ++count;
      return points;
    };
    const Method methods[] = {
        {"plain",
         [](const Keypoints& from, std::span<const SetPoint> set) {
           return CorrectionModel().followed(from, set);
         }},
        {"covariance",
         [&](const Keypoints& from, std::span<const SetPoint> set) {
           return timed(linear_seconds_, linear_count_, [&] { return model.followed(from, set); });
         }},
        {"network",
         [&](const Keypoints& from, std::span<const SetPoint> set) {
           return alone_->correct(picture, from, is_label, expected, set).points;
         }},
        {"both", [&](const Keypoints& from, std::span<const SetPoint> set) {
           return timed(network_seconds_, network_count_, [&] {
             return both_->correct(picture, from, is_label, expected, set).points;
           });
         }}};
    for (const bool clumsy : {false, true}) {
      const Hand hand{clumsy ? kClumsy : 0, seed()};
      for (const Method& method : methods) {
        course(start, clumsy, method.name)
            .drags.push_back(drags_needed(trial, method.follow, hand, kTolerances));
      }
    }
  }

  Course& course(const std::string& start, bool clumsy, const std::string& method) {
    for (Course& each : courses_) {
      if (each.start == start && each.clumsy == clumsy && each.method == method) return each;
    }
    courses_.push_back({start, clumsy, method, {}});
    return courses_.back();
  }

  // A person who presses the key that leads to the next doubtful point, up to five times.
  static bool leads_to_wrong(const CorrectionModel& model, const Keypoints& points,
                             std::span<const double> error, const Keypoints& truth, double side) {
    std::vector<int> seen;
    for (int press = 0; press < kPresses; ++press) {
      const auto next = likeliest_wrong(model, points, error, seen);
      if (!next) return false;
      if (distance(points[*next].position, truth[*next].position) > kWrong * side) return true;
      seen.push_back(*next);
    }
    return false;
  }

  // Of points that nobody set, in box sides.
  static void note_errors(std::vector<std::pair<double, double>>& noted, const Keypoints& points,
                          const std::vector<double>& errors, const CorrectionTrial& trial) {
    const double side = box_side(trial.truth).value_or(0);
    for (std::size_t p = 0; p < errors.size(); ++p) {
      if (!trial.truth[p].present() || errors[p] <= 0 || side <= 0) continue;
      noted.emplace_back(errors[p] / side,
                         distance(points[p].position, trial.truth[p].position) / side);
    }
  }

  // As the editor goes about it. `errors`: as the proposal expects them; none: the corrector's.
  void look_first(const Picture& picture, const CorrectionTrial& trial,
                  const std::vector<double>& expected) {
    const CorrectionModel model = of_proposals_.of_face(trial.start, expected);
    std::vector<double> errors = expected;
    const double side = box_side(trial.truth).value_or(0);
    std::vector<double> off;
    for (std::size_t p = 0; p < trial.truth.size(); ++p) {
      const bool present = trial.truth[p].present();
      off.push_back(present ? distance(trial.start[p].position, trial.truth[p].position) / side
                            : 0);
    }
    offs_.push_back(off);
    std::vector<SetPoint> set;
    Keypoints points = trial.start;
    if (errors.empty()) {
      errors = expected_errors(points, both_->correct(picture, trial.start, false, expected, set));
    }
    note_errors(expected_start_, points, errors, trial);
    for (int round = 0; round < kMostRounds; ++round) {
      const auto worst = worst_point(points, trial.truth, kWrong * side);
      if (!worst) return;
      const bool led = leads_to_wrong(model, points, errors, trial.truth, side);
      BenchCorrectionsReport::LookFirst& out = report_.look_first;
      if (round == 0) {
        ++out.faces;
        out.start += led ? 1 : 0;
      } else {
        ++out.looks;
        out.corrected += led ? 1 : 0;
      }
      const Point end = trial.truth[*worst].position;
      std::erase_if(set, [&](const SetPoint& each) { return each.point == *worst; });
      set.push_back({*worst, end, round + 1, distance(points[*worst].position, end)});
      Corrected answer = both_->correct(picture, trial.start, false, expected, set);
      points = std::move(answer.points);
      errors = std::move(answer.error);
      note_errors(expected_corrected_, points, errors, trial);
    }
  }

  // One order for all faces: by mean error over the faces that are judged.
  double fixed_order() const {
    std::vector<double> mean(offs_.front().size(), 0);
    for (const auto& off : offs_) {
      for (std::size_t p = 0; p < off.size(); ++p) mean[p] += off[p];
    }
    std::vector<std::size_t> order(mean.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return mean[a] > mean[b]; });
    order.resize(std::min<std::size_t>(order.size(), kPresses));
    std::int64_t led = 0;
    std::int64_t wrong = 0;
    for (const auto& off : offs_) {
      if (*std::max_element(off.begin(), off.end()) <= kWrong) continue;
      ++wrong;
      led +=
          std::any_of(order.begin(), order.end(), [&](std::size_t p) { return off[p] > kWrong; });
    }
    return static_cast<double>(led) / static_cast<double>(std::max<std::int64_t>(1, wrong));
  }

  void summarise() {
    if (report_.faces == 0) return;
    const auto each = [](double sum, std::int64_t count) {
      return sum / static_cast<double>(std::max<std::int64_t>(1, count));
    };
    report_.linear_ms = each(linear_seconds_ * 1000, linear_count_);
    report_.network_ms = each(network_seconds_ * 1000, network_count_);
    BenchCorrectionsReport::LookFirst& look = report_.look_first;
    look.fixed = fixed_order();
    look.start = each(look.start, look.faces);
    look.corrected = each(look.corrected, look.looks);
    report_.reliability_start = reliability(std::move(expected_start_), kReliabilityBins);
    report_.reliability_corrected = reliability(std::move(expected_corrected_), kReliabilityBins);
    for (const Course& one : courses_) {
      const Course& plain = course(one.start, one.clumsy, "plain");
      for (std::size_t t = 0; t < kTolerances.size(); ++t) {
        std::vector<int> drags;
        std::int64_t more = 0;
        for (std::size_t face = 0; face < one.drags.size(); ++face) {
          drags.push_back(one.drags[face][t]);
          more += one.drags[face][t] > plain.drags[face][t] ? 1 : 0;
        }
        report_.rows.push_back({one.method, one.start, one.clumsy ? "clumsy" : "exact",
                                kTolerances[t], drag_figures(drags), each(more, report_.faces)});
      }
    }
  }

  static constexpr double kWrong = 0.04;  // of the box side
  static constexpr int kPresses = 5;
  static constexpr int kMostRounds = 20;
  static constexpr int kReliabilityBins = 10;

  const BenchCorrectionsOptions& options_;
  PlanFaces faces_;
  std::vector<const PlanFace*> judged_;
  std::vector<Keypoints> others_;  // labels of the plan's other parts
  FaceTools tools_;
  Keypoints mean_;
  CorrectionModel of_proposals_;
  CorrectionModel of_labels_;
  std::unique_ptr<Corrector> alone_;
  std::unique_ptr<Corrector> both_;
  std::vector<Course> courses_;
  std::vector<std::vector<double>> offs_;  // of the starts, by face and point, in box sides
  std::vector<std::pair<double, double>> expected_start_;      // see reliability_start
  std::vector<std::pair<double, double>> expected_corrected_;  // see reliability_corrected
  double linear_seconds_ = 0;
  std::int64_t linear_count_ = 0;
  double network_seconds_ = 0;
  std::int64_t network_count_ = 0;
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
