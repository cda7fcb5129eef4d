// Prediction with a loaded network; without LibTorch in this header. One thread at a time.
#pragma once

#include <filesystem>
#include <memory>

#include "nn/predictor.h"

namespace facepoint::nn {

struct LoadedModel;  // nn/module/model_file.h

std::unique_ptr<Predictor> make_predictor(LoadedModel model, int threads);
// In plain floats, slower: what an exported network is compared with.
std::unique_ptr<Predictor> make_exact_predictor(LoadedModel model, int threads);
// Throws Error as load_model_file does.
std::unique_ptr<Predictor> make_predictor(const std::filesystem::path& weights, int threads);

}  // namespace facepoint::nn
