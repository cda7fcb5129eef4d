// The one file form of models and checkpoints: magic, version, a JSON header, tensors, and a digest
// of all that. Without LibTorch. A file that isn't whole is refused. Pure, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint::nn {

struct StoredTensor {
  std::string name;
  std::string type;                 // "f32", "f16", "i64", "u8"; little-endian
  std::vector<std::int64_t> shape;  // row-major
  std::string bytes;
};

struct WeightsFile {
  std::string kind;    // "model", "checkpoint"
  std::string header;  // a JSON object: what the tensors are for
  std::vector<StoredTensor> tensors;
};

std::string encode_weights(const WeightsFile& file);

// Throws Error with `context`: kUnsupported (no facepoint file, or of another kind than `kind`),
// kNewerVersion, kDamaged (cut short or changed).
WeightsFile decode_weights(std::string_view bytes, std::string_view kind,
                           const std::string& context);

}  // namespace facepoint::nn
