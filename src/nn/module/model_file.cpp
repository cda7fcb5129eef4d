#include "nn/module/model_file.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "nn/model_summary.h"

namespace facepoint::nn {

using Json = nlohmann::json;

namespace {

std::string bytes_of(const std::vector<float>& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

}  // namespace

std::string encode_model(const LoadedModel& model) {
  const NetworkSpec& spec = model.network->spec();
  const Json header = {
      {"arch", spec.arch},
      {"scheme", model.info.scheme},
      {"points", spec.points},
      {"width", spec.width},
      {"input_size", spec.input_size()},
      {"sources", spec.sources},
      {"mirror", spec.mirror},
      {"mean_shape", Json::parse(to_json_text(model.mean_shape))},
      {"calibration", model.calibration.knots},
      {"activation_ranges", model.activation_ranges},
      {"card", model.info.card.empty() ? Json::object() : Json::parse(model.info.card)}};
  WeightsFile file{"model", header.dump(), stored_state(*model.network, true)};
  if (!model.residual_covariance.empty()) {
    const std::int64_t size = std::int64_t{spec.points} * 2;
    file.tensors.push_back(
        {kResidualCovariance, "f32", {size, size}, bytes_of(model.residual_covariance)});
  }
  return encode_weights(file);
}

LoadedModel load_model_file(const std::filesystem::path& path) {
  const std::string context = path.string();
  const std::string bytes = read_file(path);
  const WeightsFile file = decode_weights(bytes, "model", context);
  const Error incomplete(ErrorCode::kDamaged, "the model's header is incomplete; train it again",
                         context);
  LoadedModel model;
  NetworkSpec spec;
  try {
    const Json header = Json::parse(file.header);
    spec.arch = header.at("arch").get<std::string>();
    spec.points = header.at("points").get<int>();
    spec.width = header.at("width").get<int>();
    spec.sources = header.at("sources").get<std::vector<std::string>>();
    spec.mirror = header.at("mirror").get<std::vector<int>>();
    model.info.scheme = header.at("scheme").get<std::string>();
    model.info.card = header.at("card").dump();
    model.mean_shape = keypoints_from_json_text(header.at("mean_shape").dump());
    model.calibration.knots =
        header.at("calibration").get<std::vector<std::pair<double, double>>>();
    // Files of earlier versions have none.
    model.activation_ranges = header.value("activation_ranges", std::vector<float>{});
  } catch (const Json::exception&) {
    throw incomplete;
  }
  if (spec.points < 1 || spec.width < 1 || spec.sources.empty() ||
      spec.mirror.size() != static_cast<std::size_t>(spec.points)) {
    throw incomplete;
  }
  model.network = make_network(spec);
  restore_state(*model.network, file.tensors, context);
  model.network->eval();
  model.residual_covariance = residual_covariance_of(file, static_cast<std::size_t>(spec.points));
  model.info.name = model_name(path);
  model.info.arch = spec.arch;
  model.info.digest = digest_of(bytes);
  model.info.input_size = spec.input_size();
  model.info.sources = spec.sources;
  return model;
}

}  // namespace facepoint::nn
