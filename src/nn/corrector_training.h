// Training of the network that listens, without LibTorch. See nn/runtime.h for how to start it;
// what comes of it is a Corrector (nn/corrector.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace facepoint {

// A point that is off by more of the longer side of the face's box is corrected.
inline constexpr double kCorrectionTolerance = 0.04;

struct CorrectorOptions {
  // The model whose proposals are corrected; must know how its errors hang together. The network
  // starts from its weights.
  std::filesystem::path base;
  int epochs = 24;
  int batch_size = 32;
  double learning_rate = 8e-4;
  std::uint64_t seed = 1;
  int threads = 2;
  std::filesystem::path output;  // the weights file, written atomically when validation improves
  std::filesystem::path checkpoint;  // everything that resuming needs; written after each epoch
  bool resume = false;               // go on from `checkpoint`
  std::string card;                  // JSON kept in the weights file; figures are added to it
};

struct CorrectorEpoch {
  int epoch = 0;  // 1-based
  int epochs = 0;
  double training_loss = 0;
  // Over validation faces, from the base's points with boxes about as a detector gives them: a
  // simulated person drags the worst point to its true place until all are right.
  double mean_drags = 0;
  double mean_drags_linear = 0;  // with the linear model alone; see landmark/correction_model.h
  double seconds = 0;
  double waiting_share = 0;  // share of time the network waited for data
  bool best = false;
};

struct CorrectorResult {
  std::vector<CorrectorEpoch> epochs;
  std::string digest;  // of `output`
  double best_drags = 0;
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

}  // namespace facepoint
