#include "tasks/image_keys.h"

#include <map>

#include "store/datasets.h"

namespace facepoint {

std::vector<SplitImage> split_images(Project& project, const std::vector<Image>& images) {
  std::map<DatasetId, std::string> dataset_name;
  for (const Dataset& dataset : datasets(project)) dataset_name[dataset.id] = dataset.name;
  std::vector<SplitImage> result;
  result.reserve(images.size());
  for (const Image& image : images) {
    result.push_back({dataset_name[image.dataset] + "/" + image.path, image.identity, image.clip,
                      image.digest, image.perceptual_hash});
  }
  return result;
}

std::unordered_map<ImageId, std::size_t> places_of(const std::vector<Image>& images) {
  std::unordered_map<ImageId, std::size_t> places;
  places.reserve(images.size());
  for (std::size_t i = 0; i < images.size(); ++i) places.emplace(images[i].id, i);
  return places;
}

}  // namespace facepoint
