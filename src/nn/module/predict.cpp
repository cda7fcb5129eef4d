#include "nn/module/predict.h"

#include <algorithm>
#include <iterator>

#include "base/cpu_clock.h"
#include "nn/module/augment.h"
#include "nn/module/crop.h"
#include "nn/module/model_file.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

constexpr std::size_t kBatch = 32;

class NetworkPredictor : public Predictor {
 public:
  NetworkPredictor(LoadedModel model, int threads) : model_(std::move(model)), threads_(threads) {}

  const ModelInfo& info() const override { return model_.info; }
  double crop_seconds() const override { return crop_seconds_; }

  std::vector<FacePrediction> predict(const std::vector<FaceInput>& faces, bool refine) override {
    limit_threads(threads_);
    std::vector<FacePrediction> out;
    out.reserve(faces.size());
    for (std::size_t first = 0; first < faces.size(); first += kBatch) {
      const auto begin = faces.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kBatch, faces.size() - first));
      std::vector<FaceInput> batch(begin, end);
      std::vector<FacePrediction> found = pass(batch);
      if (refine) {
        for (std::size_t i = 0; i < batch.size(); ++i) batch[i].box = bounding_box(found[i].points);
        found = pass(batch);
      }
      std::move(found.begin(), found.end(), std::back_inserter(out));
    }
    return out;
  }

 private:
  std::vector<FacePrediction> pass(const std::vector<FaceInput>& faces) {
    const torch::InferenceMode inference;
    const NetworkSpec& spec = model_.network->spec();
    const int size = spec.input_size();
    std::vector<Similarity> crops;
    std::vector<std::uint8_t> pixels;
    const double began = thread_cpu_seconds();
    for (const FaceInput& face : faces) {
      crops.push_back(crop_from_box(face.box, 0, size));
      const Picture crop = cut(*face.picture, crops.back(), size, spec.grey());
      pixels.insert(pixels.end(), crop.pixels.begin(), crop.pixels.end());
    }
    crop_seconds_ += thread_cpu_seconds() - began;
    const auto n = static_cast<std::int64_t>(faces.size());
    const NetworkOutput output = model_.network->forward(pixels_tensor(pixels.data(), n, spec));
    return read_out(output, crops);
  }

  std::vector<FacePrediction> read_out(const NetworkOutput& output,
                                       const std::vector<Similarity>& crops) const {
    const int size = model_.info.input_size;
    const torch::Tensor points = output.points.contiguous();
    const auto units = points.accessor<float, 3>();
    // An architecture without maps cannot tell where it is unsure.
    const torch::Tensor peaks = output.heatmaps.defined()
                                    ? peakedness(output.heatmaps).contiguous()
                                    : torch::ones({points.size(0), points.size(1)});
    const torch::Tensor scores = output.face_logits.defined()
                                     ? torch::sigmoid(output.face_logits).contiguous()
                                     : torch::ones({points.size(0)});
    const auto confidence = peaks.accessor<float, 2>();
    const auto score = scores.accessor<float, 1>();
    std::vector<FacePrediction> out(crops.size());
    for (std::int64_t i = 0; i < points.size(0); ++i) {
      FacePrediction& face = out[static_cast<std::size_t>(i)];
      const Similarity image_from_crop = crops[static_cast<std::size_t>(i)].inverse();
      face.score = score[i];
      for (std::int64_t p = 0; p < points.size(1); ++p) {
        const Point pixel = pixel_from_unit({units[i][p][0], units[i][p][1]}, size);
        face.points.push_back({image_from_crop(pixel), Visibility::kVisible});
        face.confidence.push_back(confidence[i][p]);
      }
    }
    return out;
  }

  LoadedModel model_;
  int threads_;
  double crop_seconds_ = 0;
};

}  // namespace

std::unique_ptr<Predictor> make_predictor(LoadedModel model, int threads) {
  return std::make_unique<NetworkPredictor>(std::move(model), threads);
}

std::unique_ptr<Predictor> make_predictor(const std::filesystem::path& weights, int threads) {
  limit_threads(threads);
  return make_predictor(load_model_file(weights), threads);
}

}  // namespace facepoint::nn
