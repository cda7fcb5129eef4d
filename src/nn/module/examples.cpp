#include "nn/module/examples.h"

#include <string_view>

#include "base/digest.h"
#include "landmark/mean_shape.h"

namespace facepoint::nn {
namespace {

template <class Value>
void add_value(Digest& digest, const Value& value) {
  digest.add({reinterpret_cast<const char*>(&value), sizeof value});
}

void add_labels(Digest& digest, const std::vector<TrainingExample>& examples) {
  add_value(digest, examples.size());
  for (const TrainingExample& example : examples) {
    digest.add(example.image.filename().string() + "\n");
    add_value(digest, example.source);
    add_value(digest, example.weight);
    for (const Landmark& point : example.points) {
      add_value(digest, point.visibility);
      if (!point.present()) continue;
      add_value(digest, point.position.x);
      add_value(digest, point.position.y);
    }
  }
}

}  // namespace

std::map<std::filesystem::path, std::vector<const TrainingExample*>> by_image(
    const std::vector<TrainingExample>& examples) {
  std::map<std::filesystem::path, std::vector<const TrainingExample*>> images;
  for (const TrainingExample& example : examples) images[example.image].push_back(&example);
  return images;
}

std::string labels_digest(const TrainingSet& set) {
  Digest digest;
  add_labels(digest, set.train);
  add_labels(digest, set.validation);
  return digest.text();
}

Keypoints mean_shape_of(const TrainingSet& set) {
  std::vector<Keypoints> faces;
  faces.reserve(set.train.size());
  for (const TrainingExample& example : set.train) faces.push_back(example.points);
  return mean_shape(set.scheme, faces);
}

}  // namespace facepoint::nn
