// The door to LibTorch. The module is opened (about 0.7 s) when `runtime()` is first called, so
// nothing that doesn't predict or train pays for it. Its errors arrive as facepoint::Error.
#pragma once

#include <functional>
#include <memory>

#include "base/job.h"
#include "image/face_detector.h"
#include "nn/corrector.h"
#include "nn/corrector_training.h"
#include "nn/detector.h"
#include "nn/export.h"
#include "nn/predictor.h"
#include "nn/training.h"

namespace facepoint::nn {

// What a corrector's network is told beside the picture: where points were set, and, too, where the
// others are expected since (landmark/correction_model.h).
enum class CorrectorTold : std::uint8_t { kSetPoints, kSetAndExpected };

class Runtime {
 public:
  virtual ~Runtime() = default;
  // Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported (not a facepoint model).
  virtual std::unique_ptr<Predictor> load_model(const std::filesystem::path& weights,
                                                int threads) = 0;
  // Reports through `job` (stage = epoch, item = example); a cancel leaves the last checkpoint.
  virtual TrainingResult train(const TrainingSet& set, const TrainingOptions& options,
                               const std::function<void(const EpochReport&)>& on_epoch,
                               JobContext& job) = 0;
  // Errors as load_model's. The detector may move to another thread, whose cap of threads it sets.
  virtual std::unique_ptr<FaceDetector> load_detector(const std::filesystem::path& weights,
                                                      int threads) = 0;
  // Reports and is cancelled as `train`. Of the set the points' boxes and turns are learned.
  virtual DetectorResult train_detector(const TrainingSet& set, const DetectorOptions& options,
                                        const std::function<void(const DetectorEpoch&)>& on_epoch,
                                        JobContext& job) = 0;
  // Errors as load_model's; kNotFound also where the model that it was trained beside is gone.
  virtual std::unique_ptr<Corrector> load_corrector(
      const std::filesystem::path& weights, int threads,
      CorrectorTold told = CorrectorTold::kSetAndExpected) = 0;
  // Reports and is cancelled as `train`.
  virtual CorrectorResult train_corrector(
      const TrainingSet& set, const CorrectorOptions& options,
      const std::function<void(const CorrectorEpoch&)>& on_epoch, JobContext& job) = 0;
  // Throws Error: as load_model; kUnsupported for an architecture that can't be exported;
  // kInternal, and writes nothing, where the exported network says something else than ours.
  virtual ExportReport export_model(const ExportOptions& options) = 0;
};

// Any thread; opened once per process.
Runtime& runtime();

// The shipped model: share_dir()/models/NAME/weights.fpm. Throws Error(kNotFound).
std::filesystem::path default_model();
// Of share_dir()/models: what lies in these is no landmark model.
inline constexpr const char* kDetectorFolder = "detector";
inline constexpr const char* kCorrectorFolder = "corrector68";
inline constexpr const char* kSuspicionFolder = "suspicion68";
bool holds_landmark_model(const std::filesystem::path& folder);
// The shipped detector: share_dir()/models/detector/weights.fpm. Throws Error(kNotFound).
std::filesystem::path default_detector();
// The shipped corrector: share_dir()/models/corrector68/weights.fpm. Throws Error(kNotFound).
std::filesystem::path default_corrector();

}  // namespace facepoint::nn
