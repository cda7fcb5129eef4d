// Asking the network that listens: crops, hints, and points back in the picture; and its file.
// LibTorch; one thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "nn/corrector.h"
#include "nn/module/corrector_network.h"
#include "nn/module/model_file.h"
#include "nn/runtime.h"

namespace facepoint::nn {

// A face as the network is asked about it.
struct CorrectionCase {
  const Picture* picture = nullptr;
  const Keypoints* start = nullptr;  // before anything was set, in image pixels
  std::span<const SetPoint> set;
  const std::vector<float>* sources = nullptr;  // whose convention it looks like, sums to 1
  // What errors of this face are like: says what the network is told to expect; null: the start.
  const CorrectionModel* linear = nullptr;
};

// A network with what it was trained beside.
class CorrectorLook {
 public:
  // `base`: the model whose proposals it corrects.
  CorrectorLook(CorrectorNet network, LoadedModel base, Calibration calibration);

  // Where the points are, one result a case. Calibrated errors in image pixels.
  std::vector<Corrected> place(const std::vector<CorrectionCase>& cases) const;
  // The face as the base sees it where these points say it is.
  Picture crop_of(const Picture& picture, const Keypoints& points) const;
  // Whose convention the base takes the face of such a crop for.
  std::vector<float> sources_of(const Picture& crop) const;

  const LoadedModel& base() const { return base_; }

 private:
  CorrectorNet network_;
  LoadedModel base_;
  Calibration calibration_;
};

// What a corrector's file holds beside the network, see CorrectorSummary.
struct CorrectorParts {
  std::string base_name;
  std::string base_digest;
  Keypoints mean_shape;
  std::vector<float> residual_covariance;
  ErrorSamples error_samples;
  Calibration calibration;  // of the network's expected errors
  std::string card;
};

std::string encode_corrector(const CorrectorNetImpl& network, const CorrectorParts& parts);
// See Runtime::load_corrector.
std::unique_ptr<Corrector> make_corrector(const std::filesystem::path& weights, int threads,
                                          CorrectorTold told);

}  // namespace facepoint::nn
