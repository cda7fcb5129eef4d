// A network as a weights file, and back. LibTorch; any thread, one network at a time.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "nn/module/network.h"
#include "nn/predictor.h"

namespace facepoint::nn {

struct LoadedModel {
  std::shared_ptr<Network> network;  // ready to predict
  ModelInfo info;
};

std::string encode_model(const Network& network, const std::string& scheme,
                         const std::string& card);
// Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported.
LoadedModel load_model_file(const std::filesystem::path& path);

// n pictures of the network's crop size -> n x channels x size x size, 0 to 1.
torch::Tensor pixels_tensor(const std::uint8_t* pixels, std::int64_t n, const NetworkSpec& spec);

}  // namespace facepoint::nn
