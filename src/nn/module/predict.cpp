#include "nn/module/predict.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/cpu_clock.h"
#include "image/process.h"
#include "landmark/mean_shape.h"
#include "nn/module/augment.h"
#include "nn/module/model_file.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;

constexpr std::size_t kBatch = 16;

class NetworkPredictor : public Predictor {
 public:
  NetworkPredictor(LoadedModel model, int threads)
      : model_(std::move(model)),
        mirror_(torch::tensor(std::vector<std::int64_t>(model_.network->spec().mirror.begin(),
                                                        model_.network->spec().mirror.end()))),
        threads_(threads) {}

  const ModelInfo& info() const override { return model_.info; }
  double crop_seconds() const override { return crop_seconds_; }

  std::vector<FacePrediction> predict(const std::vector<FaceInput>& faces, bool refine) override {
    limit_threads(threads_);
    std::vector<FacePrediction> out;
    out.reserve(faces.size());
    for (std::size_t first = 0; first < faces.size(); first += kBatch) {
      const auto begin = faces.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = begin + static_cast<std::ptrdiff_t>(std::min(kBatch, faces.size() - first));
      std::vector<FacePrediction> found = predict_batch({begin, end}, refine);
      std::move(found.begin(), found.end(), std::back_inserter(out));
    }
    return out;
  }

 private:
  std::vector<FacePrediction> predict_batch(const std::vector<FaceInput>& faces, bool refine) {
    std::vector<FaceFrame> frames;
    frames.reserve(faces.size());
    for (const FaceInput& face : faces) frames.push_back(frame_of(face.box, face.angle));
    std::vector<FacePrediction> found = pass(faces, frames);
    if (!refine) return found;
    // What a crop makes the network err, a mirror image of the same face makes it err otherwise, so
    // a part cancels out. The second look saw the face better than the first and counts for more.
    std::vector<FaceFrame> better;
    better.reserve(faces.size());
    for (const FacePrediction& face : found) {
      better.push_back(frame_of(face.points, turned_by(model_.mean_shape, face.points)));
      better.back().side *= kNearer;
    }
    std::vector<FacePrediction> second = pass(faces, better, true);
    for (std::size_t i = 0; i < found.size(); ++i) {
      mix_in(kFirst, found[i].points, second[i].points);
      found[i] = std::move(second[i]);
    }
    return found;
  }

  // `share` of `into` becomes those of `points`.
  static void mix_in(double share, const Keypoints& points, Keypoints& into) {
    for (std::size_t p = 0; p < into.size(); ++p) {
      Point& at = into[p].position;
      at = points[p].position * share + at * (1 - share);
    }
  }

  std::vector<FacePrediction> pass(const std::vector<FaceInput>& faces,
                                   const std::vector<FaceFrame>& frames, bool mirrored = false) {
    if (faces.empty()) return {};
    const torch::InferenceMode inference;
    const NetworkSpec& spec = model_.network->spec();
    const int size = spec.input_size();
    std::vector<Similarity> crops;
    std::vector<std::uint8_t> pixels;
    const double began = thread_cpu_seconds();
    for (std::size_t i = 0; i < faces.size(); ++i) {
      crops.push_back(crop_from_frame(frames[i], size));
      Picture crop = cut(*faces[i].picture, crops.back(), size, spec.grey());
      if (mirrored) crop = mirror_horizontally(crop);
      pixels.insert(pixels.end(), crop.pixels.begin(), crop.pixels.end());
    }
    crop_seconds_ += thread_cpu_seconds() - began;
    const auto n = static_cast<std::int64_t>(faces.size());
    return read_out(model_.network->predict(pixels.data(), n), crops, mirrored);
  }

  std::vector<FacePrediction> read_out(const NetworkOutput& output,
                                       const std::vector<Similarity>& crops, bool mirrored) const {
    const auto n = static_cast<std::int64_t>(crops.size());
    Tensor points = output.points;
    const Tensor sides = std::get<0>(points.amax(1).sub(points.amin(1)).max(1));
    if (output.source_logits.defined()) {
      // The crop is as upright as is known, so the face's frame is the crop's.
      const Tensor frames = torch::stack({sides, torch::zeros_like(sides)}, 1);
      const Tensor sources = torch::softmax(output.source_logits, 1);
      points = points + model_.network->source_offset(sources, frames,
                                                      torch::full({n}, mirrored ? 1.0F : 0.0F));
    }
    if (mirrored) {
      points = points.index_select(1, mirror_);
      points = torch::stack({1 - points.select(2, 0), points.select(2, 1)}, 2);
    }
    Tensor log_errors = output.log_errors.defined()
                            ? output.log_errors
                            : torch::full({n, points.size(1)}, std::log(kUnknownError));
    if (mirrored) log_errors = log_errors.index_select(1, mirror_);
    const Tensor scores =
        output.face_logits.defined() ? torch::sigmoid(output.face_logits) : torch::ones({n});
    return in_images(points.contiguous(), log_errors.contiguous(), sides.contiguous(),
                     scores.contiguous(), crops);
  }

  std::vector<FacePrediction> in_images(const Tensor& points, const Tensor& log_errors,
                                        const Tensor& sides, const Tensor& scores,
                                        const std::vector<Similarity>& crops) const {
    const int size = model_.network->spec().input_size();
    const auto units = points.accessor<float, 3>();
    const auto logs = log_errors.accessor<float, 2>();
    const auto side = sides.accessor<float, 1>();
    const auto score = scores.accessor<float, 1>();
    std::vector<FacePrediction> out(crops.size());
    for (std::int64_t i = 0; i < points.size(0); ++i) {
      FacePrediction& face = out[static_cast<std::size_t>(i)];
      const Similarity image_from_crop = crops[static_cast<std::size_t>(i)].inverse();
      face.score = score[i];
      for (std::int64_t p = 0; p < points.size(1); ++p) {
        const Point pixel = pixel_from_unit({units[i][p][0], units[i][p][1]}, size);
        const double error = model_.calibration(std::exp(logs[i][p]));
        face.points.push_back({image_from_crop(pixel), Visibility::kVisible});
        face.error.push_back(error * side[i] * size * image_from_crop.scale());
      }
    }
    return out;
  }

  // An architecture that cannot tell where it is unsure.
  static constexpr double kUnknownError = 0.03;

  static constexpr double kNearer = 0.95;  // side of the second look's frame, of the face's
  static constexpr double kFirst = 0.4;    // share of the first look's points in the mean

  LoadedModel model_;
  Tensor mirror_;  // int64, see Scheme::mirror
  int threads_;
  double crop_seconds_ = 0;
};

}  // namespace

std::unique_ptr<Predictor> make_predictor(LoadedModel model, int threads) {
  model.network->prepare_for_prediction(model.activation_ranges);
  return std::make_unique<NetworkPredictor>(std::move(model), threads);
}

std::unique_ptr<Predictor> make_exact_predictor(LoadedModel model, int threads) {
  model.network->compute_in(torch::kFloat32);
  model.activation_ranges.clear();
  return make_predictor(std::move(model), threads);
}

std::unique_ptr<Predictor> make_predictor(const std::filesystem::path& weights, int threads) {
  limit_threads(threads);
  return make_predictor(load_model_file(weights), threads);
}

}  // namespace facepoint::nn
