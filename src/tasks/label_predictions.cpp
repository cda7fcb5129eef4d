#include "tasks/label_predictions.h"

#include <algorithm>
#include <utility>

#include "tasks/detectors.h"
#include "tasks/evaluate.h"
#include "tasks/face_pipeline.h"
#include "tasks/face_tools.h"

namespace facepoint {
namespace {

std::vector<Keypoints> labels_of(const std::vector<const PlanFace*>& faces) {
  std::vector<Keypoints> labels;
  labels.reserve(faces.size());
  for (const PlanFace* face : faces) labels.push_back(face->labelled.revision.points);
  return labels;
}

std::vector<Rect> boxes_of(const std::vector<const PlanFace*>& faces) {
  std::vector<Rect> boxes;
  boxes.reserve(faces.size());
  for (const PlanFace* face : faces) boxes.push_back(bounding_box(face->labelled.revision.points));
  return boxes;
}

std::optional<FoundFace> take(std::size_t index, std::vector<FoundFace>& from) {
  if (index >= from.size()) return std::nullopt;
  FoundFace taken = std::move(from[index]);
  from.erase(from.begin() + static_cast<std::ptrdiff_t>(index));
  return taken;
}

std::optional<FoundFace> take_face_at(const Rect& box, std::vector<FoundFace>& from) {
  constexpr double kSameFace = 0.3;  // overlap, as match_faces has it
  const auto same = std::find_if(from.begin(), from.end(), [&](const FoundFace& face) {
    return intersection_over_union(box, face.box) >= kSameFace;
  });
  return take(static_cast<std::size_t>(same - from.begin()), from);
}

std::optional<FoundFace> take_nearest(Point middle, std::vector<FoundFace>& from) {
  const auto nearest =
      std::min_element(from.begin(), from.end(), [&](const FoundFace& a, const FoundFace& b) {
        return distance(a.box.center(), middle) < distance(b.box.center(), middle);
      });
  return take(static_cast<std::size_t>(nearest - from.begin()), from);
}

class LabelPass {
 public:
  LabelPass(const std::filesystem::path& model, int threads, const std::string& stage,
            JobContext& job, const std::function<void(PredictedPicture)>& use)
      : model_(model), threads_(threads), stage_(stage), job_(job), use_(use) {}

  std::vector<UnreadablePicture> run(const std::vector<const PlanFace*>& faces) {
    std::map<std::filesystem::path, std::vector<const PlanFace*>> by_image;
    for (const PlanFace* face : faces) by_image[face->image].push_back(face);
    pass(by_image, false);
    if (!left_.empty()) pass(std::exchange(left_, {}), true);
    return std::move(unreadable_);
  }

 private:
  using Pictures = std::map<std::filesystem::path, std::vector<const PlanFace*>>;

  void pass(const Pictures& pictures, bool at_labels) {
    std::vector<FacePipeline::Item> items;
    std::vector<const std::vector<const PlanFace*>*> faces_of_item;
    for (const auto& [file, faces] : pictures) {
      items.push_back({file, at_labels ? boxes_of(faces) : std::vector<Rect>{}});
      faces_of_item.push_back(&faces);
    }
    const auto total = static_cast<std::int64_t>(items.size());
    job_.begin_stage(at_labels ? stage_ + " where no face was found" : stage_, total);
    FacePipeline pipeline(items, load_face_tools(model_, kDefaultDetector, threads_),
                          at_labels ? 0 : kDefaultMinScore);
    std::int64_t done = 0;
    while (auto result = pipeline.next()) {
      const std::vector<const PlanFace*>& faces = *faces_of_item[result->index];
      if (!result->error.empty()) {
        unreadable_.push_back({items[result->index].file, result->error});
      } else if (at_labels) {
        take_at_labels(faces, std::move(result->faces));
      } else {
        take_found(faces, std::move(result->faces));
      }
      job_.progress(++done, total);
    }
    job_.finish_stage();
  }

  void take_found(const std::vector<const PlanFace*>& faces, std::vector<FoundFace> found) {
    const std::vector<int> match = match_faces(labels_of(faces), found);
    PredictedPicture picture;
    std::vector<bool> taken(found.size(), false);
    std::vector<const PlanFace*> left;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      if (match[i] < 0) {
        left.push_back(faces[i]);
        continue;
      }
      const auto at = static_cast<std::size_t>(match[i]);
      taken[at] = true;
      picture.faces.push_back(faces[i]);
      picture.predictions.push_back({std::move(found[at]), true});
    }
    for (std::size_t k = 0; k < found.size(); ++k) {
      if (!taken[k]) picture.unlabelled.push_back(std::move(found[k]));
    }
    if (left.empty()) return use_(std::move(picture));
    waiting_.emplace(left.front()->image, std::move(picture));
    left_.emplace(left.front()->image, std::move(left));
  }

  void take_at_labels(const std::vector<const PlanFace*>& faces, std::vector<FoundFace> placed) {
    PredictedPicture picture = std::move(waiting_.extract(faces.front()->image).mapped());
    std::vector<std::size_t> at_none;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      if (auto seen = take_face_at(placed[i].box, picture.unlabelled)) {
        picture.faces.push_back(faces[i]);
        picture.predictions.push_back({*std::move(seen), true});
      } else if (placed[i].score < kDefaultMinScore) {
        at_none.push_back(i);
      } else {
        picture.faces.push_back(faces[i]);
        picture.predictions.push_back({std::move(placed[i]), false});
      }
    }
    for (const std::size_t i : at_none) {
      auto nearest = take_nearest(bounding_box(faces[i]->labelled.revision.points).center(),
                                  picture.unlabelled);
      const bool found = nearest.has_value();
      picture.faces.push_back(faces[i]);
      picture.predictions.push_back({found ? *std::move(nearest) : std::move(placed[i]), found});
    }
    use_(std::move(picture));
  }

  const std::filesystem::path& model_;
  int threads_;
  const std::string& stage_;
  JobContext& job_;
  const std::function<void(PredictedPicture)>& use_;
  Pictures left_;                                              // labels at which no face was found
  std::map<std::filesystem::path, PredictedPicture> waiting_;  // their pictures, so far
  std::vector<UnreadablePicture> unreadable_;
};

}  // namespace

std::vector<UnreadablePicture> predict_labelled(const std::vector<const PlanFace*>& faces,
                                                const std::filesystem::path& model, int threads,
                                                const std::string& stage, JobContext& job,
                                                const std::function<void(PredictedPicture)>& use) {
  return LabelPass(model, threads, stage, job, use).run(faces);
}

}  // namespace facepoint
