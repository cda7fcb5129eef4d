#include "nn/module/model_file.h"

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"

namespace facepoint::nn {

using Json = nlohmann::json;

std::string encode_model(const Network& network, const std::string& scheme,
                         const std::string& card) {
  const NetworkSpec& spec = network.spec();
  const Json header = {{"arch", spec.arch},
                       {"scheme", scheme},
                       {"points", spec.points},
                       {"sources", spec.sources},
                       {"mirror", spec.mirror},
                       {"input_size", spec.input_size()},
                       {"card", card.empty() ? Json::object() : Json::parse(card)}};
  return encode_weights({"model", header.dump(), stored_state(network, true)});
}

LoadedModel load_model_file(const std::filesystem::path& path) {
  const std::string context = path.string();
  const std::string bytes = read_file(path);
  const WeightsFile file = decode_weights(bytes, "model", context);
  LoadedModel model;
  NetworkSpec spec;
  try {
    const Json header = Json::parse(file.header);
    spec.arch = header.at("arch").get<std::string>();
    spec.points = header.at("points").get<int>();
    spec.sources = header.at("sources").get<int>();
    spec.mirror = header.at("mirror").get<std::vector<int>>();
    model.info.scheme = header.at("scheme").get<std::string>();
    model.info.card = header.at("card").dump();
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the model's header is incomplete; train it again", context);
  }
  if (spec.points < 1 || spec.sources < 1 ||
      spec.mirror.size() != static_cast<std::size_t>(spec.points)) {
    throw Error(ErrorCode::kDamaged, "the model's header is incomplete; train it again", context);
  }
  model.network = make_network(spec);
  restore_state(*model.network, file.tensors, context);
  model.network->eval();
  const std::string stem = path.stem().string();
  model.info.name = stem == "weights" ? path.parent_path().filename().string() : stem;
  model.info.arch = spec.arch;
  model.info.digest = digest_of(bytes);
  model.info.input_size = spec.input_size();
  return model;
}

torch::Tensor pixels_tensor(const std::uint8_t* pixels, std::int64_t n, const NetworkSpec& spec) {
  const std::int64_t size = spec.input_size();
  const std::int64_t channels = spec.grey() ? 1 : 3;
  // Rows of interleaved channels are what torch calls channels-last, the faster form on a CPU.
  return torch::from_blob(const_cast<std::uint8_t*>(pixels), {n, size, size, channels},
                          torch::kUInt8)
      .permute({0, 3, 1, 2})
      .to(torch::kFloat32)
      .div_(255);
}

}  // namespace facepoint::nn
