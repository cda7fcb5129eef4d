#include <gtest/gtest.h>

#include "base/error.h"
#include "nn/runtime.h"

namespace facepoint::nn {
namespace {

TEST(Runtime, OfABuildWithoutLibTorchSaysSo) {
  try {
    runtime();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
    EXPECT_NE(error.message().find("without LibTorch"), std::string::npos);
  }
}

}  // namespace
}  // namespace facepoint::nn
