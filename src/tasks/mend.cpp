#include "tasks/mend.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/error.h"
#include "base/text.h"
#include "curate/remedies.h"
#include "landmark/scheme.h"
#include "store/face_metrics.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/fold_predictions.h"
#include "store/journal.h"
#include "store/query.h"

namespace facepoint {
namespace {

class Mend {
 public:
  Mend(Project& project, const MendOptions& options, JobContext& job)
      : project_(project), options_(options), job_(job) {}

  MendReport run() {
    gather_findings();
    const std::vector<LabelledFace> faces = labelled_faces(project_, parse_query(options_.where));
    job_.begin_stage("Mending labels", std::ssize(faces));
    std::vector<FaceEdit> edits;
    std::vector<RevisionId> seen;
    std::int64_t done = 0;
    for (const LabelledFace& face : faces) {
      if (auto edit = edit_of(face)) {
        edits.push_back(*std::move(edit));
        seen.push_back(face.revision.id);
      }
      job_.progress(++done, std::ssize(faces));
    }
    report_.faces = std::ssize(edits);
    if (options_.dry_run || edits.empty()) return std::move(report_);
    report_.label = "Mend " + count_of(report_.faces, "label");
    report_.change = apply_change(project_, report_.label, edits, Author::kPerson, {}, seen);
    update_face_metrics(project_);
    return std::move(report_);
  }

 private:
  bool is_asked(const std::string& rule) const {
    return std::find(options_.rules.begin(), options_.rules.end(), rule) != options_.rules.end();
  }

  // The surest first.
  void gather_findings() {
    for (Finding& finding : findings(project_)) {
      if (finding.face && is_asked(finding.rule)) {
        of_face_[finding.face].push_back(std::move(finding));
      }
    }
    for (WholeSourceFinding& source : source_findings(project_)) {
      if (source.dismissed || !is_asked(source.finding.rule)) continue;
      of_dataset_.emplace(source.finding.dataset, std::move(source.finding));
    }
  }

  const Finding* finding_of(const LabelledFace& face) const {
    const auto own = of_face_.find(face.face.id);
    if (own != of_face_.end()) {
      const auto with_remedy = std::find_if(own->second.begin(), own->second.end(),
                                            [](const Finding& f) { return !f.remedy.empty(); });
      return with_remedy != own->second.end() ? &*with_remedy : &own->second.front();
    }
    const auto whole = of_dataset_.find(face.image.dataset);
    return whole == of_dataset_.end() ? nullptr : &whole->second;
  }

  std::optional<FaceEdit> edit_of(const LabelledFace& face) {
    const Finding* finding = finding_of(face);
    if (finding == nullptr || face.face.status == FaceStatus::kRejected) return std::nullopt;
    if (finding->score < options_.least) {
      ++report_.unsure;
      return std::nullopt;
    }
    if (face.revision.author == Author::kPerson || face.face.status == FaceStatus::kApproved) {
      ++report_.set_by_people;
      return std::nullopt;
    }
    std::optional<FoldPrediction> predicted;
    if (finding->remedy.starts_with("predicted")) {
      predicted = fold_prediction_of(project_, face.face.id);
    }
    const Scheme& scheme = SchemeLibrary::standard().get(face.face.scheme);
    FaceEdit edit;
    edit.face = face.face.id;
    edit.points = remedied(scheme, face.revision.points, finding->remedy,
                           {face.image.width, predicted ? &predicted->points : nullptr});
    if (!edit.points) {
      ++report_.without_remedy;
      return std::nullopt;
    }
    edit.status = FaceStatus::kCorrected;
    edit.by_rule = true;
    // Of a label by itself this teaches what wrong ones look like; of a source it doesn't.
    if (finding->face) edit.verdict = Verdict::kWrong;
    ++report_.by_remedy[remedy_title(scheme, finding->remedy)];
    return edit;
  }

  Project& project_;
  const MendOptions& options_;
  JobContext& job_;
  std::unordered_map<FaceId, std::vector<Finding>> of_face_;
  std::unordered_map<DatasetId, Finding> of_dataset_;
  MendReport report_;
};

}  // namespace

void MendOptions::check() const {
  if (rules.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "Say with --rule whose remedies to follow: swapped, scaled, origin, ...");
  }
  if (least < 0 || least > 1) {
    throw Error(ErrorCode::kInvalidInput, "--least is a score from 0 to 1.");
  }
  parse_query(where);
}

MendReport run_mend(Project& project, const MendOptions& options, JobContext& job) {
  options.check();
  if (!was_ever_checked(project)) {
    throw Error(ErrorCode::kInvalidInput,
                "This project's labels were never checked; run `facepoint check` first.");
  }
  return Mend(project, options, job).run();
}

}  // namespace facepoint
