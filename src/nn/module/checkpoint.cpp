#include "nn/module/checkpoint.h"

#include <sstream>

#include "base/digest.h"
#include "base/files.h"
#include "nn/module/network.h"

namespace facepoint::nn {
namespace {

using Json = nlohmann::json;

constexpr const char* kNetwork = "network/";
constexpr const char* kAverage = "average/";
constexpr const char* kOptimizer = "optimizer";

void add(std::vector<StoredTensor>& all, const torch::nn::Module& module,
         const std::string& prefix) {
  for (StoredTensor& tensor : stored_state(module, false)) {
    tensor.name = prefix + tensor.name;
    all.push_back(std::move(tensor));
  }
}

std::vector<StoredTensor> with_prefix(const std::vector<StoredTensor>& all,
                                      const std::string& prefix) {
  std::vector<StoredTensor> out;
  for (const StoredTensor& tensor : all) {
    if (!tensor.name.starts_with(prefix)) continue;
    out.push_back(tensor);
    out.back().name.erase(0, prefix.size());
  }
  return out;
}

void require_same(const Json& now, const Json& then, const std::string& context) {
  for (const auto& [name, value] : now.items()) {
    if (!then.contains(name) || then[name] != value) {
      throw Error(ErrorCode::kInvalidInput,
                  "this checkpoint belongs to another training: " + name + " is now " +
                      value.dump() + ", was " + then.value(name, Json()).dump() +
                      "; train without --resume, or with the same options and data",
                  context);
    }
  }
}

void require_same_labels(const std::string& now, const std::string& then,
                         const std::string& context) {
  if (now == then) return;
  throw Error(ErrorCode::kInvalidInput,
              "the labels are others than when this checkpoint was written: points were moved, or "
              "the train and val parts have other faces; train without --resume, or restore them",
              context);
}

}  // namespace

void write_checkpoint(const std::filesystem::path& path, const std::string& kind,
                      const CheckpointState& state, const CheckpointParts& parts) {
  WeightsFile file;
  file.kind = kind;
  file.header = Json{{"fingerprint", state.fingerprint},
                     {"labels", state.labels},
                     {"best", state.best},
                     {"epochs", state.epochs}}
                    .dump();
  add(file.tensors, parts.network, kNetwork);
  add(file.tensors, parts.average, kAverage);
  std::ostringstream stream;
  torch::save(parts.optimizer, stream);
  std::string bytes = stream.str();
  const auto size = static_cast<std::int64_t>(bytes.size());
  file.tensors.push_back({kOptimizer, "u8", {size}, std::move(bytes)});
  write_file_atomically(path, encode_weights(file));
}

CheckpointState restore_checkpoint(const std::filesystem::path& path, const std::string& kind,
                                   const Json& fingerprint, const std::string& labels,
                                   const CheckpointParts& parts) {
  const std::string context = path.string();
  const WeightsFile file = decode_weights(read_file(path), kind, context);
  CheckpointState state;
  try {
    const Json header = Json::parse(file.header);
    require_same(fingerprint, header.at("fingerprint"), context);
    // Checkpoints of earlier versions don't tell.
    require_same_labels(labels, header.value("labels", labels), context);
    state.fingerprint = fingerprint;
    state.labels = labels;
    state.best = header.at("best").get<double>();
    state.epochs = header.at("epochs");
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the checkpoint's header is incomplete; train again", context);
  }
  restore_state(parts.network, with_prefix(file.tensors, kNetwork), context);
  restore_state(parts.average, with_prefix(file.tensors, kAverage), context);
  for (const StoredTensor& tensor : file.tensors) {
    if (tensor.name != kOptimizer) continue;
    std::istringstream stream(tensor.bytes);
    torch::load(parts.optimizer, stream);
  }
  return state;
}

std::string weights_digest(const std::filesystem::path& weights) {
  if (!std::filesystem::exists(weights)) {
    throw Error(ErrorCode::kNotFound,
                "this training is at its end, but the weights of its best epoch are gone, and its "
                "checkpoint has only those of the last; train again without --resume",
                weights.string());
  }
  return digest_of(read_file(weights));
}

}  // namespace facepoint::nn
