#include "nn/module/examples.h"

#include "landmark/mean_shape.h"

namespace facepoint::nn {

std::map<std::filesystem::path, std::vector<const TrainingExample*>> by_image(
    const std::vector<TrainingExample>& examples) {
  std::map<std::filesystem::path, std::vector<const TrainingExample*>> images;
  for (const TrainingExample& example : examples) images[example.image].push_back(&example);
  return images;
}

Keypoints mean_shape_of(const TrainingSet& set) {
  std::vector<Keypoints> faces;
  faces.reserve(set.train.size());
  for (const TrainingExample& example : set.train) faces.push_back(example.points);
  return mean_shape(set.scheme, faces);
}

}  // namespace facepoint::nn
