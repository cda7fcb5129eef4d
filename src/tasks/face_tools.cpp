#include "tasks/face_tools.h"

#include "nn/runtime.h"
#include "tasks/detectors.h"

namespace facepoint {

std::vector<FaceTools> load_face_tools(const std::filesystem::path& model,
                                       const std::string& detector, int threads) {
  std::vector<FaceTools> tools;
  tools.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    tools.push_back({open_detector(detector), nn::runtime().load_model(model, 1)});
  }
  return tools;
}

}  // namespace facepoint
