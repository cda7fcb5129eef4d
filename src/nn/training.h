// What training takes and gives, without LibTorch. See nn/runtime.h for how to start it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

struct TrainingExample {
  std::filesystem::path image;
  Keypoints points;  // in image pixels; absent points carry no loss
  int source = 0;    // index of the dataset: labelling conventions differ
  double weight = 1;
};

struct TrainingSet {
  Scheme scheme;
  std::vector<std::string> sources;  // the datasets' names, by TrainingExample::source
  std::vector<TrainingExample> train;
  std::vector<TrainingExample> validation;
};

// Of the heatmap network: channels of its finest level.
inline constexpr int kDefaultWidth = 32;

struct TrainingOptions {
  std::string arch = "heatmap";  // or "naimish"
  int epochs = 40;
  int batch_size = 32;
  double learning_rate = 0;    // 0: the architecture's default
  int patience = 0;            // stop after so many epochs without a better validation; 0: never
  int width = 0;               // 0: that of `from`, or kDefaultWidth
  std::filesystem::path from;  // a model to start from; empty: from scratch
  std::uint64_t seed = 1;
  int threads = 2;
  std::filesystem::path output;  // the weights file, written atomically when validation improves
  std::filesystem::path checkpoint;  // everything that resuming needs; written after each epoch
  bool resume = false;               // go on from `checkpoint`
  std::string card;                  // JSON kept in the weights file; figures are added to it
};

// A validation face and where the network says its points are.
struct ValidationMiss {
  std::size_t example = 0;  // index into TrainingSet::validation
  double nme = 0;           // as EpochReport::validation_nme
  Keypoints points;         // in image pixels
};
inline constexpr std::size_t kWorstFaces = 12;

struct EpochReport {
  int epoch = 0;  // 1-based
  int epochs = 0;
  double training_loss = 0;
  double validation_nme = 0;  // by inter-ocular distance, boxes about as a detector gives them
  bool by_box = false;        // by the box side: no validation face has both outer eye corners
  double seconds = 0;
  double waiting_share = 0;  // share of time the network waited for data
  bool best = false;
  std::vector<ValidationMiss> worst;  // at most kWorstFaces, the largest error first
};

struct TrainingResult {
  std::vector<EpochReport> epochs;
  std::string digest;  // of `output`
  double best_validation_nme = 0;
  bool by_box = false;               // as EpochReport::by_box
  std::vector<std::string> skipped;  // "path: why", examples that could not be read
};

}  // namespace facepoint
