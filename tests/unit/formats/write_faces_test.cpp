#include "formats/write_faces.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/error.h"
#include "collected.h"

namespace facepoint {
namespace {

WriteFace face(int number, const std::string& image) {
  const double at = number + 0.1;
  return {image, {100, 50}, {{{at, -at}}, test::occluded(at, 2 * at), test::absent()}};
}

// So many that they do not fit into the memory for them.
constexpr int kMany = 3 * WriteFaces::kInMemory / (4 * 17);

TEST(WriteFaces, AreTheSameWhetherTheyLieInMemoryOrInAStream) {
  int streams = 0;
  WriteFaces in_stream([&] {
    ++streams;
    return std::make_unique<std::stringstream>();
  });
  WriteFaces in_memory;
  for (int i = 0; i < kMany; ++i) {
    in_stream.add(face(i, std::to_string(i / 2)));
    in_memory.add(face(i, std::to_string(i / 2)));
    if (i == kMany - 10) {  // reading in between disturbs nothing
      EXPECT_EQ(in_stream.at(3).points, face(3, "").points);
    }
  }
  EXPECT_EQ(streams, 1);
  ASSERT_EQ(in_stream.size(), in_memory.size());
  for (const std::size_t i : {std::size_t{0}, std::size_t{kMany - 1}, std::size_t{7},
                              std::size_t{8}, std::size_t{kMany / 2}}) {
    EXPECT_EQ(in_stream.at(i).points, face(static_cast<int>(i), "").points);
    EXPECT_EQ(in_memory.at(i).points, in_stream.at(i).points);
    EXPECT_EQ(in_stream.at(i).image_name, std::to_string(i / 2));
  }
  int next = 0;
  in_stream.each([&](const WriteFace& each) { next += each.points[0].position.x == next + 0.1; });
  EXPECT_EQ(next, kMany);
}

TEST(WriteFaces, ComeByImageInTheOrderOfTheirFirstFace) {
  WriteFaces faces;
  for (const auto& [number, image] :
       std::vector<std::pair<int, std::string>>{{0, "b"}, {1, "a"}, {2, "b"}, {3, "c"}, {4, "a"}}) {
    faces.add(face(number, image));
  }
  std::string order;
  faces.each_image([&](const std::vector<WriteFace>& of_image) {
    for (const WriteFace& each : of_image) {
      order += each.image_name + std::to_string(static_cast<int>(each.points[0].position.x));
    }
    order += ' ';
  });
  EXPECT_EQ(order, "b0b2 a1a4 c3 ");
  EXPECT_EQ(faces.images(), 3U);
  EXPECT_EQ(faces.image_called("c"), 2U);
  EXPECT_FALSE(faces.image_called("d"));
  EXPECT_EQ(faces.size_of("a").width, 100);
  EXPECT_FALSE(faces.size_of("d").known());
}

TEST(WriteFaces, SayWhereTheStreamFails) {
  WriteFaces faces([] {
    auto full = std::make_unique<std::stringstream>();
    full->setstate(std::ios::badbit);
    return full;
  });
  const auto add_many = [&] {
    for (int i = 0; i < kMany; ++i) faces.add(face(i, "a"));
  };
  EXPECT_THROW(add_many(), Error);
}

}  // namespace
}  // namespace facepoint
