#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "landmark/metrics.h"
#include "store/fold_predictions.h"
#include "store/images.h"
#include "tasks/check.h"

namespace facepoint {
namespace {

constexpr double kTiny = 40;             // side of a face's box in pixels
constexpr double kDark = 35;             // mean grey of 255
constexpr double kBlurred = 15;          // see image/analysis.h
constexpr double kNoFace = 0.2;          // the network's own score
constexpr std::size_t kNeighbours = 50;  // compared at either side: a placeholder may be thousands
constexpr double kOtherLabel = 0.03;     // mean distance of two labels of one picture, in box sides

std::string whole(double value) { return std::to_string(static_cast<long long>(value)); }

class Pictures {
 public:
  Pictures(Project& project, const std::vector<PlanFace>& faces)
      : project_(project), faces_(faces) {}

  std::vector<Finding> run() {
    unreadable();
    for (const FoldPrediction& each : fold_predictions(project_)) {
      predicted_.emplace(each.face, Said{each.score, each.unlabelled, each.fold == kNoFold});
    }
    for (const PlanFace& face : faces_) look_at(face.labelled);
    same_bytes();
    return std::move(findings_);
  }

 private:
  struct Said {
    double score = 0;
    int unlabelled = 0;
    bool knows_score = false;  // of a cross-prediction, whose short training says little of it
  };

  void add(const LabelledFace& face, const char* rule, double score, std::string reason,
           std::string remedy = {}) {
    findings_.push_back({{},
                         face.image.id,
                         face.face.id,
                         face.revision.id,
                         rule,
                         score,
                         {},
                         std::move(reason),
                         std::move(remedy)});
  }

  void unreadable() {
    for (const Image& image : images(project_)) {
      if (image.decode_error.empty()) continue;
      findings_.push_back({{},
                           image.id,
                           {},
                           {},
                           "unreadable",
                           1,
                           {},
                           "The picture cannot be read: " + image.decode_error,
                           {}});
    }
  }

  void look_at(const LabelledFace& face) {
    const double side = box_side(face.revision.points).value_or(0);
    if (side > 0 && side < kTiny) {
      add(face, "tiny", 0.3, "The face is only " + whole(side) + " pixels large.");
    }
    if (face.image.brightness < kDark) {
      add(face, "dark", 0.2,
          "The picture is dark: " + whole(face.image.brightness) + " of 255 on average.");
    }
    if (face.image.blur < kBlurred) add(face, "blurred", 0.2, "The picture is blurred.");
    const auto said = predicted_.find(face.face.id);
    if (said == predicted_.end() || !said->second.knows_score) return;
    if (said->second.score < kNoFace) {
      add(face, "no face", 0.6, "The CNN sees no face where the label lies.");
    }
    if (said->second.unlabelled > 0) {
      const int more = said->second.unlabelled;
      add(face, "unlabelled", 0.1,
          (more == 1 ? std::string("Another face") : std::to_string(more) + " more faces") +
              " in this picture " + (more == 1 ? "has" : "have") + " no label.");
    }
  }

  // Faces of pictures with the same bytes, from left to right.
  void same_bytes() {
    std::map<std::string, std::vector<const LabelledFace*>> by_bytes;
    for (const PlanFace& face : faces_) {
      if (!face.labelled.image.digest.empty()) {
        by_bytes[face.labelled.image.digest].push_back(&face.labelled);
      }
    }
    const auto is_left_of = [](const LabelledFace* a, const LabelledFace* b) {
      return std::pair(a->face.box.x, a->face.id) < std::pair(b->face.box.x, b->face.id);
    };
    for (auto& [bytes, same] : by_bytes) {
      if (same.size() < 2) continue;
      std::sort(same.begin(), same.end(), is_left_of);
      for (std::size_t i = 0; i < same.size(); ++i) compare_with_neighbours(same, i);
    }
  }

  void compare_with_neighbours(const std::vector<const LabelledFace*>& same, std::size_t at) {
    const LabelledFace& one = *same[at];
    const double side = box_side(one.revision.points).value_or(0);
    if (side <= 0) return;
    const LabelledFace* nearest = nullptr;
    double least = 0.5;  // faces farther apart are other faces
    const std::size_t end = std::min(same.size(), at + kNeighbours + 1);
    for (std::size_t i = at - std::min(at, kNeighbours); i < end; ++i) {
      const LabelledFace& other = *same[i];
      if (other.image.id == one.image.id || other.face.scheme != one.face.scheme) continue;
      const auto way = mean_distance(one.revision.points, other.revision.points);
      if (!way || *way / side >= least) continue;
      least = *way / side;
      nearest = &other;
    }
    if (nearest == nullptr || least < kOtherLabel) return;
    add(one, "same picture", std::min(0.9, 0.4 + 5 * least),
        "The same picture, " + nearest->image.path +
            ", is labelled otherwise: " + whole(100 * least) + " % of the face's size apart.");
  }

  Project& project_;
  const std::vector<PlanFace>& faces_;
  std::unordered_map<FaceId, Said> predicted_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> picture_findings(Project& project, const std::vector<PlanFace>& faces) {
  return Pictures(project, faces).run();
}

}  // namespace facepoint
