// The module's only exported function. Turns LibTorch's errors into ours.
#include "base/error.h"
#include "nn/module/corrector_predict.h"
#include "nn/module/corrector_train.h"
#include "nn/module/detector_predict.h"
#include "nn/module/detector_train.h"
#include "nn/module/export_model.h"
#include "nn/module/predict.h"
#include "nn/module/train.h"
#include "nn/module_api.h"

namespace facepoint::nn {
namespace {

// c10's messages carry a C++ backtrace after the first line.
Error translated(const std::exception& error) {
  const std::string text = error.what();
  return {ErrorCode::kInternal, "LibTorch failed: " + text.substr(0, text.find('\n'))};
}

template <class Work>
auto guarded(const Work& work) {
  try {
    return work();
  } catch (const Error&) {
    throw;
  } catch (const Cancelled&) {
    throw;
  } catch (const std::exception& error) {
    throw translated(error);
  }
}

class GuardedPredictor : public Predictor {
 public:
  explicit GuardedPredictor(std::unique_ptr<Predictor> inner) : inner_(std::move(inner)) {}
  const ModelInfo& info() const override { return inner_->info(); }
  std::vector<FacePrediction> predict(const std::vector<FaceInput>& faces, bool refine) override {
    return guarded([&] { return inner_->predict(faces, refine); });
  }
  double crop_seconds() const override { return inner_->crop_seconds(); }

 private:
  std::unique_ptr<Predictor> inner_;
};

class GuardedDetector : public FaceDetector {
 public:
  explicit GuardedDetector(std::unique_ptr<FaceDetector> inner) : inner_(std::move(inner)) {}
  std::string name() const override { return inner_->name(); }
  std::vector<Detection> detect(const Picture& picture) override {
    return guarded([&] { return inner_->detect(picture); });
  }

 private:
  std::unique_ptr<FaceDetector> inner_;
};

class GuardedCorrector : public Corrector {
 public:
  explicit GuardedCorrector(std::unique_ptr<Corrector> inner) : inner_(std::move(inner)) {}
  Corrected correct(const Picture& picture, const Keypoints& start, bool start_is_label,
                    std::span<const double> expected_error,
                    std::span<const SetPoint> set) override {
    return guarded(
        [&] { return inner_->correct(picture, start, start_is_label, expected_error, set); });
  }

 private:
  std::unique_ptr<Corrector> inner_;
};

class TorchRuntime : public Runtime {
 public:
  std::unique_ptr<Predictor> load_model(const std::filesystem::path& weights,
                                        int threads) override {
    return guarded([&]() -> std::unique_ptr<Predictor> {
      return std::make_unique<GuardedPredictor>(make_predictor(weights, threads));
    });
  }
  TrainingResult train(const TrainingSet& set, const TrainingOptions& options,
                       const std::function<void(const EpochReport&)>& on_epoch,
                       JobContext& job) override {
    return guarded([&] { return train_network(set, options, on_epoch, job); });
  }
  std::unique_ptr<FaceDetector> load_detector(const std::filesystem::path& weights,
                                              int threads) override {
    return guarded([&]() -> std::unique_ptr<FaceDetector> {
      return std::make_unique<GuardedDetector>(make_detector(weights, threads));
    });
  }
  DetectorResult train_detector(const TrainingSet& set, const DetectorOptions& options,
                                const std::function<void(const DetectorEpoch&)>& on_epoch,
                                JobContext& job) override {
    return guarded([&] { return train_detector_network(set, options, on_epoch, job); });
  }
  std::unique_ptr<Corrector> load_corrector(const std::filesystem::path& weights, int threads,
                                            CorrectorTold told) override {
    return guarded([&]() -> std::unique_ptr<Corrector> {
      return std::make_unique<GuardedCorrector>(make_corrector(weights, threads, told));
    });
  }
  CorrectorResult train_corrector(const TrainingSet& set, const CorrectorOptions& options,
                                  const std::function<void(const CorrectorEpoch&)>& on_epoch,
                                  JobContext& job) override {
    return guarded([&] { return train_corrector_network(set, options, on_epoch, job); });
  }
  ExportReport export_model(const ExportOptions& options) override {
    return guarded([&] { return export_model_file(options); });
  }
};

}  // namespace
}  // namespace facepoint::nn

extern "C" __attribute__((visibility("default"))) facepoint::nn::Runtime* facepoint_nn_open(
    int api, const facepoint::nn::Host* host) {
  if (api != facepoint::nn::kModuleApi) return nullptr;
  facepoint::set_log_sink(host->log);
  static facepoint::nn::TorchRuntime runtime;
  return &runtime;
}
