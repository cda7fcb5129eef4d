#include "tasks/image_files.h"

namespace facepoint {

std::filesystem::path file_of(const Dataset& dataset, const Image& image) {
  return std::filesystem::path(dataset.root) / image.path;
}

}  // namespace facepoint
