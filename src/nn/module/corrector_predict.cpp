#include "nn/module/corrector_predict.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "landmark/mean_shape.h"
#include "nn/model_summary.h"
#include "nn/module/augment.h"
#include "nn/module/predict.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

using Json = nlohmann::json;
using torch::Tensor;

Similarity crop_around(const Keypoints& mean_shape, const Keypoints& points, int size) {
  return crop_from_frame(frame_of(points, turned_by(mean_shape, points)), size);
}

Keypoints with_set(Keypoints points, std::span<const SetPoint> set) {
  for (const SetPoint& each : set) points[each.point].position = each.position;
  return points;
}

}  // namespace

CorrectorLook::CorrectorLook(CorrectorNet network, LoadedModel base, Calibration calibration)
    : network_(std::move(network)), base_(std::move(base)), calibration_(std::move(calibration)) {}

Picture CorrectorLook::crop_of(const Picture& picture, const Keypoints& points) const {
  const NetworkSpec& spec = base_.network->spec();
  const int size = spec.input_size();
  return cut(picture, crop_around(base_.mean_shape, points, size), size, spec.grey());
}

std::vector<float> CorrectorLook::sources_of(const Picture& crop) const {
  const torch::InferenceMode inference;
  const NetworkOutput output = base_.network->predict(crop.pixels.data(), 1);
  const Tensor sources = torch::softmax(output.source_logits, 1).contiguous();
  const float* first = sources.data_ptr<float>();
  return {first, first + sources.numel()};
}

std::vector<Corrected> CorrectorLook::place(const std::vector<CorrectionCase>& cases) const {
  if (cases.empty()) return {};
  const torch::InferenceMode inference;
  const NetworkSpec& spec = base_.network->spec();
  const int size = spec.input_size();
  const auto n = static_cast<std::int64_t>(cases.size());
  std::vector<Similarity> crops;
  std::vector<std::uint8_t> pixels;
  const Tensor sources = torch::empty({n, static_cast<std::int64_t>(spec.sources.size())});
  CorrectionHints hints{torch::zeros({n, spec.points, 2}), torch::zeros({n, spec.points}),
                        torch::zeros({n, spec.points, 2}), torch::ones({n, spec.points})};
  for (std::int64_t i = 0; i < n; ++i) {
    const CorrectionCase& one = cases[static_cast<std::size_t>(i)];
    const Keypoints expected = one.linear != nullptr ? one.linear->followed(*one.start, one.set)
                                                     : with_set(*one.start, one.set);
    crops.push_back(crop_around(base_.mean_shape, expected, size));
    const Picture crop = cut(*one.picture, crops.back(), size, spec.grey());
    pixels.insert(pixels.end(), crop.pixels.begin(), crop.pixels.end());
    std::copy(one.sources->begin(), one.sources->end(), sources[i].data_ptr<float>());
    auto* unit = hints.expected[i].data_ptr<float>();
    for (const Landmark& point : expected) {
      const Point at = unit_from_pixel(crops.back()(point.position), size);
      *unit++ = static_cast<float>(at.x);
      *unit++ = static_cast<float>(at.y);
    }
    for (const SetPoint& each : one.set) hints.is_set[i][each.point] = 1;
    if (one.linear != nullptr) {
      const std::vector<double> left = one.linear->deviation_left(*one.start, one.set);
      std::copy(left.begin(), left.end(), hints.left[i].data_ptr<float>());
    }
  }
  // The crops are upright and as large as the face, as far as is known.
  const Tensor frames = torch::tensor({1 / static_cast<float>(kCropMargin), 0.0F}).expand({n, 2});
  const Tensor offset = base_.network->source_offset(sources, frames, torch::zeros({n}));
  hints.expected -= offset;
  hints.set = hints.expected;
  CorrectorNet network = network_;
  const NetworkOutput output =
      network->forward(pixels_tensor(pixels.data(), n, size, size, 3, fast_type()), hints);
  const Tensor points = (output.points + offset).contiguous();
  const auto units = points.accessor<float, 3>();
  const Tensor log_errors = output.log_errors.contiguous();
  const auto logs = log_errors.accessor<float, 2>();
  std::vector<Corrected> out(cases.size());
  for (std::int64_t i = 0; i < n; ++i) {
    const CorrectionCase& one = cases[static_cast<std::size_t>(i)];
    Corrected& face = out[static_cast<std::size_t>(i)];
    const Similarity image_from_crop = crops[static_cast<std::size_t>(i)].inverse();
    const double side = size / kCropMargin * image_from_crop.scale();
    face.points = *one.start;
    for (std::int64_t p = 0; p < spec.points; ++p) {
      const auto at = static_cast<std::size_t>(p);
      face.points[at].position =
          image_from_crop(pixel_from_unit({units[i][p][0], units[i][p][1]}, size));
      face.error.push_back(calibration_(std::exp(logs[i][p])) * side);
    }
    for (const SetPoint& each : one.set) {
      face.points[each.point].position = each.position;
      face.error[each.point] = 0;
    }
  }
  return out;
}

namespace {

// What a person sees of a face's label while correcting it.
struct SeenLabel {
  Keypoints points;           // as the base sees them
  std::vector<double> error;  // of these, in image pixels
  CorrectionModel linear;     // of them
};

class NetworkCorrector : public Corrector {
 public:
  NetworkCorrector(CorrectorLook look, CorrectionModel linear, std::unique_ptr<Predictor> predictor,
                   CorrectorTold told, int threads)
      : look_(std::move(look)),
        linear_(std::move(linear)),
        predictor_(std::move(predictor)),
        told_(told),
        threads_(threads) {}

  Corrected correct(const Picture& picture, const Keypoints& start, bool start_is_label,
                    std::span<const double> expected_error,
                    std::span<const SetPoint> set) override {
    limit_threads(threads_);
    if (static_cast<int>(start.size()) != look_.base().network->spec().points) {
      throw Error(ErrorCode::kInvalidInput,
                  "these points are of another scheme than the corrector");
    }
    Picture crop = look_.crop_of(picture, start);
    if (start != start_ || crop.pixels != crop_.pixels) {
      sources_ = look_.sources_of(crop);
      seen_.reset();
      crop_ = std::move(crop);
      start_ = start;
      of_start_.reset();
    }
    if (start_is_label) return mended(picture, set);
    if (told_ == CorrectorTold::kSetPoints) return place(picture, start, nullptr, set);
    if (!of_start_ || !std::ranges::equal(expected_error, expected_error_)) {
      expected_error_.assign(expected_error.begin(), expected_error.end());
      of_start_ = linear_.of_face(start, expected_error);
    }
    return place(picture, start, &*of_start_, set);
  }

 private:
  // `linear`: null: the network is not told what to expect.
  Corrected place(const Picture& picture, const Keypoints& start, const CorrectionModel* linear,
                  std::span<const SetPoint> set) const {
    return look_.place({{&picture, &start, set, &sources_, linear}}).front();
  }

  SeenLabel seen_label(const Picture& picture) const {
    const double angle = turned_by(look_.base().mean_shape, start_);
    const FaceFrame frame = frame_of(start_, angle);
    const Point corner = frame.center - Point{frame.side / 2, frame.side / 2};
    FacePrediction found =
        predictor_->predict({{&picture, {corner.x, corner.y, frame.side, frame.side}, angle}}, true)
            .front();
    CorrectionModel linear = linear_.of_face(found.points, found.error);
    return {std::move(found.points), std::move(found.error), std::move(linear)};
  }

  // A label is right where it agrees with the picture, and then says where the rest belongs, as a
  // set point does. What disagrees goes where picture and person say.
  Corrected mended(const Picture& picture, std::span<const SetPoint> set) {
    if (!seen_) seen_ = seen_label(picture);
    const double side =
        frame_of(seen_->points, turned_by(look_.base().mean_shape, seen_->points)).side;
    std::vector<SetPoint> known(set.begin(), set.end());
    std::vector<char> agrees(start_.size(), 0);
    for (const SetPoint& each : set) agrees[each.point] = 1;
    for (std::size_t p = 0; p < start_.size(); ++p) {
      const double limit = std::max(kAgreesWithin * side, kAgreesErrors * seen_->error[p]);
      if (agrees[p] != 0 || !start_[p].present()) continue;
      if (distance(start_[p].position, seen_->points[p].position) > limit) continue;
      agrees[p] = 1;
      known.push_back({static_cast<int>(p), start_[p].position});
    }
    const bool is_told = told_ == CorrectorTold::kSetAndExpected;
    Corrected answer = place(picture, seen_->points, is_told ? &seen_->linear : nullptr, known);
    for (std::size_t p = 0; p < start_.size(); ++p) {
      answer.points[p].visibility = start_[p].visibility;
      const bool stays = agrees[p] == 0 && distance(start_[p].position, answer.points[p].position) <
                                               kStaysWithin * side;
      if (stays || !start_[p].present()) answer.points[p] = start_[p];
    }
    return answer;
  }

  static constexpr double kAgreesWithin = 0.04;  // of the side
  static constexpr double kAgreesErrors = 2.5;   // of the expected error
  static constexpr double kStaysWithin = 0.05;   // of the side, with all that is known by then

  CorrectorLook look_;
  CorrectionModel linear_;
  std::unique_ptr<Predictor> predictor_;
  CorrectorTold told_;
  int threads_;
  // What was asked about last, and what is known of it. A picture's address says nothing: another
  // one may lie there by now.
  Picture crop_;
  Keypoints start_;
  std::vector<float> sources_;
  std::optional<SeenLabel> seen_;
  std::vector<double> expected_error_;
  std::optional<CorrectionModel> of_start_;
};

// The model that the corrector was trained beside: beside its file, or shipped.
LoadedModel load_base(const CorrectorSummary& corrector, const std::filesystem::path& weights) {
  const std::filesystem::path folder = weights.parent_path();
  for (const std::filesystem::path& path :
       {folder / (corrector.base_name + ".fpm"),
        folder.parent_path() / corrector.base_name / "weights.fpm",
        share_dir() / "models" / corrector.base_name / "weights.fpm"}) {
    if (!std::filesystem::exists(path)) continue;
    LoadedModel base = load_model_file(path);
    if (base.info.digest == corrector.base_digest) return base;
  }
  throw Error(ErrorCode::kNotFound,
              "the model " + corrector.base_name +
                  " that this corrector was trained beside is "
                  "missing or another one by now; train the corrector again",
              weights.string());
}

}  // namespace

std::string encode_corrector(const CorrectorNetImpl& network, const CorrectorParts& parts) {
  const Json header = {{"base", {{"name", parts.base_name}, {"digest", parts.base_digest}}},
                       {"mean_shape", Json::parse(to_json_text(parts.mean_shape))},
                       {"calibration", parts.calibration.knots},
                       {"card", parts.card.empty() ? Json::object() : Json::parse(parts.card)}};
  WeightsFile file{kCorrectorKind, header.dump(), stored_state(network, true)};
  const auto size = static_cast<std::int64_t>(parts.mean_shape.size()) * 2;
  std::string bytes(parts.residual_covariance.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), parts.residual_covariance.data(), bytes.size());
  file.tensors.push_back({kResidualCovariance, "f32", {size, size}, std::move(bytes)});
  for (StoredTensor& tensor : stored_samples(parts.error_samples)) {
    file.tensors.push_back(std::move(tensor));
  }
  return encode_weights(file);
}

std::unique_ptr<Corrector> make_corrector(const std::filesystem::path& weights, int threads,
                                          CorrectorTold told) {
  limit_threads(threads);
  const std::string context = weights.string();
  const WeightsFile file = decode_weights(read_file(weights), kCorrectorKind, context);
  CorrectorSummary summary = corrector_summary_of(file, context);
  Calibration calibration;
  try {
    calibration.knots =
        Json::parse(file.header).at("calibration").get<std::vector<std::pair<double, double>>>();
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the corrector's header can't be read; train it again",
                context);
  }
  LoadedModel base = load_base(summary, weights);
  CorrectorNet network(base.network->spec().points, base.network->spec().width);
  restore_state(*network, file.tensors, context);
  network->eval();
  fold_norms(*network, fast_type());
  auto predictor = make_predictor(load_base(summary, weights), threads);
  base.network->prepare_for_prediction(base.activation_ranges);
  return std::make_unique<NetworkCorrector>(
      CorrectorLook(network, std::move(base), std::move(calibration)),
      CorrectionModel(summary.mean_shape, summary.residual_covariance,
                      std::move(summary.error_samples)),
      std::move(predictor), told, threads);
}

}  // namespace facepoint::nn
