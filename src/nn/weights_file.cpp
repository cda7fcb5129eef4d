#include "nn/weights_file.h"

#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/digest.h"
#include "base/error.h"

namespace facepoint::nn {
namespace {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "the file form is little-endian");

constexpr std::string_view kMagic = "facepoint-nn\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigestSize = 32;
constexpr std::size_t kPreamble = kMagic.size() + sizeof(std::uint32_t) + sizeof(std::uint64_t);

template <class T>
void append(std::string& out, T value) {
  std::array<char, sizeof(T)> raw{};
  std::memcpy(raw.data(), &value, sizeof(T));
  out.append(raw.data(), raw.size());
}

template <class T>
T number_at(std::string_view bytes, std::size_t offset) {
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

std::uint64_t element_size(const std::string& type) {
  if (type == "f32") return 4;
  if (type == "f16") return 2;
  if (type == "i64") return 8;
  if (type == "u8") return 1;
  return 0;
}

[[noreturn]] void damaged(const std::string& context) {
  throw Error(ErrorCode::kDamaged,
              "the file is damaged or cut short; copy it again or train it again", context);
}

// nullopt: no whole number of elements.
std::optional<std::uint64_t> byte_count(const StoredTensor& tensor) {
  std::uint64_t count = element_size(tensor.type);
  if (count == 0) return std::nullopt;
  for (const std::int64_t side : tensor.shape) {
    if (side < 0 || side > (1LL << 32)) return std::nullopt;
    count *= static_cast<std::uint64_t>(side);
  }
  return count;
}

WeightsFile parse(std::string_view text, std::string_view data, const std::string& context) {
  WeightsFile file;
  const Json json = Json::parse(text);
  file.kind = json.at("kind").get<std::string>();
  file.header = json.at("header").dump();
  std::size_t offset = 0;
  for (const Json& entry : json.at("tensors")) {
    StoredTensor tensor;
    tensor.name = entry.at("name").get<std::string>();
    tensor.type = entry.at("type").get<std::string>();
    tensor.shape = entry.at("shape").get<std::vector<std::int64_t>>();
    const auto count = byte_count(tensor);
    if (!count || *count > data.size() - offset) damaged(context);
    tensor.bytes = data.substr(offset, *count);
    offset += *count;
    file.tensors.push_back(std::move(tensor));
  }
  if (offset != data.size()) damaged(context);
  return file;
}

}  // namespace

std::string encode_weights(const WeightsFile& file) {
  Json json = {
      {"kind", file.kind}, {"header", Json::parse(file.header)}, {"tensors", Json::array()}};
  std::size_t size = 0;
  for (const StoredTensor& tensor : file.tensors) {
    if (byte_count(tensor) != tensor.bytes.size()) {
      throw Error(ErrorCode::kInternal, "shape and bytes of a tensor disagree", tensor.name);
    }
    json["tensors"].push_back(
        {{"name", tensor.name}, {"type", tensor.type}, {"shape", tensor.shape}});
    size += tensor.bytes.size();
  }
  const std::string text = json.dump();
  std::string out;
  out.reserve(kPreamble + text.size() + size + kDigestSize);
  out += kMagic;
  append(out, kVersion);
  append(out, static_cast<std::uint64_t>(text.size()));
  out += text;
  for (const StoredTensor& tensor : file.tensors) out += tensor.bytes;
  out += digest_of(out);
  return out;
}

WeightsFile decode_weights(std::string_view bytes, std::string_view kind,
                           const std::string& context) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    if (!bytes.empty() && kMagic.substr(0, bytes.size()) == bytes) damaged(context);
    throw Error(ErrorCode::kUnsupported, "this is not a facepoint model", context);
  }
  if (bytes.size() < kPreamble + kDigestSize) damaged(context);
  const auto version = number_at<std::uint32_t>(bytes, kMagic.size());
  if (version > kVersion) {
    throw Error(ErrorCode::kNewerVersion,
                "the model was written by a newer facepoint; update this one to use it", context);
  }
  const std::string_view content = bytes.substr(0, bytes.size() - kDigestSize);
  if (digest_of(content) != bytes.substr(content.size())) damaged(context);
  const auto text_size = number_at<std::uint64_t>(bytes, kMagic.size() + sizeof(std::uint32_t));
  if (text_size > content.size() - kPreamble) damaged(context);
  WeightsFile file;
  try {
    file =
        parse(content.substr(kPreamble, text_size), content.substr(kPreamble + text_size), context);
  } catch (const Json::exception&) {
    damaged(context);
  }
  if (file.kind != kind) {
    throw Error(ErrorCode::kUnsupported,
                "this is a " + file.kind + ", but a " + std::string(kind) + " is needed", context);
  }
  return file;
}

}  // namespace facepoint::nn
