#include "tasks/label_predictions.h"

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
    for (std::size_t i = 0; i < faces.size(); ++i) {
      if (match[i] < 0) {
        left_[faces[i]->image].push_back(faces[i]);
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
    use_(std::move(picture));
  }

  void take_at_labels(const std::vector<const PlanFace*>& faces, std::vector<FoundFace> placed) {
    PredictedPicture picture;
    for (std::size_t i = 0; i < faces.size(); ++i) {
      picture.faces.push_back(faces[i]);
      picture.predictions.push_back({std::move(placed[i]), false});
    }
    use_(std::move(picture));
  }

  const std::filesystem::path& model_;
  int threads_;
  const std::string& stage_;
  JobContext& job_;
  const std::function<void(PredictedPicture)>& use_;
  Pictures left_;  // labels at which no face was found
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
