#include "nn/model_summary.h"

#include <cstring>
#include <nlohmann/json.hpp>
#include <type_traits>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"

namespace facepoint::nn {
namespace {

using Json = nlohmann::json;

std::optional<double> validation_nme_of(const Json& card) {
  const auto training = card.find("training");
  if (training == card.end() || !training->is_object()) return std::nullopt;
  const auto nme = training->find("validation_nme");
  if (nme == training->end() || !nme->is_number()) return std::nullopt;
  return nme->get<double>();
}

std::int64_t weights_in(const WeightsFile& file) {
  std::int64_t count = 0;
  for (const StoredTensor& tensor : file.tensors) {
    std::int64_t elements = 1;
    for (const std::int64_t side : tensor.shape) elements *= side;
    count += elements;
  }
  return count;
}

// The names under which the parts of ErrorSamples are stored.
template <class Samples, class Use>
void for_each_part(Samples& samples, const Use& use) {
  use("error_samples.shape_mean", samples.shape_mean);
  use("error_samples.shape_axes", samples.shape_axes);
  use("error_samples.doubt_mean", samples.doubt_mean);
  use("error_samples.doubt_axes", samples.doubt_axes);
  use("error_samples.error_axes", samples.error_axes);
  use("error_samples.steps", samples.steps);
  use("error_samples.codes", samples.codes);
}

template <class T>
constexpr const char* kTypeName = std::is_same_v<T, float> ? "f32" : "u8";

ErrorSamples samples_of(const WeightsFile& file, std::size_t points, const std::string& context) {
  ErrorSamples samples;
  for_each_part(samples, [&]<class T>(const char* name, std::vector<T>& part) {
    for (const StoredTensor& tensor : file.tensors) {
      if (tensor.name != name || tensor.type != kTypeName<T>) continue;
      part.resize(tensor.bytes.size() / sizeof(T));
      std::memcpy(part.data(), tensor.bytes.data(), part.size() * sizeof(T));
    }
  });
  if (!samples.empty() && !samples.fits(points)) {
    throw Error(ErrorCode::kDamaged,
                "what the corrector knows of errors doesn't fit its scheme; train it again",
                context);
  }
  return samples;
}

}  // namespace

std::vector<StoredTensor> stored_samples(const ErrorSamples& samples) {
  std::vector<StoredTensor> tensors;
  if (samples.empty()) return tensors;
  for_each_part(samples, [&]<class T>(const char* name, const std::vector<T>& part) {
    std::string bytes(part.size() * sizeof(T), '\0');
    std::memcpy(bytes.data(), part.data(), bytes.size());
    tensors.push_back({name, kTypeName<T>, {std::ssize(part)}, std::move(bytes)});
  });
  return tensors;
}

std::vector<float> residual_covariance_of(const WeightsFile& file, std::size_t points) {
  std::vector<float> values;
  for (const StoredTensor& tensor : file.tensors) {
    const std::size_t size = points * 2;
    if (tensor.name != kResidualCovariance || tensor.bytes.size() != size * size * sizeof(float)) {
      continue;
    }
    values.resize(size * size);
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  }
  return values;
}

std::string model_name(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  return stem == "weights" ? file.parent_path().filename().string() : stem;
}

ModelSummary read_model_summary(const std::filesystem::path& path) {
  const std::string bytes = read_file(path);
  const WeightsFile file = decode_weights(bytes, "model", path.string());
  ModelSummary summary;
  try {
    const Json header = Json::parse(file.header);
    const Json& card = header.at("card");
    summary.info.arch = header.at("arch").get<std::string>();
    summary.info.scheme = header.at("scheme").get<std::string>();
    summary.info.input_size = header.at("input_size").get<int>();
    summary.info.card = card.dump();
    summary.validation_nme = validation_nme_of(card);
    if (header.contains("mean_shape")) {
      summary.mean_shape = keypoints_from_json_text(header.at("mean_shape").dump());
    }
    summary.residual_covariance = residual_covariance_of(file, summary.mean_shape.size());
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the model's header is incomplete; train it again",
                path.string());
  }
  summary.info.name = model_name(path);
  summary.info.digest = digest_of(bytes);
  summary.weights = weights_in(file);
  summary.bytes = static_cast<std::int64_t>(bytes.size());
  return summary;
}

CorrectorSummary corrector_summary_of(const WeightsFile& file, const std::string& context) {
  CorrectorSummary summary;
  try {
    const Json header = Json::parse(file.header);
    summary.base_name = header.at("base").at("name").get<std::string>();
    summary.base_digest = header.at("base").at("digest").get<std::string>();
    summary.mean_shape = keypoints_from_json_text(header.at("mean_shape").dump());
    summary.card = header.at("card").dump();
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the corrector's header can't be read; train it again",
                context);
  }
  summary.residual_covariance = residual_covariance_of(file, summary.mean_shape.size());
  summary.error_samples = samples_of(file, summary.mean_shape.size(), context);
  return summary;
}

CorrectorSummary read_corrector_summary(const std::filesystem::path& file) {
  return corrector_summary_of(decode_weights(read_file(file), kCorrectorKind, file.string()),
                              file.string());
}

}  // namespace facepoint::nn
