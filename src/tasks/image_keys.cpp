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
    const std::string& dataset = dataset_name[image.dataset];
    // Clips of people that have no names are told apart by where they are from.
    const bool of_nobody = image.identity.empty() && !image.clip.empty();
    result.push_back({dataset + "/" + image.path, image.identity,
                      of_nobody ? dataset + "/" + image.clip : image.clip, image.digest,
                      image.perceptual_hash});
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
