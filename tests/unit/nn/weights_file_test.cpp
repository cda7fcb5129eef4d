#include "nn/weights_file.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/error.h"

namespace facepoint::nn {
namespace {

WeightsFile small_file() {
  return {"model",
          R"({"arch":"heatmap"})",
          {{"a", "f32", {2, 1}, std::string("\1\2\3\4\5\6\7\0", 8)}, {"b", "u8", {3}, "xyz"}}};
}

ErrorCode refusal(const std::string& bytes, std::string_view kind = "model") {
  try {
    decode_weights(bytes, kind, "m.fpm");
  } catch (const Error& error) {
    EXPECT_EQ(error.context(), "m.fpm");
    return error.code();
  }
  ADD_FAILURE() << "was accepted";
  return ErrorCode::kInternal;
}

// The file with another version number, whole otherwise.
std::string of_version(std::string bytes, char version) {
  bytes.resize(bytes.size() - 32);
  bytes[std::string_view("facepoint-nn\n").size()] = version;
  return bytes + digest_of(bytes);
}

TEST(WeightsFile, ReadsBackWhatWasWritten) {
  const WeightsFile file = small_file();
  const WeightsFile read = decode_weights(encode_weights(file), "model", "m.fpm");
  EXPECT_EQ(read.kind, "model");
  EXPECT_EQ(read.header, file.header);
  ASSERT_EQ(read.tensors.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read.tensors[i].name, file.tensors[i].name);
    EXPECT_EQ(read.tensors[i].type, file.tensors[i].type);
    EXPECT_EQ(read.tensors[i].shape, file.tensors[i].shape);
    EXPECT_EQ(read.tensors[i].bytes, file.tensors[i].bytes);
  }
}

TEST(WeightsFile, CutShortAnywhereIsDamaged) {
  const std::string whole = encode_weights(small_file());
  for (std::size_t size = 1; size < whole.size(); ++size) {
    EXPECT_EQ(refusal(whole.substr(0, size)), ErrorCode::kDamaged) << size << " bytes";
  }
}

TEST(WeightsFile, WithOneBitChangedAnywhereIsRefused) {
  const std::string whole = encode_weights(small_file());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_THROW(decode_weights(changed, "model", "m.fpm"), Error) << "byte " << i;
  }
}

TEST(WeightsFile, WithBytesAfterItsEndIsDamaged) {
  EXPECT_EQ(refusal(encode_weights(small_file()) + "x"), ErrorCode::kDamaged);
}

TEST(WeightsFile, OfANewerVersionSaysSoAndOfThisOneIsRead) {
  const std::string whole = encode_weights(small_file());
  EXPECT_EQ(refusal(of_version(whole, 2)), ErrorCode::kNewerVersion);
  EXPECT_EQ(of_version(whole, 1), whole);
}

TEST(WeightsFile, OfAnotherProgramIsUnsupported) {
  EXPECT_EQ(refusal("PK\3\4 this is a zip"), ErrorCode::kUnsupported);
  EXPECT_EQ(refusal(""), ErrorCode::kUnsupported);
}

TEST(WeightsFile, OfAnotherKindIsUnsupported) {
  EXPECT_EQ(refusal(encode_weights(small_file()), "checkpoint"), ErrorCode::kUnsupported);
}

TEST(WeightsFile, IsNotWrittenWhenShapeAndBytesDisagree) {
  WeightsFile file = small_file();
  file.tensors[0].shape = {3, 1};
  EXPECT_THROW(encode_weights(file), Error);
  file.tensors[0].shape = {-1, -2};
  EXPECT_THROW(encode_weights(file), Error);
}

}  // namespace
}  // namespace facepoint::nn
