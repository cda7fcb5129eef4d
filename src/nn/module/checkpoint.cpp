#include "nn/module/checkpoint.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "base/files.h"

namespace facepoint::nn {
namespace {

using Json = nlohmann::json;

constexpr const char* kNetwork = "network/";
constexpr const char* kAverage = "average/";
constexpr const char* kOptimizer = "optimizer";

void add(std::vector<StoredTensor>& all, const Network& network, const std::string& prefix) {
  for (StoredTensor& tensor : stored_state(network, false)) {
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

Json to_json(const EpochReport& report) {
  return {{"epoch", report.epoch},        {"epochs", report.epochs},
          {"loss", report.training_loss}, {"nme", report.validation_nme},
          {"seconds", report.seconds},    {"waiting", report.waiting_share},
          {"best", report.best}};
}

EpochReport report_from(const Json& json) {
  EpochReport report;
  report.epoch = json.at("epoch").get<int>();
  report.epochs = json.at("epochs").get<int>();
  report.training_loss = json.at("loss").get<double>();
  report.validation_nme = json.at("nme").get<double>();
  report.seconds = json.at("seconds").get<double>();
  report.waiting_share = json.at("waiting").get<double>();
  report.best = json.at("best").get<bool>();
  return report;
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

}  // namespace

std::string encode_checkpoint(const CheckpointState& state, const Network& network,
                              const Network& average, const torch::optim::Optimizer& optimizer) {
  WeightsFile file;
  file.kind = "checkpoint";
  Json header = {{"fingerprint", Json::parse(state.fingerprint)}, {"best", state.best}};
  header["epochs"] = Json::array();
  for (const EpochReport& report : state.epochs) header["epochs"].push_back(to_json(report));
  file.header = header.dump();
  add(file.tensors, network, kNetwork);
  add(file.tensors, average, kAverage);
  std::ostringstream stream;
  torch::save(optimizer, stream);
  std::string bytes = stream.str();
  const auto size = static_cast<std::int64_t>(bytes.size());
  file.tensors.push_back({kOptimizer, "u8", {size}, std::move(bytes)});
  return encode_weights(file);
}

CheckpointState restore_checkpoint(const std::filesystem::path& path,
                                   const std::string& fingerprint, Network& network,
                                   Network& average, torch::optim::Optimizer& optimizer) {
  const std::string context = path.string();
  const WeightsFile file = decode_weights(read_file(path), "checkpoint", context);
  CheckpointState state;
  try {
    const Json header = Json::parse(file.header);
    require_same(Json::parse(fingerprint), header.at("fingerprint"), context);
    state.fingerprint = fingerprint;
    state.best = header.at("best").get<double>();
    for (const Json& report : header.at("epochs")) state.epochs.push_back(report_from(report));
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the checkpoint's header is incomplete; train again", context);
  }
  restore_state(network, with_prefix(file.tensors, kNetwork), context);
  restore_state(average, with_prefix(file.tensors, kAverage), context);
  for (const StoredTensor& tensor : file.tensors) {
    if (tensor.name != kOptimizer) continue;
    std::istringstream stream(tensor.bytes);
    torch::load(optimizer, stream);
  }
  return state;
}

}  // namespace facepoint::nn
