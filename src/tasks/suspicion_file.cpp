#include "tasks/suspicion_file.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "nn/runtime.h"
#include "nn/weights_file.h"

namespace facepoint {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kKind = "suspicion";

nn::StoredTensor tensor_of(const std::string& name, const std::vector<double>& values) {
  const std::vector<float> floats(values.begin(), values.end());
  nn::StoredTensor tensor{name, "f32", {static_cast<std::int64_t>(floats.size())}, {}};
  tensor.bytes.assign(reinterpret_cast<const char*>(floats.data()), floats.size() * sizeof(float));
  return tensor;
}

std::vector<double> values_of(const nn::WeightsFile& file, const std::string& name,
                              std::size_t size, const std::string& context) {
  for (const nn::StoredTensor& tensor : file.tensors) {
    if (tensor.name != name || tensor.bytes.size() != size * sizeof(float)) continue;
    std::vector<float> floats(size);
    std::memcpy(floats.data(), tensor.bytes.data(), tensor.bytes.size());
    return {floats.begin(), floats.end()};
  }
  throw Error(ErrorCode::kDamaged, "'" + name + "' is missing in it; learn it again", context);
}

template <std::size_t N>
Json json_of(const std::array<UsualRange, N>& ranges) {
  Json list = Json::array();
  for (const UsualRange& range : ranges) list.push_back({range.median, range.upper});
  return list;
}

template <std::size_t N>
void read_ranges(const Json& list, std::array<UsualRange, N>& ranges) {
  for (std::size_t i = 0; i < N; ++i) {
    ranges[i] = {list.at(i).at(0).get<double>(), list.at(i).at(1).get<double>()};
  }
}

}  // namespace

void write_suspicion_prior(const std::filesystem::path& file, const std::string& scheme,
                           const SuspicionPrior& prior, const std::string& card) {
  const Json header{{"scheme", scheme},
                    {"mean_shape", Json::parse(to_json_text(prior.mean_shape))},
                    {"residual_strength", prior.residuals.strength},
                    {"shape_strength", prior.shapes.strength},
                    {"signs", json_of(prior.signs)},
                    {"point_signs", json_of(prior.point_signs)},
                    {"face", {prior.offset, prior.slope}},
                    {"point", {prior.point_offset, prior.point_slope}},
                    {"card", Json::parse(card)}};
  const nn::WeightsFile weights{kKind,
                                header.dump(),
                                {tensor_of("usual_error", prior.usual_error),
                                 tensor_of("residual_mean", prior.residuals.mean),
                                 tensor_of("residual_covariance", prior.residuals.covariance),
                                 tensor_of("shape_mean", prior.shapes.mean),
                                 tensor_of("shape_covariance", prior.shapes.covariance)}};
  write_file_atomically(file, nn::encode_weights(weights));
}

SuspicionFile read_suspicion_prior(const std::filesystem::path& file) {
  const std::string context = file.string();
  const nn::WeightsFile weights = nn::decode_weights(read_file(file), kKind, context);
  SuspicionFile read;
  SuspicionPrior& prior = read.prior;
  try {
    const Json header = Json::parse(weights.header);
    read.scheme = header.at("scheme").get<std::string>();
    read.card = header.at("card").dump();
    prior.mean_shape = keypoints_from_json_text(header.at("mean_shape").dump());
    prior.residuals.strength = header.at("residual_strength").get<double>();
    prior.shapes.strength = header.at("shape_strength").get<double>();
    read_ranges(header.at("signs"), prior.signs);
    read_ranges(header.at("point_signs"), prior.point_signs);
    prior.offset = header.at("face").at(0).get<double>();
    prior.slope = header.at("face").at(1).get<double>();
    prior.point_offset = header.at("point").at(0).get<double>();
    prior.point_slope = header.at("point").at(1).get<double>();
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "its header is incomplete; learn it again", context);
  }
  const std::size_t size = prior.mean_shape.size() * 2;
  prior.usual_error = values_of(weights, "usual_error", size / 2, context);
  prior.residuals.mean = values_of(weights, "residual_mean", size, context);
  prior.residuals.covariance = values_of(weights, "residual_covariance", size * size, context);
  prior.shapes.mean = values_of(weights, "shape_mean", size, context);
  prior.shapes.covariance = values_of(weights, "shape_covariance", size * size, context);
  return read;
}

SuspicionPrior shipped_suspicion_prior(const std::string& scheme) {
  const auto file = share_dir() / "models" / nn::kSuspicionFolder / "weights.fpm";
  if (!std::filesystem::exists(file)) return {};
  SuspicionFile shipped = read_suspicion_prior(file);
  if (shipped.scheme != scheme) return {};
  return std::move(shipped.prior);
}

}  // namespace facepoint
