#include "tasks/bench_findings.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "base/error.h"
#include "curate/remedies.h"
#include "curate/suspicion_reasons.h"
#include "tasks/label_set.h"
#include "tasks/suspicion_file.h"

namespace facepoint {
namespace {

constexpr double kShare = 0.05;  // planted, left out, and looked at first
constexpr std::size_t kFirst = 50;
constexpr int kFoundSteps = 20;
constexpr double kMended = 0.03;  // of the box side
constexpr int kBins = 10;

std::size_t share_of(std::size_t count) {
  return static_cast<std::size_t>(std::ceil(kShare * static_cast<double>(count)));
}

double auroc_of(const std::vector<double>& wrong, std::vector<double> right) {
  if (wrong.empty() || right.empty()) return 1;
  std::sort(right.begin(), right.end());
  double sum = 0;
  for (const double score : wrong) {
    const auto below = std::lower_bound(right.begin(), right.end(), score) - right.begin();
    const auto up_to = std::upper_bound(right.begin(), right.end(), score) - right.begin();
    sum += 0.5 * static_cast<double>(below + up_to);
  }
  return sum / (static_cast<double>(wrong.size()) * static_cast<double>(right.size()));
}

Spread spread_of(const std::vector<double>& values) {
  Spread spread;
  if (values.empty()) return spread;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) spread.mean += value / count;
  for (const double value : values) {
    spread.deviation += (value - spread.mean) * (value - spread.mean) / count;
  }
  spread.deviation = std::sqrt(spread.deviation);
  return spread;
}

struct Planted {
  std::size_t face = 0;
  PlantedError kind = PlantedError::kPoint;
  Keypoints label;
};

class Bench {
 public:
  Bench(const BenchFindingsOptions& options, LabelSet set)
      : options_(options), set_(std::move(set)) {
    report_.model = set_.model;
    report_.out_of_fold = set_.out_of_fold;
    report_.skipped = set_.skipped;
    report_.faces = std::ssize(set_.faces);
    prior_ = shipped_suspicion_prior(set_.scheme.name);
  }

  BenchFindingsReport run(JobContext& job) {
    leave_out();
    job.begin_stage("Planting errors and looking for them", options_.rounds);
    found_.assign(kFoundSteps, 0);
    for (int round = 0; round < options_.rounds; ++round) {
      job.progress(round, options_.rounds);
      play(options_.seed + static_cast<std::uint64_t>(round));
    }
    job.progress(options_.rounds, options_.rounds);
    job.finish_stage();
    summarise();
    return std::move(report_);
  }

 private:
  void leave_out() {
    const auto suspicions = judged(set_.to_judge());
    std::vector<std::size_t> order(suspicions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return suspicions[a].value > suspicions[b].value;
    });
    const std::size_t out = share_of(order.size());
    kept_.assign(order.begin() + static_cast<std::ptrdiff_t>(out), order.end());
    std::sort(kept_.begin(), kept_.end());
    report_.left_out = static_cast<std::int64_t>(out);
    report_.planted = static_cast<std::int64_t>(share_of(kept_.size()));
    if (kept_.size() < 20) {
      throw Error(ErrorCode::kInvalidInput,
                  "fewer than 20 labelled faces: too few to plant errors into", options_.split);
    }
  }

  // As a check does.
  std::vector<LabelSuspicion> judged(const std::vector<LabelToJudge>& labels) const {
    auto suspicions = judge_labels(set_.scheme, labels, prior_);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const LabelView view = view_of(i, *labels[i].label);
      suspicions[i].value = judged_label(set_.scheme, view, suspicions[i], 2).value;
    }
    return suspicions;
  }

  LabelView view_of(std::size_t face, const Keypoints& label) const {
    const Image& image = set_.faces[face].labelled.image;
    return {&label, set_.predictions[face] ? &set_.predictions[face]->points : nullptr, image.width,
            image.height};
  }

  // Somebody else, where it is known who is who.
  std::size_t other_than(std::size_t face, std::mt19937_64& engine) const {
    const std::string& person = set_.faces[face].labelled.image.identity;
    std::size_t other = face;
    for (int tries = 0; tries < 1000; ++tries) {
      other = kept_[engine() % kept_.size()];
      const std::string& who = set_.faces[other].labelled.image.identity;
      if (other != face && (person.empty() || who != person)) break;
    }
    return other;
  }

  std::vector<Planted> plant(std::uint64_t seed) const {
    std::mt19937_64 engine(seed);
    std::vector<std::size_t> shuffled = kept_;
    for (std::size_t i = shuffled.size() - 1; i > 0; --i) {
      std::swap(shuffled[i], shuffled[engine() % (i + 1)]);
    }
    std::vector<Planted> planted;
    for (std::size_t i = 0; i < static_cast<std::size_t>(report_.planted); ++i) {
      const std::size_t face = shuffled[i];
      const PlantedError kind = kPlantedErrors[(i + seed) % std::size(kPlantedErrors)];
      const Keypoints& other = label(other_than(face, engine));
      planted.push_back(
          {face, kind, with_planted_error(set_.scheme, label(face), kind, engine(), other)});
    }
    return planted;
  }

  const Keypoints& label(std::size_t face) const {
    return set_.faces[face].labelled.revision.points;
  }

  void play(std::uint64_t seed) {
    const std::vector<Planted> planted = plant(seed);
    std::vector<LabelToJudge> labels = set_.to_judge();
    std::vector<const Planted*> at(labels.size(), nullptr);
    for (const Planted& each : planted) {
      labels[each.face].label = &each.label;
      at[each.face] = &each;
    }
    const auto suspicions = judged(labels);
    note_faces(suspicions, at);
    note_points(suspicions, at);
    for (const Planted& each : planted) {
      if (each.kind == PlantedError::kShift) note_remedy(each);
    }
  }

  // By suspicion, the most suspicious first.
  static std::vector<std::size_t> ranked(const std::vector<LabelSuspicion>& suspicions,
                                         std::vector<std::size_t> faces) {
    std::stable_sort(faces.begin(), faces.end(), [&](std::size_t a, std::size_t b) {
      return suspicions[a].value > suspicions[b].value;
    });
    return faces;
  }

  static double share_planted(const std::vector<std::size_t>& order, std::size_t first,
                              const std::vector<const Planted*>& at, std::size_t of) {
    const auto count =
        std::count_if(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(first),
                      [&](std::size_t face) { return at[face] != nullptr; });
    return static_cast<double>(count) / static_cast<double>(of);
  }

  void note_faces(const std::vector<LabelSuspicion>& suspicions,
                  const std::vector<const Planted*>& at) {
    const auto planted = static_cast<std::size_t>(report_.planted);
    const std::vector<std::size_t> order = ranked(suspicions, kept_);
    recall_.push_back(share_planted(order, share_of(order.size()), at, planted));
    std::vector<std::size_t> everyone(suspicions.size());
    std::iota(everyone.begin(), everyone.end(), std::size_t{0});
    const std::vector<std::size_t> all = ranked(suspicions, everyone);
    recall_all_.push_back(share_planted(all, share_of(all.size()), at, planted));
    const std::size_t first = std::min({kFirst, planted, order.size()});
    precision_.push_back(share_planted(order, first, at, first));
    for (int step = 1; step <= kFoundSteps; ++step) {
      found_[static_cast<std::size_t>(step - 1)] +=
          share_planted(order, order.size() * static_cast<std::size_t>(step) / 100, at, planted) /
          options_.rounds;
    }
    std::vector<double> right;
    std::vector<double> wrong;
    std::vector<std::vector<double>> by_kind(std::size(kPlantedErrors));
    std::vector<double> in_top(std::size(kPlantedErrors), 0);
    const std::size_t top = share_of(order.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
      const std::size_t face = order[place];
      const double value = suspicions[face].value;
      chances_.emplace_back(value, at[face] != nullptr ? 1.0 : 0.0);
      (at[face] != nullptr ? wrong : right).push_back(value);
      if (at[face] == nullptr) continue;
      const auto kind = static_cast<std::size_t>(at[face]->kind);
      by_kind[kind].push_back(value);
      in_top[kind] += place < top ? 1 : 0;
    }
    auroc_.push_back(auroc_of(wrong, right));
    kind_auroc_.resize(by_kind.size());
    kind_recall_.resize(by_kind.size());
    for (std::size_t kind = 0; kind < by_kind.size(); ++kind) {
      if (by_kind[kind].empty()) continue;
      kind_auroc_[kind].push_back(auroc_of(by_kind[kind], right));
      kind_recall_[kind].push_back(in_top[kind] / static_cast<double>(by_kind[kind].size()));
    }
  }

  void note_points(const std::vector<LabelSuspicion>& suspicions,
                   const std::vector<const Planted*>& at) {
    std::vector<double> right;
    std::vector<double> wrong;
    for (const std::size_t face : kept_) {
      for (std::size_t p = 0; p < suspicions[face].points.size(); ++p) {
        if (!label(face)[p].present()) continue;
        const bool moved =
            at[face] != nullptr && !(at[face]->label[p].position == label(face)[p].position);
        (moved ? wrong : right).push_back(suspicions[face].points[p]);
      }
    }
    point_auroc_.push_back(auroc_of(std::move(wrong), std::move(right)));
  }

  void note_remedy(const Planted& shifted) {
    ++shifts_;
    const LabelView view = view_of(shifted.face, shifted.label);
    for (const BrokenRule& rule : broken_rules(set_.scheme, view)) {
      if (rule.remedy.empty()) continue;
      const auto mended =
          remedied(set_.scheme, shifted.label, rule.remedy, {view.image_width, view.predicted});
      const double side = box_side(label(shifted.face)).value_or(0);
      if (mended && !worst_point(*mended, label(shifted.face), kMended * side)) ++mended_;
      return;
    }
  }

  void summarise() {
    report_.rounds = options_.rounds;
    report_.recall_top5 = spread_of(recall_);
    report_.recall_top5_all = spread_of(recall_all_);
    report_.precision_at_50 = spread_of(precision_);
    report_.auroc = spread_of(auroc_);
    report_.point_auroc = spread_of(point_auroc_);
    for (std::size_t kind = 0; kind < std::size(kPlantedErrors); ++kind) {
      report_.kinds.push_back(
          {kPlantedErrors[kind], spread_of(kind_auroc_[kind]), spread_of(kind_recall_[kind])});
    }
    report_.chances = reliability(std::move(chances_), kBins);
    report_.found = std::move(found_);
    report_.remedied_shifts = shifts_ > 0 ? static_cast<double>(mended_) / shifts_ : 0;
  }

  const BenchFindingsOptions& options_;
  LabelSet set_;
  SuspicionPrior prior_;
  std::vector<std::size_t> kept_;
  std::vector<double> recall_;  // a round each, as those below
  std::vector<double> recall_all_;
  std::vector<double> precision_;
  std::vector<double> auroc_;
  std::vector<double> point_auroc_;
  std::vector<std::vector<double>> kind_auroc_;
  std::vector<std::vector<double>> kind_recall_;
  std::vector<std::pair<double, double>> chances_;
  std::vector<double> found_;
  int shifts_ = 0;
  int mended_ = 0;
  BenchFindingsReport report_;
};

}  // namespace

void BenchFindingsOptions::check() const {
  const auto refuse = [](const std::string& why) { throw Error(ErrorCode::kInvalidInput, why); };
  if (part != "train" && part != "val" && part != "test") {
    refuse("a split plan has the parts train, val and test, not '" + part + "'");
  }
  if (rounds < 1) refuse("the number of rounds must be at least 1");
  if (threads < 1) refuse("the number of threads must be at least 1");
  parse_query(where);
}

BenchFindingsReport run_bench_findings(Project& project, const BenchFindingsOptions& options,
                                       JobContext& job) {
  options.check();
  PlanFaces faces = options.split.empty() ? faces_of_project(project, options.where)
                                          : faces_of_plan(project, options.split, options.where);
  const std::string part = options.split.empty() ? "all" : options.part;
  return Bench(options, label_set(project, std::move(faces.scheme), std::move(faces.by_part[part]),
                                  {true, options.model, options.threads, false}, job))
      .run(job);
}

}  // namespace facepoint
