#include "image/onnx_network.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/onnx_files.h"

namespace facepoint {
namespace {

ErrorCode refusal(const std::string& bytes) {
  try {
    OnnxNetwork network(bytes, "net.onnx");
  } catch (const Error& error) {
    EXPECT_EQ(error.context(), "net.onnx");
    return error.code();
  }
  ADD_FAILURE() << "was accepted";
  return ErrorCode::kInternal;
}

TEST(OnnxNetwork, GivesOutputsByTheNamesOfTheFileForPicturesOfAnySize) {
  OnnxNetwork network(test::one_operator_file("Relu", "positive"), "net.onnx");
  EXPECT_EQ(network.input_shape(), (std::vector<int>{1, 3, 0, 0}));
  EXPECT_EQ(network.output_names(), std::vector<std::string>{"positive"});
  for (const int side : {2, 5}) {
    FloatTensor input{{1, 3, side, side}, std::vector<float>(3 * side * side, -1)};
    input.values[4] = 7;
    const std::vector<FloatTensor> outputs = network.run(input);
    ASSERT_EQ(outputs.size(), 1);
    EXPECT_EQ(outputs[0].shape, input.shape);
    std::vector<float> wanted(input.values.size(), 0);
    wanted[4] = 7;
    EXPECT_EQ(outputs[0].values, wanted);
  }
}

TEST(OnnxNetwork, ThatIsCutShortOrNoneIsDamaged) {
  const std::string whole = test::yunet_file({});
  EXPECT_EQ(refusal(whole.substr(0, whole.size() / 2)), ErrorCode::kDamaged);
  EXPECT_EQ(refusal("no network"), ErrorCode::kDamaged);
  EXPECT_EQ(refusal(""), ErrorCode::kDamaged);
}

TEST(OnnxNetwork, WithOperatorsThatOpenCvHasNotIsUnsupported) {
  EXPECT_EQ(refusal(test::one_operator_file("NonZero", "where")), ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace facepoint
