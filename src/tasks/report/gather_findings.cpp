#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "base/error.h"
#include "curate/remedies.h"
#include "image/codec.h"
#include "image/process.h"
#include "landmark/scheme.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/fold_predictions.h"
#include "store/images.h"
#include "tasks/image_files.h"
#include "tasks/report/gather.h"

namespace facepoint::report {
namespace {

constexpr std::size_t kOthersShown = 10;
constexpr int kCropSide = 240;       // pixels
constexpr int kCropQuality = 80;     // of the JPEG
constexpr double kCropMargin = 0.2;  // on each side, of what is to be seen

bool is_chosen(const Chosen& chosen, const Finding& finding) {
  if (finding.face) return chosen.face_ids.contains(finding.face);
  if (finding.image) return chosen.image_of.contains(finding.image);
  return true;  // of a whole dataset
}

std::string subject_of(const Chosen& chosen, const Finding& finding) {
  if (!finding.image) return "all of " + chosen.dataset_name(finding.dataset);
  const Image& image = *chosen.image_of.at(finding.image);
  return chosen.dataset_name(image.dataset) + "/" + image.path;
}

void count_rules(Project& project, const Chosen& chosen, FindingFigures& figures) {
  std::map<std::string, RuleFigures> rules;
  std::set<std::pair<DatasetId, std::string>> dismissed;
  for (const WholeSourceFinding& source : source_findings(project)) {
    if (source.dismissed) dismissed.emplace(source.finding.dataset, source.finding.rule);
  }
  for (const Finding& finding : findings(project)) {
    if (!is_chosen(chosen, finding)) continue;
    const bool of_source = !finding.face && !finding.image;
    if (of_source && dismissed.contains({finding.dataset, finding.rule})) continue;
    RuleFigures& rule = rules[finding.rule];
    if (rule.findings++ == 0) rule.example = finding.reason;
    if (finding.face) continue;
    ++figures.all_others;
    if (figures.others.size() == kOthersShown) continue;
    figures.others.emplace_back(subject_of(chosen, finding), finding.reason);
  }
  for (auto& [name, rule] : rules) {
    rule.rule = name;
    figures.rules.push_back(std::move(rule));
  }
  std::stable_sort(
      figures.rules.begin(), figures.rules.end(),
      [](const RuleFigures& a, const RuleFigures& b) { return a.findings > b.findings; });
}

Keypoints stored_prediction(Project& project, FaceId face) {
  const auto stored = predicted_points_of(project, face);
  return stored ? stored->points : Keypoints();
}

// What the crop shows: all that is drawn over it.
Rect around(const Keypoints& label, const Keypoints& predicted) {
  Keypoints both = label;
  both.insert(both.end(), predicted.begin(), predicted.end());
  return bounding_box(both);
}

Similarity crop_from_image(const Rect& seen) {
  const double side = std::max({seen.width, seen.height, 8.0}) * (1 + 2 * kCropMargin);
  const double scale = kCropSide / side;
  const Point middle = seen.center();
  // The middle of the crop's pixels 0 to kCropSide - 1.
  const double center = (kCropSide - 1) / 2.0;
  return {scale, 0, center - scale * middle.x, center - scale * middle.y};
}

}  // namespace

FindingFigures finding_figures(Project& project, const Chosen& chosen,
                               const std::vector<SuspectFace>& suspects) {
  FindingFigures figures;
  figures.checked = was_ever_checked(project);
  figures.chances = Histogram({0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1});
  for (const SuspectFace& face : suspects) {
    ++figures.suspected;
    figures.expected_wrong += face.suspicion;
    figures.chances.add(face.suspicion);
  }
  for (const FaceVerdict& verdict : verdicts(project)) {
    if (!chosen.face_ids.contains(verdict.face)) continue;
    ++(verdict.verdict == Verdict::kWrong ? figures.said_wrong : figures.said_right);
  }
  count_rules(project, chosen, figures);
  return figures;
}

FacePicture suspicious_face(Project& project, const SuspectFace& suspect, FaceCutter& cutter) {
  FacePicture picture = cutter.cut(suspect.face, stored_prediction(project, suspect.face));
  picture.value = suspect.suspicion;
  for (const Finding& finding : findings_of(project, suspect.face)) {  // the surest is the first
    picture.marked = finding.points;
    picture.reason = finding.reason;
    if (!finding.remedy.empty()) {
      const Scheme& scheme = SchemeLibrary::standard().get(picture.scheme);
      picture.remedy = remedy_title(scheme, finding.remedy);
    }
    break;
  }
  return picture;
}

FaceCutter::FaceCutter(Project& project, std::vector<std::string>& skipped)
    : project_(project), skipped_(skipped) {
  for (Dataset& dataset : datasets(project)) datasets_.emplace(dataset.id, std::move(dataset));
}

bool FaceCutter::has_label(FaceId id) const {
  const Face face = get_face(project_, id);
  return face.current && face.status != FaceStatus::kDeleted;
}

FacePicture FaceCutter::cut(FaceId id, Keypoints predicted) {
  const Face face = get_face(project_, id);
  const Image image = get_image(project_, face.image);
  const Dataset& dataset = datasets_.at(image.dataset);
  FacePicture cut;
  cut.name = dataset.name + "/" + image.path;
  cut.scheme = face.scheme;
  cut.side = kCropSide;
  cut.label = get_revision(project_, face.current).points;
  cut.predicted = std::move(predicted);
  try {
    const Picture picture = load_picture(file_of(dataset, image));
    const Similarity transform = crop_from_image(around(cut.label, cut.predicted));
    cut.jpeg = encode_jpeg(warp(picture, transform, kCropSide, kCropSide), kCropQuality);
    cut.label = transformed(transform, cut.label);
    cut.predicted = transformed(transform, cut.predicted);
  } catch (const Error& error) {
    skipped_.push_back(image.path + ": " + error.message());
  }
  return cut;
}

}  // namespace facepoint::report
