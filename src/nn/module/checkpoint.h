// Everything that going on with an interrupted training needs, in one file. LibTorch; the trainer's
// thread.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"

namespace facepoint::nn {

struct CheckpointState {
  nlohmann::json fingerprint;                       // object: what must be the same to go on
  std::string labels;                               // likewise; see labels_digest
  nlohmann::json epochs = nlohmann::json::array();  // the reports so far
  double best = 0;                                  // of these, as the trainer measures
};

// What a checkpoint holds and restores.
struct CheckpointParts {
  torch::nn::Module& network;
  torch::nn::Module& average;
  torch::optim::Optimizer& optimizer;
};

// `kind`: of training.
void write_checkpoint(const std::filesystem::path& path, const std::string& kind,
                      const CheckpointState& state, const CheckpointParts& parts);

// Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported, and kInvalidInput that says in
// what `fingerprint` differs, or that the labels do.
CheckpointState restore_checkpoint(const std::filesystem::path& path, const std::string& kind,
                                   const nlohmann::json& fingerprint, const std::string& labels,
                                   const CheckpointParts& parts);

// The digest of what a training wrote at its best epoch. Throws Error(kNotFound) where that is gone
// and no epoch is left to write it anew.
std::string weights_digest(const std::filesystem::path& weights);

// The reports of a checkpoint, by their from_json. Throws Error(kDamaged).
template <class Report>
std::vector<Report> reports_of(const CheckpointState& state, const std::filesystem::path& path) {
  try {
    return state.epochs.get<std::vector<Report>>();
  } catch (const nlohmann::json::exception&) {
    throw Error(ErrorCode::kDamaged, "the checkpoint's header is incomplete; train again",
                path.string());
  }
}

}  // namespace facepoint::nn
