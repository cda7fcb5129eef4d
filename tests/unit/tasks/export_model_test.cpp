#include "tasks/export_model.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace facepoint {
namespace {

std::string complaint(const std::string& out, const std::string& format) {
  ExportModelOptions options;
  options.out = out;
  options.format = format;
  try {
    options.check();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    return error.message();
  }
  return {};
}

TEST(ExportModel, TakesTheFormatFromTheNameUnlessItIsSaid) {
  EXPECT_EQ(complaint("net.pt", ""), "");
  EXPECT_EQ(complaint("net.onnx", ""), "");
  EXPECT_EQ(complaint("net.bin", "torchscript"), "");
  EXPECT_EQ(complaint("net.bin", "onnx"), "");
  EXPECT_NE(complaint("net.bin", "").find(".pt (TorchScript) or .onnx"), std::string::npos);
  EXPECT_NE(complaint("net.pt", "coreml").find("known are: torchscript, onnx"), std::string::npos);
}

}  // namespace
}  // namespace facepoint
