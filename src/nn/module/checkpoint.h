// Everything that going on with an interrupted training needs, in one file. LibTorch; the trainer's
// thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "nn/module/network.h"
#include "nn/training.h"

namespace facepoint::nn {

struct CheckpointState {
  std::string fingerprint;  // JSON object: what must be the same to go on
  std::vector<EpochReport> epochs;
  double best = 0;  // validation NME of the epochs so far
};

std::string encode_checkpoint(const CheckpointState& state, const Network& network,
                              const Network& average, const torch::optim::Optimizer& optimizer);

// Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported, and kInvalidInput that says in
// what `fingerprint` differs.
CheckpointState restore_checkpoint(const std::filesystem::path& path,
                                   const std::string& fingerprint, Network& network,
                                   Network& average, torch::optim::Optimizer& optimizer);

}  // namespace facepoint::nn
