// Names that a file cannot hold, boxes without points, and what else is not a face's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "collected.h"
#include "formats/builtin_formats.h"

namespace facepoint {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(Wflw, OfAnotherSchemeIsNotRead) {
  const auto line = [](int points, const std::string& path) {
    std::string text;
    for (int i = 0; i < 2 * points + 10; ++i) text += std::to_string(i) + " ";
    return text + path + "\n";
  };
  const auto faces = [&](const std::string& text) {
    return read_text(wflw_format(), text).faces.size();
  };
  EXPECT_EQ(faces(line(4, "a.jpg")), 1U);
  EXPECT_EQ(faces(line(4, "12 a.jpg")), 1U);  // a path that begins with a number
  EXPECT_EQ(faces(line(15, "a.jpg")), 0U);
  const Collected read = read_text(wflw_format(), line(98, "a.jpg"));
  EXPECT_TRUE(read.faces.empty());
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("206 numbers"));
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("--scheme"));
}

}  // namespace
}  // namespace facepoint
