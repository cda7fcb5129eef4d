#include "tasks/check.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/error.h"
#include "curate/clip_jumps.h"
#include "curate/suspicion_reasons.h"
#include "store/datasets.h"
#include "store/videos.h"
#include "tasks/label_set.h"
#include "tasks/suspicion_file.h"

namespace facepoint {
namespace {

constexpr double kWorthAWord = 0.05;  // chance of being wrong from which a face gets a reason

// "Luis_012.jpg" is before "Luis_13.jpg".
std::int64_t frame_number(const std::string& path) {
  const std::string stem = std::filesystem::path(path).stem().string();
  const std::size_t last = stem.find_last_of("0123456789");
  if (last == std::string::npos) return 0;
  const std::size_t before = stem.find_last_not_of("0123456789", last);
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  std::int64_t number = 0;
  std::from_chars(stem.data() + first, stem.data() + last + 1, number);
  return number;
}

class Check {
 public:
  Check(Project& project, const CheckOptions& options, JobContext& job)
      : project_(project), options_(options), job_(job) {}

  CheckReport run() {
    std::vector<PlanFace> everyone;
    for (PlanFaces& faces : faces_by_scheme(project_)) {
      std::vector<PlanFace>& members = faces.by_part["all"];
      LabelSet set = label_set(project_, std::move(faces.scheme), std::move(members),
                               {options_.network, options_.model, options_.threads, true}, job_);
      judge(set);
      std::move(set.faces.begin(), set.faces.end(), std::back_inserter(everyone));
    }
    job_.begin_stage("Looking at the pictures' own traits");
    for (Finding& finding : picture_findings(project_, everyone)) {
      findings_.push_back(std::move(finding));
    }
    job_.throw_if_cancelled();
    for (const Finding& finding : findings_) ++report_.by_rule[finding.rule];
    job_.begin_stage("Keeping what was found");
    replace_findings(project_, findings_, suspicions_);
    job_.finish_stage();
    return std::move(report_);
  }

 private:
  void judge(const LabelSet& set) {
    report_.faces += std::ssize(set.faces);
    report_.out_of_fold += set.out_of_fold;
    if (!set.model.empty()) report_.model = set.model;
    report_.skipped.insert(report_.skipped.end(), set.skipped.begin(), set.skipped.end());
    const SuspicionPrior prior = shipped_suspicion_prior(set.scheme.name);
    const auto total = static_cast<std::int64_t>(set.faces.size());
    job_.begin_stage("Judging labels", total);
    const std::vector<LabelSuspicion> suspicions = judge_labels(
        set.scheme, set.to_judge(), prior, [&](std::int64_t done) { job_.progress(done, total); });
    job_.progress(total, total);
    const Lesson lesson = lesson_of(project_, set.scheme.name);
    const std::unordered_set<RevisionId> right = said_to_be_right();
    for (std::size_t i = 0; i < set.faces.size(); ++i) {
      LabelSuspicion suspicion = suspicions[i];
      if (suspicion.region >= 0) suspicion.value = lesson.chance(suspicion.signs);
      add(set, i, suspicion, right.contains(set.faces[i].labelled.revision.id));
    }
    add_jumps(set, right);
    add_source_findings(set);
  }

  static LabelView view_of(const LabelSet& set, std::size_t face) {
    const LabelledFace& labelled = set.faces[face].labelled;
    return {&labelled.revision.points,
            set.predictions[face] ? &set.predictions[face]->points : nullptr, labelled.image.width,
            labelled.image.height};
  }

  void add(const LabelSet& set, std::size_t i, const LabelSuspicion& suspicion, bool said_right) {
    const LabelledFace& labelled = set.faces[i].labelled;
    report_.with_prediction += set.predictions[i] ? 1 : 0;
    JudgedLabel judged = judged_label(set.scheme, view_of(set, i), suspicion, kWorthAWord);
    suspicions_.push_back({labelled.face.id,
                           labelled.revision.id,
                           judged.value,
                           suspicion.points,
                           {suspicion.signs.begin(), suspicion.signs.end()}});
    if (said_right) {
      ++report_.judged;
      return;
    }
    if (labelled.face.status != FaceStatus::kApproved) report_.expected_wrong += judged.value;
    for (BrokenRule& rule : judged.reasons) add_finding(labelled, std::move(rule));
  }

  void add_finding(const LabelledFace& labelled, BrokenRule rule) {
    findings_.push_back({{},
                         labelled.image.id,
                         labelled.face.id,
                         labelled.revision.id,
                         std::move(rule.rule),
                         rule.score,
                         std::move(rule.points),
                         std::move(rule.reason),
                         std::move(rule.remedy)});
  }

  std::unordered_set<RevisionId> said_to_be_right() {
    std::unordered_set<RevisionId> right;
    for (const FaceVerdict& verdict : verdicts(project_)) {
      if (verdict.verdict == Verdict::kRight) right.insert(verdict.revision);
    }
    return right;
  }

  // Where a frame has several faces, their tracks say which is whose.
  void add_jumps(const LabelSet& set, const std::unordered_set<RevisionId>& right) {
    using Clip = std::tuple<std::int64_t, std::string, std::string, std::string>;
    const auto tracks = track_tags(project_);
    std::map<Clip, std::vector<std::pair<std::int64_t, std::size_t>>> clips;
    for (std::size_t i = 0; i < set.faces.size(); ++i) {
      const Image& image = set.faces[i].labelled.image;
      if (image.clip.empty()) continue;
      const auto track = tracks.find(set.faces[i].labelled.face.id);
      clips[{image.dataset.value, image.identity, image.clip,
             track == tracks.end() ? "" : track->second}]
          .emplace_back(frame_number(image.path), i);
    }
    for (auto& [clip, frames] : clips) {
      std::sort(frames.begin(), frames.end());
      std::vector<LabelView> views;
      views.reserve(frames.size());
      for (const auto& [number, face] : frames) views.push_back(view_of(set, face));
      const auto rules = jumps_in_clip(set.scheme, views);
      for (std::size_t i = 0; i < rules.size(); ++i) {
        const LabelledFace& labelled = set.faces[frames[i].second].labelled;
        if (rules[i] && !right.contains(labelled.revision.id)) add_finding(labelled, *rules[i]);
      }
    }
  }

  void add_source_findings(const LabelSet& set) {
    std::map<std::int64_t, std::vector<LabelView>> sources;
    for (std::size_t i = 0; i < set.faces.size(); ++i) {
      sources[set.faces[i].labelled.image.dataset.value].push_back(view_of(set, i));
    }
    for (const auto& [dataset, views] : sources) {
      const auto rule = broken_source(set.scheme, views);
      if (!rule) continue;
      findings_.push_back(
          {{dataset}, {}, {}, {}, rule->rule, rule->score, {}, rule->reason, rule->remedy});
    }
  }

  Project& project_;
  const CheckOptions& options_;
  JobContext& job_;
  std::vector<Finding> findings_;
  std::vector<Suspicion> suspicions_;
  CheckReport report_;
};

}  // namespace

void CheckOptions::check() const {
  if (threads < 1) {
    throw Error(ErrorCode::kInvalidInput, "the number of threads must be at least 1");
  }
}

CheckReport run_check(Project& project, const CheckOptions& options, JobContext& job) {
  options.check();
  return Check(project, options, job).run();
}

std::optional<Signs> signs_of(const std::vector<double>& features) {
  Signs signs;
  if (features.size() != signs.size()) return std::nullopt;
  std::copy(features.begin(), features.end(), signs.begin());
  return signs;
}

Lesson lesson_of(Project& project, const std::string& scheme) {
  std::vector<Judgement> judgements;
  for (const FaceVerdict& verdict : verdicts(project)) {
    const auto signs = signs_of(verdict.features);
    if (signs) judgements.push_back({*signs, verdict.verdict == Verdict::kWrong});
  }
  return learn_from_verdicts(judgements, shipped_suspicion_prior(scheme));
}

}  // namespace facepoint
