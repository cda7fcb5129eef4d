#include "nn/runtime.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "nn/weights_file.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

// Through the module, as programs do it: its errors must arrive as ours.
ErrorCode refusal(const std::filesystem::path& path) {
  try {
    runtime().load_model(path, 1);
  } catch (const Error& error) {
    EXPECT_FALSE(error.message().empty());
    return error.code();
  }
  ADD_FAILURE() << "was accepted";
  return ErrorCode::kInternal;
}

TEST(Runtime, RefusesFilesThatAreNoModel) {
  const test::TempDir folder;
  EXPECT_EQ(refusal(folder / "nowhere.fpm"), ErrorCode::kNotFound);
  test::write_text(folder / "text.fpm", "hello");
  EXPECT_EQ(refusal(folder / "text.fpm"), ErrorCode::kUnsupported);
  test::write_text(folder / "other.fpm", encode_weights({"checkpoint", "{}", {}}));
  EXPECT_EQ(refusal(folder / "other.fpm"), ErrorCode::kUnsupported);
  test::write_text(folder / "empty.fpm", encode_weights({"model", "{}", {}}));
  EXPECT_EQ(refusal(folder / "empty.fpm"), ErrorCode::kDamaged);
  const std::string header =
      R"({"arch":"diffusion","points":1,"width":8,"sources":["a"],"mirror":[0],"scheme":"s",)"
      R"("mean_shape":[[0,0]],"calibration":[],"card":{}})";
  test::write_text(folder / "future.fpm", encode_weights({"model", header, {}}));
  EXPECT_EQ(refusal(folder / "future.fpm"), ErrorCode::kUnsupported);
}

TEST(Runtime, SaysWhatIsWrongWithATrainingSet) {
  JobContext job;
  TrainingOptions options;
  options.output = "unused.fpm";
  EXPECT_THROW(runtime().train({}, options, {}, job), Error);
}

}  // namespace
}  // namespace facepoint::nn
